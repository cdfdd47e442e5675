import { IntorchError } from '../../../domain/shared/errors.ts';
import { systemReason } from '../../../domain/shared/system-error.ts';

/** How a git call ended that should not have failed. */
export interface FailedCall {
  readonly args: readonly string[];
  readonly git_dir: string | null;
  readonly exit_code: number | null;
  readonly stderr: string;
  readonly timed_out: boolean;
  readonly failed_to_start: string | null;
  readonly cause?: unknown;
}

const UNWRITABLE =
  /No space left on device|Disk quota exceeded|Read-only file system|insufficient permission|Permission denied/;
const NO_REPOSITORY = /not a git repository|cannot change to|does not exist/i;
/** @see git source, promisor-remote.c */
const PROMISED = /from promisor remote/;
/** What git says of an object that is not there, or cannot be read. */
const MISSING =
  /(?:unable to|could not|cannot) read (?:tree|object|[0-9a-f]{40})|(?:missing|bad) (?:tree|blob|commit|object)|bad tree object|object .* is unavailable|nonexistent object|reference is not a tree|(?:unable to|failed to) find .*[0-9a-f]{40}|not a valid object/;
const START_AGAIN = 'See that the machine can start programs and the folder is there, then: intorch resume';
const UNTRUSTED = /detected dubious ownership/;

/** What git says of an object that is missing, cut or changed. @see git source, object-file.c, packfile.c, tree-walk.c */
const DAMAGED =
  /is corrupt|too long, exceeds|is empty\b|unable to read|unable to unpack|bad (?:tree |commit )?object|missing object|could not parse|invalid object|bad file$|hash mismatch|inflate:/m;
const MEND =
  'See what is damaged: git fsck --full. Remove what is cut, fetch it again (git fetch --refetch) or copy it, then: intorch resume';

/** Creates the error for an object that the repository should have and that cannot be read. */
export function damagedObject(what: string): IntorchError {
  return new IntorchError('GIT_FAILED', `${what}: an object of it is missing or damaged`, { remedy: MEND });
}

/** Checks whether git could not write for a reason of the machine. */
export function saysUnwritable(stderr: string): boolean {
  return UNWRITABLE.test(stderr);
}

/** Converts a failed git call into an error of the catalogue. */
export function gitFailure(call: FailedCall): IntorchError {
  const command = `git ${call.args[0] ?? ''}`.trim();
  const details = call.cause === undefined ? {} : { cause: call.cause };
  if (call.failed_to_start === 'ENOENT')
    return new IntorchError('GIT_MISSING', 'There is no git on the PATH', details);
  if (call.failed_to_start !== null) {
    const { reason, remedy } = systemReason(call.failed_to_start);
    const message = `${command} cannot be started: ${reason ?? call.failed_to_start}`;
    return new IntorchError('GIT_FAILED', message, { ...details, remedy: remedy ?? START_AGAIN });
  }
  if (call.timed_out)
    return new IntorchError('GIT_FAILED', `${command} is not done in time and was ended`, details);
  const said = lastWords(call.stderr);
  const folder = /repository database (.+)/.exec(call.stderr)?.[1] ?? call.git_dir;
  const place = folder === null ? '' : ` in ${folder}`;
  const unwritable = UNWRITABLE.exec(call.stderr);
  if (unwritable)
    return new IntorchError('STATE_UNWRITABLE', `Git cannot write${place}: ${unwritable[0]}`, details);
  if (PROMISED.test(call.stderr)) {
    const message = `This clone is partial, and what is missing cannot be fetched: ${said}`;
    return new IntorchError('OBJECTS_ELSEWHERE', message, details);
  }
  if (UNTRUSTED.test(call.stderr)) {
    const remedy = /git config --global --add safe\.directory .*/.exec(call.stderr)?.[0];
    const message = 'Git refuses the repository, because it belongs to another user';
    return new IntorchError(
      'NOT_A_REPOSITORY',
      message,
      remedy === undefined ? details : { ...details, remedy },
    );
  }
  if (MISSING.test(call.stderr))
    return new IntorchError('OBJECT_MISSING', `${command} finds an object no longer: ${said}`, details);
  const how = call.exit_code === null ? 'was killed' : `failed with exit status ${call.exit_code}`;
  const remedy = DAMAGED.test(call.stderr) ? { remedy: MEND } : {};
  const message = `${command} ${how}${said === '' ? '' : `: ${said}`}`;
  return new IntorchError('GIT_FAILED', message, { ...details, ...remedy });
}

/** Checks whether git found no repository where it was started. */
function saysNoRepository(stderr: string): boolean {
  return NO_REPOSITORY.test(stderr);
}

/** Finds the line of git's errors that gives the reason: the first fatal one, else the last. */
export function lastWords(stderr: string): string {
  const lines = stderr.split('\n').filter((line) => line.trim() !== '');
  const line = lines.find((candidate) => /^(fatal|error): /.test(candidate)) ?? lines.at(-1) ?? '';
  return line.replace(/^(fatal|error): /, '').trim();
}

/** Creates the error for a folder that is not in a repository, or whose repository git refuses. */
export function notARepository(stderr: string, directory: string): IntorchError {
  if (saysNoRepository(stderr))
    return new IntorchError('NOT_A_REPOSITORY', `${directory} is not in a git repository`);
  return gitRefuses(stderr, directory);
}

function gitRefuses(stderr: string, directory: string): IntorchError {
  if (stderr.includes('safe.bareRepository'))
    return new IntorchError(
      'NOT_A_REPOSITORY',
      `The bare repository of ${directory} lies in a working tree, where a branch may have brought it`,
      { remedy: 'If it is yours, move it out of that working tree' },
    );
  const remedy = /git config --global --add safe\.directory .*/.exec(stderr)?.[0];
  const why = remedy === undefined ? (stderr.split('\n')[0] ?? '') : 'it belongs to another user';
  const details = remedy === undefined ? {} : { remedy };
  return new IntorchError('NOT_A_REPOSITORY', `Git refuses the repository of ${directory}: ${why}`, details);
}

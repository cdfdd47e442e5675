import { codeOf, systemReason } from './system-error.ts';

/**
 * Everything that can go wrong in a way the operator must act on. Expected outcomes (a conflict, a red gate) are values, not errors. One
 * entry per code, sorted. `exit` is the exit status of the process, `remedy` is one command or one act.
 */
const CATALOGUE = {
  BRANCH_CHECKED_OUT: {
    exit: 1,
    remedy: 'Leave that branch in the worktree, or choose another integration branch',
  },
  BRANCH_NAME_TAKEN: {
    exit: 1,
    remedy: 'Choose another name with naming.integration_branch: git keeps branches as files and folders',
  },
  BRANCH_NOT_OURS: {
    exit: 1,
    remedy: 'Choose another name with naming.integration_branch, or delete that branch yourself',
  },
  BUG: { exit: 70, remedy: 'Please report this with the log named below; your branches are as they were' },
  CHECKPOINT_UNUSABLE: { exit: 65, remedy: 'List what there is: intorch checkpoint ls' },
  CONFIG_INVALID: {
    exit: 65,
    remedy: 'Correct the line named above; `intorch init --print` shows a complete file',
  },
  DECISION_NEEDED: {
    exit: 3,
    remedy: 'Decide in `intorch tui` or with `intorch decide`, or run again with --decide recommended',
  },
  ENGINE_UNREACHABLE: {
    exit: 69,
    remedy: 'Run `intorch status`; if no engine is alive, `intorch tui` goes on from the checkpoint',
  },
  GIT_FAILED: { exit: 1, remedy: 'Run that git command by hand to see all of its output' },
  GIT_MISSING: { exit: 69, remedy: 'Install git 2.38 or newer' },
  GIT_TOO_OLD: { exit: 69, remedy: 'Install git 2.38 or newer' },
  INTEGRATION_FAILED: { exit: 1, remedy: 'Read the report: intorch report' },
  INTERRUPTED: { exit: 130, remedy: 'Go on where it stopped: intorch resume' },
  NOTHING_TO_DO: { exit: 2, remedy: 'Name branches with --efforts, or write patterns with `intorch init`' },
  NOTHING_TO_RESUME: { exit: 2, remedy: 'Start with `intorch tui` or `intorch run`' },
  NOT_A_REPOSITORY: { exit: 2, remedy: 'Run intorch inside a git repository, or name one with --repo' },
  NO_TERMINAL: { exit: 2, remedy: 'Use `intorch run` where there is no terminal' },
  OBJECT_MISSING: {
    exit: 1,
    remedy: 'See what is missing: git fsck. While no git gc --prune=now is at work: intorch resume',
  },
  OBJECTS_ELSEWHERE: {
    exit: 1,
    remedy: 'Reach its remote, or fetch everything once: git fetch --refetch --no-filter',
  },
  PROOF_FAILED: { exit: 70, remedy: 'Nothing was moved. Please report this with the log named below' },
  REFUSED: { exit: 1, remedy: 'See where it stands: intorch status' },
  REF_MOVED: { exit: 1, remedy: 'Run `intorch resume`: what moved is compared and shown' },
  RESULT_HELD: {
    exit: 3,
    remedy: 'Land that result, give the new session another naming.wave, or delete that branch yourself',
  },
  SANDBOX_MISSING: {
    exit: 69,
    remedy: 'Install bubblewrap, name a wrapper under sandbox.command, or set sandbox.mode: off',
  },
  SESSION_LOCKED: { exit: 75, remedy: 'Attach to it: intorch tui. Stop it: intorch stop' },
  STATE_UNWRITABLE: { exit: 1, remedy: 'Free some space or fix the permissions of the folder named above' },
  TARGET_MISSING: {
    exit: 2,
    remedy: 'Name the branch to integrate onto with --onto or `target:` in intorch.yaml',
  },
  WRONG_USE: { exit: 2, remedy: 'See `intorch --help`' },
} as const satisfies Record<string, { exit: number; remedy: string }>;

/** Codes of the catalogue; `ERROR_CODES` lists them for documents and tests. */
export type ErrorCode = keyof typeof CATALOGUE;
export const ERROR_CODES = Object.keys(CATALOGUE) as readonly ErrorCode[];

interface ErrorDetails {
  /** Replaces the catalogue's remedy where a better one is known. */
  readonly remedy?: string;
  readonly cause?: unknown;
}

/** The one error class: a sentence in the present tense, a code, a remedy and the exit status. */
export class IntorchError extends Error {
  readonly code: ErrorCode;
  readonly remedy: string;
  readonly exit_status: number;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'IntorchError';
    this.code = code;
    this.remedy = details.remedy ?? CATALOGUE[code].remedy;
    this.exit_status = CATALOGUE[code].exit;
  }
}

/** Returns the two lines that the user sees: what is wrong, and what to do. */
export function errorLines(error: IntorchError): readonly [string, string] {
  return [`✖ ${error.message}`, `  ${error.remedy}`];
}

/** Converts anything thrown to an IntorchError. What neither was one nor comes of the machine is a bug. It stays as the cause. */
export function asIntorchError(thrown: unknown): IntorchError {
  if (thrown instanceof IntorchError) return thrown;
  const { reason, remedy } = systemReason(codeOf(thrown));
  if (reason !== null) {
    const what = thrown instanceof Error && 'path' in thrown ? String(thrown.path) : 'a file';
    const details = remedy === null ? { cause: thrown } : { cause: thrown, remedy };
    return new IntorchError('STATE_UNWRITABLE', `Cannot use ${what}: ${reason}`, details);
  }
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new IntorchError('BUG', `Something unexpected happened: ${message}`, { cause: thrown });
}

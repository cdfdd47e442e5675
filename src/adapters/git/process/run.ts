/** This folder: starts git, and makes sense of how it fails. */
import { existsSync } from 'node:fs';
import { IntorchError } from '../../../domain/shared/errors.ts';
import { systemReason } from '../../../domain/shared/system-error.ts';
import { limit } from '../../async/limit.ts';
import { type Conversation, openConversation } from '../../execa/conversation.ts';
import { runProgram } from '../../execa/program.ts';
import { hooksOff } from './configured-hooks.ts';
import { gitEnvironment, NAMED_ONLY, type Setting } from './environment.ts';
import { gitFailure } from './failure.ts';
import { gitProgram } from './git-program.ts';

export interface CallOptions {
  /** Standard input, one character per byte. */
  readonly input?: string;
  /** Added to the environment, e.g. our own GIT_INDEX_FILE. */
  readonly env?: Readonly<Record<string, string>>;
  readonly settings?: readonly Setting[];
  /** Default: the git directory. */
  readonly cwd?: string;
  /** Accepted exit statuses; default: only 0. `any` leaves the judgement to the caller. */
  readonly ok?: readonly number[] | 'any';
  /** Ends git this long after its start. Default: after this long without any progress, because most work grows with the repository. */
  readonly timeout_ms?: number;
}

interface Answer {
  /** null: git was killed. */
  readonly exit_code: number | null;
  /** One character per byte. */
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs one git on one repository. Rejects with IntorchError for an exit status that is not accepted. */
export type RunGit = (args: readonly string[], options?: CallOptions) => Promise<Answer>;

/** Runs single git commands, and opens long-running ones that answer many questions. */
export interface Git extends RunGit {
  /** The folder that objects are written into; null: the repository. */
  readonly folder: string | null;
  /** Opens a git that answers questions from its standard input on its standard output. It starts with the first question. */
  readonly stay: (args: readonly string[], options?: StayOptions) => Conversation;
  /** Shows a command line that stands for a question to a long-running git. */
  readonly tell: (args: readonly string[]) => void;
  /** Ends every long-running git. */
  readonly close: () => Promise<void>;
}

type StayOptions = Pick<CallOptions, 'env' | 'settings' | 'cwd'> & { readonly max_age_ms?: number };

export interface RunnerOptions {
  readonly git_dir: string;
  /** The operator's environment. Only allow-listed variables are passed on. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Receives each command line, for display. */
  readonly onCommand?: ((line: string) => void) | undefined;
  /** Settings of every call, unless a call has its own. */
  readonly settings?: readonly Setting[] | undefined;
  /** Variables that say where objects are beside the repository's; default: none are. */
  readonly objects?: Readonly<Record<string, string>> | undefined;
}

/** How long git may neither write nor compute. */
const STANDSTILL_MS = 300_000;
/** Limit of concurrent processes: while one waits, another computes. */
const AT_ONCE = 6;

/** Creates the runner for a repository. The git directory is explicit: git discovers nothing, whatever is in its working folder. */
export function gitRunner({ git_dir, env, onCommand, objects, settings: all = [] }: RunnerOptions): Git {
  const inTurn = limit(AT_ONCE);
  const conversations = new Set<Conversation>();
  const tell = (args: readonly string[]) => onCommand?.(commandLine(args));
  const place = (program: string, { cwd = git_dir, settings = [], env: added }: StayOptions) => {
    const own = { GIT_DIR: git_dir, ...objects, ...added };
    const off = hooksOff(program, git_dir, { ...gitEnvironment(env), ...own });
    return { cwd, env: { ...gitEnvironment(env, [NAMED_ONLY, ...off, ...all, ...settings]), ...own } };
  };
  const run: RunGit = async (args, options = {}) => {
    tell(args);
    const program = gitProgram(env['PATH'], git_dir);
    const outcome = await inTurn(() =>
      runProgram(program, args, {
        ...place(program, options),
        timeout_ms: options.timeout_ms ?? STANDSTILL_MS,
        deadline_after: options.timeout_ms === undefined ? 'progress' : 'start',
        encoding: 'latin1',
        ...(options.input === undefined ? {} : { input: Buffer.from(options.input, 'latin1') }),
      }),
    );
    if (outcome.too_much_output) {
      throw new IntorchError('GIT_FAILED', `git ${args[0]} gives more output than can be held in memory`);
    }
    const ok = options.ok ?? [0];
    const answered = outcome.exit_code !== null && (ok === 'any' || ok.includes(outcome.exit_code));
    if (!answered)
      throw folderGone(objects?.['GIT_OBJECT_DIRECTORY']) ?? gitFailure({ ...outcome, args, git_dir });
    return { exit_code: outcome.exit_code, stdout: outcome.stdout, stderr: outcome.stderr };
  };
  return Object.assign(run, {
    folder: objects?.['GIT_OBJECT_DIRECTORY'] ?? null,
    tell,
    stay: (args: readonly string[], options: StayOptions = {}) => {
      const { max_age_ms = Number.POSITIVE_INFINITY } = options;
      const onStart = () => tell(args);
      const program = gitProgram(env['PATH'], git_dir);
      const conversation = openConversation(program, args, {
        ...place(program, options),
        max_age_ms,
        onStart,
      });
      conversations.add(conversation);
      return conversation;
    },
    close: async () => {
      await Promise.all([...conversations].map((conversation) => conversation.close()));
    },
  });
}

/** Returns a maker of runners that makes one: who opens one repository in several ways asks the same long-running programs. */
export function oneRunner(): typeof gitRunner {
  let made: Git | null = null;
  return (options) => {
    made ??= gitRunner(options);
    return made;
  };
}

/** Without the folder that it writes into, git says that there is no repository. */
function folderGone(folder: string | undefined): IntorchError | null {
  if (folder === undefined || existsSync(folder)) return null;
  const { reason, remedy } = systemReason('ENOENT');
  return new IntorchError('STATE_UNWRITABLE', `Cannot write ${folder}: ${reason}`, { remedy: remedy ?? '' });
}

/** Formats a command line as a person would type it. */
export function commandLine(args: readonly string[]): string {
  return ['git', ...args]
    .map((arg) => (/^[\w@%+=:,./^{}~-]+$/.test(arg) ? arg : `'${arg.replaceAll("'", "'\\''")}'`))
    .join(' ');
}

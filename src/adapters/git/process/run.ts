/** This folder: starts git, and makes sense of how it fails. */
import { IntorchError } from '../../../domain/shared/errors.ts';
import { limit } from '../../async/limit.ts';
import { runCommand } from '../../execa/command.ts';
import { type Conversation, openConversation } from '../../execa/conversation.ts';
import { gitEnvironment, type Setting } from './environment.ts';
import { gitFailure } from './failure.ts';

export interface CallOptions {
  /** Standard input, one character per byte. */
  readonly input?: string;
  /** Added to the environment, e.g. a GIT_INDEX_FILE of our own. */
  readonly env?: Readonly<Record<string, string>>;
  readonly settings?: readonly Setting[];
  /** Default: the git directory. */
  readonly cwd?: string;
  /** Exit statuses that are answers; default: 0 alone. `any` leaves the judgement to the caller. */
  readonly ok?: readonly number[] | 'any';
  readonly timeout_ms?: number;
}

interface Answer {
  /** null: killed. */
  readonly exit_code: number | null;
  /** One character per byte. */
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs one git on one repository; rejects with IntorchError unless it ends as it may. */
export type RunGit = (args: readonly string[], options?: CallOptions) => Promise<Answer>;

/** A git that can be run, and one that stays and is asked again and again. */
export interface Git extends RunGit {
  /** Opens a git that answers on its standard output what is asked on its standard input; it starts when it is first asked. */
  readonly stay: (args: readonly string[], options?: StayOptions) => Conversation;
  /** Shows people a command line that stands for what a git that stays was asked. */
  readonly tell: (args: readonly string[]) => void;
  /** Ends every git that stays. */
  readonly close: () => Promise<void>;
}

type StayOptions = Pick<CallOptions, 'env' | 'settings' | 'cwd'> & { readonly max_age_ms?: number };

export interface RunnerOptions {
  readonly git_dir: string;
  /** The operator's environment; of it only an allow-list is passed on. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Gets each command line, for people to read. */
  readonly onCommand?: ((line: string) => void) | undefined;
}

const TIMEOUT_MS = 120_000;
/** Processes at the same time: what one waits for, another computes. */
const AT_ONCE = 6;

/** Gives the runner for a repository. The git directory is explicit: nothing is discovered, whatever the folder it runs in holds. */
export function gitRunner({ git_dir, env, onCommand }: RunnerOptions): Git {
  const inTurn = limit(AT_ONCE);
  const conversations = new Set<Conversation>();
  const tell = (args: readonly string[]) => onCommand?.(commandLine(args));
  const place = (options: StayOptions) => ({
    cwd: options.cwd ?? git_dir,
    env: { ...gitEnvironment(env, options.settings), GIT_DIR: git_dir, ...options.env },
  });
  const run: RunGit = async (args, options = {}) => {
    tell(args);
    const outcome = await inTurn(() =>
      runCommand('git', args, {
        ...place(options),
        timeout_ms: options.timeout_ms ?? TIMEOUT_MS,
        encoding: 'latin1',
        ...(options.input === undefined ? {} : { input: Buffer.from(options.input, 'latin1') }),
      }),
    );
    if (outcome.too_much_output) {
      throw new IntorchError('GIT_FAILED', `git ${args[0]} gives more output than can be held in memory`);
    }
    const ok = options.ok ?? [0];
    const answered = outcome.exit_code !== null && (ok === 'any' || ok.includes(outcome.exit_code));
    if (!answered) throw gitFailure({ ...outcome, args, git_dir });
    return { exit_code: outcome.exit_code, stdout: outcome.stdout, stderr: outcome.stderr };
  };
  return Object.assign(run, {
    tell,
    stay: (args: readonly string[], options: StayOptions = {}) => {
      const { max_age_ms = Number.POSITIVE_INFINITY } = options;
      const onStart = () => tell(args);
      const conversation = openConversation('git', args, { ...place(options), max_age_ms, onStart });
      conversations.add(conversation);
      return conversation;
    },
    close: async () => {
      await Promise.all([...conversations].map((conversation) => conversation.close()));
    },
  });
}

/** Gives a command line as people would type it. */
export function commandLine(args: readonly string[]): string {
  return ['git', ...args]
    .map((arg) => (/^[\w@%+=:,./^{}~-]+$/.test(arg) ? arg : `'${arg.replaceAll("'", "'\\''")}'`))
    .join(' ');
}

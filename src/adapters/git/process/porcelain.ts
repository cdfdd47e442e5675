import { GitError, GitPluginError, type SimpleGit, simpleGit } from 'simple-git';
import { IntorchError } from '../../../domain/shared/errors.ts';
import { hearFailedStarts, missingOf } from '../../execa/failed-start.ts';
import { hooksOff } from './configured-hooks.ts';
import { gitEnvironment, inBatchMode, NAMED_ONLY } from './environment.ts';
import { gitFailure } from './failure.ts';
import { gitProgram } from './git-program.ts';
import { commandLine } from './run.ts';
import { isInOwnBareRepository } from './surroundings.ts';

export interface PorcelainOptions {
  /** A folder in the repository. */
  readonly directory: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly onCommand?: ((line: string) => void) | undefined;
  /** Variables that say where objects are beside the repository's; default: none are. */
  readonly objects?: Readonly<Record<string, string>> | undefined;
}

interface PorcelainAnswer {
  readonly exit_code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Asks git in UTF-8 what a person would ask it. `ok` lists the accepted exit statuses; default: only 0. */
export type AskGit = (args: readonly string[], ok?: readonly number[]) => Promise<PorcelainAnswer>;

/** Ends git after this long without output. */
const SILENCE_MS = 120_000;
const AT_ONCE = 6;

/**
 * simple-git refuses settings and variables that could run a program, unless they are named here. The allowed ones are our own settings
 * that disable such programs (see environment.ts), and the operator's way to reach a remote.
 */
const UNSAFE = {
  allowUnsafeConfigEnvCount: true,
  allowUnsafeConfigPaths: true,
  allowUnsafeCustomBinary: true,
  allowUnsafeEditor: true,
  allowUnsafeFsMonitor: true,
  allowUnsafeHooksPath: true,
  allowUnsafePager: true,
  allowUnsafeProtocolOverride: true,
  allowUnsafeSshCommand: true,
} as const;

/**
 * Carries the exit status (null: killed) and output of a failed call. simple-git treats a failure with empty standard error as success, and
 * so a git that was killed, with whatever it had printed until then.
 */
class Ended extends GitError {
  readonly exit_code: number | null;
  readonly stdout: string;
  readonly stderr: string;

  constructor(exit_code: number | null, stdout: string, stderr: string) {
    super(undefined, stderr);
    this.exit_code = exit_code;
    this.stdout = stdout;
    this.stderr = stderr;
  }
}

/** Opens simple-git for a folder. */
export function openPorcelain(options: PorcelainOptions): AskGit {
  const { directory, onCommand } = options;
  let git: SimpleGit | null = null;
  hearFailedStarts();
  return async (args, ok = [0]) => {
    onCommand?.(commandLine(args));
    git ??= open(options);
    const answer = await ask(git, args, directory);
    const { exit_code } = answer;
    if (exit_code !== null && ok.includes(exit_code)) return { ...answer, exit_code };
    throw gitFailure({ ...answer, args, git_dir: directory, timed_out: false, failed_to_start: null });
  };
}

function open({ directory, env, objects }: PorcelainOptions): SimpleGit {
  const program = gitProgram(env['PATH'], directory);
  const found = isInOwnBareRepository(directory) ? [] : [NAMED_ONLY];
  const off = hooksOff(program, directory, gitEnvironment(env, found));
  const settings = [...found, ...off];
  const environment = {
    ...gitEnvironment({ GIT_SSH_COMMAND: inBatchMode(''), ...env }, settings),
    ...objects,
  };
  try {
    const git = simpleGit({
      baseDir: directory,
      binary: program,
      maxConcurrentProcesses: AT_ONCE,
      trimmed: false,
      timeout: { block: SILENCE_MS },
      unsafe: UNSAFE,
      allowEnvironment: Object.keys(environment),
      // By default, simple-git takes output as complete 50 ms after the process ends, whether it was read or not.
      completion: { onClose: true, onExit: false },
      errors: (error, { exitCode, stdOut, stdErr }) => {
        const exit_code: number | null = exitCode;
        const ended = (exit_code === null || exit_code > 0) && !(error instanceof GitPluginError);
        return ended ? new Ended(exit_code, textOf(stdOut), textOf(stdErr)) : error;
      },
    });
    return git.env(environment);
  } catch (cause) {
    throw new IntorchError('NOT_A_REPOSITORY', `There is no folder ${directory}`, { cause });
  }
}

async function ask(
  git: SimpleGit,
  args: readonly string[],
  directory: string,
): Promise<Omit<PorcelainAnswer, 'exit_code'> & Pick<Ended, 'exit_code'>> {
  try {
    return { exit_code: 0, stdout: await git.raw([...args]), stderr: '' };
  } catch (error) {
    if (error instanceof Ended)
      return { exit_code: error.exit_code, stdout: error.stdout, stderr: error.stderr };
    throw translated(error, args, directory);
  }
}

function textOf(chunks: readonly Buffer[]): string {
  return Buffer.concat(chunks).toString('utf8');
}

/** What simple-git says where Node made no pipes for a child: it does so only without free descriptors. */
const NO_PIPES = "reading 'on'";

function translated(error: unknown, args: readonly string[], directory: string): IntorchError {
  const said = error instanceof Error ? error.message : String(error);
  return gitFailure({
    args,
    git_dir: null,
    exit_code: null,
    stderr: said,
    timed_out: said.includes('block timeout reached'),
    failed_to_start: said.includes('ENOENT')
      ? missingOf(directory)
      : said.includes(NO_PIPES)
        ? 'EMFILE'
        : null,
    cause: error,
  });
}

import { execFile, execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import { IntorchError } from '../../domain/shared/errors.ts';
import { homeWorktree } from '../git/history/worktrees.ts';
import { NAMED_ONLY } from '../git/process/environment.ts';
import { gitFailure } from '../git/process/failure.ts';
import { gitProgram } from '../git/process/git-program.ts';
import { isInOwnBareRepository } from '../git/process/surroundings.ts';
import type { RepositoryPlace } from './place-by-files.ts';

/** Settings that keep a question to git from running anything that the repository configures. */
const QUIET = [
  '-c',
  'core.hooksPath=/dev/null',
  '-c',
  'core.fsmonitor=false',
  '--no-optional-locks',
  '--no-pager',
];
const NAMED = ['-c', NAMED_ONLY.join('=')];
const DEADLINE_MS = 20_000;

/**
 * Asks git a question that changes nothing, before there is a session; null: git is missing or says no. The engine uses git through the
 * ports. This function serves `init` and `doctor`, which must work where those cannot start. Rejects with GIT_FAILED where git was killed
 * or cannot be started: who asks for the settings of a branch must not hear that it has none.
 */
export async function askGit(directory: string, args: readonly string[]): Promise<string | null> {
  const call = callOf(directory, args);
  if (call === null) return null;
  return new Promise((resolve, reject) => {
    execFile(call.program, call.args, call.options, (error, stdout, stderr) => {
      if (error === null) return resolve(stdout);
      const { code, killed = false } = error;
      if (typeof code === 'number' || code === 'ENOENT') return resolve(null);
      const failed_to_start = typeof code === 'string' ? code : null;
      const ended = { exit_code: null, stderr, timed_out: killed, failed_to_start, cause: error };
      return reject(gitFailure({ ...ended, args, git_dir: directory }));
    });
  });
}

/** Asks such a question while nothing else goes on, which takes half of the effort; null where git does not answer it, whatever the reason. */
export function askGitAtOnce(directory: string, args: readonly string[], input: string): Buffer | null {
  try {
    const call = callOf(directory, args);
    return call && execFileSync(call.program, call.args, { ...call.options, input, stdio: 'pipe' });
  } catch {
    return null;
  }
}

function callOf(directory: string, args: readonly string[]) {
  const env = { PATH: process.env['PATH'], HOME: process.env['HOME'], LC_ALL: 'C', GIT_TERMINAL_PROMPT: '0' };
  const program = programFor(directory, env.PATH);
  if (program === null) return null;
  const quiet = isInOwnBareRepository(directory) ? QUIET : [...NAMED, ...QUIET];
  const options = { cwd: directory, env, timeout: DEADLINE_MS, maxBuffer: 64 * 1024 * 1024 };
  return { program, args: [...quiet, ...args], options };
}

function programFor(directory: string, search_path: string | undefined): string | null {
  try {
    return gitProgram(search_path, directory);
  } catch (thrown) {
    if (thrown instanceof IntorchError && thrown.code === 'GIT_MISSING') return null;
    throw thrown;
  }
}

/** Returns the top of the working tree that a folder is in, else of the one that speaks for the repository; null: none. */
export async function topLevelOf(directory: string): Promise<string | null> {
  const answer = await askGit(directory, ['rev-parse', '--show-toplevel']);
  if (answer !== null) return answer.replace(/\n$/, '') || null;
  return homeWorktree(async (args) => ({
    exit_code: 0,
    stdout: (await askGit(directory, args)) ?? '',
    stderr: '',
  }));
}

/** Asks git where the repository is that a folder is in; null: it is in none, or git is missing. */
export async function placeByGit(directory: string): Promise<RepositoryPlace | null> {
  const [answer, top_level] = await Promise.all([
    askGit(directory, ['rev-parse', '--git-common-dir']),
    topLevelOf(directory),
  ]);
  // An empty path would be the folder at hand, and state would be written into the checkout.
  if (!answer?.trim()) return null;
  return { common_dir: resolve(directory, answer.replace(/\n$/, '')), top_level };
}

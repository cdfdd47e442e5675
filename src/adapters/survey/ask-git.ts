import { execFile } from 'node:child_process';
import { homeWorktree } from '../git/history/worktrees.ts';
import { damagedObject, gitFailure } from '../git/process/failure.ts';

/** Settings that keep a question to git from running anything that the repository configures. */
const QUIET = [
  '-c',
  'core.hooksPath=/dev/null',
  '-c',
  'core.fsmonitor=false',
  '--no-optional-locks',
  '--no-pager',
];
const DEADLINE_MS = 20_000;

/**
 * Asks git a question that changes nothing, before there is a session; null: git is missing or says no. The engine uses git through the
 * ports. This function serves `init` and `doctor`, which must work where those cannot start. Rejects with GIT_FAILED where git was killed
 * or cannot be started: who asks for the settings of a branch must not hear that it has none.
 */
export function askGit(directory: string, args: readonly string[]): Promise<string | null> {
  const env = { PATH: process.env['PATH'], HOME: process.env['HOME'], LC_ALL: 'C', GIT_TERMINAL_PROMPT: '0' };
  const options = { cwd: directory, env, timeout: DEADLINE_MS, maxBuffer: 64 * 1024 * 1024 };
  return new Promise((resolve, reject) => {
    execFile('git', [...QUIET, ...args], options, (error, stdout, stderr) => {
      if (error === null) return resolve(stdout);
      const { code, killed = false } = error;
      if (typeof code === 'number' || code === 'ENOENT') return resolve(null);
      const failed_to_start = typeof code === 'string' ? code : null;
      const ended = { exit_code: null, stderr, timed_out: killed, failed_to_start, cause: error };
      return reject(gitFailure({ ...ended, args, git_dir: directory }));
    });
  });
}

/**
 * Reads the file at the top of a branch's tree; null: there is no such branch, or no such file. Git's own answer for these is the one for
 * damage, so absence is asked for by itself. @throws GIT_FAILED where the branch has it and git cannot read it
 */
export async function fileOnBranch(directory: string, branch: string, name: string): Promise<string | null> {
  const ref = `refs/heads/${branch}`;
  const text = await askGit(directory, ['cat-file', 'blob', `${ref}:${name}`]);
  if (text !== null || (await isAbsent(directory, ref, name))) return text;
  throw damagedObject(`${branch}:${name} cannot be read`);
}

/** Lists the names at the top of a branch's tree; none where there is no such branch. @throws GIT_FAILED where git cannot read it */
export async function namesOnBranch(directory: string, branch: string): Promise<string[]> {
  const ref = `refs/heads/${branch}`;
  const listed = await askGit(directory, ['ls-tree', '--name-only', '-z', ref]);
  if (listed === null && !(await isNoBranch(directory, ref)))
    throw damagedObject(`The tree of ${branch} cannot be read`);
  return (listed ?? '').split('\0').filter((each) => each !== '');
}

async function isAbsent(directory: string, ref: string, name: string): Promise<boolean> {
  const listed = await askGit(directory, ['ls-tree', '--name-only', '-z', ref, '--', name]);
  return listed === '' || (listed === null && (await isNoBranch(directory, ref)));
}

async function isNoBranch(directory: string, ref: string): Promise<boolean> {
  const listed = await askGit(directory, ['for-each-ref', '--format=%(refname)', ref]);
  return listed !== null && !listed.split('\n').includes(ref);
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

import { isAbsolute } from 'node:path';
import { IntorchError } from '../../../domain/shared/errors.ts';
import type { RepositoryInfo } from '../../../ports/git.ts';
import { notARepository } from '../process/failure.ts';
import type { AskGit } from '../process/porcelain.ts';
import { isAtLeast, OLDEST_GIT, parseVersion } from '../process/version.ts';
import { homeWorktree } from './worktrees.ts';

/** Exit status of git when it cannot do what was asked. */
const FATAL = 128;

/** Reads the repository of a folder. Reports GIT_MISSING, GIT_TOO_OLD and NOT_A_REPOSITORY before anything else is tried. */
export async function repositoryInfo(ask: AskGit, directory: string): Promise<RepositoryInfo> {
  const git_version = parseVersion((await ask(['version'])).stdout);
  if (git_version === null || !isAtLeast(git_version, OLDEST_GIT)) {
    const found = git_version === null ? 'an unknown version' : git_version.join('.');
    throw new IntorchError(
      'GIT_TOO_OLD',
      `Git here is ${found}, and ${OLDEST_GIT.slice(0, 2).join('.')} or newer is needed`,
    );
  }
  const flags = [
    '--show-object-format',
    '--is-shallow-repository',
    '--path-format=absolute',
    '--git-common-dir',
  ];
  const answer = await ask(['rev-parse', ...flags], [0, FATAL]);
  if (answer.exit_code === FATAL) throw notARepository(answer.stderr, directory);
  // The path comes last, so that a line feed in it is harmless.
  const [format, shallow, ...path] = answer.stdout.replace(/\n$/, '').split('\n');
  return {
    common_dir: absolute(path.join('\n'), flags),
    top_level: await topLevel(ask),
    git_version,
    object_format: format === 'sha256' ? 'sha256' : 'sha1',
    is_shallow: shallow === 'true',
  };
}

/** Returns the working tree that the folder is in; for a folder outside any (the git directory itself), the one that speaks for it. */
async function topLevel(ask: AskGit): Promise<string | null> {
  const flags = ['--path-format=absolute', '--show-toplevel'];
  const { exit_code, stdout } = await ask(['rev-parse', ...flags], [0, FATAL]);
  return exit_code === 0 ? absolute(stdout.replace(/\n$/, ''), flags) : homeWorktree(ask);
}

/** Returns a path that git named. State is written below it: an empty one would be the folder that somebody happens to stand in. */
function absolute(path: string, flags: readonly string[]): string {
  if (isAbsolute(path)) return path;
  throw new IntorchError('GIT_FAILED', `git rev-parse ${flags.at(-1)} names no folder`);
}

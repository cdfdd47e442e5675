import { appendFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gitObjects, type ObjectsOptions } from '../../../src/adapters/git/git-objects.ts';
import { gitHistory } from '../../../src/adapters/git/history.ts';
import type { Sha } from '../../../src/domain/shared/ids.ts';
import type { History, Objects } from '../../../src/ports/git.ts';
import { hermeticEnv, type TestRepository } from '../../support/repository.ts';

/** The object database of a test repository, seen by a git that knows nothing of this machine. */
export function objectsOf(repo: TestRepository, options: Partial<ObjectsOptions> = {}): Objects {
  return gitObjects({ git_dir: repo.gitDir, trusted_drivers: [], env: operatorEnv(), ...options });
}

/** The history of a test repository, seen in the same way. */
export function historyOf(repo: TestRepository, onCommand?: (line: string) => void): History {
  return gitHistory({ directory: repo.dir, env: operatorEnv(), ...(onCommand ? { onCommand } : {}) });
}

/** An operator's environment without the names and dates that the builder uses for its own commits. */
export function operatorEnv(): Record<string, string> {
  const entries = Object.entries(hermeticEnv()).filter(([name]) => !/^GIT_(AUTHOR|COMMITTER)_/.test(name));
  return Object.fromEntries(entries);
}

/** Adds lines to the repository's own configuration. */
export function configure(repo: TestRepository, text: string): Promise<void> {
  return appendFile(join(repo.gitDir, 'config'), `${text}\n`);
}

/** Writes a program into the git directory; gives its path. */
export async function program(
  { gitDir }: Pick<TestRepository, 'gitDir'>,
  name: string,
  text: string,
): Promise<string> {
  const path = join(gitDir, name);
  await writeFile(path, `#!/bin/sh\n${text}\n`, { mode: 0o755 });
  return path;
}

/** Merges a branch into main, with main's attributes. */
export async function mergeIntoMain(
  repo: TestRepository,
  branch: string,
  options: Partial<ObjectsOptions> = {},
) {
  const onto = await repo.tip('main');
  const incoming = await repo.tip(branch);
  return objectsOf(repo, options).merge({ onto, incoming, attributes_from: onto });
}

/** Text of a file in a tree. */
export function textIn(repo: TestRepository, tree: Sha, path: string): Promise<string> {
  return repo.git('cat-file', 'blob', `${tree}:${path}`);
}

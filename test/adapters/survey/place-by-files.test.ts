import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { placeByGit } from '../../../src/adapters/survey/ask-git.ts';
import { placeByFiles, tipByFiles } from '../../../src/adapters/survey/place-by-files.ts';
import { hermeticEnv, makeRepository, temporaryFolder } from '../../support/repository.ts';

function git(directory: string, ...args: readonly string[]): string {
  return execFileSync('git', [...args], { cwd: directory, env: hermeticEnv(), encoding: 'utf8' }).trim();
}

async function repository(): Promise<string> {
  return (
    await makeRepository({ main: [{ 'a.txt': 'a' }], b: { from: 'main', commits: [{ 'b.txt': 'b' }] } })
  ).dir;
}

it.each<[string, (dir: string) => string | Promise<string>]>([
  ['a repository', (dir) => dir],
  [
    'a folder in one',
    (dir) => {
      mkdirSync(join(dir, 'one/two'), { recursive: true });
      return join(dir, 'one/two');
    },
  ],
  [
    'a linked worktree',
    async (dir) => {
      const tree = join(await temporaryFolder(), 'tree');
      git(dir, 'worktree', 'add', '--quiet', '--detach', tree);
      return tree;
    },
  ],
])('%s is found by its files where git finds it', async (_what, folderIn) => {
  const folder = await folderIn(await repository());

  const place = placeByFiles(folder);

  expect(place).not.toBeNull();
  expect(place).toEqual(await placeByGit(folder));
});

it.each<[string, (dir: string) => string | Promise<string>]>([
  ['no repository', () => temporaryFolder()],
  ['a git directory', (dir) => join(dir, '.git')],
  [
    'a bare repository',
    async () => {
      const bare = await temporaryFolder();
      git(bare, 'init', '--quiet', '--bare');
      return bare;
    },
  ],
  [
    'a working tree that is elsewhere',
    async (dir) => {
      git(dir, 'config', 'core.worktree', await temporaryFolder());
      return dir;
    },
  ],
  [
    'settings from another file',
    (dir) => {
      git(dir, 'config', 'include.path', '../more');
      return dir;
    },
  ],
  [
    'a folder that only looks like one',
    async () => {
      const folder = await temporaryFolder();
      mkdirSync(join(folder, '.git'));
      return folder;
    },
  ],
])('git is asked about %s', async (_what, folderIn) => {
  expect(placeByFiles(await folderIn(await repository()))).toBeNull();
});

it('the tip of a branch is read from a file of its own, or from that of all', async () => {
  const dir = await repository();
  const tip = git(dir, 'rev-parse', 'b');
  const common = join(dir, '.git');

  expect(tipByFiles(common, 'b')).toBe(tip);
  git(dir, 'pack-refs', '--all');
  expect(tipByFiles(common, 'b')).toBe(tip);
  writeFileSync(join(common, 'refs/heads/b'), `${git(dir, 'rev-parse', 'main')}\n`);
  expect(tipByFiles(common, 'b')).toBe(git(dir, 'rev-parse', 'main'));
  expect(tipByFiles(common, 'c')).toBeNull();
  expect(tipByFiles(common, '../../HEAD')).toBeNull();
});

/**
 * The submodules of a slot. Each gets exactly the commit that the commit under test names, out of what this machine has: what the operator
 * fetched, or what set-up did. No remote is asked. Its git directory is made from scratch, like that of the slot.
 */
import { lstat, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { WorkspaceLack } from '../../domain/gate/clue.ts';
import { parseSha, type Sha } from '../../domain/shared/ids.ts';
import { decodePath } from '../git/process/path-bytes.ts';
import { gitRunner, type RunGit } from '../git/process/run.ts';
import { putCommit } from './put-commit.ts';
import { innerSlot, isThere, removeTree, type SlotFolder } from './slot-folder.ts';
import { type SlotGitOptions, slotRunner } from './slot-git.ts';

export interface Submodule {
  /** Path in the tree of the repository that names it. */
  readonly path: string;
  readonly commit: Sha;
}

/** A submodule whose commit is in no repository of this machine. */
export interface MissingSubmodule extends Submodule {
  readonly folder: string;
  /** Where its repository would be kept, once set-up has fetched it. */
  readonly store: string;
}

/** Lists the submodules that a slot's commit names, with their names in `.gitmodules`. */
export async function submodulesOf(
  slot: SlotFolder,
  commit: Sha,
  options: SlotGitOptions,
): Promise<readonly (Submodule & { readonly name: string })[]> {
  if (!(await isThere(join(slot.directory, '.gitmodules')))) return [];
  const git = slotRunner(slot, options);
  const wanted = ['--get-regexp', '^submodule\\..*\\.path$'];
  const known = await git(['config', '-z', `--blob=${commit}:.gitmodules`, ...wanted], { ok: 'any' });
  const names = new Map(
    known.stdout.split('\0').flatMap((line): [string, string][] => {
      const [, name, path] = /^submodule\.(.+)\.path\n(.+)$/s.exec(line) ?? [];
      return name === undefined || path === undefined || !isSafe(name)
        ? []
        : [[decodePath(path), decodePath(name)]];
    }),
  );
  if (names.size === 0) return [];
  const { stdout } = await git(['ls-tree', '-z', commit, '--', ...names.keys()]);
  return stdout.split('\0').flatMap((line) => {
    const [, object = '', raw = ''] = /^160000 commit (\w+)\t(.+)$/s.exec(line) ?? [];
    const [link, path] = [parseSha(object), decodePath(raw)];
    return link === null ? [] : [{ path, commit: link, name: names.get(path) ?? '' }];
  });
}

/** Puts every submodule of a slot's commit in its place. Returns those whose commit is not here; their folders stay as they are. */
export async function putSubmodules(
  slot: SlotFolder,
  commit: Sha,
  previous: Sha | null,
  options: SlotGitOptions,
): Promise<readonly MissingSubmodule[]> {
  const missing: MissingSubmodule[] = [];
  const modules = options.modules ?? [...(await modulesOf(options.common_dir)), slot.modules];
  for (const { path, commit: link, name } of await submodulesOf(slot, commit, options)) {
    const folder = await ownFolder(slot.directory, path);
    const stores = modules.map((place) => join(place, name));
    const store = await firstWith(stores, link, options);
    if (store === null) {
      missing.push({ path, commit: link, folder, store: stores.at(-1) ?? slot.modules });
      continue;
    }
    const before = previous && (await linkAt(slotRunner(slot, options), previous, path));
    const inner = innerSlot(slot, folder);
    const within = {
      ...options,
      common_dir: store,
      refs: undefined,
      modules: stores.map((each) => join(each, 'modules')),
    };
    await putCommit(inner, link, before, within);
    const deeper = await putSubmodules(inner, link, before, within);
    missing.push(...deeper.map((each) => ({ ...each, path: `${path}/${each.path}` })));
  }
  return missing;
}

/** Empties the folders of submodules that are not here, and removes what was kept of them, so that nothing of another commit is left. */
export async function emptySubmodules(missing: readonly MissingSubmodule[]): Promise<void> {
  for (const { folder, store } of missing) {
    await removeTree(store);
    await removeTree(folder);
    await mkdir(folder);
  }
}

/** Keeps the repositories of submodules that set-up fetched, because the slot's git directory is made from scratch. */
export async function keepModules(slot: SlotFolder, missing: readonly MissingSubmodule[]): Promise<void> {
  const made = [
    { from: join(slot.git_dir, 'modules'), to: slot.modules },
    ...missing.map(({ folder, store }) => ({ from: join(folder, '.git'), to: store })),
  ];
  for (const { from, to } of made) {
    if (!(await lstat(from).catch(() => null))?.isDirectory()) continue;
    await removeTree(to);
    await mkdir(dirname(to), { recursive: true });
    await rename(from, to);
  }
}

/** Says what is wrong with submodules that are not here: empty, or left by set-up at another commit than the one that is named. */
export async function lacksOf(missing: readonly MissingSubmodule[]): Promise<readonly WorkspaceLack[]> {
  const lacks = await Promise.all(
    missing.map(async ({ path, commit, folder, store }): Promise<readonly WorkspaceLack[]> => {
      const names = await readdir(folder).catch((): string[] => []);
      if (names.length === 0) return [{ kind: 'empty_submodule', path }];
      // Files without a repository are set-up's own way to fill it.
      const isOther = names.includes('.git') || (await isThere(store));
      return isOther ? [{ kind: 'other_submodule', path, commit }] : [];
    }),
  );
  return lacks.flat();
}

/** Lists where git keeps submodules: one place for the repository, and one for each of its worktrees. */
async function modulesOf(common_dir: string): Promise<readonly string[]> {
  const worktrees = await readdir(join(common_dir, 'worktrees')).catch(() => []);
  return [common_dir, ...worktrees.map((name) => join(common_dir, 'worktrees', name))].map((each) =>
    join(each, 'modules'),
  );
}

async function firstWith(
  stores: readonly string[],
  commit: Sha,
  options: SlotGitOptions,
): Promise<string | null> {
  for (const git_dir of stores) {
    if (!(await isThere(join(git_dir, 'HEAD')))) continue;
    const git = gitRunner({ git_dir, env: options.env, onCommand: options.onCommand });
    const asked = await git(['cat-file', '-e', `${commit}^{commit}`], {
      ok: 'any',
      env: { GIT_WORK_TREE: git_dir, GIT_NO_LAZY_FETCH: '1' },
    });
    if (asked.exit_code === 0) return git_dir;
  }
  return null;
}

async function linkAt(git: RunGit, commit: Sha, path: string): Promise<Sha | null> {
  const { stdout } = await git(['rev-parse', '--quiet', '--verify', `${commit}:${path}`], { ok: 'any' });
  return parseSha(stdout.trim());
}

/** Makes sure that a path is a folder of the slot: a gate may have put a link there, which leads elsewhere. */
async function ownFolder(root: string, path: string): Promise<string> {
  let folder = root;
  for (const part of path.split('/')) {
    folder = join(folder, part);
    if ((await lstat(folder).catch(() => null))?.isDirectory()) continue;
    await rm(folder, { force: true });
    await mkdir(folder);
  }
  return folder;
}

/** Checks a name that a branch provides: it must not lead out of the place for modules. */
function isSafe(name: string): boolean {
  return name.split('/').every((part) => part !== '' && part !== '.' && part !== '..');
}

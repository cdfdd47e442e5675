import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Sha } from '../../domain/shared/ids.ts';
import { innerSlot, type SlotFolder } from './slot-folder.ts';
import type { SlotGitOptions } from './slot-git.ts';
import { type MissingSubmodule, submodulesOf } from './slot-submodules.ts';

/** Git follows as many steps from one folder of objects to the next. @see gitrepository-layout(5), objects/info/alternates */
const DEEPEST = 5;

/**
 * Lists the folders that a slot and its submodules borrow objects from, as absolute paths. Must be asked before anything of a branch runs
 * in it. What set-up wrote is not believed: not what a submodule that is `missing` here borrows, nor what is in the modules that it fetched.
 */
export async function borrowedObjects(
  slot: SlotFolder,
  {
    commit,
    missing,
  }: { readonly commit: Sha; readonly missing: readonly Pick<MissingSubmodule, 'folder'>[] },
  options: SlotGitOptions,
): Promise<readonly string[]> {
  const own = await borrowedBy(join(slot.git_dir, 'objects'), slot.modules, DEEPEST);
  const inner = await Promise.all(
    (await submodulesOf(slot, commit, options)).map(async ({ path, commit: link }) => {
      const directory = join(slot.directory, path);
      if (missing.some(({ folder }) => folder === directory)) return [];
      return borrowedObjects(innerSlot(slot, directory), { commit: link, missing }, options);
    }),
  );
  return [...new Set([...own, ...inner.flat()])];
}

async function borrowedBy(objects: string, fetched: string, steps: number): Promise<readonly string[]> {
  const text = await readFile(join(objects, 'info', 'alternates'), 'utf8').catch(() => '');
  const paths = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  const found = paths.map(async (path) => {
    const folder = resolve(objects, path.startsWith('"') ? JSON.parse(path) : path);
    if (folder.startsWith(`${fetched}/`)) return [fetched];
    return [folder, ...(steps > 0 ? await borrowedBy(folder, fetched, steps - 1) : [])];
  });
  return (await Promise.all(found)).flat();
}

/**
 * Creates the git directory of a slot, from scratch each time. Nothing that a gate did to it can reach the next one: configuration,
 * hooks, index flags, objects under a wrong name. It borrows the objects of the repository and has no remote, so that a gate cannot push.
 * It has the tags, because builds ask for them, and the branches, because runners of what is affected compare with `main` or `origin/main`.
 */
import { appendFile, copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gitRunner } from '../git/process/run.ts';
import { removeTree, type SlotFolder } from './slot-folder.ts';
import { type SlotGitOptions, slotRunner } from './slot-git.ts';

/** Refs that a slot gets, by their prefixes. */
export const GIVEN_REFS = ['refs/tags/', 'refs/heads/', 'refs/remotes/'];
/** Of a ref, as git puts it into `packed-refs`. */
export const REF_LINE = '--format=%(objectname) %(refname)';

export async function makeRepository(slot: SlotFolder, options: SlotGitOptions): Promise<void> {
  const { common_dir, own_objects, env, onCommand, configs } = options;
  const ours = gitRunner({ git_dir: common_dir, env, onCommand });
  // The folder that a submodule's repository names as its working tree may be gone.
  const asked = { env: { GIT_WORK_TREE: common_dir } };
  const refs = options.refs ?? (await ours(['for-each-ref', REF_LINE, ...GIVEN_REFS], asked)).stdout;
  const within = (path: string) => join(slot.git_dir, path);
  await removeTree(slot.git_dir);
  await mkdir(slot.directory, { recursive: true, mode: 0o700 });
  const config = configs.get(common_dir);
  if (config === undefined) {
    const format = (await ours(['rev-parse', '--show-object-format'], asked)).stdout.trim();
    const init = ['init', '--quiet', '--template=', `--object-format=${format}`, '--initial-branch=slot'];
    await slotRunner(slot, options)(init);
    await appendFile(within('config'), '[gc]\n\tauto = 0\n[maintenance]\n\tauto = false\n');
    configs.set(common_dir, await readFile(within('config'), 'utf8'));
  } else {
    for (const folder of ['objects/pack', 'refs/heads', 'refs/tags'])
      await mkdir(within(folder), { recursive: true });
    await writeFile(within('HEAD'), 'ref: refs/heads/slot\n');
    await writeFile(within('config'), config);
  }
  await mkdir(within('objects/info'), { recursive: true });
  const lenders = [join(common_dir, 'objects'), ...(own_objects === undefined ? [] : [own_objects])];
  const alternates = lenders.map((folder) => `${alternatePath(folder)}\n`).join('');
  await writeFile(within('objects/info/alternates'), alternates);
  if (refs !== '') await writeFile(within('packed-refs'), refs, 'latin1');
  await copyFile(join(common_dir, 'shallow'), within('shallow')).catch(() => {});
}

/** Quotes a path that would otherwise be read as quoted. @see gitrepository-layout(5), objects/info/alternates */
function alternatePath(path: string): string {
  return /^"|\n/.test(path) ? JSON.stringify(path) : path;
}

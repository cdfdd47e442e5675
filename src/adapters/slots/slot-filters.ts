/**
 * Filters (`filter=lfs`, `filter=git-crypt`) are programs of the operator's git configuration, and a branch says on which files they run. So
 * a slot runs only those that the settings trust, with the repository's own configuration, keys and LFS objects.
 */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { WorkspaceLack } from '../../domain/gate/clue.ts';
import { readingFrom } from '../git/process/object-folders.ts';
import { decodePath } from '../git/process/path-bytes.ts';
import { gitRunner, type RunGit } from '../git/process/run.ts';
import type { SlotFolder } from './slot-folder.ts';
import { type SlotGitOptions, slotRunner } from './slot-git.ts';

/** Lists the filters that the git configuration of a repository defines for checkout. */
export async function configuredFilters(git: RunGit): Promise<readonly string[]> {
  const args = ['config', '-z', '--name-only', '--get-regexp', '^filter\\..*\\.(smudge|process)$'];
  const { stdout } = await git(args, { ok: 'any' });
  const names = stdout.split('\0').flatMap((key) => /^filter\.(.+)\.\w+$/s.exec(key)?.[1] ?? []);
  return [...new Set(names)].sort();
}

/** Runs the trusted filters on the files that ask for them. Returns the other ones that some file asks for. */
export async function putFiltered(
  slot: SlotFolder,
  filters: readonly string[],
  trusted: readonly string[],
  options: SlotGitOptions,
): Promise<readonly WorkspaceLack[]> {
  if (filters.length === 0) return [];
  const git = slotRunner(slot, options);
  const by_pattern = { ok: 'any', env: { GIT_LITERAL_PATHSPECS: '0' } } as const;
  const asks = ['grep', '--cached', '-q', '-e', 'filter=', '--', ':(top,glob)**/.gitattributes'];
  if ((await git(asks, by_pattern)).exit_code !== 0) return [];
  const lacks: WorkspaceLack[] = [];
  for (const filter of filters) {
    const { stdout } = await git(['ls-files', '-z', '--', `:(top,attr:filter=${filter})`], by_pattern);
    const [first = ''] = stdout.split('\0');
    if (first === '') continue;
    // Of the gate's own index: ours says what git itself would write.
    if (trusted.includes(filter))
      await checkOutFiltered({ ...slot, index: join(slot.git_dir, 'index') }, stdout, options);
    else lacks.push({ kind: 'filter', filter, path: decodePath(first) });
  }
  return lacks;
}

/** Writes these files (each ended by NUL) once more, as a checkout of the repository itself would. */
async function checkOutFiltered(slot: SlotFolder, paths: string, options: SlotGitOptions): Promise<void> {
  const { common_dir, own_objects, env, onCommand } = options;
  const objects = own_objects === undefined ? undefined : readingFrom(own_objects);
  // Git does not write a file that is as the index knows it.
  for (const path of paths.split('\0').filter((each) => each !== ''))
    await rm(Buffer.from(`${Buffer.from(slot.directory).toString('latin1')}/${path}`, 'latin1'), {
      force: true,
    });
  await gitRunner({ git_dir: common_dir, env, onCommand, objects })(
    ['checkout-index', '-f', '-z', '--stdin'],
    {
      cwd: slot.directory,
      input: paths,
      env: { GIT_WORK_TREE: slot.directory, GIT_INDEX_FILE: slot.index },
      settings: [['core.autocrlf', 'false']],
    },
  );
  // The slot has no filter that would turn them back, so they would look changed to a gate.
  await slotRunner(slot, options)(['update-index', '--assume-unchanged', '-z', '--stdin'], { input: paths });
}

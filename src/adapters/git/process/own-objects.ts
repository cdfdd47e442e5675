/**
 * Objects of our own. What we write goes into a folder that no housekeeping of git's looks into, and from there into the repository. So
 * a `git gc` or `git prune` at any moment takes nothing from a step, whatever is not yet reachable.
 */
import {
  chmodSync,
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  renameSync,
  statSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { codeOf } from '../../../domain/shared/system-error.ts';
import { writing } from '../../disk/failure.ts';
import type { RunGit } from './run.ts';

/** Puts into the repository what it lacks of the objects in the folder: never there yet, or removed by git since. */
export type Share = () => Promise<void>;

/** Returns what shares the objects in a folder with the repository of a git. */
export function sharing(folder: string, git: RunGit, git_dir: string): Share {
  const shared = new Set<string>();
  const repository = join(git_dir, 'objects');
  return () =>
    writing(repository, async () => {
      const absent = looseIn(folder).filter((file) => !existsSync(join(repository, file)));
      // What was there once may be in a pack by now.
      const doubtful = absent.filter((file) => shared.has(file));
      const there = doubtful.length === 0 ? new Set<string>() : await packed(git, doubtful);
      for (const file of absent.filter((each) => !there.has(each))) {
        linkOrCopy(join(folder, file), join(repository, file));
        shared.add(file);
      }
    });
}

async function packed(git: RunGit, files: readonly string[]): Promise<ReadonlySet<string>> {
  const input = files.map((file) => `${file.replace('/', '')}\n`).join('');
  const answers = (await git(['cat-file', '--batch-check'], { input })).stdout.split('\n');
  return new Set(files.filter((_, index) => !answers[index]?.endsWith(' missing')));
}

/** Lists the loose objects in a folder of objects: `ab/cdef…`. Git gives them these names when they are complete. */
function looseIn(folder: string): readonly string[] {
  const fans = existsSync(folder) ? readdirSync(folder).filter((name) => /^[0-9a-f]{2}$/.test(name)) : [];
  return fans.flatMap((fan) =>
    readdirSync(join(folder, fan)).flatMap((name) => (/^[0-9a-f]{38,}$/.test(name) ? [join(fan, name)] : [])),
  );
}

function linkOrCopy(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return;
    if (codeOf(error) === 'ENOENT' && existsSync(from)) {
      // Git removes a folder that it has emptied, perhaps now.
      mkdirSync(dirname(to), { recursive: true });
      chmodSync(dirname(to), statSync(dirname(dirname(to))).mode);
      linkOrCopy(from, to);
      return;
    }
    if (!['EXDEV', 'EPERM', 'EMLINK', 'ENOTSUP'].includes(codeOf(error) ?? '')) throw error;
    const draft = join(dirname(to), `tmp_obj_${process.pid}`);
    copyFileSync(from, draft);
    renameSync(draft, to);
  }
}

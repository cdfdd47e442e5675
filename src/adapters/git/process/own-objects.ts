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

/** More often than that nothing is lost by accident. */
const MOST_TRIES = 50;

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

/** Git removes a folder that it has emptied, perhaps between two of our calls: then it is made again. */
function linkOrCopy(from: string, to: string): void {
  for (let left = MOST_TRIES; ; left -= 1) {
    try {
      put(from, to);
      return;
    } catch (error) {
      if (codeOf(error) === 'EEXIST') return;
      if (codeOf(error) !== 'ENOENT' || !existsSync(from) || left === 0) throw error;
    }
  }
}

function put(from: string, to: string): void {
  const folder = dirname(to);
  if (!existsSync(folder)) {
    mkdirSync(folder, { recursive: true });
    chmodSync(folder, statSync(dirname(folder)).mode);
  }
  try {
    linkSync(from, to);
  } catch (error) {
    if (!['EXDEV', 'EPERM', 'EMLINK', 'ENOTSUP'].includes(codeOf(error) ?? '')) throw error;
    const draft = join(folder, `tmp_obj_${process.pid}`);
    copyFileSync(from, draft);
    renameSync(draft, to);
  }
}

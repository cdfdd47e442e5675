/**
 * Objects of our own. What we write goes into a folder that no housekeeping of git's looks into, and from there into the repository. So
 * a `git gc` or `git prune` at any moment takes nothing from a step, whatever is not yet reachable. Git does not bring these objects to the
 * disk one by one: the log of steps has them all at once, and in the end they are packed in the repository.
 */
import { existsSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Sha } from '../../../domain/shared/ids.ts';
import type { RefMove, StepLog } from '../../../ports/step-log.ts';
import { syncFolder, syncPath } from '../../disk/durable-write.ts';
import { writing } from '../../disk/failure.ts';
import { FULLY_SYNCED } from './environment.ts';
import { linkOrCopy } from './link-object.ts';
import { looseObjects } from './loose-objects.ts';
import { mendObjects } from './mend-objects.ts';
import type { RunGit } from './run.ts';

/** In bytes. Larger ones are brought to the disk by themselves: a database that holds them writes each twice. */
const MOST_KEPT = 1_000_000;

export interface OwnObjects {
  /**
   * Puts into the repository what it lacks of the objects in the folder: never there yet, or removed by git since. What is new, and where
   * refs are about to move, is in the log before.
   */
  readonly share: (moves?: readonly RefMove[]) => Promise<void>;
  /** Checks whether an object is in the folder, and so in the repository once it was shared. */
  readonly has: (object: Sha) => boolean;
  /** Checks whether an object is in the folder and, by itself, in the repository. */
  readonly isShared: (object: Sha) => boolean;
  /** Brings what is in the log to the disk in the repository itself: nothing of ours is needed any more to read it. */
  readonly settle: () => Promise<void>;
  /** Mends what a power cut has taken from the objects in the folder and in the repository. */
  readonly restore: () => Promise<void>;
  /** Where refs were about to move since the log began, in that order. */
  readonly moves: () => Promise<readonly RefMove[]>;
}

export interface OwnObjectsOptions {
  readonly folder: string;
  readonly log: StepLog;
  readonly git_dir: string;
  /** Writes into the repository. */
  readonly repository: RunGit;
  /** Writes into the folder. */
  readonly git: RunGit;
}

/** Returns what shares the objects in a folder with a repository. */
export function ownObjects({ folder, log, git_dir, repository, git }: OwnObjectsOptions): OwnObjects {
  const shared = new Set<string>();
  const unsettled = new Set<string>();
  const there = join(git_dir, 'objects');
  const [loose, loose_there] = [looseObjects(folder), looseObjects(there)];
  const absentOf = (fan: string) => {
    const known = loose_there.in(fan);
    return [...loose.in(fan)].filter((file) => !known.has(file));
  };

  const keep = async (files: readonly string[], moves: readonly RefMove[]) => {
    const isSmall = (file: string) => statSync(join(folder, file)).size <= MOST_KEPT;
    for (const file of files) if (!isSmall(file)) await syncLoose(folder, file);
    const small = files.filter(isSmall);
    const objects = new Map(small.map((file) => [file, readFileSync(join(folder, file))]));
    if (objects.size + moves.length > 0) await log.keep({ objects, moves });
    for (const file of files) unsettled.add(file);
  };

  const share = (moves: readonly RefMove[] = []) =>
    writing(there, async () => {
      const absent = loose.fans().flatMap(absentOf);
      await keep(
        absent.filter((file) => !shared.has(file)),
        moves,
      );
      // What was there once may be in a pack by now.
      const doubtful = absent.filter((file) => shared.has(file));
      const packed = doubtful.length === 0 ? new Set<string>() : await packedOf(repository, doubtful);
      for (const file of absent.filter((each) => !packed.has(each))) {
        linkOrCopy(join(folder, file), join(there, file));
        shared.add(file);
      }
    });

  const settle = async () => {
    const files = [...unsettled];
    if (files.length === 0) return;
    const input = files.map((file) => `${file.replace('/', '')}\n`).join('');
    const packs = join(there, 'pack');
    await git(['pack-objects', '-q', '--window=0', join(packs, 'pack')], { input, settings: FULLY_SYNCED });
    await writing(packs, () => syncFolder(packs));
    // Git does not miss them; a power cut would leave empty files in their place, and nobody would know of them.
    for (const file of files) rmSync(join(there, file), { force: true });
    await log.forgetObjects(files);
    await log.forgetMoves();
    for (const file of files) unsettled.delete(file);
  };

  const restore = () =>
    writing(folder, async () => {
      const { objects } = await log.kept();
      await mendObjects({ folder, there, objects, loose: loose.fans().flatMap((fan) => [...loose.in(fan)]) });
      for (const file of objects.keys()) unsettled.add(file);
    });

  const isIn = (place: string, object: Sha) => existsSync(join(place, object.slice(0, 2), object.slice(2)));
  const has = (object: Sha) => isIn(folder, object);
  const isShared = (object: Sha) => has(object) && isIn(there, object);
  return { share, has, isShared, settle, restore, moves: async () => (await log.kept()).moves };
}

async function syncLoose(folder: string, file: string): Promise<void> {
  await syncPath(join(folder, file));
  await syncFolder(join(folder, file.slice(0, 2)));
  await syncFolder(folder);
}

async function packedOf(git: RunGit, files: readonly string[]): Promise<ReadonlySet<string>> {
  const input = files.map((file) => `${file.replace('/', '')}\n`).join('');
  const answers = (await git(['cat-file', '--batch-check'], { input })).stdout.split('\n');
  return new Set(files.filter((_, index) => !answers[index]?.endsWith(' missing')));
}

/**
 * A slot that this process filled before costs what a gate did to it: of its folders, those that changed are read, and git writes the files
 * that changed. What is known of it is kept in memory, where no gate can write.
 */
import { join } from 'node:path';
import type { Sha } from '../../domain/shared/ids.ts';
import { isIn, newIn, type Picture, pictureOf } from './folder-picture.ts';
import { moveCommit } from './put-commit.ts';
import { isAsLeft, removeBelow } from './restore-slot.ts';
import { isThere, type SlotFolder, slotPath } from './slot-folder.ts';
import { type SlotGitOptions, slotRunner } from './slot-git.ts';
import { knowsTouched } from './slot-index.ts';
import { entryAt, type Manifest, manifestOf } from './slot-manifest.ts';

export interface KeptSlot {
  readonly commit: Sha;
  /** What changes with its index. */
  readonly index: string | null;
  readonly picture: Picture;
  /** What set-up left; empty without set-up. */
  readonly left: Manifest;
  /** Paths that gates of this commit left, and caches. */
  readonly stayed: readonly string[];
}

/** Looks at a slot that holds a commit. Returns what is known of it; null: not enough, so that the next use has to compare all of it. */
export async function keepSlot(
  slot: SlotFolder,
  commit: Sha,
  left: Manifest,
  options: SlotGitOptions,
): Promise<KeptSlot | null> {
  if (await hasSubmodules(slot)) return null;
  if (await knowsTouched(slot.index, commit.length / 2)) return null;
  const picture = pictureOf(slot.directory);
  const untracked = await manifestOf(slot, { commit, missing: [] }, options);
  const stayed = [...untracked.keys()].filter((path) => !left.has(path));
  return { commit, index: entryAt(slot.index), picture, left, stayed };
}

/**
 * Checks another commit out, and removes what gates of the one before left, but for caches; what those of the same commit left stays where
 * git ignores it. Returns what is known then, and whether all is there that set-up left; null: the slot has to be compared.
 */
export async function moveKept(
  slot: SlotFolder,
  kept: KeptSlot,
  { commit, caches }: { readonly commit: Sha; readonly caches: readonly string[] },
  options: SlotGitOptions,
): Promise<{ readonly kept: KeptSlot; readonly is_as_left: boolean } | null> {
  if (entryAt(slot.index) !== kept.index) return null;
  const { left } = kept;
  const found = pictureOf(slot.directory, kept.picture);
  const { other, fresh } = newIn(kept.picture, found);
  // Git would follow a link in the place of a folder, and find its files as they were.
  await removeBelow(slot, other, []);
  const isOther = commit !== kept.commit;
  const added = [...kept.stayed, ...fresh];
  if (isOther) await removeBelow(slot, added, caches);
  await moveCommit(slot, commit, options);
  if (await hasSubmodules(slot)) return null;
  // On the same commit, git put back what was there before.
  const isSame = !isOther && other.length + fresh.length === 0;
  let picture = isSame ? kept.picture : pictureOf(slot.directory, found);
  let stayed = added.filter((path) => isIn(picture, path));
  const rules = picture.rules === kept.picture.rules ? [] : [...left.keys(), ...stayed];
  const doubtful = fresh.length > 0 ? [...rules, ...stayed] : rules;
  if (doubtful.length > 0) {
    await slotRunner(slot, options)(['clean', '-ffdq']);
    picture = pictureOf(slot.directory, picture);
    stayed = stayed.filter((path) => isIn(picture, path));
  }
  const now = (path: string) => entryAt(slotPath(slot.directory, path));
  return {
    kept: { commit, index: entryAt(slot.index), picture, left, stayed },
    is_as_left: !isOther || isAsLeft(left, caches, now),
  };
}

async function hasSubmodules(slot: SlotFolder): Promise<boolean> {
  return isThere(join(slot.directory, '.gitmodules'));
}

import type { Settings } from '../../config/settings.ts';
import type { UnexplainedLoss } from '../../conflict/conflict.ts';
import type { EffortName } from '../../shared/ids.ts';
import type { Effort, InTarget, MergedHere } from '../state.ts';

/** Checks whether this session merged an effort. */
export function isMergedHere(effort: Effort): effort is Effort & MergedHere {
  return effort.status === 'MERGED' && effort.already_in === null;
}

/** Checks whether the target has an effort already, so that it takes no part. */
export function isInTarget(effort: Effort): effort is Effort & InTarget {
  return effort.status === 'MERGED' && effort.already_in !== null;
}

/** Returns how an effort is in the target: `already in main`. */
export function inTargetWords({ already_in }: InTarget, target: string): string {
  return already_in === 'reverted' ? `merged into ${target} and reverted there` : `already in ${target}`;
}

/** Returns why there is nothing to merge where the target has every effort. */
export function nothingToMerge(efforts: readonly Effort[], target: string): string {
  const reverted = efforts.flatMap((each) =>
    isInTarget(each) && each.already_in === 'reverted' ? [each.name] : [],
  );
  if (reverted.length === 0) return `everything is in ${target} already`;
  return `everything was merged into ${target} before, and ${reverted.join(', ')} reverted there`;
}

/** Returns why no effort was found. */
export function nothingFound({ efforts: { patterns } }: Pick<Settings, 'efforts'>): string {
  return patterns.length === 0
    ? 'no branch is named to be integrated'
    : `no branch matches ${patterns.join(', ')}`;
}

/** Returns the commit that merged an effort here; null: none did. */
export function mergeCommitOf(effort: Effort): MergedHere['merge_commit'] | null {
  return isMergedHere(effort) ? effort.merge_commit : null;
}

/** Returns why an effort is held or failed; null: it is neither. */
export function heldBecause(effort: Effort): string | null {
  return effort.status === 'HELD' || effort.status === 'FAILED' ? effort.held_because : null;
}

/** Returns the effort that it is held with, because it depends on it; null: it is not, or not for that. */
export function heldWith(effort: Effort): EffortName | null {
  return effort.status === 'HELD' ? effort.held_with : null;
}

/** Returns the commits that its merge left out. */
export function leftOutOf(effort: Effort): MergedHere['commits_left_out'] {
  return isMergedHere(effort) ? effort.commits_left_out : [];
}

/** Counts the commits of its branch that the settings do not name; 0: all of them take part. */
export function notChosen(effort: Effort): number {
  return effort.commits_chosen === null ? 0 : Math.max(0, effort.commits - effort.commits_chosen.length);
}

/** Checks whether everything that its branch holds is in: only then is nothing lost when the branch is deleted. */
export function isWhollyIn(effort: Effort): boolean {
  return effort.status === 'MERGED' && leftOutOf(effort).length === 0 && notChosen(effort) === 0;
}

/** Returns what its merge lost and no decision explains. */
export function lossesOf(effort: Effort): readonly UnexplainedLoss[] {
  return isMergedHere(effort) ? effort.losses : [];
}

/** Checks whether it was returned to its author, not only held. */
export function isReturned(effort: Effort): boolean {
  return effort.status === 'HELD' && effort.held_as === 'HANDED_BACK';
}

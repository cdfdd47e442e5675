import { shortSha } from '../../shared/ids.ts';
import { counted } from '../../shared/text.ts';
import type { WatchChange } from './watch-changes.ts';
import type { CollisionPlace, UncommittedWork, WatchView } from './watch-view.ts';

/** More places are only counted. */
const MOST_PLACES = 3;

/** Says what there is: `12 branches onto main, 5 worktrees (2 with uncommitted work), 3 collisions`. */
export function watchSummary({
  target,
  efforts,
  worktrees,
  uncommitted,
  with_target,
  collisions,
}: WatchView): string {
  const open = efforts.filter(({ is }) => is === 'open').length;
  const dirty = uncommitted.length === 0 ? '' : ` (${uncommitted.length} with uncommitted work)`;
  return `${counted(open, 'branch', 'branches')} onto ${target}, ${counted(worktrees, 'worktree')}${dirty}, ${counted(with_target.length + collisions.length, 'collision')}`;
}

/** Says in one sentence what changed. */
export function watchWords(change: WatchChange): string {
  switch (change.type) {
    case 'target_moved':
      return `${change.target} is at ${shortSha(change.commit)} now`;
    case 'effort_new':
      return `${change.effort} is new: ${counted(change.commits, 'commit')}`;
    case 'effort_moved':
      return `${change.effort} moved to ${shortSha(change.commit)}: ${counted(change.commits, 'commit')}`;
    case 'effort_gone':
      return `${change.effort} is gone`;
    case 'effort_in_target':
      return `${change.effort} is in ${change.target} now`;
    case 'effort_out':
      return `${change.effort} takes no part: ${change.because}`;
    case 'uncommitted':
      return uncommittedWords(change);
    case 'nothing_uncommitted':
      return `no uncommitted work in ${change.effort}'s worktree any more`;
    case 'collides':
      return `${change.a} now collides with ${change.b} in ${placesWords(change.places)}${withWork(change)}`;
    case 'no_longer_collides':
      return `${change.a} no longer collides with ${change.b}`;
    case 'collides_with_target':
      return `${change.effort} now collides with ${change.target} in ${list(change.files)}${withWork(change)}`;
    case 'no_longer_collides_with_target':
      return `${change.effort} no longer collides with ${change.target}`;
  }
}

function uncommittedWords({ effort, is, path, files }: UncommittedWork): string {
  const work = `uncommitted work in ${effort}'s worktree`;
  const told = {
    counted: `${work} counts: ${counted(files, 'file')} in ${path}`,
    unstable: `${work} is unstable: it changes while it is read, so its commits alone count for now`,
    too_large: `${work} is too large to be looked at, so its commits alone count: ${path}`,
    unreadable: `${work} cannot be read, so its commits alone count: ${path}`,
  };
  return told[is];
}

function withWork({ uncommitted }: { readonly uncommitted: readonly string[] }): string {
  if (uncommitted.length === 0) return '';
  const whose = uncommitted.map((name) => `${name}'s worktree`).join(' and ');
  return `, with the uncommitted work in ${whose}`;
}

function placesWords(places: readonly CollisionPlace[]): string {
  return list(places.map(placeWords));
}

function placeWords({ file, functions, lines }: CollisionPlace): string {
  if (functions.length > 0) return `${functions.map((name) => `${name}()`).join(', ')} of ${file}`;
  if (lines === null) return file;
  return `${file} ${lines.first === lines.last ? `line ${lines.first}` : `lines ${lines.first}-${lines.last}`}`;
}

function list(items: readonly string[]): string {
  const more = items.length - MOST_PLACES;
  return `${items.slice(0, MOST_PLACES).join('; ')}${more > 0 ? ` and ${more} more` : ''}`;
}

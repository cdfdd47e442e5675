import type { BranchName, EffortName, Sha } from '../../shared/ids.ts';
import type { CollisionPlace, UncommittedWork, WatchedEffort, WatchView } from './watch-view.ts';

/** What changed from one look at the repository to the next. Each is one line, or one JSON object. */
export type WatchChange =
  | { readonly type: 'target_moved'; readonly target: BranchName; readonly commit: Sha }
  | {
      readonly type: 'effort_new';
      readonly effort: EffortName;
      readonly branch: BranchName;
      readonly commits: number;
    }
  | {
      readonly type: 'effort_moved';
      readonly effort: EffortName;
      readonly commit: Sha;
      readonly commits: number;
    }
  | { readonly type: 'effort_gone'; readonly effort: EffortName }
  | { readonly type: 'effort_in_target'; readonly effort: EffortName; readonly target: BranchName }
  | { readonly type: 'effort_out'; readonly effort: EffortName; readonly because: string }
  | ({ readonly type: 'uncommitted' } & UncommittedWork)
  | { readonly type: 'nothing_uncommitted'; readonly effort: EffortName }
  | {
      readonly type: 'collides';
      readonly a: EffortName;
      readonly b: EffortName;
      readonly places: readonly CollisionPlace[];
      /** Those of the two whose uncommitted work is in it. */
      readonly uncommitted: readonly EffortName[];
    }
  | { readonly type: 'no_longer_collides'; readonly a: EffortName; readonly b: EffortName }
  | {
      readonly type: 'collides_with_target';
      readonly effort: EffortName;
      readonly target: BranchName;
      readonly files: readonly string[];
      readonly uncommitted: readonly EffortName[];
    }
  | {
      readonly type: 'no_longer_collides_with_target';
      readonly effort: EffortName;
      readonly target: BranchName;
    };

/** Returns what changed between two looks, what was first last: branches, uncommitted work, what no longer collides, what collides now. */
export function watchChanges(before: WatchView, after: WatchView): readonly WatchChange[] {
  const { target, target_base } = after;
  return [
    ...(target === before.target && target_base === before.target_base
      ? []
      : [{ type: 'target_moved', target, commit: target_base } as const]),
    ...effortChanges(before, after),
    ...uncommittedChanges(before, after),
    ...gone(before, after),
    ...allCollisions(after).filter((change) => !isKnown(before, change)),
  ];
}

/** Returns all that collides, as if nothing had before. */
export function allCollisions({
  target,
  with_target,
  collisions,
  uncommitted,
}: WatchView): readonly WatchChange[] {
  const among = (...names: readonly EffortName[]) =>
    names.filter((name) => uncommitted.some(({ effort, is }) => effort === name && is === 'counted'));
  return [
    ...with_target.map(
      ({ effort, files }): WatchChange => ({
        type: 'collides_with_target',
        effort,
        target,
        files,
        uncommitted: among(effort),
      }),
    ),
    ...collisions.map(
      ({ a, b, places }): WatchChange => ({ type: 'collides', a, b, places, uncommitted: among(a, b) }),
    ),
  ];
}

function effortChanges(before: WatchView, after: WatchView): readonly WatchChange[] {
  const known = new Map(before.efforts.map((effort) => [effort.name, effort]));
  const now = new Set(after.efforts.map(({ name }) => name));
  return [
    ...before.efforts.flatMap(({ name, is }): readonly WatchChange[] =>
      now.has(name) || is === 'in_target' ? [] : [{ type: 'effort_gone', effort: name }],
    ),
    ...after.efforts.flatMap((effort) => effortChange(known.get(effort.name) ?? null, effort, after.target)),
  ];
}

/** A branch that is in the target when it is first seen is nothing new; one that goes out or in has no second line for its move. */
function effortChange(
  before: WatchedEffort | null,
  { name, branch, tip, commits, is, because }: WatchedEffort,
  target: BranchName,
): readonly WatchChange[] {
  if (is === 'in_target')
    return before === null || before.is === 'in_target'
      ? []
      : [{ type: 'effort_in_target', effort: name, target }];
  if (is === 'out' && because !== null)
    return before?.because === because ? [] : [{ type: 'effort_out', effort: name, because }];
  if (before === null || before.is === 'in_target')
    return [{ type: 'effort_new', effort: name, branch, commits }];
  return before.tip === tip ? [] : [{ type: 'effort_moved', effort: name, commit: tip, commits }];
}

function uncommittedChanges(before: WatchView, after: WatchView): readonly WatchChange[] {
  const of = (view: WatchView, name: EffortName) => view.uncommitted.filter(({ effort }) => effort === name);
  return [
    ...after.uncommitted.flatMap((work): readonly WatchChange[] => {
      const same = of(before, work.effort).some(({ is, path }) => is === work.is && path === work.path);
      return same ? [] : [{ type: 'uncommitted', ...work }];
    }),
    ...before.uncommitted.flatMap(({ effort }): readonly WatchChange[] =>
      of(after, effort).length > 0 || !isOpen(after, effort) ? [] : [{ type: 'nothing_uncommitted', effort }],
    ),
  ];
}

/** What is gone with an effort needs no line of its own. */
function gone(before: WatchView, after: WatchView): readonly WatchChange[] {
  return [
    ...before.with_target.flatMap(({ effort }): readonly WatchChange[] =>
      after.with_target.some((each) => each.effort === effort) || !isOpen(after, effort)
        ? []
        : [{ type: 'no_longer_collides_with_target', effort, target: after.target }],
    ),
    ...before.collisions.flatMap(({ a, b }): readonly WatchChange[] =>
      after.collisions.some((each) => isPair(each, { a, b })) || !isOpen(after, a) || !isOpen(after, b)
        ? []
        : [{ type: 'no_longer_collides', a, b }],
    ),
  ];
}

function isOpen({ efforts }: WatchView, name: EffortName): boolean {
  return efforts.some((effort) => effort.name === name && effort.is === 'open');
}

/** Lines move with every commit, so they alone make no news. */
function isKnown(before: WatchView, change: WatchChange): boolean {
  if (change.type === 'collides')
    return before.collisions.some(
      (each) => isPair(each, change) && placeKey(each.places) === placeKey(change.places),
    );
  if (change.type !== 'collides_with_target') return false;
  return before.with_target.some(
    ({ effort, files }) => effort === change.effort && files.join('\0') === change.files.join('\0'),
  );
}

interface Pair {
  readonly a: EffortName;
  readonly b: EffortName;
}

/** The order of a pair follows that of the plan, which may change. */
function isPair(one: Pair, two: Pair): boolean {
  return (one.a === two.a && one.b === two.b) || (one.a === two.b && one.b === two.a);
}

function placeKey(places: readonly CollisionPlace[]): string {
  return places.map(({ file, functions }) => [file, ...functions].join('\0')).join('\0\0');
}

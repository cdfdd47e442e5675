import { type Dependencies, everythingNeeded } from '../../shared/graph.ts';
import type { EffortName } from '../../shared/ids.ts';
import { participants } from '../selectors/progress.ts';
import type { Effort, IntegrationState } from '../state.ts';

/** A smallest set of efforts that do not fit together. They bring with them all that they need. */
export interface Misfit {
  readonly efforts: readonly EffortName[];
  /** It conflicts with the target; two of them conflict; or a gate was red with them. */
  readonly because: 'target' | 'conflict' | 'red';
  /** Files that they share, or that conflict with the target. */
  readonly files: readonly string[];
}

type Known = Pick<IntegrationState, 'efforts_included'>;

/** Returns the efforts that could be merged: those that take part and are not held or failed. */
export function fitting(state: Known): readonly Effort[] {
  return participants(state).filter(({ status }) => status !== 'HELD' && status !== 'FAILED');
}

/** Maps efforts to all that they need among these, directly or not. */
export function needsAmong(efforts: readonly Effort[]): Dependencies<EffortName> {
  const names = new Set(efforts.map(({ name }) => name));
  const direct = new Map(efforts.map((effort) => [effort.name, effort.dependencies]));
  return new Map(
    efforts.map(({ name }) => [name, everythingNeeded(name, direct).filter((need) => names.has(need))]),
  );
}

/** Finds the smallest sets that do not fit: by the forecast, and by red gates of this session or of one before at the same commits. */
export function misfitsOf(
  state: Known & Pick<IntegrationState, 'forecast'>,
  before: Known | null,
): readonly Misfit[] {
  const { with_target = [], pairs = [] } = state.forecast ?? {};
  const efforts = fitting(state);
  const names = new Set(efforts.map(({ name }) => name));
  const found: readonly Misfit[] = [
    ...with_target.map(({ effort, files }): Misfit => ({ efforts: [effort], because: 'target', files })),
    ...clashes(efforts, before),
    ...pairs.flatMap(({ a, b, files, conflict }): readonly Misfit[] =>
      conflict ? [{ efforts: [a, b], because: 'conflict', files }] : [],
    ),
  ];
  const among = found.filter((misfit) => misfit.efforts.every((name) => names.has(name)));
  return smallest(among, needsAmong(efforts));
}

/** Returns who makes a gate red with whom, where the efforts are at the commits that it was seen at. */
function clashes(efforts: readonly Effort[], before: Known | null): readonly Misfit[] {
  const earlier = before?.efforts_included ?? [];
  const isSame = (name: EffortName) =>
    efforts.some(
      (one) => one.name === name && earlier.some((two) => two.name === name && two.tip === one.tip),
    );
  const seen = [
    ...efforts,
    ...earlier.filter(({ name, clashes_with }) => [name, ...(clashes_with ?? [])].every(isSame)),
  ];
  return seen.flatMap(({ name, clashes_with }): readonly Misfit[] =>
    clashes_with === null ? [] : [{ efforts: [...clashes_with, name], because: 'red', files: [] }],
  );
}

/** Leaves out sets that hold a smaller one, with all that they need, and members that others of the same set need. */
function smallest(misfits: readonly Misfit[], needs: Dependencies<EffortName>): readonly Misfit[] {
  const withNeeds = (efforts: readonly EffortName[]) =>
    new Set(efforts.flatMap((name) => [name, ...(needs.get(name) ?? [])]));
  const roots = misfits.map((misfit) => {
    const efforts = misfit.efforts.filter(
      (name) => !misfit.efforts.some((other) => needs.get(other)?.includes(name)),
    );
    return { ...misfit, efforts, all: withNeeds(efforts) };
  });
  const isWithin = (inner: ReadonlySet<EffortName>, outer: ReadonlySet<EffortName>) =>
    inner.size <= outer.size && [...inner].every((name) => outer.has(name));
  return roots
    .filter(
      ({ all }, index) =>
        !roots.some(
          (other, at) =>
            at !== index && isWithin(other.all, all) && (other.all.size < all.size || at < index),
        ),
    )
    .map(({ all: _, ...misfit }) => misfit)
    .toSorted((a, b) => a.efforts.length - b.efforts.length);
}

import type { Happened } from '../../../domain/integration/event.ts';
import type { Effort, Forecast, IntegrationState } from '../../../domain/integration/state.ts';
import { collisionPlaces } from '../../../domain/integration/watch/collision-places.ts';
import type { CollisionPlace } from '../../../domain/integration/watch/watch-view.ts';
import type { Sha } from '../../../domain/shared/ids.ts';
import type { History, Objects } from '../../../ports/git.ts';
import type { PlanPorts } from '../planning/look-at-branch.ts';
import { planOf } from '../planning/perform-plan.ts';
import type { Surroundings } from './look-around.ts';

/** More collisions are named by their files alone. */
const MOST_PAIRS = 100;

/** Plans what is in the surroundings. What is uncommitted has been looked at, so the plan does not look again. */
export async function planAround(
  { history, objects }: PlanPorts,
  { refs, worktrees }: Surroundings,
  state: IntegrationState,
): Promise<Extract<Happened, { type: 'plan_made' }>> {
  const seen: History = {
    ...history,
    allRefs: async () => refs,
    worktrees: async () => worktrees,
    localChanges: async () => null,
  };
  return planOf({ history: seen, objects }, state);
}

/** More merges are not remembered. */
const MOST_REMEMBERED = 50_000;

/** Remembers merges of forecasts: only pairs of which one has moved are merged again. */
export function rememberingForecasts(objects: Objects): Objects {
  const known = new Map<string, Awaited<ReturnType<Objects['forecast']>>[number]>();
  return {
    ...objects,
    forecast: async (pairs, attributes_from) => {
      if (known.size > MOST_REMEMBERED) known.clear();
      const keyed = pairs.map((pair) => ({ pair, key: JSON.stringify([attributes_from, pair]) }));
      const open = keyed.filter(({ key }) => !known.has(key));
      const merged = await objects.forecast(
        open.map(({ pair }) => pair),
        attributes_from,
      );
      for (const [index, { key }] of open.entries()) {
        const outcome = merged[index];
        if (outcome !== undefined) known.set(key, outcome);
      }
      return keyed.flatMap(({ key }) => known.get(key) ?? []);
    },
  };
}

/** Finds where each conflicting pair of a plan collides. @returns a function of the pair */
export async function findPlaces(
  history: Pick<History, 'mergeBases' | 'changedFiles'>,
  efforts: readonly Effort[],
  pairs: Forecast['pairs'],
): Promise<(pair: Forecast['pairs'][number]) => readonly CollisionPlace[]> {
  const colliding = pairs.filter(({ conflict }) => conflict).slice(0, MOST_PAIRS);
  const tip = new Map(efforts.map((effort) => [effort.name, effort.tip]));
  const spans: { readonly from: Sha; readonly to: Sha }[] = [];
  const sides = await Promise.all(
    colliding.map(async (pair) => {
      const [a, b] = [tip.get(pair.a), tip.get(pair.b)];
      const [from] = a === undefined || b === undefined ? [] : await history.mergeBases(a, b);
      return a === undefined || b === undefined || from === undefined ? null : { pair, a, b, from };
    }),
  );
  for (const side of sides) {
    if (side === null) continue;
    for (const to of [side.a, side.b])
      if (!spans.some((span) => span.from === side.from && span.to === to))
        spans.push({ from: side.from, to });
  }
  const files = [...new Set(colliding.flatMap((pair) => pair.files))];
  const changed = await history.changedFiles(spans, files);
  const changedIn = (from: Sha, to: Sha) =>
    changed[spans.findIndex((span) => span.from === from && span.to === to)] ?? new Map();
  const places = new Map(
    sides.flatMap((side) => {
      if (side === null) return [];
      const { pair, a, b, from } = side;
      return [[pair, collisionPlaces(pair.files, changedIn(from, a), changedIn(from, b))] as const];
    }),
  );
  return (pair) => places.get(pair) ?? collisionPlaces(pair.files, new Map(), new Map());
}

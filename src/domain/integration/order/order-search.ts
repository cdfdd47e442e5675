/** Searches for the cheapest order of efforts that conflict with each other: exact while that is quick, greedy beyond. */
import type { Dependencies } from '../../shared/graph.ts';
import type { EffortName } from '../../shared/ids.ts';
import { type ConflictMap, hunksToResolve } from './order-cost.ts';

/** Up to this many efforts, every order is weighed (by subsets: 12 efforts have 4096). */
export const EXACT_LIMIT = 12;

export interface OrderProblem {
  /** In the given order. */
  readonly names: readonly EffortName[];
  /** Everything of `names` that must come first, directly or not. */
  readonly needs: Dependencies<EffortName>;
  readonly conflicts: ConflictMap;
  /** Lines per effort; smaller ones go first where nothing else decides. */
  readonly sizes: ReadonlyMap<EffortName, number>;
}

/** Stops for the operator, hunks in them, pairs reversed against the given order, lines that wait for others. */
type Cost = readonly [stops: number, hunks: number, turned: number, waiting: number];
const FREE: Cost = [0, 0, 0, 0];

/** Returns the cheapest order of all that respect the needs. It goes subset by subset and keeps the best way to each. */
export function exactOrder(problem: OrderProblem): readonly EffortName[] {
  const { names } = problem;
  const place = new Map(names.map((name, index) => [name, index]));
  const needs = names.map((name) =>
    (problem.needs.get(name) ?? []).reduce((mask, need) => mask | bitOf(place.get(need)), 0),
  );
  const all = 2 ** names.length - 1;
  const best: ({ readonly cost: Cost; readonly last: number } | undefined)[] = [{ cost: FREE, last: -1 }];
  for (let merged = 0; merged < all; merged++) {
    const here = best[merged];
    if (here === undefined) continue;
    names.forEach((name, index) => {
      const bit = bitOf(index);
      if (merged & bit || (needs[index] ?? 0) & ~merged) return;
      const cost = plus(
        here.cost,
        stepCost(problem, name, index, (other) => (merged & bitOf(place.get(other))) !== 0),
      );
      const known = best[merged | bit];
      if (known === undefined || isLess(cost, known.cost)) best[merged | bit] = { cost, last: index };
    });
  }
  return walkBack(names, best, all);
}

function stepCost(
  { names, conflicts, sizes }: OrderProblem,
  name: EffortName,
  index: number,
  isIn: (other: EffortName) => boolean,
): Cost {
  const hunks = hunksToResolve(conflicts, name, isIn);
  const turned = names.slice(index + 1).filter(isIn).length;
  const behind = names.filter((other) => other !== name && !isIn(other)).length;
  return [hunks === null ? 0 : 1, hunks ?? 0, turned, behind * (sizes.get(name) ?? 0)];
}

function walkBack(
  names: readonly EffortName[],
  best: readonly ({ readonly last: number } | undefined)[],
  all: number,
): readonly EffortName[] {
  const order: EffortName[] = [];
  for (let merged = all; merged > 0; ) {
    const last = best[merged]?.last ?? -1;
    const name = names[last];
    // Only a cycle leaves a subset unreached, and plans with a cycle are refused earlier. The given order is then as good as any.
    if (name === undefined) return names;
    order.unshift(name);
    merged &= ~bitOf(last);
  }
  return order;
}

/** Returns a good order: always takes the effort that makes the fewest still clean ones conflict. */
export function greedyOrder({ names, needs, conflicts }: OrderProblem): readonly EffortName[] {
  const merged = new Set<EffortName>();
  const isIn = (name: EffortName) => merged.has(name);
  const isClean = (name: EffortName) => hunksToResolve(conflicts, name, isIn) === null;
  const inProblem = new Set(names);
  while (merged.size < names.length) {
    const open = names.filter(
      (name) => !isIn(name) && (needs.get(name) ?? []).every((n) => isIn(n) || !inProblem.has(n)),
    );
    const spoils = (name: EffortName) =>
      [...(conflicts.partners.get(name)?.keys() ?? [])].filter(
        (other) => inProblem.has(other) && !isIn(other) && isClean(other),
      );
    const price = (name: EffortName) => spoils(name).length - (isClean(name) ? 1 : 0);
    const next = leastBy(open, price);
    if (next === undefined) return names;
    merged.add(next);
  }
  return [...merged];
}

function leastBy<T>(items: readonly T[], price: (item: T) => number): T | undefined {
  let least: { readonly item: T; readonly price: number } | undefined;
  for (const item of items) {
    const asked = price(item);
    if (least === undefined || asked < least.price) least = { item, price: asked };
  }
  return least?.item;
}

function bitOf(index: number | undefined): number {
  return index === undefined ? 0 : 1 << index;
}

function plus(a: Cost, b: Cost): Cost {
  return [a[0] + b[0], a[1] + b[1], a[2] + b[2], a[3] + b[3]];
}

function isLess(a: Cost, b: Cost): boolean {
  const at = a.findIndex((part, index) => part !== b[index]);
  return at !== -1 && (a[at] ?? 0) < (b[at] ?? 0);
}

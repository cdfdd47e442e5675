/**
 * This folder: the merge order that costs the fewest conflicts.
 *
 * The merge order that costs the fewest hand resolutions. Efforts that conflict, directly or by a chain of conflicts and dependencies,
 * form a component; components do not touch each other, so each is ordered by itself. Among orders of equal cost, efforts with few partners in
 * conflict come first, then small ones, then as they were given.
 */
import { type Dependencies, everythingNeeded } from '../../shared/graph.ts';
import type { EffortName } from '../../shared/ids.ts';
import { counted } from '../../shared/text.ts';
import type { Forecast } from '../state.ts';
import { type ConflictMap, conflictMap, effortsToResolve } from './order-cost.ts';
import { EXACT_LIMIT, exactOrder, greedyOrder } from './order-search.ts';

export interface OrderRequest {
  /** In the given order. */
  readonly names: readonly EffortName[];
  /** Without cycles. */
  readonly dependencies: Dependencies<EffortName>;
  /** Efforts that conflict with the target itself. */
  readonly with_target: Iterable<EffortName>;
  readonly pairs: Forecast['pairs'];
  /** Lines per effort; smaller ones go first where nothing else decides. */
  readonly sizes?: ReadonlyMap<EffortName, number>;
}

export interface ChosenOrder {
  readonly order: readonly EffortName[];
  readonly cost: Forecast['cost'];
}

/** Chooses the cheapest order that respects the dependencies, and reports the cost of the given order and of this one. */
export function chooseOrder(request: OrderRequest): ChosenOrder {
  const conflicts = conflictMap(request.with_target, request.pairs);
  const given = lineUp(request.names, request.dependencies, []);
  const sizes = request.sizes ?? new Map<EffortName, number>();
  const ranked = lineUp(rankedNames(request.names, conflicts, sizes), request.dependencies, []);
  const needs = new Map(given.map((name) => [name, everythingNeeded(name, request.dependencies)]));
  const components = componentsOf(ranked, needs, conflicts);
  const chains = components.map((names) => {
    if (names.length <= EXACT_LIMIT) return exactOrder({ names, needs, conflicts, sizes });
    const tried = [
      names,
      given.filter((name) => names.includes(name)),
      greedyOrder({ names, needs, conflicts, sizes }),
    ];
    return tried.reduce((best, other) => (stops(conflicts, other) < stops(conflicts, best) ? other : best));
  });
  const order = lineUp(ranked, request.dependencies, chains);
  const exact = components.every((names) => names.length <= EXACT_LIMIT);
  const cost = { given: stops(conflicts, given), chosen: stops(conflicts, order) };
  return { order, cost: { ...cost, because: reason(conflicts, request.names, given, order, exact) } };
}

/** Sorts the least entangled and smallest to the front. */
function rankedNames(
  names: readonly EffortName[],
  { partners }: ConflictMap,
  sizes: ReadonlyMap<EffortName, number>,
): readonly EffortName[] {
  const entangled = (name: EffortName) => names.filter((other) => partners.get(name)?.has(other)).length;
  const size = (name: EffortName) => sizes.get(name) ?? 0;
  return names.toSorted((a, b) => entangled(a) - entangled(b) || size(a) - size(b));
}

/** Returns the number of hand resolutions that an order costs by the forecast. */
export function costOf(
  order: readonly EffortName[],
  forecast: { readonly with_target: Iterable<EffortName>; readonly pairs: Forecast['pairs'] },
): number {
  return stops(conflictMap(forecast.with_target, forecast.pairs), order);
}

function stops(conflicts: ConflictMap, order: readonly EffortName[]): number {
  return effortsToResolve(conflicts, order).size;
}

/** Returns the names as close to their order as dependencies and chains allow: always the first one that may come next. */
function lineUp(
  names: readonly EffortName[],
  dependencies: Dependencies<EffortName>,
  chains: readonly (readonly EffortName[])[],
): readonly EffortName[] {
  const before = new Map(
    chains.flatMap((chain) => chain.slice(1).map((name, index) => [name, chain[index]] as const)),
  );
  const waiting = new Set(names);
  const isFree = (name: EffortName) => {
    const previous = before.get(name);
    if (previous !== undefined && waiting.has(previous)) return false;
    return !(dependencies.get(name) ?? []).some((need) => waiting.has(need));
  };
  const order: EffortName[] = [];
  for (let next = names.find(isFree); next !== undefined; next = [...waiting].find(isFree)) {
    waiting.delete(next);
    order.push(next);
  }
  return [...order, ...waiting];
}

/** Groups the efforts whose relative order matters into components; efforts without a conflict are in none. */
function componentsOf(
  names: readonly EffortName[],
  needs: Dependencies<EffortName>,
  { partners }: ConflictMap,
): readonly (readonly EffortName[])[] {
  const tied = new Set(names.filter((name) => names.some((other) => partners.get(name)?.has(other))));
  const touches = (a: EffortName, b: EffortName) =>
    partners.get(a)?.has(b) || needs.get(a)?.includes(b) || needs.get(b)?.includes(a);
  const components: EffortName[][] = [];
  while (tied.size > 0) {
    const component = new Set<EffortName>();
    const open = [...tied].slice(0, 1);
    for (let name = open.pop(); name !== undefined; name = open.pop()) {
      tied.delete(name);
      component.add(name);
      for (const other of tied) if (touches(name, other)) open.push(other);
    }
    components.push(names.filter((name) => component.has(name)));
  }
  return components;
}

function reason(
  conflicts: ConflictMap,
  asked: readonly EffortName[],
  given: readonly EffortName[],
  order: readonly EffortName[],
  exact: boolean,
): string {
  const paid = effortsToResolve(conflicts, given);
  const pays = effortsToResolve(conflicts, order);
  const searched = exact ? '' : ' (the best one found: too many conflict for trying every order)';
  const same = sameOrder(given, order);
  if (paid.size === 0) {
    const first = [...(sameOrder(asked, given) ? [] : ['dependencies']), ...(same ? [] : ['the smallest'])];
    return `no effort conflicts${first.length > 0 ? `; ${first.join(' and ')} come first` : ''}`;
  }
  if (same) return `no other order costs fewer decisions${searched}`;
  const before = (line: readonly EffortName[], a: EffortName, b: EffortName) =>
    line.indexOf(a) < line.indexOf(b);
  const moves = [...paid.keys()].flatMap((saved) => {
    if (pays.has(saved)) return [];
    const moved = [...(conflicts.partners.get(saved)?.keys() ?? [])].filter(
      (other) => before(given, other, saved) && before(order, saved, other),
    );
    return moved.length === 0 ? [] : [`${moved.join(' and ')} after ${saved}`];
  });
  if (pays.size === paid.size)
    return hunksOf(pays) < hunksOf(paid)
      ? `as many decisions as in the given order, with fewer hunks in them${searched}`
      : `no other order costs fewer decisions; the least entangled and smallest come first${searched}`;
  return `${moves.join('; ')}, so ${counted(pays.size, 'decision')} and not ${paid.size}${searched}`;
}

const hunksOf = (paid: ReadonlyMap<EffortName, number>) =>
  [...paid.values()].reduce((sum, hunks) => sum + hunks, 0);

function sameOrder(a: readonly EffortName[], b: readonly EffortName[]): boolean {
  return a.every((name, index) => name === b[index]);
}

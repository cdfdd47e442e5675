import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chooseOrder, costOf } from '../../../../src/domain/integration/order/order.ts';
import type { Forecast } from '../../../../src/domain/integration/state.ts';
import { type Dependencies, respectsDependencies } from '../../../../src/domain/shared/graph.ts';
import type { EffortName } from '../../../../src/domain/shared/ids.ts';

const names = (...list: readonly string[]) => list as readonly string[] as readonly EffortName[];
const pair = (a: string, b: string, hunks = 1, conflict = true): Forecast['pairs'][number] => ({
  a: a as EffortName,
  b: b as EffortName,
  files: ['shared.ts'],
  hunks,
  conflict,
});
const needing = (entries: Readonly<Record<string, readonly string[]>>): Dependencies<EffortName> =>
  new Map(Object.entries(entries).map(([name, needs]) => [name as EffortName, names(...needs)]));
const nothing = needing({});

describe('the order of merging', () => {
  it('stays as given when nothing conflicts', () => {
    const { order, cost } = chooseOrder({
      names: names('c', 'a', 'b'),
      dependencies: nothing,
      with_target: [],
      pairs: [pair('a', 'b', 3, false)],
    });

    expect(order).toEqual(['c', 'a', 'b']);
    expect(cost).toEqual({ given: 0, chosen: 0, because: 'no effort conflicts' });
  });

  it('puts the effort that everybody conflicts with last, so one decision and not two', () => {
    const { order, cost } = chooseOrder({
      names: names('auth', 'search', 'notes', 'docs'),
      dependencies: nothing,
      with_target: [],
      pairs: [pair('auth', 'search'), pair('auth', 'notes')],
    });

    expect(order).toEqual(['docs', 'search', 'notes', 'auth']);
    expect(cost).toEqual({
      given: 2,
      chosen: 1,
      because: 'auth after search; auth after notes, so 1 decision and not 2',
    });
  });

  it('lets the effort that conflicts with the target anyway pay for its partners too', () => {
    const { order, cost } = chooseOrder({
      names: names('api', 'auth'),
      dependencies: nothing,
      with_target: names('api'),
      pairs: [pair('api', 'auth')],
    });

    expect(order).toEqual(['auth', 'api']);
    expect(cost).toMatchObject({ given: 2, chosen: 1 });
  });

  it('never saves a decision by breaking a dependency', () => {
    const { order, cost } = chooseOrder({
      names: names('auth', 'search', 'notes'),
      dependencies: needing({ search: ['auth'] }),
      with_target: [],
      pairs: [pair('auth', 'search'), pair('auth', 'notes')],
    });

    expect(order).toEqual(['notes', 'auth', 'search']);
    expect(cost).toEqual({
      given: 2,
      chosen: 2,
      because: 'no other order costs fewer decisions; the least entangled and smallest come first',
    });
  });

  it('takes the smallest first where nothing conflicts, after what they depend on', () => {
    const { order, cost } = chooseOrder({
      names: names('large', 'small', 'middle', 'built'),
      dependencies: needing({ built: ['large'] }),
      with_target: [],
      pairs: [],
      sizes: new Map([
        ['large' as EffortName, 900],
        ['small' as EffortName, 3],
        ['middle' as EffortName, 40],
        ['built' as EffortName, 1],
      ]),
    });

    expect(order).toEqual(['small', 'middle', 'large', 'built']);
    expect(cost).toEqual({ given: 0, chosen: 0, because: 'no effort conflicts; the smallest come first' });
  });

  it('takes the least entangled first, then the smallest, among orders of equal cost', () => {
    const { order } = chooseOrder({
      names: names('a', 'b', 'free-large', 'free-small'),
      dependencies: nothing,
      with_target: [],
      pairs: [pair('a', 'b')],
      sizes: new Map([
        ['a' as EffortName, 9],
        ['b' as EffortName, 5],
        ['free-large' as EffortName, 80],
        ['free-small' as EffortName, 20],
      ]),
    });

    expect(order).toEqual(['free-small', 'free-large', 'b', 'a']);
  });

  it('sees a dependency that runs through an effort without conflicts', () => {
    const dependencies = needing({ middle: ['auth'], search: ['middle'], notes: ['middle'] });

    const { order } = chooseOrder({
      names: names('auth', 'middle', 'search', 'notes'),
      dependencies,
      with_target: [],
      pairs: [pair('auth', 'search'), pair('auth', 'notes')],
    });

    expect(respectsDependencies(order, dependencies)).toBe(true);
  });

  it('takes the order with fewer hunks among those with as many decisions', () => {
    const { order, cost } = chooseOrder({
      names: names('a', 'b', 'c'),
      dependencies: needing({ c: ['a'] }),
      with_target: [],
      pairs: [pair('a', 'b', 5), pair('a', 'c', 1), pair('b', 'c', 5)],
    });

    expect(cost.chosen).toBe(2);
    expect(order).toEqual(['a', 'c', 'b']);
    expect(cost.because).toBe('as many decisions as in the given order, with fewer hunks in them');
  });

  it('repairs a given order that breaks dependencies, and counts the cost of the repaired one', () => {
    const { order, cost } = chooseOrder({
      names: names('late', 'early', 'other'),
      dependencies: needing({ late: ['early'] }),
      with_target: [],
      pairs: [],
    });

    expect(order).toEqual(['early', 'late', 'other']);
    expect(cost.because).toBe('no effort conflicts; dependencies come first');
  });

  it('ignores conflicts and dependencies with efforts that do not take part', () => {
    const { order, cost } = chooseOrder({
      names: names('a', 'b'),
      dependencies: needing({ a: ['gone'] }),
      with_target: names('gone'),
      pairs: [pair('a', 'gone')],
    });

    expect(order).toEqual(['a', 'b']);
    expect(cost.given).toBe(0);
  });

  it('finds the hub of a component that is too large for trying every order, and says that it did not try all', () => {
    const spokes = Array.from({ length: 20 }, (_, index) => `spoke-${index}`);

    const { order, cost } = chooseOrder({
      names: names('hub', ...spokes),
      dependencies: nothing,
      with_target: [],
      pairs: spokes.map((spoke) => pair('hub', spoke)),
    });

    expect(order.at(-1)).toBe('hub');
    expect(cost).toMatchObject({ given: 20, chosen: 1 });
    expect(cost.because).toContain('the best one found');
  });

  it('counts the cost of any order, for the screen where the operator moves efforts about', () => {
    const forecast = {
      with_target: names('d'),
      pairs: [pair('a', 'b'), pair('a', 'c'), pair('b', 'c', 1, false)],
    };

    expect(costOf(names('a', 'b', 'c', 'd'), forecast)).toBe(3);
    expect(costOf(names('b', 'c', 'a', 'd'), forecast)).toBe(2);
    expect(costOf(names('b', 'c'), forecast)).toBe(0);
  });
});

interface World {
  readonly names: readonly EffortName[];
  readonly dependencies: Dependencies<EffortName>;
  readonly with_target: readonly EffortName[];
  readonly pairs: Forecast['pairs'];
}

/** Worlds whose dependencies run against a hidden order, so they have no cycle but may contradict the given order. */
function worlds(max: number): fc.Arbitrary<World> {
  return fc.integer({ min: 1, max }).chain((count) => {
    const all = names(...Array.from({ length: count }, (_, index) => `e${index}`));
    const links = all.flatMap((a, i) => all.slice(i + 1).map((b) => [a, b] as const));
    return fc
      .record({
        given: fc.shuffledSubarray([...all], { minLength: count }),
        depends: fc.subarray(links, { maxLength: Math.min(links.length, count) }),
        clash: fc.subarray(links),
        hunks: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: links.length, maxLength: links.length }),
        with_target: fc.subarray([...all]),
      })
      .map(({ given, depends, clash, hunks, with_target }) => ({
        names: given,
        dependencies: new Map(
          all.map((name) => [name, depends.filter(([, b]) => b === name).map(([a]) => a)]),
        ),
        with_target,
        pairs: clash.map(([a, b], index) => pair(a, b, hunks[index] ?? 1)),
      }));
  });
}

function permutations<T>(items: readonly T[]): readonly (readonly T[])[] {
  if (items.length <= 1) return [items];
  return items.flatMap((item) =>
    permutations(items.filter((other) => other !== item)).map((rest) => [item, ...rest]),
  );
}

describe('laws of the order', () => {
  it('is a permutation that respects the dependencies and is never dearer than the given order', () => {
    fc.assert(
      fc.property(worlds(18), (world) => {
        const { order, cost } = chooseOrder(world);

        expect([...order].sort()).toEqual([...world.names].sort());
        expect(respectsDependencies(order, world.dependencies)).toBe(true);
        expect(cost.chosen).toBe(costOf(order, world));
        expect(cost.chosen).toBeLessThanOrEqual(cost.given);
        if (respectsDependencies(world.names, world.dependencies))
          expect(cost.given).toBe(costOf(world.names, world));
      }),
      { numRuns: 300 },
    );
  });

  it('costs what the cheapest of all orders costs', () => {
    fc.assert(
      fc.property(worlds(6), (world) => {
        const valid = permutations(world.names).filter((order) =>
          respectsDependencies(order, world.dependencies),
        );

        expect(chooseOrder(world).cost.chosen).toBe(Math.min(...valid.map((order) => costOf(order, world))));
      }),
      { numRuns: 150 },
    );
  });

  it('costs the same when its own answer is given to it', () => {
    fc.assert(
      fc.property(worlds(10), (world) => {
        const first = chooseOrder(world);
        const second = chooseOrder({ ...world, names: first.order });

        expect(second.cost).toMatchObject({ given: first.cost.chosen, chosen: first.cost.chosen });
      }),
      { numRuns: 200 },
    );
  });
});

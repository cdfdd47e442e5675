import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitOf, fitSentence } from '../../../../src/domain/integration/fit/fit.ts';
import { MOST_SETS } from '../../../../src/domain/integration/fit/fitting-sets.ts';
import type { Effort, Forecast } from '../../../../src/domain/integration/state.ts';
import type { EffortName } from '../../../../src/domain/shared/ids.ts';
import { sampleEffort, sampleSha } from '../../../support/states.ts';

type Changes = NonNullable<Parameters<typeof sampleEffort>[1]>;

const names = (...list: readonly string[]) => list as readonly EffortName[];
const open = (name: string, changes: Changes = {}) =>
  sampleEffort(name, { status: 'PENDING', dependencies: [], ...changes });

function planned(
  efforts: readonly Effort[],
  pairs: readonly (readonly [string, string])[],
  with_target: readonly string[] = [],
) {
  const forecast: Forecast = {
    with_target: with_target.map((effort) => ({ effort: effort as EffortName, files: ['main.ts'] })),
    pairs: pairs.map(([a, b]) => ({
      a: a as EffortName,
      b: b as EffortName,
      files: ['src/login.ts'],
      hunks: 1,
      conflict: true,
    })),
    touched: [],
    cost: { given: 0, chosen: 0, because: '' },
  };
  return { efforts_included: efforts, forecast };
}

describe('which efforts go together', () => {
  it('is all of them where nothing conflicts', () => {
    const fit = fitOf(planned([open('one'), open('two')], []));

    expect(fit).toMatchObject({ sets: [names('one', 'two')], more: 0, complete: true, misfits: [] });
    expect(fitSentence(fit, 'main')).toBeNull();
  });

  it('tells both sides of a conflict, and leaves out what conflicts with the target', () => {
    const fit = fitOf(
      planned(
        ['a', 'b', 'c', 'd'].map((name) => open(name)),
        [['a', 'b']],
        ['d'],
      ),
    );

    expect(fit.sets).toEqual([names('a', 'c'), names('b', 'c')]);
    expect(fitSentence(fit, 'main')).toBe(
      '2 of 4 go together; the smallest that do not: d (main: main.ts), a + b (src/login.ts)',
    );
  });

  it('takes what an effort needs along, and names the conflict of its base only', () => {
    const child = open('child', { dependencies: names('base') });
    const fit = fitOf(
      planned(
        [open('base'), child, open('other')],
        [
          ['base', 'other'],
          ['child', 'other'],
        ],
      ),
    );

    expect(fit.misfits.map(({ efforts }) => efforts)).toEqual([names('base', 'other')]);
    expect(fit.sets).toEqual([names('base', 'child'), names('other')]);
  });

  it('counts red gates: of one effort by itself, and of several together', () => {
    const fit = fitOf(
      planned(
        [
          open('a'),
          open('b'),
          open('c', { clashes_with: names('a', 'b') }),
          open('red', { clashes_with: [] }),
        ],
        [],
      ),
    );

    expect(fit.misfits.map(({ efforts, because }) => [because, ...efforts])).toEqual([
      ['red', 'red'],
      ['red', 'a', 'b', 'c'],
    ]);
    expect(fit.sets).toEqual([names('a', 'b'), names('a', 'c'), names('b', 'c')]);
  });

  it('believes a red gate of an earlier session only at the same commits', () => {
    const before = { efforts_included: [open('a'), open('b', { clashes_with: names('a') })] };

    const same = fitOf(planned([open('a'), open('b')], []), before);
    const moved = fitOf(planned([open('a', { tip: sampleSha('later') }), open('b')], []), before);

    expect(same.sets).toEqual([names('a'), names('b')]);
    expect(moved.sets).toEqual([names('a', 'b')]);
  });

  it('passes over efforts that are held, failed, excluded or in the target', () => {
    const held = open('held', { status: 'HELD', held_as: 'PUT_ASIDE', held_because: 'x' });
    const failed = open('failed', { status: 'FAILED', held_because: 'x' });
    const fit = fitOf(planned([open('a'), held, failed, open('no', { excluded: true })], [['a', 'held']]));

    expect(fit).toMatchObject({ efforts: names('a'), sets: [names('a')], misfits: [] });
  });

  it('is exact about the largest where there are too many sets to be counted', () => {
    const line = Array.from({ length: 60 }, (_, index) => `e${index}`);
    const neighbours = line.slice(1).map((name, index) => [`e${index}`, name] as const);
    const fit = fitOf(
      planned(
        line.map((name) => open(name)),
        neighbours,
      ),
    );

    expect(fit.sets.map(({ length }) => length)).toEqual([30, 30, 30, 30, 30]);
    expect(fit).toMatchObject({ more: null, complete: true });
  });

  it('ends soon among hundreds that conflict in all ways, and says that it has not seen every set', () => {
    const many = Array.from({ length: 90 }, (_, index) => `e${index}`);
    const pairs = many.flatMap((a, i) =>
      many.slice(i + 1).flatMap((b, j) => ((i * 7 + j * 13) % 5 === 0 ? [[a, b] as const] : [])),
    );
    const fit = fitOf(
      planned(
        many.map((name) => open(name)),
        pairs,
      ),
    );

    expect(fit.complete).toBe(false);
    expect(fit.sets).toHaveLength(MOST_SETS);
    expect(fitSentence(fit, 'main')).toMatch(/^at least \d+ of 90 go together; /);
  });
});

interface Drawn {
  readonly state: ReturnType<typeof planned>;
  readonly bad: readonly (readonly EffortName[])[];
}

/** Up to eight efforts that need earlier ones, conflict in pairs and with the target, and are red in any number. */
const anyPlan: fc.Arbitrary<Drawn> = fc.integer({ min: 1, max: 8 }).chain((count) => {
  const all = Array.from({ length: count }, (_, index) => `e${index}`);
  const some = (most: number) => fc.subarray([...all], { maxLength: Math.min(most, count) });
  const pair = fc.subarray([...all], { minLength: Math.min(2, count), maxLength: Math.min(2, count) });
  return fc
    .record({
      needs: fc.array(some(2), { minLength: count, maxLength: count }),
      pairs: fc.array(pair, { maxLength: count < 2 ? 0 : 10 }),
      with_target: some(1),
      red: fc.array(some(3), { minLength: count, maxLength: count }),
      isRed: fc.array(fc.integer({ min: 0, max: 9 }), { minLength: count, maxLength: count }),
    })
    .map(({ needs, pairs, with_target, red, isRed }) => {
      const efforts = all.map((name, index) =>
        open(name, {
          dependencies: names(...(needs[index] ?? []).filter((need) => all.indexOf(need) < index)),
          clashes_with:
            isRed[index] === 0 ? names(...(red[index] ?? []).filter((each) => each !== name)) : null,
        }),
      );
      const told = pairs.map(([a = '', b = '']) => [a, b] as const);
      const bad = [
        ...told.map((each) => names(...each)),
        ...with_target.map((name) => names(name)),
        ...efforts.flatMap(({ name, clashes_with }) =>
          clashes_with === null ? [] : [[name, ...clashes_with]],
        ),
      ];
      return { state: planned(efforts, told, with_target), bad };
    });
});

const closure = ({ state }: Drawn, set: readonly EffortName[]): readonly EffortName[] => {
  const more = state.efforts_included
    .filter(({ name }) => set.includes(name))
    .flatMap(({ dependencies }) => dependencies.filter((need) => !set.includes(need)));
  return more.length === 0 ? set : closure({ state, bad: [] }, [...new Set([...set, ...more])]);
};
const fits = (drawn: Drawn, set: readonly EffortName[]) => {
  const all = closure(drawn, set);
  return !drawn.bad.some((each) => each.every((name) => all.includes(name)));
};

describe('what is told of any plan', () => {
  it('is sets that fit, bring what they need, and cannot be extended; with every other one counted', () => {
    fc.assert(
      fc.property(anyPlan, (drawn) => {
        const fit = fitOf(drawn.state);
        const all = fit.efforts;
        const maximal = subsets(all).filter(
          (set) =>
            closure(drawn, set).length === set.length &&
            fits(drawn, set) &&
            all.every((name) => set.includes(name) || !fits(drawn, [...set, name])),
        );

        expect(fit.complete).toBe(true);
        expect(fit.sets.length + (fit.more ?? 0)).toBe(maximal.length);
        for (const set of fit.sets) expect(maximal).toContainEqual(set);
        const largest = maximal.map(({ length }) => length).toSorted((a, b) => b - a);
        expect(fit.sets.map(({ length }) => length)).toEqual(largest.slice(0, MOST_SETS));
      }),
      { numRuns: 300 },
    );
  });

  it('is smallest sets that do not fit, of which no part fails by itself, and behind every failure is one of them', () => {
    fc.assert(
      fc.property(anyPlan, (drawn) => {
        const misfits = fitOf(drawn.state).misfits.map(({ efforts }) => efforts);
        for (const set of misfits) {
          expect(fits(drawn, set)).toBe(false);
          for (const name of set) {
            const rest = set.filter((each) => each !== name);
            expect(fits(drawn, rest)).toBe(true);
          }
        }
        for (const set of drawn.bad) {
          const all = closure(drawn, set);
          expect(misfits.some((misfit) => misfit.every((name) => all.includes(name)))).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });
});

function subsets([first, ...others]: readonly EffortName[]): readonly (readonly EffortName[])[] {
  if (first === undefined) return [[]];
  const rest = subsets(others);
  return rest.concat(rest.map((set) => [first, ...set]));
}

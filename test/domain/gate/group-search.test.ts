import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { forecastGroups } from '../../../src/domain/gate/group-forecast.ts';
import { type Answer, searchGroups } from '../../../src/domain/gate/group-search.ts';
import type { EffortName } from '../../../src/domain/shared/ids.ts';

const name = (place: number) => `e${place}` as EffortName;
const named = (count: number) => Array.from({ length: count }, (_, place) => name(place));

/** Sets that are red together: `[[3], [1, 7]]`. */
type Truth = readonly (readonly number[])[];

const isRed = (truth: Truth, has: (place: number) => boolean) => truth.some((set) => set.every(has));

/** Who is out where each effort is tested when it is merged, on top of those that stayed. */
function oneByOne(count: number, truth: Truth): readonly number[] {
  const stays = new Set<number>();
  const out: number[] = [];
  for (let place = 0; place < count; place += 1) {
    stays.add(place);
    if (!isRed(truth, (other) => stays.has(other))) continue;
    stays.delete(place);
    out.push(place);
  }
  return out;
}

const forecast = (efforts: number, truth: Truth, width: number, { attempts = 1, share = 0.05 } = {}) =>
  forecastGroups({
    efforts,
    share,
    width,
    beside: true,
    attempts,
    isRed: (set) => isRed(truth, (place) => set.has(place)),
  });

describe('the search by groups', () => {
  const anyTruth = fc.integer({ min: 1, max: 40 }).chain((count) =>
    fc.record({
      count: fc.constant(count),
      truth: fc.array(fc.uniqueArray(fc.nat(count - 1), { minLength: 1, maxLength: 3 }), { maxLength: 4 }),
      width: fc.integer({ min: 1, max: 8 }),
      attempts: fc.integer({ min: 1, max: 3 }),
      share: fc.constantFrom(0.005, 0.05, 0.2, 0.5, 0.9),
    }),
  );

  it('finds whom a test after each merge finds, clashes among them, however many run at once', () => {
    fc.assert(
      fc.property(anyTruth, ({ count, truth, width, attempts, share }) => {
        expect(forecast(count, truth, width, { attempts, share }).convicted).toEqual(oneByOne(count, truth));
      }),
    );
  });

  it('finds the same in whichever order the runs end', () => {
    fc.assert(
      fc.property(anyTruth, fc.infiniteStream(fc.nat()), ({ count, truth, width, share }, chance) => {
        const known = new Map<string, Answer>();
        const answerOf = (set: readonly EffortName[]) => known.get(set.join()) ?? 'open';
        const suspects = { efforts: named(count), dependents: () => [], share, answerOf };
        for (;;) {
          const { end, wanted, convicted } = searchGroups(suspects, width);
          if (end !== null) {
            expect(convicted.map((each) => each.effort)).toEqual(oneByOne(count, truth).map(name));
            return;
          }
          const set = wanted[chance.next().value % wanted.length] ?? [];
          known.set(set.join(), isRed(truth, (place) => set.includes(name(place))) ? 'red' : 'green');
        }
      }),
    );
  });

  it('needs one run after the other at most so many: for each red one a halving, and the groups between', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 200 }),
        fc.array(fc.nat(199), { maxLength: 5 }),
        (count, places) => {
          const truth = [...new Set(places)].filter((place) => place < count).map((place) => [place]);
          const { runs } = forecast(count, truth, 1);
          expect(runs).toBeLessThanOrEqual(
            1 + (truth.length + 1) * Math.ceil(count / 14) + truth.length * (2 + Math.ceil(Math.log2(count))),
          );
        },
      ),
    );
  });

  const suspects = (count: number, told: Readonly<Record<string, Answer>>) => ({
    efforts: named(count),
    dependents: () => [],
    share: 0.05,
    answerOf: (set: readonly EffortName[]): Answer => told[`${set[0]}-${set.at(-1)}`] ?? 'open',
  });

  it('asks for everything first, and beside it what would be needed if that is red', () => {
    const { wanted, end } = searchGroups(suspects(30, {}), 4);

    expect(end).toBeNull();
    expect(wanted.map((set) => set.length)).toEqual([30, 10, 4, 18]);
  });

  it('is through where everything is green', () => {
    expect(searchGroups(suspects(30, { 'e0-e29': 'green' }), 4)).toEqual({
      convicted: [],
      wanted: [],
      end: 'verified',
    });
  });

  it('convicts nobody before all attempts of the gate agree', () => {
    const doubted = searchGroups(suspects(2, { 'e0-e1': 'red', 'e0-e0': 'doubted' }), 1);
    const sure = searchGroups(suspects(2, { 'e0-e1': 'red', 'e0-e0': 'red' }), 1);

    expect(doubted).toEqual({ convicted: [], wanted: [[name(0)]], end: null });
    expect(sure.convicted).toEqual([{ effort: name(0), set: [name(0)] }]);
  });

  it('stops with whom it has found where a set cannot be tried', () => {
    const told: Readonly<Record<string, Answer>> = { 'e0-e2': 'red', 'e0-e0': 'red', 'e1-e2': 'useless' };

    const { convicted, end } = searchGroups(suspects(3, told), 2);

    expect(convicted.map(({ effort }) => effort)).toEqual([name(0)]);
    expect(end).toBe('stuck');
  });

  it('leaves out what depends on whom it convicts', () => {
    const told: Readonly<Record<string, Answer>> = { 'e0-e3': 'red', 'e0-e1': 'red', 'e0-e0': 'red' };
    const { wanted } = searchGroups({ ...suspects(4, told), dependents: () => [name(2)] }, 1);

    expect(wanted).toEqual([[name(1), name(3)]]);
  });
});

describe('what 30 efforts take', () => {
  const SEQUENTIAL = 31;
  const layouts: Readonly<Record<string, Truth>> = {
    'no red': [],
    'one red': [[17]],
    'two reds apart': [[6], [22]],
  };
  const takes = (truth: Truth, width: number, attempts: number) => {
    const { rounds, runs } = forecast(30, truth, width, { attempts });
    return `${rounds} rounds, ${runs} runs`;
  };

  it.each([
    ['no red', 1, '1 rounds, 1 runs'],
    ['one red', 1, '7 rounds, 7 runs'],
    ['two reds apart', 1, '12 rounds, 12 runs'],
    ['no red', 4, '1 rounds, 4 runs'],
    ['one red', 4, '3 rounds, 12 runs'],
    ['two reds apart', 4, '5 rounds, 20 runs'],
  ])('%s, %d at once: %s', (layout, width, expected) => {
    expect(takes(layouts[layout] ?? [], width, 1)).toBe(expected);
  });

  it('is six times as fast as one after the other on average and 3.5 times at least, with four at once', () => {
    // One more for the target, on both sides; and at first only two at once, to see how much they slow each other.
    const times = Object.values(layouts).map(
      (truth) => SEQUENTIAL / (2 + forecast(30, truth, 4, { attempts: 2 }).rounds),
    );

    expect(Math.min(...times)).toBeGreaterThanOrEqual(3.5);
    expect(times.reduce((sum, each) => sum + each, 0) / times.length).toBeGreaterThanOrEqual(6);
  });

  it('takes 60 % of the runs at most with one at once', () => {
    const runs = Object.values(layouts).map((truth) => 1 + forecast(30, truth, 1, { attempts: 2 }).runs);

    expect(Math.max(...runs)).toBeLessThanOrEqual(0.6 * SEQUENTIAL);
  });
});

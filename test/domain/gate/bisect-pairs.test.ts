import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nextProbe, type ProbeStep, type Suspicion } from '../../../src/domain/gate/bisect-pairs.ts';
import type { Verdict } from '../../../src/domain/gate/gate.ts';
import type { EffortName } from '../../../src/domain/shared/ids.ts';

const e = (name: string) => name as EffortName;
const names = (text: string) => text.split(' ').filter(Boolean).map(e);
const effort = e('E');

/** Plays the engine: answers probes from a model until there is no next one. */
function investigate(
  suspicion: Omit<Suspicion, 'probes' | 'effort'>,
  isRed: (together: ReadonlySet<EffortName>) => boolean,
): { readonly step: ProbeStep; readonly asked: readonly string[] } {
  const probes: { with: readonly EffortName[]; verdict: Verdict }[] = [];
  for (;;) {
    const step = nextProbe({ effort, ...suspicion, probes });
    if (step.kind !== 'probe') return { step, asked: probes.map((probe) => probe.with.join(' ')) };
    if (probes.length > 50) throw new Error('no end');
    probes.push({ with: step.with, verdict: isRed(new Set(step.with)) ? 'failed' : 'passed' });
  }
}

/** One probe more where everything together is red only as a whole. */
const budget = (others: number) => 3 + 2 * Math.ceil(Math.log2(Math.max(1, others)));

describe('whose fault a red gate is', () => {
  test('the first effort can only be red by itself', () => {
    expect(nextProbe({ effort, merged_before: [], likely: [], probes: [] })).toEqual({
      kind: 'known',
      clashes_with: [],
    });
  });

  test('is asked of the effort alone first', () => {
    expect(nextProbe({ effort, merged_before: names('a b'), likely: names('b'), probes: [] })).toEqual({
      kind: 'probe',
      with: [],
    });
  });

  test('is its own when it is red alone', () => {
    const { step, asked } = investigate({ merged_before: names('a b c'), likely: [] }, () => true);

    expect(step).toEqual({ kind: 'known', clashes_with: [] });
    expect(asked).toEqual(['']);
  });

  test('is known only when everything together was red a second time, if every part of it is green', () => {
    const { step, asked } = investigate({ merged_before: names('a'), likely: [] }, (set) => set.size > 0);

    expect(step).toEqual({ kind: 'known', clashes_with: ['a'] });
    expect(asked).toEqual(['', 'a']);
  });

  test.each([1, 2, 5, 13])("is nobody's when no probe of %i others repeats it", (count) => {
    const merged_before = Array.from({ length: count }, (_, index) => e(`e${index}`));
    const { step, asked } = investigate({ merged_before, likely: [] }, () => false);

    expect(asked).toHaveLength(2);
    expect(step).toEqual({
      kind: 'unrepeatable',
      because: `E with ${merged_before.join(', ')} was red, and green when it ran again`,
    });
  });

  test('is looked for among those that share files first', () => {
    const { step, asked } = investigate(
      { merged_before: names('a b c d e f g h'), likely: names('f') },
      (set) => set.has(e('f')),
    );

    expect(step).toEqual({ kind: 'known', clashes_with: ['f'] });
    expect(asked).toEqual(['', 'f']);
  });

  test('is then found by halving, and proved', () => {
    const { step, asked } = investigate(
      { merged_before: names('a b c d e f g h'), likely: names('a') },
      (set) => set.has(e('f')),
    );

    expect(step).toEqual({ kind: 'known', clashes_with: ['f'] });
    expect(asked).toEqual(['', 'a', 'a b c d e f g h', 'a b c d', 'a b c d e f', 'a b c d e', 'f']);
  });

  test('may lie with two at once', () => {
    const { step } = investigate(
      { merged_before: names('a b c d'), likely: [] },
      (set) => set.has(e('a')) && set.has(e('c')),
    );

    expect(step).toEqual({ kind: 'known', clashes_with: ['a', 'c'] });
  });

  test('is not told twice while a probe still runs', () => {
    const step = nextProbe({
      effort,
      merged_before: names('a b'),
      likely: [],
      probes: [{ with: [], verdict: null }],
    });

    expect(step).toEqual({ kind: 'probe', with: [] });
  });

  test.each(['did_not_run', 'inconclusive'] as const)('is unknown when a probe %s', (verdict) => {
    const step = nextProbe({
      effort,
      merged_before: names('a b'),
      likely: [],
      probes: [{ with: names('a'), verdict }],
    });

    expect(step).toMatchObject({ kind: 'unknown', because: expect.stringContaining('E with a') });
  });

  test('counts failures that the target has too as green', () => {
    const probes = [
      { with: [], verdict: 'pre_existing' as const },
      { with: names('a'), verdict: 'failed' as const },
    ];

    expect(nextProbe({ effort, merged_before: names('a'), likely: [], probes })).toEqual({
      kind: 'known',
      clashes_with: ['a'],
    });
  });

  test('is unknown when less was red than what is green', () => {
    const probes = [
      { with: names('b'), verdict: 'failed' as const },
      { with: names('b c'), verdict: 'passed' as const },
    ];

    expect(nextProbe({ effort, merged_before: names('a b c'), likely: [], probes })).toEqual({
      kind: 'unknown',
      because: 'probes of E with b contradict each other',
    });
  });

  test('never leaves out what an effort needs', () => {
    const needs = new Map([
      [effort, names('b')],
      [e('d'), names('c')],
    ]);

    const { step, asked } = investigate(
      { merged_before: names('a b c d'), likely: names('d'), needs },
      (set) => set.has(e('d')),
    );

    expect(step).toEqual({ kind: 'known', clashes_with: ['d'] });
    expect(asked.every((set) => set.includes('b') && (!set.includes('d') || set.includes('c')))).toBe(true);
  });
});

const world = fc.integer({ min: 1, max: 20 }).chain((count) => {
  const merged_before = Array.from({ length: count }, (_, index) => e(`e${index}`));
  return fc.record({
    merged_before: fc.constant(merged_before),
    likely: fc.subarray(merged_before),
    /** Minimal sets that are red with the effort; the empty one: by itself. */
    pairs: fc
      .subarray(merged_before, { minLength: 1 })
      .map((partners) => partners.map((partner) => [partner])),
    sets: fc.array(fc.subarray(merged_before, { maxLength: Math.min(3, count) }), {
      minLength: 1,
      maxLength: 3,
    }),
  });
});

describe('in any world', () => {
  test('of clashes between pairs one partner is found within the budget', () => {
    fc.assert(
      fc.property(world, ({ merged_before, likely, pairs }) => {
        const { step, asked } = investigate({ merged_before, likely }, (set) =>
          pairs.some(([partner]) => partner !== undefined && set.has(partner)),
        );

        expect(step.kind).toBe('known');
        expect(pairs).toContainEqual(step.kind === 'known' ? step.clashes_with : null);
        expect(asked.length).toBeLessThanOrEqual(budget(merged_before.length));
      }),
    );
  });

  test('of clashes an answer is a smallest set, and no probe is asked twice', () => {
    fc.assert(
      fc.property(world, ({ merged_before, likely, sets }) => {
        const isRed = (set: ReadonlySet<EffortName>) =>
          sets.some((clash) => clash.every((name) => set.has(name)));

        const { step, asked } = investigate({ merged_before, likely }, isRed);

        expect(new Set(asked).size).toBe(asked.length);
        expect(asked.length).toBeLessThanOrEqual(budget(merged_before.length));
        if (step.kind !== 'known') return;
        const found = new Set(step.clashes_with);
        expect(isRed(found)).toBe(true);
        for (const name of found)
          expect(isRed(new Set([...found].filter((other) => other !== name)))).toBe(false);
      }),
      { numRuns: 300 },
    );
  });
});

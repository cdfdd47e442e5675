import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { composeFile, type Segment } from '../../../src/domain/conflict/hunks.ts';
import { MOST_AROUND, mergedRuns, resultAround } from '../../../src/domain/conflict/result-around.ts';
import { lines } from './tools.ts';

const range = { start: 1, count: 1 };
const clean = (...texts: readonly string[]): Segment => ({ kind: 'clean', text: lines(...texts) });
const HUNK: Segment = {
  kind: 'hunk',
  base: '',
  current: '',
  incoming: '',
  lines: { base: range, current: range, incoming: range },
};

describe('what stands around a hunk in the result', () => {
  const runs = mergedRuns([clean('a', 'b'), HUNK, clean('c'), HUNK, clean('d')]);
  const hunks = [[{ text: 'chosen', open: false }], [{ text: 'not yet', open: true }]] as const;

  it('is what git merged by itself, and what was chosen for the hunks above', () => {
    const { line, before, after } = resultAround(runs, hunks, 1);
    expect([line, before.map(({ text }) => text), after]).toEqual([
      5,
      ['a', 'b', 'chosen', 'c'],
      [{ text: 'd', open: false }],
    ]);
  });

  it('has the lines of a hunk that is still open, marked', () => {
    const { line, after } = resultAround(runs, hunks, 0);
    expect([line, after.map(({ text, open }) => (open ? `? ${text}` : text))]).toEqual([
      3,
      ['c', '? not yet', 'd'],
    ]);
  });

  it('is nothing in a file that is one hunk', () => {
    expect(resultAround(mergedRuns([HUNK]), [[]], 0)).toEqual({ line: 1, before: [], after: [] });
    expect(resultAround([], [[]], 0)).toEqual({ line: 1, before: [], after: [] });
  });

  it('is exactly what stands there in the composed file', () => {
    const run = fc.array(fc.constantFrom('x', 'y', '', '  z'), { maxLength: 8 });
    const file = fc.array(fc.tuple(run, run), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(file, run, fc.nat(), (parts, last, pick) => {
        const segments = [...parts.flatMap(([before]) => [clean(...before), HUNK]), clean(...last)];
        const chosen = parts.map(([, hunk]) => hunk);
        const whole = composeFile(
          segments,
          chosen.map((hunk) => lines(...hunk)),
        ).split('\n');
        const index = pick % parts.length;
        const { line, before, after } = resultAround(
          mergedRuns(segments),
          chosen.map((hunk) => hunk.map((text) => ({ text, open: false }))),
          index,
        );
        const behind = line - 1 + (chosen[index]?.length ?? 0);
        const all = whole.slice(0, -1);
        expect(before.map(({ text }) => text)).toEqual(
          all.slice(Math.max(0, line - 1 - MOST_AROUND), line - 1),
        );
        expect(after.map(({ text }) => text)).toEqual(all.slice(behind, behind + MOST_AROUND));
      }),
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { classifyHunk } from '../../../src/domain/conflict/classify.ts';
import { lineOptions } from '../../../src/domain/conflict/options/line-options.ts';
import { lines } from './tools.ts';

const NAMES = { current: 'alpha', incoming: 'beta' };

function optionsOf(base: string, current: string, incoming: string) {
  const hunk = { path: 'a.txt', base, current, incoming };
  return lineOptions(hunk, classifyHunk(hunk), NAMES, '100644', () => null);
}

const labels = (...sides: Parameters<typeof optionsOf>) =>
  optionsOf(...sides).map(({ draft }) => draft.label);

describe('a label that says in which order the sides stand', () => {
  it('is true of the text', () => {
    // Each side keeps, drops or replaces each line, and may add some behind it.
    const change = fc.record({ kept: fc.constantFrom(true, true, false), added: fc.nat({ max: 2 }) });
    const side = fc.array(change, { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(side, side, (current, incoming) => {
        const base = ['one', 'two', 'three', 'four'];
        const textOf = (changes: typeof current, name: string) =>
          lines(
            ...changes.flatMap(({ kept, added }, at) => [
              ...(kept ? [base[at] ?? ''] : []),
              ...Array.from({ length: added }, (_, more) => `${name} ${at} ${more}`),
            ]),
          );
        const options = optionsOf(lines(...base), textOf(current, 'alpha'), textOf(incoming, 'beta'));
        for (const { draft, text } of options) {
          const [, first, then] = /^Keep both: (alpha|beta), then (alpha|beta)$/.exec(draft.label) ?? [];
          if (first === undefined || then === undefined) continue;
          const written = text.split('\n');
          const last_of_first = written.findLastIndex((each) => each.startsWith(first));
          const first_of_then = written.findIndex((each) => each.startsWith(then));
          if (last_of_first >= 0 && first_of_then >= 0) expect(last_of_first).toBeLessThan(first_of_then);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('turns round where the changes only fit the other way round', () => {
    const base = lines('one', 'two', 'three');
    expect(labels(base, lines('one', 'two', 'THREE'), lines('ONE', 'two', 'three'))).toContain(
      'Keep both: beta, then alpha',
    );
  });

  it('names no order where the sides alternate, but who is first where they meet', () => {
    const base = lines('one', 'two', 'three', 'four', 'five');
    const beta = lines('one', 'two', 'THREE', 'four', 'five');
    expect(labels(base, lines('ONE', 'two', 'three', 'four', 'FIVE'), beta)).toContain(
      'Keep both, each in its place',
    );
    expect(labels(base, lines('ONE', 'two', '3', 'four', 'FIVE'), beta)).toEqual(
      expect.arrayContaining([
        'Keep both, each in its place; alpha first where they meet',
        'Keep both, each in its place; beta first where they meet',
      ]),
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lossOf, restoredBy, unexplainedLosses } from '../../../src/domain/conflict/loss.ts';
import { lines } from './tools.ts';

const NOTHING = { lines: 0, examples: [] };

describe('what a side lost', () => {
  it('is the lines it added that the result does not have', () => {
    const base = lines('a', 'b');
    const side = lines('a', 'limit(user);', 'b', 'audit(user);');

    expect(lossOf(side, base, lines('a', 'audit(user);', 'b'))).toEqual({
      lines: 1,
      examples: ['limit(user);'],
    });
  });

  it.each([
    ['the other side replaced the only copy', ['pass'], ['pass', 'pass'], ['...'], ['...', 'pass'], 0],
    ['the other side deleted what this one copied', ['f();'], ['f();', 'f();'], [], ['f();'], 0],
    ['both sides changed the number of copies', ['x', 'x'], ['x', 'x', 'x'], ['x'], ['x', 'x'], 0],
    ['a copy is gone that nobody removed', ['x'], ['x', 'x'], ['x', 'y'], ['x', 'y'], 1],
    ['more copies are gone than the other side removed', ['x', 'x'], ['x', 'x', 'x'], ['x'], ['x'], 1],
  ])('takes off what the other side removed: %s', (_what, base, side, other, result, lost) => {
    expect(lossOf(lines(...side), lines(...base), lines(...result), lines(...other)).lines).toBe(lost);
  });

  it('is the same however many lines all of them have', () => {
    const copies = fc.array(fc.constantFrom('one', 'two', 'three'), { maxLength: 6 });
    const count = (list: readonly string[], word: string) => list.filter((line) => line === word).length;
    const most = (number: number) => Math.max(0, number);
    fc.assert(
      fc.property(copies, copies, copies, copies, copies, (side, base, other, result, shared) => {
        const all = [side, base, other, result].map((list) => [...shared, ...list]);
        const lost = ['one', 'two', 'three'].reduce((sum, word) => {
          const [own = 0, before = 0, others = 0, there = 0] = all.map((list) => count(list, word));
          const added = most(own - before);
          const kept = most(own - added - most(before - others));
          return sum + most(added - most(there - kept));
        }, 0);
        const [a = '', b = '', c = '', d = ''] = all.map((list) => lines(...list));
        expect(lossOf(a, b, d, c).lines).toBe(lost);
      }),
      { numRuns: 2000 },
    );
  });

  it('counts every copy', () => {
    expect(lossOf(lines('push(x)', 'push(x)', 'push(x)'), lines('push(x)'), lines('push(x)'))).toEqual({
      lines: 2,
      examples: ['push(x)'],
    });
  });

  it('is nothing for lines that moved or were indented again', () => {
    expect(lossOf(lines('one();', 'two();'), '', lines('  two();', 'if (x) {', '\tone();', '}'))).toEqual(
      NOTHING,
    );
  });

  it('is nothing for a line that was given a comma, broken up, or joined with the other side', () => {
    expect(lossOf('  "b": 2\n', '', lines('  "b": 2,', '  "c": 3'))).toEqual(NOTHING);
    expect(lossOf('call(first, second);\n', '', lines('call(', '  first,', '  second', ');'))).toEqual(
      NOTHING,
    );
    const joined = "import { a, b, c } from 'x';\n";
    expect(lossOf("import { a, c } from 'x';\n", "import { a } from 'x';\n", joined)).toEqual(NOTHING);
  });

  it('is a line whose words all stand in the result, but nowhere together', () => {
    const result = lines('return total;', 'const limit = count;', 'other(user);');

    expect(lossOf('return limit(user);\n', '', result).lines).toBe(1);
  });

  it('is nothing for a side that deleted the file, and everything when there is no result', () => {
    expect(lossOf(null, lines('a'), null)).toEqual(NOTHING);
    expect(lossOf(lines('a', 'b'), null, null)).toEqual({ lines: 2, examples: ['a', 'b'] });
    expect(lossOf(lines('a', 'changed'), lines('a', 'b'), null)).toEqual({ lines: 1, examples: ['changed'] });
  });

  it('shows at most three examples, each cut and safe to show', () => {
    const loss = lossOf(lines(`evil\x1b[2J${'x'.repeat(300)}`, 'caf\xc3\xa9', 'c', 'd'), '', '');

    expect(loss.lines).toBe(4);
    expect(loss.examples).toHaveLength(3);
    expect(loss.examples[0]).not.toContain('\x1b');
    expect(loss.examples[0]?.length).toBeLessThanOrEqual(100);
    expect(loss.examples[1]).toBe('café');
  });

  it('never speaks of lines without a letter or a digit', () => {
    expect(lossOf(lines('}', ');'), '', '')).toEqual(NOTHING);
  });

  const text = fc
    .array(fc.constantFrom('a();', 'b();', 'c();', '}', '', '  d: 1,'), { maxLength: 8 })
    .map((all) => lines(...all));

  it('is nothing when the result is the side, or holds all of its lines', () => {
    fc.assert(
      fc.property(text, text, text, (side, base, other) => {
        expect(lossOf(side, base, side)).toEqual(NOTHING);
        expect(lossOf(side, base, side + other)).toEqual(NOTHING);
        expect(lossOf(side, base, other + side)).toEqual(NOTHING);
      }),
    );
  });

  it('is nothing for a side that added nothing', () => {
    fc.assert(
      fc.property(text, text, (base, result) => {
        expect(lossOf(base, base, result)).toEqual(NOTHING);
      }),
    );
  });
});

describe('what comes back', () => {
  it('is the lines that a side took out and the result has again', () => {
    expect(restoredBy(lines('a'), lines('a', 'b', 'c'), lines('a', 'c'))).toEqual(['c']);
    expect(restoredBy(lines('a'), lines('a', 'b', 'c'), lines('a', 'new'))).toEqual([]);
  });
});

describe('the loss check', () => {
  const file = {
    path: 'a.ts',
    base: lines('a'),
    current: lines('a', 'of main'),
    incoming: lines('a', 'of effort'),
    result: lines('a', 'of effort'),
  };

  it('names the side whose lines vanished without a decision', () => {
    expect(unexplainedLosses({ ...file, explained: { current: false, incoming: false } })).toEqual([
      { path: 'a.ts', side: 'current', lines: 1, examples: ['of main'] },
    ]);
  });

  it('does not miss a line that the other side removed on purpose', () => {
    const common = {
      ...file,
      base: lines('pass', 'a'),
      current: lines('...', 'a'),
      incoming: lines('pass', 'a', 'pass'),
      result: lines('...', 'a', 'pass'),
    };

    expect(unexplainedLosses({ ...common, explained: { current: false, incoming: false } })).toEqual([]);
  });

  it('is content with a loss that somebody decided', () => {
    expect(unexplainedLosses({ ...file, explained: { current: true, incoming: false } })).toEqual([]);
  });
});

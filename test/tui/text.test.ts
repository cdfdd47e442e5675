import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alignSides } from '../../src/tui/frame/align.ts';
import {
  cutLine,
  fillLine,
  line,
  lineText,
  lineWidth,
  span,
  spread,
  wrapped,
} from '../../src/tui/frame/line.ts';
import { clean, cut, cutMiddle, displayWidth, padLeft, padRight } from '../../src/tui/frame/width.ts';
import { originsOf } from '../../src/tui/panes/preview.ts';

const text = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom('認証の統合', 'naïve', 'x'.repeat(99), '👩‍👩‍👧‍👦', ''),
);
const width = fc.integer({ min: 0, max: 60 });

describe('text in a width', () => {
  it('is never wider than it may be, and exactly as wide when it is filled', () => {
    fc.assert(
      fc.property(text, width, (given, columns) => {
        expect(displayWidth(cut(given, columns))).toBeLessThanOrEqual(columns);
        expect(displayWidth(cutMiddle(given, columns))).toBeLessThanOrEqual(columns);
        expect(displayWidth(padRight(given, columns))).toBe(columns);
        expect(displayWidth(padLeft(given, columns))).toBe(columns);
      }),
    );
  });

  it('is left alone when it fits', () => {
    fc.assert(
      fc.property(text, (given) => {
        const shown = clean(given);
        expect(cut(given, displayWidth(shown))).toBe(shown);
      }),
    );
  });

  it('keeps both ends of a name that is cut in the middle', () => {
    expect(cutMiddle('phase1/wave2-integration-of-search', 17)).toBe('phase1/w…f-search');
  });

  it('counts wide characters as two columns', () => {
    expect(cut('認証の統合', 6)).toBe('認証…');
  });
});

describe('a line', () => {
  it('keeps its width however its spans lie', () => {
    fc.assert(
      fc.property(fc.array(text), width, (texts, columns) => {
        const spans = line(...texts.map((each) => span(each)));
        expect(lineWidth(cutLine(spans, columns))).toBeLessThanOrEqual(columns);
        expect(lineWidth(fillLine(spans, columns))).toBe(columns);
        expect(lineWidth(spread(spans, line('end'), columns))).toBeLessThanOrEqual(columns);
      }),
    );
  });

  it('gives the right part its room first', () => {
    expect(lineText(spread(line('a long left part'), line('right'), 14))).toBe('a long … right');
  });

  it('is broken at spaces and keeps its indent', () => {
    expect(wrapped('  one two three four', 9, 3).map(lineText)).toEqual(['  one two', '  three', '  four']);
    expect(wrapped('one two three', 5, 2).map(lineText)).toEqual(['one', 'two …']);
  });
});

describe('three sides', () => {
  it('lie side by side with the same lines in the same rows', () => {
    const base = ['a', 'b', 'c'];
    const rows = alignSides(base, ['a', 'x', 'b', 'c'], ['a', 'c', 'y']);
    expect(rows).toEqual([
      { base: 0, current: 0, incoming: 0 },
      { base: null, current: 1, incoming: null },
      { base: 1, current: 2, incoming: null },
      { base: 2, current: 3, incoming: 1 },
      { base: null, current: null, incoming: 2 },
    ]);
  });

  it('show every line once and in order, whatever they are', () => {
    const lines = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 8 });
    fc.assert(
      fc.property(lines, lines, lines, (base, current, incoming) => {
        const rows = alignSides(base, current, incoming);
        const shown = (side: 'base' | 'current' | 'incoming') => rows.flatMap((row) => row[side] ?? []);
        expect(shown('base')).toEqual([...base.keys()]);
        expect(shown('current')).toEqual([...current.keys()]);
        expect(shown('incoming')).toEqual([...incoming.keys()]);
        for (const row of rows)
          if (row.base !== null && row.current !== null) expect(current[row.current]).toBe(base[row.base]);
      }),
    );
  });
});

describe('the preview of an option', () => {
  it('says which side each line comes from', () => {
    const sides = { base: ['a', 'gone'], current: ['a', 'c'], incoming: ['a', 'i'] };
    expect(originsOf(['a', 'c', 'i', 'gone', 'new'], sides)).toEqual([' ', 'C', 'I', 'B', '*']);
  });
});

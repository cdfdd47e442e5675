import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Sides } from '../../../src/domain/conflict/conflict.ts';
import { splitLines } from '../../../src/domain/conflict/facts/lines.ts';
import { composeFile, freeMarkerSize, parseDiff3, type Segment } from '../../../src/domain/conflict/hunks.ts';
import { lines, mergeFile, mergeWithMarkers } from './tools.ts';

const parse = (sides: Sides<string>) => {
  const { text, marker_size } = mergeWithMarkers(sides);
  return parseDiff3(text, marker_size, sides);
};
const hunksOf = (segments: readonly Segment[]) =>
  segments.flatMap((segment) => (segment.kind === 'hunk' ? [segment] : []));
const composedOf = (segments: readonly Segment[], side: keyof Sides<string>) =>
  composeFile(
    segments,
    hunksOf(segments).map((hunk) => hunk[side]),
  );

describe('a merged text', () => {
  it('without markers is one clean segment', () => {
    expect(parseDiff3('a\nb\n', 7)).toEqual([{ kind: 'clean', text: 'a\nb\n' }]);
  });

  it('that is empty has no segments', () => {
    expect(parseDiff3('', 7)).toEqual([]);
  });

  it('is cut into clean lines and hunks, with the lines of each side', () => {
    const sides = {
      base: lines('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'),
      current: lines('new', 'a', 'B of main', 'c', 'd', 'e', 'f', 'g', 'h', 'i'),
      incoming: lines('a', 'B of effort', 'and more', 'c', 'd', 'e', 'f', 'g', 'h', 'I'),
    };

    expect(parse(sides)).toEqual([
      { kind: 'clean', text: lines('new', 'a') },
      {
        kind: 'hunk',
        base: lines('b'),
        current: lines('B of main'),
        incoming: lines('B of effort', 'and more'),
        lines: {
          base: { start: 2, count: 1 },
          current: { start: 3, count: 1 },
          incoming: { start: 2, count: 2 },
        },
      },
      { kind: 'clean', text: lines('c', 'd', 'e', 'f', 'g', 'h', 'I') },
    ]);
  });

  it('counts the lines of a side on that side, whatever the other changed above', () => {
    const many = Array.from({ length: 9 }, (_, index) => `line ${index}`);
    const sides = {
      base: lines(...many, 'x'),
      current: lines(...many, 'x of main'),
      incoming: lines('one', 'two', 'three', ...many, 'x of effort'),
    };

    const [hunk] = hunksOf(parse(sides));

    expect(hunk?.lines).toEqual({
      base: { start: 10, count: 1 },
      current: { start: 10, count: 1 },
      incoming: { start: 13, count: 1 },
    });
  });

  it('takes markers of another size for text', () => {
    const own = lines('<<<<<<< ours', 'text', '=======', '>>>>>>> theirs');
    const sides = { base: `${own}a\n`, current: `${own}b\n`, incoming: `${own}c\n` };

    const segments = parse(sides);

    expect(freeMarkerSize([own])).toBe(8);
    expect(segments.map((segment) => segment.kind)).toEqual(['clean', 'hunk']);
    expect(composedOf(segments, 'current')).toBe(sides.current);
  });

  it('whose conflict does not end is a bug of the caller', () => {
    expect(() => parseDiff3(lines('<<<<<<< a', 'x', '======='), 7)).toThrow('does not end');
  });

  it('gives lines that all three sides agree about back to the clean text', () => {
    const text = lines(
      '<<<<<<< a',
      'same',
      'x',
      '||||||| b',
      'same',
      'y',
      '=======',
      'same',
      'z',
      '>>>>>>> c',
      'end',
    );

    expect(parseDiff3(text, 7).map((segment) => segment.kind)).toEqual(['clean', 'hunk', 'clean']);
  });

  it('keeps carriage returns, bytes that are no UTF-8, and a last line without an end', () => {
    const sides = { base: 'a\r\nb\xe9', current: 'a\r\nc\xe9', incoming: 'a\r\nd\xe9\r\n' };

    const [hunk] = hunksOf(parse(sides));

    expect(hunk).toMatchObject({ base: 'b\xe9', current: 'c\xe9', incoming: 'd\xe9\r\n' });
  });
});

describe('a last line', () => {
  it('whose end only one side has stays with the side', () => {
    const sides = { base: '\xe9\na', current: '\xe9\n', incoming: '\xe9' };

    const segments = parse(sides);

    expect(composedOf(segments, 'base')).toBe(sides.base);
    expect(composedOf(segments, 'current')).toBe(sides.current);
    expect(composedOf(segments, 'incoming')).toBe(sides.incoming);
  });
});

describe('laws of every merge', () => {
  const word = fc.constantFrom('a', 'b', 'c', 'd', '', '=======', '<<<<<<< x', '>>>>>>> y', '\xe9');
  const text = fc
    .tuple(fc.array(word, { maxLength: 9 }), fc.constantFrom('\n', '\r\n'), fc.boolean())
    .map(([all, end, ended]) => all.join(end) + (ended && all.length > 0 ? end : ''));
  const merge = fc.record({ base: text, current: text, incoming: text });

  it('filled with one side, it is what git makes of it when that side wins', () => {
    fc.assert(
      fc.property(merge, (sides) => {
        const segments = parse(sides);

        expect(composedOf(segments, 'current')).toBe(mergeFile(sides, '--ours'));
        expect(composedOf(segments, 'incoming')).toBe(mergeFile(sides, '--theirs'));
      }),
      { numRuns: 60 },
    );
  });

  it('the lines of a hunk stand in each side where its range says', () => {
    fc.assert(
      fc.property(merge, (sides) => {
        for (const hunk of hunksOf(parse(sides))) {
          for (const side of ['base', 'current', 'incoming'] as const) {
            const { start, count } = hunk.lines[side];
            const there = splitLines(sides[side]).slice(start - 1, start - 1 + count);
            expect(there.join('')).toBe(hunk[side]);
          }
        }
      }),
      { numRuns: 100 },
    );
  });

  it('is cut the same way with and without the whole sides', () => {
    fc.assert(
      fc.property(merge, (sides) => {
        const { text: merged, marker_size } = mergeWithMarkers(sides);
        const kinds = (segments: readonly Segment[]) => segments.map((segment) => segment.kind);

        expect(kinds(parseDiff3(merged, marker_size))).toEqual(kinds(parseDiff3(merged, marker_size, sides)));
      }),
      { numRuns: 60 },
    );
  });
});

import { describe, expect, it } from 'vitest';
import { safeJson, sanitize, sanitizeLine } from '../../../src/domain/shared/text.ts';

describe('text from elsewhere, made safe to show', () => {
  it.each<[string, string, string]>([
    ['a colour', 'a\x1b[31mb\x1b[0m', 'ab'],
    ['a title', 'a\x1b]0;title\x07b\x1b]8;;x\x1b\\c', 'abc'],
    ['sequences of one byte', 'a\x9b31mb\x90c\x9cd', 'abd'],
    ['a string that an escape cancels', 'a\x1b]0;title\x1b[31mb', 'ab'],
    ['openers in openers', `a${'\x90'.repeat(9)}\x1b[1mb`, 'ab'],
    ['controls', 'a\0\x07\x7f\x85b\r\nc\td', 'ab\nc  d'],
    ['text that is to be seen', 'é 漢字 😀 e\u0301 \u00a0 ﷽', 'é 漢字 😀 e\u0301 \u00a0 ﷽'],
  ])('loses %s', (_, text, safe) => {
    expect(sanitize(text)).toBe(safe);
  });

  it.each<[string, ...number[]]>([
    ['direction', 0x061c, 0x200e, 0x202e, 0x2066],
    ['no width', 0x00ad, 0x034f, 0x180e, 0x200b, 0x200d, 0x2060, 0xfeff],
    ['blanks', 0x115f, 0x2800, 0x3164, 0xffa0],
    ['selectors', 0xfe00, 0xfe0f, 0xe0100],
    ['notes', 0xfff9, 0xfffb],
    ['formats that are no longer used', 0x206a, 0x206f],
    ['tags', 0xe0001, 0xe0041, 0xe007f],
    ['lines', 0x2028, 0x2029],
    ['halves of a character', 0xd800, 0xdfff],
  ])('loses what cannot be seen: %s', (_, ...points) => {
    for (const point of points) {
      const hidden = String.fromCodePoint(point);
      expect(sanitizeLine(`a${hidden}b`), point.toString(16)).toBe('ab');
      const json = safeJson({ text: `a${hidden}b` });
      expect(json).toMatch(/^[\x20-\x7e]*$/);
      expect(JSON.parse(json)).toEqual({ text: `a${hidden}b` });
    }
  });
});

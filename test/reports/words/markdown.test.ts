import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bullets,
  code,
  fenced,
  labelled,
  markdown,
  numbered,
  prose,
  table,
  when,
} from '../../../src/reports/words/markdown.ts';
import { sampleInstant } from '../../support/states.ts';

describe('prose', () => {
  it.each([
    ['a *b* _c_ [d](e)', 'a \\*b\\* \\_c\\_ \\[d\\](e)'],
    ['snake_case stays', 'snake_case stays'],
    ['# no heading', '\\# no heading'],
    ['- no item', '\\- no item'],
    ['1. no list', '1\\. no list'],
    ['two\nlines', 'two lines'],
    ['<img src=x>&amp;', '\\<img src=x\\>\\&amp;'],
    ['red\x1b[31m alert\x07', 'red alert'],
  ])('turns %j into %j', (text, safe) => {
    expect(prose(text)).toBe(safe);
  });
});

describe('code', () => {
  it.each([
    ['src/a.ts', '`src/a.ts`'],
    ['a`b', '``a`b``'],
    ['`a``', '``` `a`` ```'],
    ['', '`  `'],
    ['a\nb', '`a b`'],
  ])('turns %j into %j', (text, safe) => {
    expect(code(text)).toBe(safe);
  });
});

describe('fenced code', () => {
  it('names the language of the file', () => {
    expect(fenced('const a = 1;\n', 'src/a.ts')).toBe('```ts\nconst a = 1;\n```');
  });

  it('takes nothing but letters and digits for a language', () => {
    expect(fenced('x', 'a.t`s')).toBe('```\nx\n```');
  });

  it('is never ended by what is in it', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('`', '```', '\n', 'a', '~~~', ' ', '````js\n')), (parts) => {
        const lines = fenced(parts.join('')).split('\n');
        const fence = lines.at(-1) ?? '';

        expect(lines[0]).toBe(fence);
        expect(lines.slice(1, -1).some((line) => line.trim().startsWith(fence))).toBe(false);
      }),
    );
  });

  it('is cut when it is very long, and says so', () => {
    expect(fenced('line\n'.repeat(1000))).toMatch(/… \d+ more characters\n```$/);
  });
});

describe('lists and tables', () => {
  it('say so when there is nothing', () => {
    expect(bullets([])).toBe('- None');
    expect(bullets([], null)).toBeNull();
    expect(numbered([])).toBe('None');
    expect(table(['a'], [], 'Nothing at all.')).toBe('Nothing at all.');
  });

  it('have one line for each item', () => {
    expect(bullets(['a', 'b'])).toBe('- a\n- b');
    expect(numbered(['a', 'b'])).toBe('1. a\n2. b');
  });

  it('keep a bar in its cell', () => {
    expect(table(['a', 'b'], [[code('x|y'), prose('p|q')]])).toBe(
      '| a | b |\n|---|---|\n| `x\\|y` | p\\|q |',
    );
  });
});

describe('a document', () => {
  it('leaves out what has nothing to say', () => {
    expect(markdown('# T', null, '', labelled('A', 'b'))).toBe('# T\n\n**A**: b\n');
  });

  it('tells time to the second', () => {
    expect(when(sampleInstant())).toBe('2026-11-21 10:15:00 UTC');
  });
});

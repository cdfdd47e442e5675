import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Sides } from '../../../../src/domain/conflict/conflict.ts';
import { surplus } from '../../../../src/domain/conflict/facts/counts.ts';
import { mirrored } from '../../../../src/domain/conflict/facts/hunk-text.ts';
import { wordsOf } from '../../../../src/domain/conflict/facts/tokens.ts';
import { lossOf } from '../../../../src/domain/conflict/loss.ts';
import { RESOLVERS } from '../../../../src/domain/conflict/resolvers/table.ts';

/** Pieces of files that the rules look for, so that chance meets every rule. */
const PIECES: Readonly<Record<string, readonly string[]>> = {
  'a.ts': [
    "import { a } from './x.ts';",
    "import { a, b } from './x.ts';",
    "import { c } from './x.ts';",
    "import d from './d.ts';",
    'call(one);',
    '  call(one);',
    'call( one );',
    'call(one, two);',
    "  key: 'a',",
    "  key: 'b',",
    "  'item',",
    '',
    '}',
  ],
  'a.json': ['  "a": 1,', '  "a": 2,', '  "b": 1,', '  "c": [1, 2],', '  "d": 1', '  "e": {', '  }'],
  'CHANGELOG.md': ['# One', '- one', '- two', '', 'text'],
  'a.py': ['import os', 'import re', 'from a import b', 'from a import b, c', '  x = 1', 'x = 1', ''],
};

const hunk = fc.constantFrom(...Object.keys(PIECES)).chain((path) => {
  const side = fc
    .tuple(
      fc.array(fc.constantFrom(...(PIECES[path] ?? [])), { maxLength: 4 }),
      fc.constantFrom('\n', '\r\n'),
      fc.boolean(),
    )
    .map(([all, end, ended]) => all.join(end) + (ended && all.length > 0 ? end : ''));
  return fc
    .tuple(side, side, side, fc.constantFrom('none', 'base', 'both'))
    .map(([base, current, incoming, grown]): Sides<string> & { path: string } => ({
      path,
      base,
      // Sides that keep base are what merges are made of.
      current:
        grown === 'none' ? current : `${base}${base === '' || base.endsWith('\n') ? '' : '\n'}${current}`,
      incoming: grown === 'both' ? `${incoming}${incoming.endsWith('\n') ? '' : '\n'}${base}` : incoming,
    }));
});

/** What a text says, whatever the order: which of two additions comes first is the current side's privilege. */
const wordKinds = (text: string) => [...wordsOf(text)].sort();
const RUNS = { numRuns: 2_000 };

describe.each(RESOLVERS.map((resolver) => ({ rule: resolver.rule, resolver })))(
  'the rule $rule',
  ({ resolver }) => {
    it('loses nothing that a side added, when it is safe', () => {
      fc.assert(
        fc.property(hunk, (sides) => {
          const found = resolver.resolve(sides);
          if (found?.safe !== true) return;

          expect(lossOf(sides.current, sides.base, found.text).lines).toBe(0);
          expect(lossOf(sides.incoming, sides.base, found.text).lines).toBe(0);
        }),
        RUNS,
      );
    });

    it('has no word more often than the sides together, when it is safe', () => {
      fc.assert(
        fc.property(hunk, (sides) => {
          const found = resolver.resolve(sides);
          if (found?.safe !== true) return;
          const words = (text: string) => wordsOf(text).filter((word) => /\w/.test(word));
          const added = (side: string) => surplus(words(side), words(sides.base));

          const all = [...words(sides.base), ...added(sides.current), ...added(sides.incoming)];
          expect(surplus(words(found.text), all)).toEqual([]);
        }),
        RUNS,
      );
    });

    it('comes to the same words seen from the other side', () => {
      fc.assert(
        fc.property(hunk, (sides) => {
          const [here, there] = [resolver.resolve(sides), resolver.resolve(mirrored(sides))];

          expect(there?.safe).toBe(here?.safe);
          if (here === null || there === null || resolver.rule === 'version') return;
          expect(wordKinds(there.text)).toEqual(wordKinds(here.text));
        }),
        RUNS,
      );
    });

    it('has nothing more to say about what it made', () => {
      fc.assert(
        fc.property(hunk, (sides) => {
          const found = resolver.resolve(sides);
          if (found?.safe !== true) return;

          const again = resolver.resolve({ ...sides, current: found.text, incoming: found.text });
          expect(again === null || again.text === found.text).toBe(true);
        }),
        RUNS,
      );
    });

    it('puts in nothing but what the sides have', () => {
      fc.assert(
        fc.property(hunk, (sides) => {
          const found = resolver.resolve(sides);
          if (found === null) return;
          const known = new Set([sides.base, sides.current, sides.incoming].flatMap(wordsOf));

          expect(wordsOf(found.text).filter((word) => /\w/.test(word) && !known.has(word))).toEqual([]);
        }),
        RUNS,
      );
    });
  },
);

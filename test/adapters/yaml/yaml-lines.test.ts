import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import { yamlLines } from '../../../src/adapters/yaml/yaml-lines.ts';
import { anyText, HOSTILE_TEXTS } from '../../support/states.ts';

const WORDS = [
  ...[
    'true',
    'Null',
    'no',
    '~',
    'a',
    'a-',
    'a:',
    'a: b',
    'a #b',
    '1e5',
    '0x1f',
    '.inf',
    '12',
    '- a',
    'nan',
    '',
  ],
  ...['3'.repeat(40), `${'3'.repeat(39)}e`, `1e${'3'.repeat(38)}`, `a${'3'.repeat(39)}`],
  ...[
    '2026-11-30T20:29:04.000Z',
    'effort/000',
    'two words',
    'src/a b.ts',
    'x'.repeat(1100),
    'line\nend',
    ' a',
  ],
];
const ONE_LINE = {
  lineWidth: 0,
  blockQuote: false,
  singleQuote: false,
  doubleQuotedMinMultiLineLength: Number.MAX_SAFE_INTEGER,
  aliasDuplicateObjects: false,
} as const;

test('plain data is written exactly as the yaml package does', () => {
  const text = fc.oneof(
    fc.constantFrom(...WORDS, ...HOSTILE_TEXTS),
    anyText,
    fc.stringMatching(/^[\w :#-]*$/),
  );
  const scalar = fc.oneof(
    text,
    fc.integer(),
    fc.double(),
    fc.boolean(),
    fc.constant(null),
    fc.constant(undefined),
  );
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof({ depthSize: 'small', withCrossShrink: true }, scalar, tie('list'), tie('map')),
    list: fc.array(tie('value'), { maxLength: 4 }),
    map: fc.dictionary(text, tie('value'), { maxKeys: 4 }),
  }));
  for (const word of WORDS)
    expect(`${yamlLines([{ [word]: [word] }]).join('\n')}\n`).toBe(stringify([{ [word]: [word] }], ONE_LINE));
  fc.assert(
    fc.property(fc.array(value, { minLength: 1 }), (list) => {
      expect(`${yamlLines(list).join('\n')}\n`).toBe(stringify(list, ONE_LINE));
    }),
    { numRuns: 500 },
  );
});

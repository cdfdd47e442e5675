import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { parseYaml, yamlOf } from '../../../src/adapters/yaml/yaml-text.ts';
import { anyText, HOSTILE_TEXTS } from '../../support/states.ts';

describe('YAML', () => {
  it('is what people would write', () => {
    const fields = {
      wave: 2,
      paused: false,
      outcome: null,
      empty: [],
      authors: ['Ada', 'null'],
      efforts: [{ name: 'a', size: { added: 1 }, depends_on: ['b', 'c'] }, { name: '42' }],
    };

    expect(yamlOf('root', fields)).toBe(
      [
        'root:',
        '  wave: 2',
        '  paused: false',
        '  outcome: null',
        '  empty: []',
        '  authors:',
        '    - Ada',
        '    - "null"',
        '  efforts:',
        '    - name: a',
        '      size:',
        '        added: 1',
        '      depends_on:',
        '        - b',
        '        - c',
        '    - name: "42"',
        '',
      ].join('\n'),
    );
  });

  it('gives every text back as it was, in every place', () => {
    const text = fc.oneof(fc.constantFrom(...HOSTILE_TEXTS), fc.string(), anyText);
    fc.assert(
      fc.property(text, text, (one, two) => {
        const fields = {
          one,
          list: [one, two],
          maps: [{ one, inner: { two, list: [two] } }],
          map: { inner: one },
        };

        expect(parseYaml(yamlOf('root', fields))).toEqual({ ok: true, value: { root: fields } });
      }),
      { numRuns: 500 },
    );
  });

  it('means the same to any other reader of YAML', () => {
    const fields = {
      texts: HOSTILE_TEXTS,
      numbers: [0, -1, 1e21, 1.5e-7],
      flags: [true, false],
      nothing: null,
    };

    expect(parse(yamlOf('root', fields))).toEqual({ root: fields });
  });

  it('tells null from the text null, and leaves everything else text', () => {
    expect(parseYaml('a: null\nb: "null"\nc: 12e456789\nd: true\ne: ~\nf: 0x1f\n')).toEqual({
      ok: true,
      value: { a: null, b: 'null', c: '12e456789', d: 'true', e: '~', f: '0x1f' },
    });
  });

  it.each([
    ['an alias', 'a: &x 1\nb: *x\n'],
    ['many aliases', `a: &x [1]\nb: [${'*x,'.repeat(1000)}]\n`],
    ['a second document', 'a: 1\n---\nb: 2\n'],
    ['a tag', 'a: !!js/function "x"\n'],
    ['brackets that never close', '['.repeat(20_000)],
    ['a tab for an indent', 'a:\n\tb: 1\n'],
    ['no YAML at all', '}{'],
  ])('refuses %s', (_what, text) => {
    expect(parseYaml(text)).toMatchObject({ ok: false, refused: expect.stringContaining('is not the YAML') });
  });
});

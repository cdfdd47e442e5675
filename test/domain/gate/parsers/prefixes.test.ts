import { readdirSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { prefixOf } from '../../../../src/domain/gate/parsers/prefixes/prefix.ts';
import { captured, namesIn, read, readLive } from './reading.ts';

const OUTPUTS = readdirSync(new URL('../../../fixtures/runners/', import.meta.url)).map((file) =>
  file.replace(/\.txt$/, ''),
);

/** Puts a prefix before each line, as a runner of packages does. */
const behind = (prefix: string, output: string) => output.replaceAll(/^/gm, prefix);

const VITEST = (passed: number) => ` Test Files  1 passed (1)\n      Tests  ${passed} passed (${passed})`;

/** Each prefix as its tool prints it, and how names begin behind it. */
const PREFIXES: readonly [tool: string, prefix: string, label: string | null][] = [
  ['turbo', 'web:test: ', 'web:test'],
  ['turbo, scoped', '@acme/web:test:unit: ', '@acme/web:test:unit'],
  ['turbo in colour', '\u001b[36m@acme/web:test: \u001b[0m', '@acme/web:test'],
  ['pnpm -r', 'packages/web test: ', 'packages/web test'],
  ['pnpm -r, the root', '. test: ', '. test'],
  [
    'pnpm -r in colour',
    '\u001b[35mpackages/web\u001b[39m \u001b[96mtest:unit\u001b[39m: ',
    'packages/web test:unit',
  ],
  [
    'pnpm -r, a long path',
    '...some/where/far/down/packages/web test: ',
    '...some/where/far/down/packages/web test',
  ],
  ['bun --filter', '@acme/web test: ', '@acme/web test'],
  ['nx and lerna run --stream', '@acme/web: ', '@acme/web'],
  ['nx, a plain name, in colour', '\u001b[1m\u001b[92mweb:\u001b[39m\u001b[22m ', 'web'],
  ['npm-run-all and concurrently', '[web] ', 'web'],
  ['npm-run-all with labels of one width', '[test:web   ] ', 'test:web'],
  ['yarn workspaces foreach', '[@acme/web]: ', '@acme/web'],
  ['docker compose and foreman', 'web-1  | ', 'web-1'],
  ['moon', 'web:test | ', 'web:test'],
  ['GitHub', '2026-01-01T10:00:00.1234567Z ', null],
  ['ISO', '2026-01-01T10:00:00Z ', null],
  ['ISO with an offset', '2026-01-01T10:00:00.123+02:00 ', null],
  ['ISO in brackets', '[2026-01-01T10:00:00.123Z] ', null],
  ['a date and a time', '2026-01-01 10:00:00,123 ', null],
  ['a time', '[10:00:00] ', null],
  ['ts', 'Jan  1 10:00:00 ', null],
  ['GitHub before turbo', '2026-01-01T10:00:00.1234567Z web:test: ', 'web:test'],
  ['a time behind a label', '[web] 10:00:00.123 ', 'web'],
  ['turbo before pnpm', 'root:test: packages/web test: ', 'root:test packages/web test'],
  ['GitHub before turbo before pnpm', '2026-01-01T10:00:00Z root:test: . test: ', 'root:test . test'],
];

describe.each(PREFIXES)('behind the prefix of %s, an output', (_tool, prefix, label) => {
  const under = (name: string) => (label === null ? name : `${label} > ${name}`);

  test.each(OUTPUTS)('is read as without: %s', (output) => {
    const plain = read('auto', captured(output));
    // Every such tool prints a line of its own before the output.
    const prefixed = `${prefix}> test\n${behind(prefix, captured(output))}`;

    expect(read('auto', prefixed)).toEqual(plain && { ...plain, failing: plain.failing.map(under) });
    expect(namesIn('auto', prefixed)).toEqual(namesIn('auto', captured(output))?.map(under) ?? null);
    expect(readLive('auto', prefixed)?.total ?? null).toBe(readLive('auto', captured(output))?.total ?? null);
  });
});

describe('the outputs of packages', () => {
  test('add up when their lines interleave, and keep their names apart', () => {
    const lines = (prefix: string, output: string) => behind(prefix, captured(output)).split('\n');
    const [web, api] = [lines('web:test: ', 'jest'), lines('api:test: ', 'go-verbose')];
    const mixed = Array.from({ length: Math.max(web.length, api.length) }, (_, index) =>
      [web[index], api[index]].filter((line) => line !== undefined),
    ).flat();

    const tally = read('auto', mixed.join('\n'));

    expect(tally).toMatchObject({ passed: 5, failed: 4, skipped: 3, total: 12 });
    expect(tally?.failing).toEqual([
      'api:test > example.com/demo/calc > TestDivide',
      'api:test > example.com/demo/calc > TestDivide/by_zero',
      'web:test > j/a.test.js > breaks on purpose',
      'web:test > j/a.test.js > suite › inner › odd',
      'web:test > j/b.test.js',
    ]);
  });

  test('are listed in one order, whichever printed first', () => {
    const [web, api] = [behind('web: ', captured('bun')), behind('api: ', captured('pytest'))];

    expect(read('auto', `${web}\n${api}`)).toEqual(read('auto', `${api}\n${web}`));
  });

  test('add up with what stands at the margin, as the root has tests too', () => {
    const output = `${VITEST(3)}\n${behind('web:test: ', VITEST(10))}\n${behind('api:test: ', VITEST(5))}`;

    expect(read('auto', output)).toMatchObject({ total: 18, passed: 18 });
  });

  test('are read by one parser too, where the settings name it', () => {
    expect(read('vitest', behind('[web] ', VITEST(10)))).toMatchObject({ total: 10 });
    expect(read('exit', behind('[web] ', VITEST(10)))).toBeNull();
  });

  test('have no common coverage where it differs', () => {
    const covered = (percent: string) =>
      `File | % Stmts | % Lines\nAll files | 1 | ${percent}\n${captured('pytest-quiet')}`;

    expect(read('auto', behind('web: ', covered('80')))?.coverage).toBe(80);
    expect(
      read('auto', `${behind('web: ', covered('80'))}\n${behind('api: ', covered('90'))}`)?.coverage,
    ).toBeNull();
  });

  test('have live counts all together', () => {
    const half = (name: string) => behind(`${name}:test: `, '✔ one (1ms)\n✖ two (1ms)');

    expect(readLive('auto', `${half('web')}\n${half('api')}`)).toMatchObject({ total: 4, failed: 2 });
    expect(readLive('auto', `${half('web')}\n${behind('api:test: ', captured('node-spec'))}`)).toMatchObject({
      total: 10,
    });
  });

  test('without a closing summary count nothing', () => {
    const output = `${behind('web:test: ', VITEST(10))}\n${behind('api:test: ', '✔ one (1ms)')}`;

    expect(read('auto', output)).toMatchObject({ total: 10 });
  });

  test('are found behind thousands of other labels, in bounded memory', () => {
    const noise = Array.from({ length: 3000 }, (_, index) => `request ${index}: done`).join('\n');
    const packages = Array.from({ length: 40 }, (_, index) => behind(`p${index}:test: `, VITEST(1)));

    expect(
      read('auto', [...packages, noise, behind('web:test: ', VITEST(10)), noise].join('\n')),
    ).toMatchObject({
      total: 50,
    });
  });
});

test('a log with a label of its own in each line is read as it is', () => {
  const log = Array.from({ length: 12_000 }, (_, index) => `request ${index}: done`).join('\n');

  expect(read('auto', `${log}\n${VITEST(3)}`)).toMatchObject({ total: 3 });
  expect(read('auto', `${behind('web:test: ', VITEST(10))}\n${log}`)).toMatchObject({ total: 10 });
});

describe('a prefix', () => {
  const word = fc.stringMatching(/^[a-z][a-z0-9_-]{0,11}$/);
  const label = fc.oneof(
    fc.tuple(word, word).map(([name, task]) => `${name}:${task}: `),
    fc.tuple(word, word, word).map(([scope, name, task]) => `@${scope}/${name}:${task}: `),
    fc
      .tuple(fc.array(word, { minLength: 1, maxLength: 3 }), word)
      .map(([path, task]) => `${path.join('/')} ${task}: `),
    fc.tuple(word, fc.nat(5)).map(([name, pad]) => `[${name}${' '.repeat(pad)}] `),
    word.map((name) => `[${name}]: `),
    word.map((name) => `${name}: `),
    fc.tuple(word, fc.nat(5)).map(([name, pad]) => `${name}${' '.repeat(pad)} | `),
  );
  const time = fc
    .tuple(
      fc.date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true }),
      fc.constantFrom(
        (iso: string) => `${iso} `,
        (iso: string) => `[${iso}] `,
        (iso: string) => `${iso.slice(0, 19)}Z `,
        (iso: string) => `${iso.slice(11, 19)} `,
        (iso: string) => `${iso.slice(0, 10)} ${iso.slice(11, 23)} `,
      ),
    )
    .map(([date, format]) => format(date.toISOString()));
  const prefix = fc.oneof(
    label,
    time,
    fc.tuple(time, label).map((both) => both.join('')),
    fc.tuple(label, time).map((both) => both.join('')),
  );
  const colour = fc.constantFrom<(text: string) => string>(
    (text) => text,
    (text) => `\u001b[36m${text}\u001b[0m`,
    (text) => `\u001b[1m\u001b[92m${text.trimEnd()}\u001b[39m\u001b[22m `,
  );

  test('of whatever package, task and time changes no count', () => {
    fc.assert(
      fc.property(prefix, colour, fc.constantFrom(...OUTPUTS), (before, coloured, output) => {
        const { failing: _, ...plain } = read('auto', captured(output)) ?? { failing: [] };
        const { failing: __, ...prefixed } = read(
          'auto',
          behind(coloured(before), `> test\n${captured(output)}`),
        ) ?? {
          failing: [],
        };
        expect(prefixed).toEqual(plain);
      }),
      { numRuns: 200 },
    );
  });

  test('is never made of ordinary lines: behind it they are no summary of a second run', () => {
    const ordinary = [
      '> web@1.0.0 test',
      'warning: 3 packages are old',
      '[info] 12 tests in 3 files',
      '[gw0] [ 50%] PASSED test_a.py::test_b',
      'Tests: none',
      '12:00:00 10 passed',
      'stdout | a.test.ts > adds',
      'Error: 2 failed',
      'File      | % Stmts',
    ].join('\n');
    for (const output of OUTPUTS) {
      const among = `${ordinary}\n${captured(output)}`;
      expect(read('auto', among), output).toEqual(read('auto', captured(output)));
    }
  });

  test('of plain words before a single line is a sentence', () => {
    const said = `${captured('pytest-quiet')}\nsummary: 1 passed in 0.60s`;

    expect(read('auto', said)).toEqual(read('auto', captured('pytest-quiet')));
  });

  test.each([
    ['at the margin', 'Tests  10 passed'],
    ['of an indented line', '  web:test: line'],
    ['of a path with a line number', 'src/a.ts:12:5 error'],
    ['of an address', 'http://127.0.0.1:8080/web'],
    ['of empty brackets', '[] line'],
    ['of three words', 'one two three: line'],
    ['of a frame in a stack', '    at Object.log (a.test.js:2:57)'],
    ['of a date alone', '2026-01-01 line'],
  ])('is not found %s', (_what, line) => {
    expect(prefixOf(line)).toBeNull();
  });

  test('may stand before nothing', () => {
    expect(prefixOf('web:test:')).toMatchObject({ label: 'web:test', rest: '' });
    expect(prefixOf('web:test: ')).toMatchObject({ label: 'web:test', rest: '' });
  });
});

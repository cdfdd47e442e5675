import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { PARSERS } from '../../../../src/domain/config/settings.ts';
import { captured, read, readLive } from './reading.ts';

describe('an output without a closing summary', () => {
  test.each(PARSERS)('tells %s nothing, whatever it says', (parser) => {
    const noise = [
      '> build',
      '✔ 34 modules transformed',
      'ok, done',
      '12 tests',
      'FAIL',
      'Tests: none',
      '',
    ].join('\n');

    expect(read(parser, noise)).toBeNull();
    expect(read(parser, '')).toBeNull();
  });

  test('has live counts, which no verdict rests on', () => {
    const half = captured('node-spec').split('\n').slice(0, 4).join('\n');

    expect(readLive('auto', half)).toMatchObject({ total: 4, passed: 1, failed: 1, skipped: 2 });
    expect(read('auto', half)).toBeNull();
  });

  test('of tap is one with fewer points than planned', () => {
    expect(read('tap', '1..3\nok 1 - a\nok 2 - b\n')).toBeNull();
    expect(read('tap', '1..2\nok 1 - a\nok 2 - b\n')).toMatchObject({ total: 2, passed: 2 });
    expect(read('tap', '1..0 # skipped: no server\n')).toMatchObject({ total: 0 });
  });

  test('never makes a parser throw, whatever the bytes', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...PARSERS),
        fc.string({ unit: 'binary', maxLength: 400 }),
        (parser, text) => {
          readLive(parser, text.replaceAll(' ', '\n'));
        },
      ),
    );
  });
});

describe('several runners in one output', () => {
  test('add up', () => {
    const both = `${captured('vitest')}\n${captured('pytest')}`;

    expect(read('auto', both)).toMatchObject({ total: 14, passed: 3, failed: 7, skipped: 4 });
  });

  test('keep at most 200 names of failing tests', () => {
    const points = Array.from({ length: 300 }, (_, index) => `not ok ${index + 1} - test ${index + 1}`);

    const tally = read('tap', ['1..300', ...points].join('\n'));

    expect(tally).toMatchObject({ total: 300, failed: 300 });
    expect(tally?.failing).toHaveLength(200);
  });

  test('cut a name that is far too long', () => {
    expect(read('tap', `1..1\nnot ok 1 - ${'x'.repeat(5000)}`)?.failing[0]).toHaveLength(300);
  });
});

describe('a file or suite that failed', () => {
  const VITEST = ' FAIL  a.test.ts > suite\nError: hook\n FAIL  a.test.ts > suite > one\nError: x';
  const JEST = 'FAIL a.test.js\n  ● Test suite failed to run\n\n  ● suite › one\n';

  test.each([
    ['vitest', `${VITEST}\n      Tests  1 failed (1)`, ['a.test.ts > suite > one']],
    ['jest', `${JEST}\nTests:       1 failed, 1 total`, ['a.test.js > suite › one']],
  ] as const)('is not listed by %s beside its failing tests', (parser, output, failing) => {
    expect(read(parser, output)).toMatchObject({ failed: 1, failing });
    expect(read(parser, `${output}\n${output}`)?.failing).toEqual([...failing, ...failing]);
  });

  test('is listed where none of its tests is', () => {
    const output =
      ' FAIL  a.test.ts > suite\nError: hook\n FAIL  a.test.ts > other > one\n      Tests  1 failed (1)';

    expect(read('vitest', output)?.failing).toEqual(['a.test.ts > suite', 'a.test.ts > other > one']);
  });

  test('is not listed among hundreds of failing tests', () => {
    const names = Array.from({ length: 600 }, (_, index) => `  ✖ test ${index} (1ms)`);
    const footer = ['tests 600', 'suites 1', 'pass 0', 'fail 600', 'duration_ms 1'].map(
      (each) => `ℹ ${each}`,
    );
    const suites = ['▶ early', '  ✖ one (1ms)', '✖ early (1ms)'];

    const output = [...suites, '▶ suite', ...names.slice(1), '✖ suite (1ms)', ...footer].join('\n');

    expect(read('node', output)?.failing.slice(0, 3)).toEqual([
      'early > one',
      'suite > test 1',
      'suite > test 2',
    ]);
  });
});

describe('noise between the lines of a runner', () => {
  const quiet = [
    'node-spec',
    'node-tap',
    'vitest',
    'jest',
    'pytest',
    'go-verbose',
    'go-json',
    'cargo',
    'bun',
    'node-junit',
  ];

  test.each(quiet)('does not change what is read from %s', (output) => {
    const lines = captured(output).split('\n');
    const noise = [
      'npm warn deprecated left-pad@1.0.0',
      'listening on 127.0.0.1:8080',
      '   at run (a.js:1:2)',
      '{ "a": 1 }',
      '',
    ];

    const noisy = lines.flatMap((line, index) => [noise[index % noise.length] ?? '', line]).join('\n');

    expect(read('auto', noisy)).toEqual(read('auto', captured(output)));
  });
});

describe('coverage', () => {
  test.each([
    [
      'istanbul and v8',
      'File      | % Stmts | % Branch | % Funcs | % Lines | Uncovered\nAll files |   94.11 |    80.55 |      90 |   95.23 | 7-9',
      95.23,
    ],
    [
      'node',
      'ℹ file      | line % | branch % | funcs % | uncovered lines\nℹ all files | 88.50 |   100.00 |  100.00 | ',
      88.5,
    ],
    ['bun', 'File      | % Funcs | % Lines | Uncovered Line #s\nAll files |   66.67 |   77.78 |', 77.78],
    ['pytest-cov', 'src/a.py      10      2    80%\nTOTAL        120      6     8      1    95%', 95],
    ['go', 'ok      example.com/demo  0.012s  coverage: 81.2% of statements', 81.2],
    ['go tool cover', 'total:                    (statements)              70.1%', 70.1],
    ['tarpaulin', '85.71% coverage, 6/7 lines covered', 85.71],
    ['two packages that differ', 'TOTAL  10  1  90%\nTOTAL  20  1  95%', null],
    ['nobody', 'All files | 12 | 13', null],
  ])('of lines is read from %s', (_tool, output, percent) => {
    expect(read('auto', `${output}\n${captured('pytest-quiet')}`)?.coverage).toBe(percent);
  });
});

describe('a report in XML', () => {
  test('may span lines within a tag, and quote tags in texts, comments and CDATA', () => {
    const report = [
      '<testsuites><testsuite name="s"><!-- <testcase name="no"/> -->',
      '<testcase classname="a.b"',
      "  name='1 &lt; 2 &amp;&amp; x > y &#27;[31m'",
      '><failure message="a > b <testcase/>">text</failure><system-out><![CDATA[',
      '<testcase name="no"/>]]></system-out></testcase>',
      '<testcase name="fine"/></testsuite></testsuites>',
    ].join('\n');

    expect(read('junit', report)).toMatchObject({
      total: 2,
      passed: 1,
      failed: 1,
      failing: ['a.b > 1 < 2 && x > y  [31m'],
    });
  });

  test('that never ends a tag is read in bounded memory', () => {
    const endless = `<testcase name="${'x'.repeat(20_000)}\n${'y\n'.repeat(1000)}`;

    expect(read('junit', `${endless}\n"/><testsuite><testcase name="a"/></testsuite>`)).toMatchObject({
      passed: 1,
    });
  });
});

describe('jest with many files', () => {
  test('names each failure once, though it prints them again at the end', () => {
    const block = captured('jest').split('Test Suites:')[0] ?? '';

    const output = `${block}Summary of all failing tests\n${captured('jest')}`;

    expect(read('jest', output)?.failing).toEqual(read('jest', captured('jest'))?.failing);
  });
});

describe('mocha', () => {
  test('is read to its last failure, though a message reaches the left margin and looks like a summary', () => {
    const output = [
      '  0 passing (4ms)',
      '  2 failing',
      '',
      '  1) one:',
      '     Error: first line',
      'second line',
      '  9 failing',
      '',
      '  2) two:',
      '     Error: boom',
    ].join('\n');

    expect(read('mocha', output)).toMatchObject({ failed: 2, failing: ['one', 'two'] });
  });
});

describe('node --test, run here', () => {
  let directory = '';
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'intorch-'));
  });
  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  const HOSTILE = [
    '-x',
    'a > b',
    '# TODO not',
    'ok 1 - fine',
    'ℹ tests 99',
    'quo"te\'s',
    'tab\there',
    '\u001b[31mred',
    '名前',
    '1..9',
  ];

  test.each(['spec', 'tap', 'junit'])(
    'with hostile names is counted right by its %s reporter',
    (reporter) => {
      const tests = HOSTILE.map(
        (name, index) => `test(${JSON.stringify(name)}, () => { if (${index} % 2) throw new Error('x'); });`,
      );
      writeFileSync(
        join(directory, 'hostile.test.mjs'),
        `import { test } from 'node:test';\n${tests.join('\n')}\n`,
      );

      const output = run(reporter);

      expect(read('auto', output)).toMatchObject({ total: 10, passed: 5, failed: 5 });
      expect(read('auto', output)?.failing).toHaveLength(5);
    },
  );

  test('on a file that cannot be loaded names the file', () => {
    writeFileSync(join(directory, 'broken.test.mjs'), "import './missing.mjs';\n");

    expect(read('node', run('spec'))).toMatchObject({
      failed: 1,
      failing: ['broken.test.mjs > broken.test.mjs'],
    });
  });

  test('on no tests at all counts zero', () => {
    expect(read('node', run('spec'))).toMatchObject({ total: 0 });
  });

  function run(reporter: string): string {
    const args = ['--test', `--test-reporter=${reporter}`];
    const env = { PATH: process.env['PATH'] ?? '', NO_COLOR: '1' };
    try {
      return execFileSync(process.execPath, args, { cwd: directory, env, encoding: 'utf8', stdio: 'pipe' });
    } catch (error) {
      return String((error as { stdout?: unknown }).stdout);
    }
  }
});

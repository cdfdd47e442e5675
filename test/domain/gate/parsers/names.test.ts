import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { ParserName } from '../../../../src/domain/config/settings.ts';
import { captured, namesIn, read } from './reading.ts';

/** The tests that ran in each captured output, as a person reads it; null: the output does not name those that passed. */
const NAMES: readonly [output: string, parser: ParserName, names: readonly string[] | null][] = [
  ...(['node-spec', 'node-spec-colour', 'node-tap'] as const).map((output): (typeof NAMES)[number] => [
    output,
    'node',
    ['adds', 'breaks on purpose', 'suite > inner ok', 'suite > inner # bad "q"', 'parent > child'],
  ]),
  [
    'node-junit',
    'junit',
    [
      'test > adds',
      'test > breaks on purpose',
      'suite > inner ok',
      'suite > inner # bad &quot;q&quot;',
      'parent > child',
    ],
  ],
  ['vitest', 'vitest', null],
  [
    'vitest-verbose-colour',
    'vitest',
    ['a.test.ts > adds', 'a.test.ts > breaks > on purpose', 'a.test.ts > suite > inner'],
  ],
  ['vitest-none', 'vitest', []],
  ['vitest-tap', 'tap', ['a.test.ts > adds', 'a.test.ts > breaks > on purpose', 'a.test.ts > suite > inner']],
  [
    'vitest-junit',
    'junit',
    ['a.test.ts > adds', 'a.test.ts > breaks > on purpose', 'a.test.ts > suite > inner'],
  ],
  ['jest', 'jest', null],
  [
    'jest-verbose-colour',
    'jest',
    [
      'j/a.test.js > adds',
      'j/a.test.js > breaks on purpose',
      'j/a.test.js > suite › inner › odd',
      'j/a.test.js > suite › ok',
    ],
  ],
  ['mocha', 'mocha', ['suite > adds', 'suite > breaks', 'suite > deep > fails too']],
  ['mocha-colour', 'mocha', ['suite > adds', 'suite > breaks', 'suite > deep > fails too']],
  ['mocha-tap', 'tap', ['suite adds', 'suite breaks', 'suite deep fails too']],
  ['pytest', 'pytest', null],
  ['pytest-quiet', 'pytest', null],
  [
    'pytest-verbose-colour',
    'pytest',
    [
      'test_a.py::test_ok',
      'test_a.py::test_bad',
      'test_a.py::test_xp',
      'test_a.py::test_err',
      'test_a.py::test_p[a b]',
      'test_a.py::test_p[x - y]',
      'test_a.py::TestC::test_m',
    ],
  ],
  [
    'pytest-junit',
    'junit',
    [
      'test_a > test_ok',
      'test_a > test_bad',
      'test_a > test_xp',
      'test_a > test_err',
      'test_a > test_p[a b]',
      'test_a > test_p[x - y]',
      'test_a.TestC > test_m',
    ],
  ],
  // Without -v, go names packages.
  [
    'go',
    'go',
    ['example.com/demo/calc', 'example.com/demo/store', 'example.com/demo/web', 'example.com/demo/broken'],
  ],
  [
    'go-verbose',
    'go',
    [
      'example.com/demo/calc > TestAdd',
      'example.com/demo/calc > TestDivide',
      'example.com/demo/calc > TestDivide/by_zero',
      'example.com/demo/calc > TestDivide/evenly',
      'example.com/demo/store > TestStore',
    ],
  ],
  ['go-json', 'go', ['example.com/demo/calc > TestAdd', 'example.com/demo/calc > TestDivide']],
  [
    'cargo',
    'cargo',
    [
      'demo src/lib.rs > tests::adds',
      'demo src/lib.rs > tests::breaks',
      'demo src/lib.rs > tests::panics - should panic',
      'x tests/x.rs > it_works',
      'demo docs > src/lib.rs - add',
    ],
  ],
  ['nextest', 'cargo', ['demo tests::adds', 'demo tests::breaks', 'demo::x it_works']],
  [
    'bun',
    'bun',
    [
      'b/a.test.ts > adds',
      'b/a.test.ts > breaks on purpose',
      'b/a.test.ts > suite > inner',
      'j/b.test.js > unhandled error between tests',
    ],
  ],
];

describe.each(NAMES)('the captured output %s', (output, parser, names) => {
  test('names the tests that ran, and no skipped ones', () => {
    expect(namesIn(parser, captured(output))?.toSorted() ?? null).toEqual(names?.toSorted() ?? null);
  });

  test('twice names them twice', () => {
    const twice = `${captured(output)}\n\n${captured(output)}`;

    expect(namesIn(parser, twice)?.length).toBe(names === null ? undefined : 2 * names.length);
  });

  test('beside one without names has none', () => {
    expect(namesIn('auto', `${captured(output)}\n${captured('pytest-quiet')}`)).toBeNull();
  });
});

const counts = {
  numPassedTests: 2,
  numFailedTests: 1,
  numPendingTests: 1,
  numTodoTests: 1,
  numTotalTests: 5,
};
const assertions = [
  { ancestorTitles: [], title: 'adds', status: 'passed' },
  { ancestorTitles: [], title: 'breaks', status: 'failed' },
  { ancestorTitles: [], title: 'later', status: 'todo' },
  { ancestorTitles: [], title: 'not here', status: 'pending' },
  { ancestorTitles: ['suite', 'deep'], title: 'inner', status: 'passed' },
];
const files = [
  { name: 'a.test.js', status: 'failed', assertionResults: assertions },
  { name: 'b.test.js', status: 'failed', assertionResults: [] },
];

test('a report beside the output of its runner names the tests', () => {
  expect(namesIn('auto', captured('pytest-junit'))).toEqual(namesIn('junit', captured('pytest-junit')));
  expect(namesIn('auto', `${captured('vitest-junit')}\n${captured('pytest-quiet')}`)).toBeNull();
});

describe('a report in JSON', () => {
  const vitest = JSON.stringify({ ...counts, testResults: files });
  const jest = JSON.stringify({ ...counts, numRuntimeErrorTestSuites: 1, testResults: files });

  test.each([
    ['vitest', vitest, 'a.test.js > suite > deep > inner'],
    ['jest', jest, 'a.test.js > suite › deep › inner'],
  ] as const)('of %s is counted and names its tests', (parser, report, inner) => {
    const tally = { passed: 2, failed: 1, skipped: 2, failing: ['a.test.js > breaks', 'b.test.js'] };

    expect(read(parser, report)).toMatchObject(tally);
    expect(read('auto', report)).toMatchObject(tally);
    expect(namesIn('auto', report)).toEqual(['a.test.js > adds', 'a.test.js > breaks', inner]);
  });

  test('and the summary of the same run count once, whichever comes first', () => {
    const text =
      'FAIL a.test.js\n  ● breaks\n\nFAIL b.test.js\n  ● Test suite failed to run\n\nTests:       1 failed, 1 skipped, 1 todo, 2 passed, 5 total';

    for (const output of [`${text}\n${jest}`, `${jest}\n${text}`]) {
      expect(read('auto', output)).toMatchObject({ total: 5, failing: ['a.test.js > breaks', 'b.test.js'] });
      expect(namesIn('auto', output)).toHaveLength(3);
    }
    expect(read('auto', `${jest}\n${jest}`)).toMatchObject({ total: 10 });
  });

  test.each([
    '{"num',
    '{"numPassedTests":1}',
    '{"numTotalTests":"x","numPassedTests":"y"}',
    '{"numbers":[1]}',
  ])('is not made of %s', (line) => {
    expect(read('auto', line)).toBeNull();
  });
});

describe('names', () => {
  const tap = (names: readonly string[]) =>
    [`1..${names.length}`, ...names.map((name, index) => `ok ${index + 1} - ${name}`)].join('\n');

  test('stand as often as a test of that name ran', () => {
    expect(namesIn('tap', tap(['a', 'a', 'b']))).toEqual(['a', 'a', 'b']);
  });

  test('of more than 20,000 tests are not known', () => {
    const many = Array.from({ length: 20_000 }, (_, index) => `test ${index}`);

    expect(namesIn('tap', tap(many))).toHaveLength(20_000);
    expect(namesIn('tap', tap([...many, 'one more']))).toBeNull();
    expect(read('tap', tap([...many, 'one more']))?.passed).toBe(20_001);
  });

  test('of more than two million characters are not known', () => {
    const long = Array.from({ length: 3_000 }, (_, index) => `${index} ${'x'.repeat(700)}`);

    expect(namesIn('tap', tap(long))).toBeNull();
  });

  test('are not known where some tests have none', () => {
    const halfNamed =
      'test tests::a ... ok\ntest tests::b ... printed\nok\ntest result: ok. 2 passed; 0 failed; 0 ignored;';

    expect(read('cargo', halfNamed)?.passed).toBe(2);
    expect(namesIn('cargo', halfNamed)).toBeNull();
  });

  test('come without what follows them', () => {
    const summary = '      Tests  3 passed (3)';
    const vitest =
      ' ✓ a.test.ts > one 12ms\n ✓ a.test.ts > two (retry x1) 1ms\n ✓ a.test.ts > three 1ms 45 MB heap used';
    const mocha =
      '\n  ✔ at the root\n  suite\n    ✔ slow (1520ms)\n    deep\n      ✔ inner\n\n  3 passing (2s)';
    const jest = 'PASS a.test.js (5.2 s)\n  suite\n    ✓ one (2 ms)\n\nTests:       1 passed, 1 total';

    expect(namesIn('vitest', `${vitest}\n${summary}`)).toEqual([
      'a.test.ts > one',
      'a.test.ts > two',
      'a.test.ts > three',
    ]);
    expect(namesIn('mocha', mocha)).toEqual(['at the root', 'suite > slow', 'suite > deep > inner']);
    expect(namesIn('jest', jest)).toEqual(['a.test.js > suite › one']);
  });

  test('are read from pytest when it is distributed', () => {
    const output = [
      '[gw0] [ 50%] PASSED test_a.py::test_one ',
      '[gw1] [100%] FAILED test_a.py::test_p[a b] ',
      '=== 1 failed, 1 passed in 0.60s ===',
    ].join('\n');

    expect(namesIn('auto', output)).toEqual(['test_a.py::test_one', 'test_a.py::test_p[a b]']);
  });

  test('belong to their package where the events of go interleave', () => {
    const event = (action: string, name: string, of?: string) =>
      JSON.stringify({ Time: 'x', Action: action, Package: name, ...(of === undefined ? {} : { Test: of }) });
    const output = [
      event('pass', 'a', 'TestA'),
      event('fail', 'b', 'TestB'),
      event('pass', 'a'),
      event('fail', 'b'),
    ].join('\n');

    expect(namesIn('go', output)).toEqual(['a > TestA', 'b > TestB']);
    expect(read('go', output)?.failing).toEqual(['b > TestB']);
  });
});

describe('node --test, run here', () => {
  const TESTS = `import { before, describe, it, test } from 'node:test';
test('adds', () => {});
test('breaks', () => { throw new Error('x') });
test('later', { todo: true }, () => {});
test('skip', { skip: 'no' }, () => {});
describe('suite', () => { it('ok', () => {}); it('bad', () => { throw new Error('y') }); describe('inner', () => { it('deep', () => {}) }) });
describe.skip('skipped suite', () => { it('a', () => {}) });
describe('hooked', () => { before(() => { throw new Error('hook') }); it('never', () => {}); });
`;
  const run = (reporter: string, tests: string): string => {
    const directory = mkdtempSync(join(tmpdir(), 'intorch-'));
    onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
    writeFileSync(join(directory, 'a.test.mjs'), tests);
    try {
      const args = ['--test', `--test-reporter=${reporter}`];
      const env = { PATH: process.env['PATH'] ?? '', NO_COLOR: '1' };
      return execFileSync(process.execPath, args, { cwd: directory, env, encoding: 'utf8', stdio: 'pipe' });
    } catch (error) {
      return String((error as { stdout?: unknown }).stdout);
    }
  };

  test.each(['spec', 'tap'])('by its %s reporter names each test, and no suite', (reporter) => {
    const output = run(reporter, TESTS);

    expect(namesIn('auto', output)).toEqual([
      'adds',
      'breaks',
      'suite > ok',
      'suite > bad',
      'suite > inner > deep',
      'hooked > never',
    ]);
    const tally = read('auto', output);
    expect(tally?.failing).toHaveLength(tally?.failed ?? 0);
    expect(tally?.failing.join()).toMatch(/breaks.*suite > bad.*hooked > never/);
  });

  test.each(['spec', 'tap'])(
    'by its %s reporter lists a test with failing subtests, which it counts',
    (reporter) => {
      const output = run(
        reporter,
        "import { test } from 'node:test';\ntest('parent', async (t) => { await t.test('child', () => { throw new Error('z') }) });\n",
      );

      expect(read('auto', output)?.failed).toBe(2);
      expect(read('auto', output)?.failing).toEqual([expect.stringContaining('parent > child'), 'parent']);
    },
  );

  test('by its tap reporter tells such a test from a suite', () => {
    const output = run(
      'tap',
      `import { describe, it, test } from 'node:test';
test('parent', async (t) => { await t.test('child', () => { throw new Error('z') }) });
describe('suite', () => { it('inner', () => { throw new Error('y') }) });
`,
    );

    expect(read('auto', output)?.failing).toEqual(['parent > child', 'parent', 'suite > inner']);
  });
});

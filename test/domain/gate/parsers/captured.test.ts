import { describe, expect, test } from 'vitest';
import type { ParserName } from '../../../../src/domain/config/settings.ts';
import { captured, read } from './reading.ts';

/** What stands in each captured output, as a person reads it. */
const OUTPUTS: readonly [output: string, parser: ParserName, counts: string, failing: readonly string[]][] = [
  [
    'node-spec',
    'node',
    '2 passed 4 failed 2 skipped',
    [
      'a.test.mjs > breaks on purpose',
      'a.test.mjs > suite > inner # bad "q"',
      'a.test.mjs > parent > child',
      'parent',
    ],
  ],
  [
    'node-spec-colour',
    'node',
    '2 passed 4 failed 2 skipped',
    [
      'a.test.mjs > breaks on purpose',
      'a.test.mjs > suite > inner # bad "q"',
      'a.test.mjs > parent > child',
      'parent',
    ],
  ],
  [
    'node-tap',
    'node',
    '2 passed 4 failed 2 skipped',
    ['breaks on purpose', 'suite > inner # bad "q"', 'parent > child', 'parent'],
  ],
  [
    'node-junit',
    'junit',
    '2 passed 3 failed 2 skipped',
    ['test > breaks on purpose', 'suite > inner # bad &quot;q&quot;', 'parent > child'],
  ],
  [
    'vitest',
    'vitest',
    '1 passed 2 failed 2 skipped',
    ['b.test.ts', 'a.test.ts > breaks > on purpose', 'a.test.ts > suite > inner'],
  ],
  [
    'vitest-verbose-colour',
    'vitest',
    '1 passed 2 failed 2 skipped',
    ['a.test.ts > breaks > on purpose', 'a.test.ts > suite > inner'],
  ],
  ['vitest-none', 'vitest', '0 passed 0 failed 0 skipped', []],
  [
    'vitest-tap',
    'tap',
    '1 passed 2 failed 2 skipped',
    ['a.test.ts > breaks > on purpose', 'a.test.ts > suite > inner'],
  ],
  [
    'vitest-junit',
    'junit',
    '1 passed 2 failed 2 skipped',
    ['a.test.ts > breaks > on purpose', 'a.test.ts > suite > inner'],
  ],
  [
    'jest',
    'jest',
    '2 passed 2 failed 2 skipped',
    ['j/a.test.js > breaks on purpose', 'j/a.test.js > suite › inner › odd', 'j/b.test.js'],
  ],
  [
    'jest-verbose-colour',
    'jest',
    '2 passed 2 failed 2 skipped',
    ['j/a.test.js > breaks on purpose', 'j/a.test.js > suite › inner › odd'],
  ],
  ['jest-none', 'jest', '0 passed 0 failed 0 skipped', []],
  ['mocha', 'mocha', '1 passed 2 failed 2 skipped', ['suite > breaks', 'suite > deep > fails too']],
  ['mocha-colour', 'mocha', '1 passed 2 failed 2 skipped', ['suite > breaks', 'suite > deep > fails too']],
  ['mocha-tap', 'tap', '1 passed 2 failed 2 skipped', ['suite breaks', 'suite deep fails too']],
  ['mocha-none', 'mocha', '0 passed 0 failed 0 skipped', []],
  ...(['pytest', 'pytest-verbose-colour'] as const).map((name): (typeof OUTPUTS)[number] => [
    name,
    'pytest',
    '2 passed 5 failed 2 skipped',
    [
      'test_a.py::test_bad',
      'test_a.py::test_p[a b]',
      'test_a.py::test_p[x - y]',
      'test_a.py::TestC::test_m',
      'test_a.py::test_err',
    ],
  ]),
  ['pytest-quiet', 'pytest', '1 passed 0 failed 0 skipped', []],
  ['pytest-collection', 'pytest', '0 passed 1 failed 0 skipped', ['test_b.py']],
  ['pytest-none', 'pytest', '0 passed 0 failed 0 skipped', []],
  [
    'pytest-junit',
    'junit',
    '2 passed 5 failed 2 skipped',
    [
      'test_a > test_bad',
      'test_a > test_err',
      'test_a > test_p[a b]',
      'test_a > test_p[x - y]',
      'test_a.TestC > test_m',
    ],
  ],
  [
    'go',
    'go',
    '2 passed 2 failed 0 skipped',
    [
      'example.com/demo/calc > TestDivide',
      'example.com/demo/calc > TestDivide/by_zero',
      'example.com/demo/broken',
    ],
  ],
  [
    'go-verbose',
    'go',
    '3 passed 2 failed 1 skipped',
    ['example.com/demo/calc > TestDivide', 'example.com/demo/calc > TestDivide/by_zero'],
  ],
  [
    'go-json',
    'go',
    '1 passed 1 failed 1 skipped',
    ['example.com/demo/calc > TestDivide', 'example.com/demo/broken'],
  ],
  ['cargo', 'cargo', '4 passed 1 failed 1 skipped', ['demo src/lib.rs > tests::breaks']],
  ['cargo-none', 'cargo', '0 passed 0 failed 0 skipped', []],
  ['nextest', 'cargo', '2 passed 1 failed 1 skipped', ['demo tests::breaks']],
  [
    'bun',
    'bun',
    '1 passed 3 failed 2 skipped',
    [
      'b/a.test.ts > breaks on purpose',
      'b/a.test.ts > suite > inner',
      'j/b.test.js > unhandled error between tests',
    ],
  ],
  ['bun-none', 'bun', '0 passed 0 failed 0 skipped', []],
];

const inWords = (tally: ReturnType<typeof read>) =>
  tally === null ? null : `${tally.passed} passed ${tally.failed} failed ${tally.skipped} skipped`;

describe.each(OUTPUTS)('the captured output %s', (output, parser, counts, failing) => {
  test(`is read by the parser ${parser}: ${counts}`, () => {
    const tally = read(parser, captured(output));

    expect(inWords(tally)).toBe(counts);
    expect(tally?.failing).toEqual(failing);
    expect(tally?.total).toBe((tally?.passed ?? 0) + (tally?.failed ?? 0) + (tally?.skipped ?? 0));
  });

  test('is recognised without being told the runner', () => {
    const expected =
      output === 'pytest-junit' ? read('pytest', captured(output)) : read(parser, captured(output));

    expect(read('auto', captured(output))).toEqual(expected);
  });

  test('twice in a row counts twice, as the workspaces of a monorepo do', () => {
    const once = read(parser, captured(output));

    const twice = read(parser, `${captured(output)}\n\n> two@1.0.0 test\n> run\n\n${captured(output)}`);

    expect(twice?.total).toBe((once?.total ?? 0) * 2);
    expect(twice?.failing).toEqual([...(once?.failing ?? []), ...(once?.failing ?? [])]);
  });

  test('is no summary to the parser that looks at the exit status only', () => {
    expect(read('exit', captured(output))).toBeNull();
  });
});

import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { errorFinder } from '../../../../src/domain/gate/first-error.ts';
import { missedVariable } from '../../../../src/domain/gate/missed-variable.ts';
import { makeBunParser } from '../../../../src/domain/gate/parsers/bun.ts';
import { makeCargoParser } from '../../../../src/domain/gate/parsers/cargo.ts';
import { withCoverage } from '../../../../src/domain/gate/parsers/coverage.ts';
import { makeGoParser } from '../../../../src/domain/gate/parsers/go.ts';
import { makeJestParser } from '../../../../src/domain/gate/parsers/jest.ts';
import { makeJunitParser } from '../../../../src/domain/gate/parsers/junit.ts';
import { makeMochaParser } from '../../../../src/domain/gate/parsers/mocha.ts';
import { makeNodeParser } from '../../../../src/domain/gate/parsers/node.ts';
import type { TallyParser } from '../../../../src/domain/gate/parsers/parser.ts';
import { prefixOf } from '../../../../src/domain/gate/parsers/prefixes/prefix.ts';
import { makePytestParser } from '../../../../src/domain/gate/parsers/pytest.ts';
import { makeParser } from '../../../../src/domain/gate/parsers/table.ts';
import { makeTapParser } from '../../../../src/domain/gate/parsers/tap.ts';
import { makeVitestParser } from '../../../../src/domain/gate/parsers/vitest.ts';
import { bounded, sanitizeLine } from '../../../../src/domain/shared/text.ts';

const LENGTH = 32 * 1024;
/** Looking at each character once, times this. A reader that looks at each pair of them would need at least 15 times as much. */
const MOST_SCANS = 1000;

/** What is repeated: characters of each class, and what opens or ends a part of some pattern. */
const FILLERS = [
  ...' 0aA.=-/(["|:{#<&\\\t',
  ...[
    '- ',
    ' - ',
    '::',
    '.py::',
    '.py::[',
    '[]',
    ' [ ',
    'a [ ',
    ' (1',
    '(1)',
    ' (1ms)',
    ' (retry x1)',
    ' | 1 a',
  ],
  ...[
    '-0123456789abcdef',
    '1.',
    ' 1 ',
    '] ',
    ' # ',
    '#',
    '{ ',
    ' > ',
    ' in 1',
    ':1',
    '\\"',
    "='",
    '="',
    '<a>',
    '&#',
    ' name',
  ],
  ...['\x90', '\x9b', '\x9b1', '\x1b', '\x1b[1', '\x1b]', '\x1b]\x1b'],
];
const ENDS = ['', 'x', '{ x', '%', '\x1b', ':'];

const nothing: TallyParser = { push: () => {}, tally: () => null, closed: () => 0, names: () => null };
const pushing =
  (make: () => { readonly push: (line: string) => void }, before: readonly string[] = []) =>
  (line: string) => {
    const { push } = make();
    for (const each of [...before, line]) push(each);
  };

/** Each reader of foreign text, and how the lines begin that its patterns look at. */
const READERS: Readonly<Record<string, readonly [(line: string) => unknown, readonly string[]]>> = {
  sanitiser: [sanitizeLine, ['']],
  'bound of a text': [(text) => bounded(text, 10, 100), ['']],
  prefixes: [prefixOf, ['', '[', 'web', 'web a', '2026-01-01T10:00:00.']],
  tap: [pushing(makeTapParser), ['ok', 'ok 1 - ', 'ok a', '    not ok 1 - ', '1..1', 'ok 1 #']],
  node: [
    pushing(makeNodeParser, ['# Subtest: a']),
    ['✔ ', '  ✖ a', '▶ ', 'test at a', '# Subtest: ', 'ok 1 - ', 'ℹ tests 1', '    type: '],
  ],
  vitest: [
    pushing(makeVitestParser),
    [' FAIL  a', ' Tests  1', '      Tests  1 failed', ' ✓ a (1 tests', ' ✓ a > b', '{"num'],
  ],
  jest: [pushing(makeJestParser), ['Tests: 1', 'Tests: 1 failed', 'FAIL a', 'PASS ', '  ✓ a', '  ', '{"num']],
  mocha: [pushing(makeMochaParser), ['  1 passing (', '  1', '  ✔ a', '  - ', '  1) a']],
  'mocha, its failures': [pushing(makeMochaParser, ['  1 passing (1ms)', '  1 failing']), ['  1) a', '  ']],
  pytest: [
    pushing(makePytestParser),
    [
      '=',
      '1 ',
      '= 1 passed',
      'a.py::b',
      'a',
      'a b.py::',
      '[gw0] [ 50%] PASSED a',
      '[gw0] [ 50%] PASSED a::b',
      '.',
    ],
  ],
  'pytest, its failures': [
    pushing(makePytestParser, ['=== short test summary info ===']),
    ['FAILED ', 'FAILED a.py', 'ERROR a.py::b', 'FAILED a.py::b['],
  ],
  go: [
    pushing(makeGoParser),
    [
      'ok  a',
      'ok  a  1',
      'FAIL  a [',
      '--- PASS: a',
      '{"Action":"pass","Package":"a',
      '{"Action":"pass","Package":"a","Test":"a',
    ],
  ],
  cargo: [
    pushing(makeCargoParser),
    [
      '  Running a (',
      '  Running a (a',
      ' Doc-tests ',
      'test a',
      'test result: ok. 1',
      '  Summary [',
      '  Summary [ 1s] 1 tests run: 1',
      '  PASS [ 1',
    ],
  ],
  'cargo, its failures': [pushing(makeCargoParser, ['failures:']), ['    a']],
  bun: [pushing(makeBunParser), ['(pass) a', ' 1', 'a', 'Ran 1', '1 test']],
  junit: [
    pushing(makeJunitParser),
    ['<', '<testcase name="a', '<testcase name="a"/>', '<!--', '<![CDATA[', '<testcase name'],
  ],
  coverage: [
    pushing(() => withCoverage(nothing)),
    ['TOTAL 1 ', 'TOTAL 1 a', 'total: (statements) 1', 'ok a coverage: ', '1', 'a | '],
  ],
  'first error': [pushing(errorFinder), ['', 'a', ' at', 'a.ts(1,1)', 'Error', 'a: ', "thread '"]],
  'missed variable': [(line) => missedVariable(line, new Set(['A'])), ['', 'not set A']],
  'all together': [pushing(() => makeParser('auto')), ['', 'web: ', '[web] 10:00:00 ok 1 - ']],
};

/** Returns what a call costs at best, in milliseconds. It is not tried again once it is within the bound. */
function cost(call: () => unknown, enough: number): number {
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 4 && least > enough; round++) {
    const start = performance.now();
    call();
    least = Math.min(least, performance.now() - start);
  }
  return least;
}

function scan(text: string): number {
  let sum = 0;
  for (let at = 0; at < text.length; at++) sum += text.charCodeAt(at);
  return sum;
}

describe('a long line costs no more than in proportion to its length', () => {
  const text = 'a'.repeat(LENGTH);
  for (let round = 0; round < 50; round++) scan(text);
  const bound =
    MOST_SCANS *
    Math.max(
      cost(() => scan(text), 0),
      0.01,
    );

  it.each(Object.entries(READERS))('to the reader: %s', (_, [reader, beginnings]) => {
    const lines = beginnings.flatMap((beginning) =>
      FILLERS.flatMap((filler) => ENDS.map((end) => ({ beginning, filler, end }))),
    );
    const slow = lines.find(({ beginning, filler, end }) => {
      const line = `${beginning}${filler.repeat(LENGTH / filler.length)}${end}`;
      return cost(() => reader(line), bound) > bound;
    });

    expect(slow).toBeUndefined();
  });

  it('to the reader of tags where it comes as many lines', () => {
    const least = cost(() => {
      const { push } = makeJunitParser();
      push('<testcase name="');
      for (let line = 0; line < LENGTH / 2; line++) push('');
    }, bound);

    expect(least).toBeLessThan(bound);
  });
});

it('the name of a test keeps neither its line alive nor the names of all that is around it', () => {
  setFlagsFromString('--expose-gc');
  const held = () => {
    runInNewContext('gc')();
    return process.memoryUsage().heapUsed / 1024 / 1024;
  };
  const padded = makeParser('tap');
  const nested = makeParser('tap');
  const before = held();

  for (let line = 0; line < 500; line++) {
    padded.push(`ok ${line} - the name of test number ${line}${' '.repeat(128 * 1024)}`);
    nested.push(`${' '.repeat(line)}ok - the name of test number ${line} ${'a'.repeat(500)} {`);
  }
  for (let line = 0; line < 300; line++) nested.push(`${' '.repeat(500)}ok - the last one`);

  expect(held() - before).toBeLessThan(20);
  // Both are in use until here.
  expect([padded.tally()?.total, nested.tally()?.total]).toEqual([500, 300]);
});

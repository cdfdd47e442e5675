import { describe, expect, it } from 'vitest';
import {
  type Expectations,
  expectationsOf,
  expectationsText,
  type LaidFile,
} from '../../../src/domain/gate/expectations.ts';
import { newTestsOf, newTestsText } from '../../../src/domain/gate/new-tests.ts';

const file = (path: string, text = '', holds_tests = true): LaidFile => ({ path, text, holds_tests });
const LAID = [
  file('src/a.test.ts', "it('adds', () => {});"),
  file('pkg/b_test.go', 'func TestB(t *testing.T) {}'),
  file('tests/test_c.py', 'def test_c():'),
  file('src/__snapshots__/d.test.ts.snap', 'exports[`draws 1`]', false),
];
const GREEN = { tests: { failing: [] }, exit_code: 0 };
const says = (
  failing: readonly string[] | null,
  more: Partial<Parameters<typeof expectationsOf>[0]> = {},
): Expectations =>
  expectationsOf({
    tests: failing && { failing },
    exit_code: failing?.length === 0 ? 0 : 1,
    without: GREEN,
    baseline: GREEN,
    laid: LAID,
    ...more,
  });

describe('a failing test is put down to', () => {
  it.each<readonly [string, string, readonly string[]]>([
    ['the file that its name begins with', 'src/a.test.ts > sums > adds', ['src/a.test.ts']],
    ['that file as seen from its package', 'a.test.ts > other', ['src/a.test.ts']],
    ['the file of pytest', 'tests/test_c.py::test_c[1]', ['tests/test_c.py']],
    ['the file that declares it, where no file is named', 'sums > adds', ['src/a.test.ts']],
    ['the file that declares what it is a part of', 'example.com/m/pkg > TestB/deep', ['pkg/b_test.go']],
    ['the snapshot of its file', 'src/d.test.ts > draws', ['src/__snapshots__/d.test.ts.snap']],
    [
      'what tests stand on, where nothing holds it',
      'src/z.test.ts > zzz',
      ['src/__snapshots__/d.test.ts.snap'],
    ],
  ])('%s', (_what, name, files) => {
    expect(says([name])).toEqual({ failing: [{ test: name, files }], unloadable: [], unnamed: false });
  });

  it('any of them, where it could be in each', () => {
    expect(says(['zzz'], { laid: LAID.slice(0, 2) }).failing[0]?.files).toEqual([
      'src/a.test.ts',
      'pkg/b_test.go',
    ]);
  });

  it('none of them, where it stands in another file', () => {
    expect(says(['src/z.test.ts > zzz'], { laid: LAID.slice(0, 2) }).failing).toEqual([]);
  });
});

it('calls a file unloadable that fails by its own name, its package, or with all of the output', () => {
  for (const name of ['src/a.test.ts', 'a.test.ts', 'src/a.test.ts > src/a.test.ts'])
    expect(says([name])).toEqual({ failing: [], unloadable: ['src/a.test.ts'], unnamed: false });
  expect(says(['example.com/m/pkg']).unloadable).toEqual(['pkg/b_test.go']);
  expect(says(null).unloadable).toEqual(LAID.map(({ path }) => path));
});

it('leaves out what fails on the target, or with the files as they are', () => {
  const red = { tests: { failing: ['adds'] }, exit_code: 1 };

  expect(says(['adds'], { without: red }).failing).toEqual([]);
  expect(says(['adds'], { baseline: red }).failing).toEqual([]);
  expect(says(['adds'], { baseline: null }).failing).toHaveLength(1);
});

it('says that a gate fails which names no test, unless it fails without them too', () => {
  const uncounted = { tests: null, exit_code: 0 };

  expect(says(null, { without: uncounted }).unnamed).toBe(true);
  expect(says(null, { without: { ...uncounted, exit_code: 1 } }).unnamed).toBe(false);
  expect(says([])).toEqual({ failing: [], unloadable: [], unnamed: false });
});

it('reads as a sentence', () => {
  expect(expectationsText(says([]))).toBe('no expectation was changed');
  expect(expectationsText(says(['sums > adds', 'src/a.test.ts']))).toBe(
    'changed expectations fail: sums > adds; cannot be run: src/a.test.ts',
  );
});

describe('new tests', () => {
  const ran = (names: readonly string[] | null, passed: number, failing: readonly string[] = []) => ({
    ran: passed + failing.length,
    failing,
    names,
  });
  it.each<readonly [string, Parameters<typeof newTestsOf>[0], readonly string[] | null, string]>([
    [
      'that fail without the change prove something',
      ran(['old', 'new'], 1, ['a.js > new']),
      ['old'],
      'no new test passes without the change, 1 fails',
    ],
    [
      'that pass without it prove nothing',
      ran(['old', 'new'], 2),
      ['old'],
      '1 new test proves nothing, passing without the change: new',
    ],
    [
      'that share a name with an old one are told by number',
      ran(['old', 'old'], 2),
      ['old'],
      '1 new test proves nothing, passing without the change: old',
    ],
    [
      'without names are told by number',
      ran(null, 3, ['new']),
      null,
      '2 new tests prove nothing, passing without the change: the output does not name them',
    ],
    ['are none where only old ones ran', ran(['old'], 1), ['old'], 'no new test ran'],
  ])('%s', (_what, now, names, text) => {
    expect(newTestsText(newTestsOf(now, ran(names, 1)))).toBe(text);
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lacksNoMore, missingFrom } from '../../../src/domain/gate/missing.ts';
import type { GateName, RunId } from '../../../src/domain/shared/ids.ts';

const missing = (before: readonly string[], now: readonly string[]) =>
  missingFrom({ gate: 'test' as GateName, run: '1-test-baseline' as RunId, names: before }, now);

describe('tests that ran on the target', () => {
  test('are missing by name, whatever was added', () => {
    expect(missing(['a', 'b', 'c'], ['c', 'd', 'e', 'f'])).toMatchObject({
      baseline: '1-test-baseline',
      count: 2,
      names: ['a', 'b'],
    });
  });

  test('are not missing in another order, or when there are none', () => {
    expect(missing(['a', 'b'], ['b', 'a']).count).toBe(0);
    expect(missing([], []).count).toBe(0);
    expect(missing([], ['a']).count).toBe(0);
  });

  test('of the same name are missing as often as they ran less', () => {
    expect(missing(['a', 'a', 'a', 'b'], ['a', 'b', 'b']).names).toEqual(['a', 'a']);
  });

  test('are all counted, and a hundred of them named', () => {
    const many = Array.from({ length: 150 }, (_, index) => `test ${index}`);

    expect(missing(many, [])).toMatchObject({ count: 150, names: many.slice(0, 100) });
  });

  test.each([
    ['adds (12 ms)', 'adds (7 ms)'],
    ['adds (1.2s)', 'adds'],
    ['adds [0.37ms]', 'adds [1.20ms]'],
    ['adds 12ms', 'adds 1ms'],
    ['waits 1.2s for it', 'waits 1.3s for it'],
    ['prints <Foo at 0x7f3a2c1b9d40>', 'prints <Foo at 0x7f11110f0010>'],
    ['reads /tmp/intorch-abc123/a.txt well', 'reads /tmp/intorch-zzz999/a.txt well'],
    ['reads /private/var/folders/x1/abc_def/T/tmp.1/a', 'reads /private/var/folders/x2/ghi/T/tmp.2/a'],
    ['reads C:\\Users\\me\\AppData\\Local\\Temp\\x1\\a', 'reads C:\\Users\\me\\AppData\\Local\\Temp\\x2\\a'],
    ['id 123e4567-e89b-12d3-a456-426614174000', 'id 00000000-e89b-12d3-a456-426614174999'],
    ['at 2026-01-01T10:00:00.123Z', 'at 2026-01-02T11:30:00Z'],
    ['listens on 127.0.0.1:43121', 'listens on 127.0.0.1:51234'],
  ])('are the same when only what passes differs: %s, %s', (before, now) => {
    expect(missing([before], [now]).count).toBe(0);
    expect(missing([now], [before]).count).toBe(0);
  });

  test.each([
    ['adds 2', 'adds 3'],
    ['a.test.ts > adds', 'b.test.ts > adds'],
    ['prints 0x1f', 'prints 0x2f'],
    ['v1.2.3 is parsed', 'v1.2.4 is parsed'],
    ['handles 10 MB', 'handles 20 MB'],
    ['reads /tmp', 'reads /home'],
  ])('are others when their names differ: %s, %s', (before, now) => {
    expect(missing([before], [now]).names).toEqual([before]);
  });

  test('and run again are never missing, in whatever order', () => {
    const names = fc.array(fc.string());
    fc.assert(
      fc.property(names, names, (before, more) => {
        expect(missing(before, [...more, ...before.toReversed()]).count).toBe(0);
        expect(missing([...before, 'only there'], before).count).toBe(1);
      }),
    );
  });
});

describe('tests that the change takes out of the tree', () => {
  const removed = (test: string, from: string, to = '', others: readonly string[] = []) =>
    missingFrom({ gate: 'test' as GateName, run: '1-test-baseline' as RunId, names: [test, ...others] }, [], {
      removed: from,
      added: to,
    }).removed.names;

  test.each([
    ['a renamed test', 'adds', "test('adds', f)", "test('sums', f)", true],
    ['one in groups of a file', 'cart.test.ts > cart > adds', "it('adds', f)", '', true],
    ['a function with parameters', 'tests/test_a.py::test_adds[1-2]', 'def test_adds(x):', '', true],
    ['a function with a longer name', 'test_adds', 'def test_adds_more():', '', false],
    ['one on a line that changed otherwise', 'adds', "test('adds', f)", "test('adds', g)", false],
    ['one that was moved', 'adds', "test('adds', f)", "  test('adds', f)", false],
    ['one that no line names', 'adds 3', "test('adds ' + n, f)", '', false],
    ['one that nothing touched', 'adds', 'return 1', 'return 2', false],
    ['one without a name', '', 'return 1', '', false],
  ])('%s: %s', (_, test, from, to, isRemoved) => {
    expect(removed(test, from, to)).toEqual(isRemoved ? [test] : []);
  });

  test('are as many as names go', () => {
    const packages = ['api > adds', 'web > adds'];
    expect(removed('all > adds', "test('adds', f)", '', packages)).toEqual(['all > adds']);
  });

  test('are not looked for where more are missing than a change renames', () => {
    const names = Array.from({ length: 501 }, (_, index) => `test ${index}`);
    const change = { removed: names.join('\n'), added: '' };
    const of = (all: readonly string[]) =>
      missingFrom({ gate: 'test' as GateName, run: '1' as RunId, names: all }, [], change).removed.count;

    expect([of(names.slice(1)), of(names)]).toEqual([500, 0]);
  });

  test('come last among those that did not run', () => {
    const names = ['goes', 'stays'];
    const compared = missingFrom({ gate: 'test' as GateName, run: '1' as RunId, names }, [], {
      removed: "test('goes')",
      added: '',
    });
    expect(compared).toMatchObject({ count: 2, names: ['stays', 'goes'], removed: { names: ['goes'] } });
  });
});

describe('missing tests', () => {
  const many = Array.from({ length: 150 }, (_, index) => `test ${index}`);

  test.each([
    ['none', [], null, true],
    ['some, where none is known', ['a'], null, false],
    ['the same', ['a', 'b'], ['b', 'a'], true],
    ['fewer', ['a'], ['a', 'b'], true],
    ['one more', ['a', 'b'], ['a'], false],
    ['another', ['a'], ['b'], false],
    ['one name twice, and once', ['a', 'a'], ['a'], false],
    ['the same with other times', ['a (1 ms)'], ['a (2 ms)'], true],
    ['more than can be named, the same', many, many, true],
    ['more than can be named, and those that can be', many, many.slice(0, 100), false],
    ['more than can be named, and others', many, [...many.slice(1), 'other'], false],
  ])('are accepted with others: %s', (_title, now, other, accepted) => {
    expect(lacksNoMore(missing(now, []), other === null ? null : missing(other, []), true)).toBe(accepted);
  });

  test('that a change takes out of the tree are accepted with others only where there are too few because of them', () => {
    const change = { removed: "test('old')", added: '' };
    const of = (names: readonly string[]) =>
      missingFrom({ gate: 'test' as GateName, run: '1' as RunId, names }, [], change);

    expect(lacksNoMore(of(['old']), null, false)).toBe(true);
    expect(lacksNoMore(of(['old']), null, true)).toBe(false);
    expect(lacksNoMore(of(['old']), of(['old', 'b']), true)).toBe(true);
    expect(lacksNoMore(of(['old', 'b']), of(['b']), true)).toBe(true);
    expect(lacksNoMore(of(['old', 'b']), of(['old']), true)).toBe(false);
  });
});

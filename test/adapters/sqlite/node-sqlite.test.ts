import { describe, expect, it } from 'vitest';
import { hasSafeWal, withoutSqliteWarning } from '../../../src/adapters/sqlite/node-sqlite.ts';
import { sqliteCodeOf } from '../../../src/adapters/sqlite/sqlite-error.ts';

describe('the write-ahead log', () => {
  it.each([
    ['3.44.5', false],
    ['3.44.6', true],
    ['3.45.1', false],
    ['3.50.2', false],
    ['3.50.7', true],
    ['3.51.2', false],
    ['3.51.3', true],
    ['3.53.4', true],
    ['4.0.0', true],
    ['2.8.17', false],
    ['', false],
  ])('of SQLite %s is safe: %s', (version, expected) => {
    expect(hasSafeWal(version)).toBe(expected);
  });
});

describe('the warning about SQLite', () => {
  it('is kept back while others pass, and only as long', () => {
    const passed: string[] = [];
    const original = process.emitWarning;
    const recorder = ((warning: string | Error) => {
      passed.push(String(warning));
    }) as typeof process.emitWarning;
    process.emitWarning = recorder;
    try {
      const value = withoutSqliteWarning(() => {
        process.emitWarning(
          'SQLite is an experimental feature and might change at any time',
          'ExperimentalWarning',
        );
        process.emitWarning('something else', 'ExperimentalWarning');
        return 42;
      });
      expect(() =>
        withoutSqliteWarning(() => {
          throw new Error('no');
        }),
      ).toThrow('no');

      expect(value).toBe(42);
      expect(passed).toEqual(['something else']);
      expect(process.emitWarning).toBe(recorder);
    } finally {
      process.emitWarning = original;
    }
  });
});

describe('codes of SQLite', () => {
  it('are reduced to their primary code', () => {
    expect(sqliteCodeOf(Object.assign(new Error('x'), { errcode: 1555 }))).toBe(19);
    expect(sqliteCodeOf(new Error('x'))).toBeNull();
    expect(sqliteCodeOf('x')).toBeNull();
  });
});

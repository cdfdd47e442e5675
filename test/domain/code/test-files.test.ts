import { expect, test } from 'vitest';
import { testFilesGone } from '../../../src/domain/code/test-files.ts';

const gone = (...lines: readonly string[]) =>
  testFilesGone(lines.map((line) => ({ status: line.slice(0, 1), path: line.slice(2) })));

test.each([
  'src/a.test.ts',
  'a_test.go',
  'tests/a.py',
  'test_a.py',
  'spec/a_spec.rb',
  'src/__tests__/a.js',
  'src/ATest.java',
  'pkg/a.spec.tsx',
])('%s is a test file', (path) => {
  expect(gone(`D ${path}`)).toEqual([path]);
});

test.each(['src/latest.ts', 'test/data.json', 'tests/fixtures/a.py', 'contest.py', 'src/attest.js'])(
  '%s is none',
  (path) => {
    expect(gone(`D ${path}`)).toEqual([]);
  },
);

test('test files that moved are still there, and fewer than before are named', () => {
  expect(gone('D a.test.ts', 'A b.test.ts', 'M c.test.ts')).toEqual([]);
  expect(gone('D a.test.ts', 'D b.test.ts', 'A c.test.ts')).toEqual(['a.test.ts', 'b.test.ts']);
});

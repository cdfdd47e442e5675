import { expect, it } from 'vitest';
import { changedTests, isTestPath } from '../../../src/domain/code/test-paths.ts';

it.each([
  'a.test.ts',
  'src/a.spec.js',
  'src/__tests__/a.js',
  'src/__snapshots__/a.test.ts.snap',
  'test/fixtures/in.json',
  'pkg/a_test.go',
  'pkg/testdata/in.txt',
  'tests/it.rs',
  'tests/test_a.py',
  'conftest.py',
  'spec/a_spec.rb',
  'spec/fixtures/a.yml',
  'src/test/java/ATest.java',
  'test-a.mjs',
])('takes %s for a test file, or for what one stands on', (path) => {
  expect(isTestPath(path, null)).toBe(true);
});

it.each(['src/a.ts', 'spec/openapi.yaml', 'docs/testing.md', 'contest.py', 'src/latest/a.ts', 'fixtures.ts'])(
  'takes %s for no test',
  (path) => {
    expect(isTestPath(path, null)).toBe(false);
  },
);

it('goes by globs alone where there are some', () => {
  expect(isTestPath('checks/a.ts', ['checks/**'])).toBe(true);
  expect(isTestPath('a.test.ts', ['checks/**'])).toBe(false);
});

it('lists the test files that a change alters or takes away, with those who did it', () => {
  const change = (path: string, status: string, submodule = false) => ({ path, status, submodule });
  const changed = [
    change('a.test.ts', 'M'),
    change('b.test.ts', 'D'),
    change('c.test.ts', 'A'),
    change('d.test.ts', 'D'),
    change('tests/lib', 'M', true),
    change('src/a.ts', 'M'),
  ];
  const efforts = [
    { name: 'one', paths: ['a.test.ts', 'src/a.ts'] },
    { name: 'two', paths: ['b.test.ts', 'a.test.ts'] },
  ];

  expect(changedTests(changed, null, efforts, new Set(['d.test.ts']))).toEqual([
    { path: 'a.test.ts', deleted: false, efforts: ['one', 'two'] },
    { path: 'b.test.ts', deleted: true, efforts: ['two'] },
  ]);
});

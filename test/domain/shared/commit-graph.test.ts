import { expect, test } from 'vitest';
import { firstParents, onlyForkOf } from '../../../src/domain/shared/commit-graph.ts';
import type { Sha } from '../../../src/domain/shared/ids.ts';

const sha = (name: string) => name as Sha;

/** Reads `a:b+c` as a commit with its parents. */
function parentsIn(text: string): ReadonlyMap<Sha, readonly Sha[]> {
  return new Map(
    text.split(' ').map((entry) => {
      const [commit = '', parents = ''] = entry.split(':');
      return [sha(commit), parents.split('+').filter(Boolean).map(sha)];
    }),
  );
}

const branch = (commits: string, ...joins: string[]) => ({
  own: parentsIn(commits),
  joins: joins.map(sha),
});

test.each([
  ['two branches above one commit', branch('a:s s:t', 't'), branch('b:s s:t', 't'), 's'],
  ['a branch that stands on the other', branch('a:b b:s s:t', 't'), branch('b:s s:t', 't'), 'b'],
  ['branches that share nothing', branch('a:t', 't'), branch('b:t', 't'), null],
  ['two commits that both have merged', branch('a:p+q p:t q:t', 't'), branch('b:p+q p:t q:t', 't'), null],
  ['one that went on with the target', branch('a:s+u s:t', 'u', 't'), branch('b:s s:t', 't'), 's'],
  ['two that went on with the target', branch('a:s+u s:t', 'u', 't'), branch('b:s+u s:t', 'u', 't'), null],
] as const)('the only merge base of %s', (_, a, b, fork) => {
  expect(onlyForkOf(a, b)).toBe(fork);
  expect(onlyForkOf(b, a)).toBe(fork);
});

test('the first-parent line ends where no more is known', () => {
  expect(firstParents(parentsIn('c:b+x b:a x:a'), sha('c'))).toEqual(['c', 'b']);
});

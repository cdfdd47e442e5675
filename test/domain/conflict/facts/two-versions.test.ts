import { describe, expect, it } from 'vitest';
import { areVersions, commonBase } from '../../../../src/domain/conflict/facts/two-versions.ts';
import { conflictedPath, draftOf, lines } from '../tools.ts';

const one = lines('p1', 'p2', 'p3-one', 'p4', 'p5');
const two = lines('p1', 'p2', 'p3-two', 'p4', 'p5');

describe('a file that both sides added', () => {
  it.each([
    ['most lines are the same', one, two, true],
    ['one is the beginning of the other', one, one + lines('more', 'and more'), true],
    ['half of the shorter one is the same', lines('a', 'b'), lines('a', 'c', 'd'), true],
    ['less than half is the same', lines('a', 'b', 'c'), lines('a', 'd', 'e'), false],
    ['only brackets are the same', lines('{', 'a', '}'), lines('{', 'b', '}'), false],
    ['one is empty', '', one, false],
  ])('is two versions of one, or not: %s', (_what, mine, theirs, are) => {
    expect(areVersions(mine, theirs)).toBe(are);
    expect(areVersions(theirs, mine)).toBe(are);
  });

  it('has the lines of both as its base if it is two versions, and nothing if it is not', () => {
    expect(commonBase(one, two)).toBe(lines('p1', 'p2', 'p4', 'p5'));
    expect(commonBase(lines('a', 'b', 'c'), lines('a', 'd', 'e'))).toBe('');
  });

  it('collides only where the versions differ, and nothing is recommended there', () => {
    const base = commonBase(one, two);
    const draft = draftOf(
      'steps.txt',
      { base, current: one, incoming: two },
      { texts: { base: null, current: one, incoming: two }, conflicted: added('steps.txt') },
    );

    expect(draft).toMatchObject({ kind: 'add_add', hunks: [{ level: 'semantic', recommended: null }] });
    expect(draft.hunks[0]?.texts).toEqual({ base: '', current: 'p3-one\n', incoming: 'p3-two\n' });
  });
});

function added(path: string) {
  return conflictedPath(path, { current: '2', incoming: '3' });
}

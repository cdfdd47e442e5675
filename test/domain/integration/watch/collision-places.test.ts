import { expect, it } from 'vitest';
import type { MarkedLine } from '../../../../src/domain/conflict/facts/touched.ts';
import { collisionPlaces } from '../../../../src/domain/integration/watch/collision-places.ts';

/** A whole file as a patch shows it: each line with its mark. */
const patch = (...lines: readonly string[]): readonly MarkedLine[] =>
  lines.map((text) => ({ mark: text.slice(0, 1) as MarkedLine['mark'], text: text.slice(1) }));

const mine = patch(' function login() {', '-  a', '+  b', ' }', ' function logout() {', ' }');
const yours = patch(' function login() {', '-  a', '+  c', ' }', ' function logout() {', ' }');
const apart = patch(' function login() {', '   a', ' }', ' function logout() {', '+  d', ' }');

it.each([
  [
    'the function that both change',
    ['a.ts'],
    mine,
    yours,
    [{ file: 'a.ts', functions: ['login'], lines: { first: 2, last: 2 } }],
  ],
  [
    'lines where a file has no functions',
    ['a.md'],
    mine,
    yours,
    [{ file: 'a.md', functions: [], lines: { first: 2, last: 2 } }],
  ],
  [
    'neighbouring lines, which git takes for one conflict',
    ['a.md'],
    patch('-one', ' two'),
    patch(' one', '-two'),
    [{ file: 'a.md', functions: [], lines: { first: 1, last: 2 } }],
  ],
  [
    'all that both change, where no lines meet',
    ['a.ts'],
    mine,
    apart,
    [{ file: 'a.ts', functions: [], lines: null }],
  ],
])('a collision is at %s', (_, files, a, b, places) => {
  const [file = ''] = files;

  expect(collisionPlaces(files, new Map([[file, a]]), new Map([[file, b]]))).toEqual(places);
});

it('a file that both add, or that one removes, is named alone', () => {
  expect(collisionPlaces(['new.ts'], new Map(), new Map())).toEqual([
    { file: 'new.ts', functions: [], lines: null },
  ]);
});

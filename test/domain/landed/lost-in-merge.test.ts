import { expect, it } from 'vitest';
import { type ChangedBlobs, doubtfulFiles, lostInMerge } from '../../../src/domain/landed/lost-in-merge.ts';
import type { Instant, Sha } from '../../../src/domain/shared/ids.ts';

const blobs = (changes: Readonly<Record<string, readonly [string | null, string | null]>>): ChangedBlobs =>
  new Map(
    Object.entries(changes).map(([path, [before, after]]) => [
      path,
      { before: before as Sha | null, after: after as Sha | null },
    ]),
  );

it.each<readonly [string, readonly [ChangedBlobs, ChangedBlobs, ChangedBlobs], readonly string[]]>([
  ['what one side alone changed', [blobs({ a: ['0', '1'] }), blobs({}), blobs({ a: ['0', '1'] })], []],
  [
    'what both changed alike',
    [blobs({ a: ['0', '1'] }), blobs({ a: ['0', '1'] }), blobs({ a: ['0', '1'] })],
    [],
  ],
  [
    'what was merged line by line',
    [blobs({ a: ['0', '1'] }), blobs({ a: ['0', '2'] }), blobs({ a: ['0', '3'] })],
    ['a'],
  ],
  [
    'what one side alone changed, and the result has not',
    [blobs({}), blobs({ a: ['0', '1'] }), blobs({})],
    ['a'],
  ],
  [
    'what the result removes',
    [blobs({ a: ['0', '1'] }), blobs({ a: ['0', null] }), blobs({ a: ['0', null] })],
    ['a'],
  ],
  ['a lock file', [blobs({}), blobs({ 'yarn.lock': ['0', '1'] }), blobs({})], []],
])('%s', (_what, [current, incoming, result], doubtful) => {
  expect(doubtfulFiles(current, incoming, result).map(({ path }) => path)).toEqual(doubtful);
});

const lines = (name: string, count: number) =>
  Array.from({ length: count }, (_, at) => `const ${name}${at} = ${at};\n`).join('');
const BASE = lines('base', 3);

it.each<
  readonly [
    string,
    { readonly current?: string; readonly incoming?: string; readonly result: string | null },
    readonly string[],
    string | null,
  ]
>([
  [
    'nothing',
    {
      current: `${lines('c', 5)}${BASE}`,
      incoming: `${BASE}${lines('i', 5)}`,
      result: `${lines('c', 5)}${BASE}${lines('i', 5)}`,
    },
    [],
    null,
  ],
  [
    'all of a side',
    {
      current: `${lines('c', 5)}${BASE}`,
      incoming: `${BASE}${lines('i', 5)}`,
      result: `${lines('c', 5)}${BASE}`,
    },
    [],
    'incoming 5',
  ],
  [
    'one of two versions of a line',
    {
      current: `${lines('c', 9)}${BASE}`,
      incoming: `${BASE}${lines('i', 9)}`,
      result: `${lines('c', 8)}${BASE}${lines('i', 9)}`,
    },
    [],
    null,
  ],
  [
    'a file that was moved',
    { current: `${lines('c', 5)}${BASE}`, result: null },
    [`${lines('c', 5)}${BASE}`],
    null,
  ],
  ['a file that is gone', { current: `${lines('c', 5)}${BASE}`, result: null }, [], 'current 5'],
])('a merge loses %s', (_what, { current = BASE, incoming = BASE, result }, added, lost) => {
  const about = { commit: 'a' as Sha, subject: 'm', at: '2026-01-01T00:00:00.000Z' as Instant };
  const found = lostInMerge(about, [{ path: 'a.js', base: BASE, current, incoming, result }], added);

  expect(found.map(({ side, lines: count }) => `${side} ${count}`)).toEqual(lost === null ? [] : [lost]);
});

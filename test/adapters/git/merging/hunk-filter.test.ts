import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Sha } from '../../../../src/domain/shared/ids.ts';
import { described } from '../../../support/fast-import.ts';
import { makeRepository, type TestRepository } from '../../../support/repository.ts';
import { configure, objectsOf } from '../tools.ts';

const LINES = Array.from({ length: 12 }, (_, index) => (index % 4 === 3 ? '' : `line ${index % 5}`));

/** Edits of a text with many equal lines, so that a diff has choices: lines that go, change, or come. */
const EDITS = fc.array(
  fc.record({
    at: fc.nat({ max: LINES.length - 1 }),
    how: fc.constantFrom('drop', 'change', 'insert', 'repeat'),
    text: fc.constantFrom('new', 'line 1', '', '    indented'),
  }),
  { minLength: 0, maxLength: 3 },
);
type Edit = typeof EDITS extends fc.Arbitrary<readonly (infer One)[]> ? One : never;

const BRANCH = fc.record({
  a: EDITS,
  b: EDITS,
  more: fc.constantFrom<Readonly<Record<string, string | null | { mode: string; text: string }>>>(
    {},
    { new: 'x\n' },
    { new: 'y\n' },
    { 'new/below': 'x\n' },
    { 'dir/new': 'x\n' },
    { 'dir/c': null },
    { 'dir/c': null, 'dir/d': null, 'moved/c': 'see\n', 'moved/d': 'dee\n' },
    { 'dir/c': null, 'other/c': 'see\n' },
    { 'dir/c': 'see\nmore\n' },
    { script: { mode: '100755', text: 'run\n' } },
    { script: { mode: '100644', text: 'run\nfast\n' } },
    { link: { mode: '120000', text: 'there' } },
    { bin: 'a\0b\n' },
    { bin: 'a\0c\n' },
  ),
});

function edited(edits: readonly Edit[], before: readonly string[] = LINES): string {
  const lines = [...before];
  for (const { at, how, text } of edits) {
    if (how === 'drop') lines.splice(at, 1);
    else if (how === 'change') lines.splice(at, 1, text);
    else lines.splice(at, 0, how === 'insert' ? text : (LINES[at] ?? ''));
  }
  return lines.map((line) => `${line}\n`).join('');
}

function pairsOf(tips: readonly Sha[], merge_base: Sha | null) {
  return tips.flatMap((onto, index) =>
    tips
      .slice(index + 1)
      .map((incoming) => ({ onto, incoming, parted: merge_base && ([merge_base, merge_base] as const) })),
  );
}

async function tipsOf(repo: TestRepository, count: number): Promise<readonly Sha[]> {
  return Promise.all(Array.from({ length: count }, (_, index) => repo.tip(`branch-${index}`)));
}

test('knowing where branches part spares merges and changes no answer, whatever they do to files', async () => {
  const seen = { clean: 0, conflicts: 0 };
  await fc.assert(
    fc.asyncProperty(fc.array(BRANCH, { minLength: 16, maxLength: 16 }), async (branches) => {
      const repo = await makeRepository(
        {
          main: [
            {
              a: edited([]),
              b: edited([]),
              'dir/c': 'see\n',
              'dir/d': 'dee\n',
              script: 'run\n',
              link: { mode: '120000', text: 'here' },
              bin: 'a\0\n',
            },
          ],
          ...Object.fromEntries(
            branches.map(({ a, b, more }, index) => [
              `branch-${index}`,
              { from: 'main', commits: [{ a: edited(a), b: edited(b), ...more, [`own-${index}`]: 'own\n' }] },
            ]),
          ),
        },
        { bare: true },
      );
      const main = await repo.tip('main');
      const tips = await tipsOf(repo, branches.length);

      const quick = await objectsOf(repo).forecast(pairsOf(tips, main), main);
      const whole = await objectsOf(repo).forecast(pairsOf(tips, null), main);

      expect(quick).toEqual(whole);
      for (const { conflicted } of whole) seen[conflicted.length > 0 ? 'conflicts' : 'clean'] += 1;
      await repo.dispose();
    }),
    { numRuns: 10, endOnFailure: true },
  );
  expect(Math.min(seen.clean, seen.conflicts)).toBeGreaterThan(50);
});

test('of branches that left the target at different commits, none that collide on top of it are called apart', async () => {
  const seen = { clean: 0, conflicts: 0 };
  const drifted = LINES.with(LINES.length - 1, 'of main');
  const stages = ['at-0', 'at-1', 'main'];
  await fc.assert(
    fc.asyncProperty(fc.array(BRANCH, { minLength: 15, maxLength: 15 }), async (branches) => {
      const repo = await makeRepository(
        {
          'at-0': [
            {
              a: edited([]),
              b: edited([]),
              'dir/c': 'see\n',
              'dir/d': 'dee\n',
              script: 'run\n',
              bin: 'a\0\n',
            },
          ],
          'at-1': { from: 'at-0', commits: [{ b: edited([], drifted), 'dir/e': 'of main\n' }] },
          main: { from: 'at-1', commits: [{ more: 'of main\n', 'dir/d': 'dee\nof main\n' }] },
          ...Object.fromEntries(
            branches.map(({ a, b, more }, index) => {
              const own = { a: edited(a), b: edited(b, index % 3 === 0 ? LINES : drifted), ...more };
              return [
                `branch-${index}`,
                { from: stages[index % 3] ?? '', commits: [{ ...own, [`own-${index}`]: 'own\n' }] },
              ];
            }),
          ),
        },
        { bare: true },
      );
      const main = await repo.tip('main');
      const left = await Promise.all(stages.map((stage) => repo.tip(stage)));
      const tips = await tipsOf(repo, branches.length);
      const onto = await Promise.all(tips.map((tip) => mergedWith(repo, main, tip)));
      const clean = tips.flatMap((tip, index) => {
        const merged = onto[index] ?? null;
        return merged === null ? [] : [{ tip, merged, left: left[index % 3] as Sha }];
      });
      const pairs = clean.flatMap((a, index) => clean.slice(index + 1).map((b) => [a, b] as const));

      const quick = await objectsOf(repo).forecast(
        pairs.map(([a, b]) => ({ onto: a.tip, incoming: b.tip, parted: [a.left, b.left] as const })),
        main,
      );
      const whole = await objectsOf(repo).forecast(
        pairs.map(([a, b]) => ({ onto: a.merged, incoming: b.merged })),
        main,
      );

      // Without what the target did in between, git itself finds a few clean that collide on top of it: files that both moved.
      const apart = await objectsOf(repo).forecast(
        pairs.map(([a, b]) => ({ onto: a.tip, incoming: b.tip })),
        main,
      );

      for (const [index, { conflicted }] of whole.entries()) {
        const collide = conflicted.length > 0 && apart[index]?.conflicted.length !== 0;
        if (collide) expect(quick[index]?.conflicted).not.toEqual([]);
        seen[conflicted.length > 0 ? 'conflicts' : 'clean'] += 1;
      }
      await repo.dispose();
    }),
    { numRuns: 10, endOnFailure: true },
  );
  expect(Math.min(seen.clean, seen.conflicts)).toBeGreaterThan(20);
});

test('a branch whose parent was squashed into the target, and changed there since, collides with none that stand apart', async () => {
  const lines = Array.from({ length: 60 }, (_, index) => `line ${index}\n`);
  const squashed = lines.with(2, 'of the parent\n').with(3, 'of it too\n');
  const main = squashed.with(3, 'changed since\n').with(50, 'of main\n');
  const others = Array.from({ length: 6 }, (_, index) => index);
  const repo = await makeRepository(
    {
      start: [{ f: lines.join('') }],
      parent: { from: 'start', commits: [{ f: squashed.join('') }] },
      child: { from: 'parent', commits: [{ f: squashed.with(20, 'of the child\n').join('') }] },
      main: { from: 'start', commits: [{ f: main.join('') }] },
      ...Object.fromEntries(
        others.map((index) => [
          `branch-${index}`,
          {
            from: 'main',
            commits: [{ f: main.with(4 + 5 * (index % 3) + 30 * Math.floor(index / 3), 'x\n').join('') }],
          },
        ]),
      ),
    },
    { bare: true },
  );
  const [target, parent, child] = [await repo.tip('main'), await repo.tip('parent'), await repo.tip('child')];
  const tips = await tipsOf(repo, others.length);
  const between = tips.map((incoming) => ({ onto: child, incoming, parted: [parent, target] as const }));
  const back = tips.map((onto) => ({ onto, incoming: child, parted: [target, parent] as const }));

  const forecast = await objectsOf(repo).forecast([...between, ...back], target);

  expect(forecast.flatMap(({ conflicted }) => conflicted)).toEqual([]);
});

/** Merges a branch with main; null: they collide. */
async function mergedWith(repo: TestRepository, main: Sha, tip: Sha): Promise<Sha | null> {
  const tree = await repo.git('merge-tree', '--write-tree', main, tip).catch(() => null);
  return tree === null
    ? null
    : ((await repo.git('commit-tree', tree, '-p', main, '-p', tip, '-m', 'merged')) as Sha);
}

/** Branches that each change another line of one file, and so never conflict; none of them needs a merge. */
async function manyApart(file: string, attributes: string): Promise<TestRepository> {
  const lines = Array.from({ length: 40 }, (_, index) => `line ${index}\n`);
  return makeRepository(
    {
      main: [{ [file]: lines.join(''), '.gitattributes': attributes }],
      ...Object.fromEntries(
        Array.from({ length: 8 }, (_, index) => [
          `branch-${index}`,
          { from: 'main', commits: [{ [file]: lines.with(index * 4, 'new\n').join('') }] },
        ]),
      ),
    },
    { bare: true },
  );
}

async function merges(repo: TestRepository): Promise<{ conflicts: number; batches: number }> {
  const lines: string[] = [];
  const main = await repo.tip('main');
  const pairs = pairsOf(await tipsOf(repo, 8), main);
  const forecast = await objectsOf(repo, { onCommand: (line) => lines.push(line) }).forecast(pairs, main);
  return {
    conflicts: forecast.filter(({ conflicted }) => conflicted.length > 0).length,
    batches: lines.filter((line) => line.startsWith('git merge-tree')).length,
  };
}

test('branches whose changes stand apart need no merge at all', async () => {
  expect(await merges(await manyApart('a b"ü', ''))).toEqual({ conflicts: 0, batches: 0 });
});

test('a file about whose merging an attribute says something is merged by git', async () => {
  expect(await merges(await manyApart('a', 'a binary\n'))).toMatchObject({ conflicts: 28 });
  expect(await merges(await manyApart('a', '* -merge\n'))).toMatchObject({ conflicts: 28 });
});

/** Branches of which half take files out of a folder, and half add files to it. */
async function aroundFolder(taken: Readonly<Record<string, null>>): Promise<TestRepository> {
  return makeRepository(
    {
      main: [{ 'dir/a': 'a\n', 'dir/b': 'b\n' }],
      ...Object.fromEntries(
        Array.from({ length: 8 }, (_, index) => [
          `branch-${index}`,
          {
            from: 'main',
            commits: [
              index === 0
                ? { ...taken, 'moved/a': 'a\n', 'moved/b': 'b\n' }
                : { [`dir/new-${index}`]: 'new\n' },
            ],
          },
        ]),
      ),
    },
    { bare: true },
  );
}

test('a folder of which a file is left moves nowhere, so that what others add to it needs no merge', async () => {
  expect(await merges(await aroundFolder({ 'dir/a': null }))).toEqual({ conflicts: 0, batches: 0 });
});

test('a folder of which nothing is left may have moved, and git decides about what others add to it', async () => {
  expect(await merges(await aroundFolder({ 'dir/a': null, 'dir/b': null }))).toEqual({
    conflicts: 7,
    batches: 1,
  });
});

test('a driver that shows changes says nothing about merging', async () => {
  expect(await merges(await manyApart('a.c', '*.c diff=cpp\n'))).toEqual({ conflicts: 0, batches: 0 });
});

test('settings about how changes are shown do not matter', async () => {
  const repo = await manyApart('a', '');
  await configure(
    repo,
    '[diff]\n\tsuppressBlankEmpty = true\n\tnoprefix = true\n\tcontext = 9\n\torderFile = /dev/null\n\trenames = copies\n[color]\n\tui = always',
  );

  expect(await merges(repo)).toEqual({ conflicts: 0, batches: 0 });
});

test('two that start at different places, or of which one holds the other, are merged by git as before', async () => {
  const repo = await manyApart('a', '');
  const main = await repo.tip('main');
  const [one, two] = await tipsOf(repo, 2);
  if (one === undefined || two === undefined) throw new Error('no branches');

  const [straight, known] = await objectsOf(repo).forecast(
    [
      { onto: main, incoming: one, parted: [main, main] },
      { onto: one, incoming: two },
    ],
    main,
  );

  expect([straight, known]).toEqual([
    { conflicted: [], failed: null },
    { conflicted: [], failed: null },
  ]);
});

test('knowing the commit that branches stand on changes no answer', async () => {
  const seen = { clean: 0, conflicts: 0 };
  await fc.assert(
    fc.asyncProperty(fc.array(BRANCH, { minLength: 12, maxLength: 12 }), async (branches) => {
      const base = {
        a: edited([]),
        b: edited([]),
        'dir/c': 'see\n',
        'dir/d': 'dee\n',
        script: 'run\n',
        bin: 'a\0\n',
      };
      const repo = await makeRepository(
        {
          main: [base],
          shared: { from: 'main', commits: [{ more: 'shared\n' }] },
          ...Object.fromEntries(
            branches.map(({ a, b, more }, index) => {
              const own = { a: edited(a), b: edited(b), ...more, [`own-${index}`]: 'own\n' };
              return [`branch-${index}`, { from: 'shared', commits: [own] }];
            }),
          ),
        },
        { bare: true },
      );
      const main = await repo.tip('main');
      const stacked_on = await repo.tip('shared');
      const asked = pairsOf(await tipsOf(repo, branches.length), null);

      const quick = await objectsOf(repo).forecast(
        asked.map((pair) => ({ ...pair, stacked_on })),
        main,
      );
      const whole = await objectsOf(repo).forecast(asked, main);

      expect(quick).toEqual(whole);
      for (const { conflicted } of whole) seen[conflicted.length > 0 ? 'conflicts' : 'clean'] += 1;
      await repo.dispose();
    }),
    { numRuns: 4, endOnFailure: true },
  );
  expect(Math.min(seen.clean, seen.conflicts)).toBeGreaterThan(10);
});

test('a file in which branches collide with the target is merged with it once, and not for each pair', async () => {
  const repo = await makeRepository({
    base: [{ log: '1\n' }],
    main: { from: 'base', commits: [{ log: 'main\n' }] },
    ...Object.fromEntries(
      Array.from({ length: 12 }, (_, index) => [
        `branch-${index}`,
        { from: 'base', commits: [{ log: `branch ${index}\n` }] },
      ]),
    ),
  });
  const [main, base] = [await repo.tip('main'), await repo.tip('base')];
  const tips = await tipsOf(repo, 12);
  const withTarget = tips.map((incoming) => ({ onto: main, incoming, parted: [base, base] as const }));
  const lines: string[] = [];

  const outcomes = await objectsOf(repo, { onCommand: (line) => lines.push(line) }).forecast(
    [...withTarget, ...pairsOf(tips, base)],
    main,
  );

  expect(outcomes.slice(0, 12).every(({ conflicted }) => conflicted.join() === 'log')).toBe(true);
  expect(outcomes.slice(12).every(({ conflicted }) => conflicted.length === 0)).toBe(true);
  expect(lines.filter((line) => line.includes('merge-tree'))).toHaveLength(1);
});

test('branches that have merged the target on the way are compared on top of it', async () => {
  const text = (line: string, at: number) =>
    LINES.with(at, line)
      .map((each) => `${each}\n`)
      .join('');
  const repo = await makeRepository({
    base: [{ a: text('base', 0) }],
    main: { from: 'base', commits: [{ other: 'main\n' }] },
    ...Object.fromEntries(
      Array.from({ length: 12 }, (_, index) => [
        `branch-${index}`,
        {
          from: 'base',
          commits: [
            { [`own-${index}`]: 'own\n' },
            described({ other: 'main\n', a: text(`${index}`, index < 2 ? 4 : 0) }, { merges: ['main'] }),
          ],
        },
      ]),
    ),
  });
  const main = await repo.tip('main');
  const tips = await tipsOf(repo, 12);
  const asked = [
    ...tips.map((incoming) => ({ onto: main, incoming })),
    ...pairsOf(tips, null).map((pair) => ({ ...pair, apart: true })),
  ];
  const lines: string[] = [];

  const quick = await objectsOf(repo, { onCommand: (line) => lines.push(line) }).forecast(asked, main);

  expect(quick).toEqual(
    await objectsOf(repo).forecast(
      asked.map((pair) => ({ ...pair, apart: false })),
      main,
    ),
  );
  expect(lines.some((line) => line.includes('--histogram'))).toBe(true);
});

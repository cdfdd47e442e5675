import { expect, test } from 'vitest';
import { patchId } from '../../../../src/adapters/git/history/patch-id.ts';
import type { Files } from '../../../support/fast-import.ts';
import { makeRepository, type TestRepository } from '../../../support/repository.ts';
import { historyOf } from '../tools.ts';

const text = (...changes: readonly (readonly [line: number, text: string])[]) => {
  const lines = Array.from({ length: 30 }, (_, index) => `line ${index}`);
  for (const [line, changed] of changes) lines[line] = changed;
  return `${lines.join('\n')}\n`;
};

/** An effort of two commits, and a main that goes its own way. */
async function effortAnd(...main: readonly Files[]): Promise<TestRepository> {
  return makeRepository(
    {
      base: [{ f: text() }],
      effort: {
        from: 'base',
        commits: [
          { f: text([3, 'three of the effort']) },
          { f: text([3, 'three of the effort'], [20, 'twenty of the effort']), g: 'g\n' },
        ],
      },
      main: { from: 'base', commits: [{ other: 'before\n' }, ...main] },
    },
    { checkout: false },
  );
}

async function isIn(repo: TestRepository, effort = 'effort'): Promise<boolean> {
  return historyOf(repo).isSquashedInto(await repo.tip(effort), await repo.tip('main'));
}

const squashed = { f: text([3, 'three of the effort'], [20, 'twenty of the effort']), g: 'g\n' };

test('an effort whose changes are nowhere is not in', async () => {
  expect(await isIn(await effortAnd())).toBe(false);
});

test('an effort squashed into one commit is in', async () => {
  expect(await isIn(await effortAnd(squashed))).toBe(true);
});

test('it stays in when the target goes on with the same lines', async () => {
  expect(await isIn(await effortAnd(squashed, { ...squashed, f: text([3, 'three again']) }))).toBe(true);
});

test('it is in when the target had other changes in the same file before', async () => {
  const before = text([28, 'of main']);
  const after = text([3, 'three of the effort'], [20, 'twenty of the effort'], [28, 'of main']);

  expect(
    await isIn(await effortAnd({ f: before }, { f: after, g: 'g\n' }, { f: text([3, 'x'], [20, 'y']) })),
  ).toBe(true);
});

test('an effort whose commits were picked one by one is in, also when the lines changed since', async () => {
  expect(
    await isIn(
      await effortAnd({ f: text([3, 'three of the effort']) }, squashed, { f: text([3, 'x'], [20, 'y']) }),
    ),
  ).toBe(true);
});

test('an effort whose changes came in with others, cut differently, is in as long as they stand', async () => {
  const pieces = [
    { f: text([3, 'three of the effort']), other: 'too\n' },
    { ...squashed, other: 'and this\n' },
  ];

  expect(await isIn(await effortAnd(...pieces))).toBe(true);
  expect(await isIn(await effortAnd(...pieces, { g: 'another\n' }))).toBe(false);
});

test('an effort of which only a part was taken is not in', async () => {
  expect(await isIn(await effortAnd({ f: text([3, 'three of the effort']) }))).toBe(false);
});

test('an effort that was taken and taken back is not in', async () => {
  expect(await isIn(await effortAnd(squashed, { f: text(), g: null }))).toBe(false);
});

test('an effort that was taken whole and taken back by hand since, in one go with other work, is in: nobody asks for it again', async () => {
  expect(await isIn(await effortAnd(squashed, { f: text(), g: 'of main\n', other: 'more\n' }))).toBe(true);
});

test('an effort whose commits were picked one by one, and one of them taken back, is not in', async () => {
  const first = { f: text([3, 'three of the effort']) };

  expect(
    await isIn(await effortAnd(first, squashed, first, { ...squashed, f: text([3, 'x'], [20, 'y']) })),
  ).toBe(true);
  expect(await isIn(await effortAnd(first, squashed, { ...first, g: null }, { f: text([3, 'x']) }))).toBe(
    false,
  );
});

test('an effort that was taken, taken back and taken again is in', async () => {
  const again = { ...squashed, f: text([3, 'three of the effort'], [20, 'twenty of the effort']) };

  expect(
    await isIn(await effortAnd(squashed, { f: text(), g: null }, again, { f: text([3, 'x'], [20, 'y']) })),
  ).toBe(true);
});

test('a change that differs in white space only is another change', async () => {
  const repo = await makeRepository(
    {
      base: [{ 'a.py': 'if a:\n  b()\nc()\n' }],
      effort: { from: 'base', commits: [{ 'a.py': 'if a:\n  b()\n  c()\n' }] },
      main: { from: 'base', commits: [{ 'a.py': 'if a:\n  b()\n    c()\n' }] },
    },
    { checkout: false },
  );

  expect(await isIn(repo)).toBe(false);
});

test('binary files are compared by what they hold', async () => {
  const world = (in_main: number) => ({
    base: [{ bin: Uint8Array.of(0, 1) }],
    effort: { from: 'base', commits: [{ bin: Uint8Array.of(0, 2) }] },
    main: { from: 'base', commits: [{ bin: Uint8Array.of(0, in_main) }, { bin: Uint8Array.of(0, 9) }] },
  });

  expect(await isIn(await makeRepository(world(2), { checkout: false }))).toBe(true);
  expect(await isIn(await makeRepository(world(3), { checkout: false }))).toBe(false);
});

test('an effort without changes of its own is in; an unrelated one is not', async () => {
  const repo = await effortAnd();
  await repo.git('update-ref', 'refs/heads/nothing', 'base');
  await repo.grow({ stranger: [{ z: 'z\n' }] });

  expect([await isIn(repo, 'nothing'), await isIn(repo, 'stranger')]).toEqual([true, false]);
});

test('the question leaves nothing in the repository, and looks at each commit of the target once', async () => {
  const repo = await effortAnd({ f: text([3, 'of main']), g: 'of main\n' }, { f: text([20, 'of main']) });
  await repo.grow({
    second: { from: 'base', commits: [{ f: text([20, 'of the second']) }] },
    third: { from: 'base', commits: [{ h: 'h\n' }] },
  });
  const before = await repo.objects();
  const lines: string[] = [];
  const history = historyOf(repo, (line) => lines.push(line));
  const main = await repo.tip('main');

  await history.isSquashedInto(await repo.tip('effort'), main);
  const first = lines.length;
  await history.isSquashedInto(await repo.tip('second'), main);
  const second = lines.length;
  await history.isSquashedInto(await repo.tip('third'), main);

  expect(await repo.objects()).toEqual(before);
  const read = (some: readonly string[]) => some.filter((line) => line.startsWith('git diff-tree')).length;
  expect([read(lines.slice(0, first)), read(lines.slice(first, second)), read(lines.slice(second))]).toEqual([
    4, 4, 1,
  ]);
});

test('questions about several targets share their processes', async () => {
  const repo = await effortAnd({ f: text([3, 'of main']) }, { f: text([20, 'of main']) });
  const [effort, main, before] = [await repo.tip('effort'), await repo.tip('main'), await repo.tip('main^')];
  const lines: string[] = [];
  const history = historyOf(repo, (line) => lines.push(line));

  await Promise.all([main, before, main].map((target) => history.isSquashedInto(effort, target)));

  expect(lines.filter((line) => line.includes('merge-tree')).length).toBeLessThanOrEqual(1);
  expect(lines.filter((line) => line.startsWith('git diff-tree -p')).length).toBeLessThanOrEqual(1);
});

test('line numbers and names of text objects are no part of a patch, modes and paths are', () => {
  const patch = (index: string, at: string, path = 'a') =>
    `diff --git a/${path} b/${path}\nindex ${index} 100644\n--- a/${path}\n+++ b/${path}\n@@ ${at} @@ f()\n-1\n+2\n`;

  expect(patchId(patch('1..2', '-1 +1'))).toBe(patchId(patch('3..4', '-9 +9')));
  expect(patchId(patch('1..2', '-1 +1'))).not.toBe(patchId(patch('1..2', '-1 +1', 'b')));
  expect(patchId('')).toBe('');
});

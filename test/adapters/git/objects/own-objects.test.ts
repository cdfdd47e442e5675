/** Objects of our own: where they are, what the log of steps has of them, and what a power cut may take. */
import { existsSync } from 'node:fs';
import { chmod, mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { lostMoves } from '../../../../src/adapters/git/objects/refs/lost-moves.ts';
import type { Instant, RefName, Sha } from '../../../../src/domain/shared/ids.ts';
import type { RefMove, StepLog } from '../../../../src/ports/step-log.ts';
import { makeRepository } from '../../../support/repository.ts';
import { objectsOf } from '../tools.ts';

const ref = (name: string) => name as RefName;
const TIP = ref('refs/intorch/sessions/s/tip');

/** A log in memory, as the database is one on the disk. */
function logInMemory() {
  const objects = new Map<string, Uint8Array>();
  const moves: RefMove[] = [];
  const log: StepLog = {
    keep: async (step) => {
      for (const [file, bytes] of step.objects) objects.set(file, bytes);
      moves.push(...step.moves);
    },
    kept: async () => ({ objects, moves }),
    withdraw: async (refs) => {
      for (const ref of refs)
        moves.splice(
          moves.findLastIndex((move) => move.ref === ref),
          1,
        );
    },
    forgetObjects: async (files) => {
      for (const file of files) objects.delete(file);
    },
    forgetMoves: async () => {},
  };
  return { log, objects, moves };
}

/** Two efforts that change one file each in a folder with others, and their merge, to which a ref of ours has moved. */
async function merged() {
  const from = 'main';
  const repo = await makeRepository({
    main: [{ 'src/a.txt': 'a\n', 'src/b.txt': 'b\n', 'src/c.txt': 'c\n', 'other/d.txt': 'd\n' }],
    'effort/one': { from, commits: [{ 'src/a.txt': 'A\n' }] },
    'effort/two': { from, commits: [{ 'src/b.txt': 'B\n' }] },
  });
  const folder = join(repo.gitDir, 'intorch', 'objects');
  await mkdir(folder, { recursive: true });
  const { log, objects: kept, moves } = logInMemory();
  const commands: string[] = [];
  const open = () => objectsOf(repo, { own: { folder, log }, onCommand: (line) => commands.push(line) });
  const objects = open();
  const [main, one, two] = [
    await repo.tip('main'),
    await repo.tip('effort/one'),
    await repo.tip('effort/two'),
  ];
  const { tree } = await objects.merge({ onto: one, incoming: two, attributes_from: main });
  const identity = { name: 'Ada', email: 'ada@example.org' };
  const at = '2026-11-21T10:15:00.000Z' as Instant;
  const commit = await objects.writeCommit({ tree, parents: [one, two], message: 'merge\n', identity, at });
  await objects.updateRefs([{ ref: TIP, to: commit, expected: null }]);
  const fileOf = (object: Sha) => join(object.slice(0, 2), object.slice(2));
  return { repo, folder, objects, open, kept, moves, commands, one, two, tree, commit, fileOf };
}

test('what a step has written is in the log before a ref needs it, with the moves', async () => {
  const { kept, moves, commit, tree, fileOf } = await merged();

  expect([...kept.keys()]).toEqual(expect.arrayContaining([fileOf(commit), fileOf(tree)]));
  expect(moves).toEqual([{ ref: TIP, to: commit, expected: null }]);
});

test('a move that git refuses is not in the log: nothing makes it up later', async () => {
  const { objects, open, repo, moves, commit, one } = await merged();

  await expect(objects.updateRefs([{ ref: TIP, to: one, expected: one }])).rejects.toMatchObject({
    code: 'REF_MOVED',
  });

  expect(moves).toEqual([{ ref: TIP, to: commit, expected: null }]);
  await open().mendRefs('refs/intorch/', ['refs/intorch/sessions/s/']);
  expect(await repo.git('rev-parse', TIP)).toBe(commit);
});

test('a merge of what is ours is whole without a walk; one that needs what is not ours is walked', async () => {
  const { folder, objects, commands, commit, tree, one, two, fileOf } = await merged();
  const walks = () => commands.filter((line) => line.startsWith('git rev-list')).length;

  expect(await objects.isWhole(commit, [one, two])).toBe(true);
  expect(walks()).toBe(0);
  await rm(join(folder, fileOf(tree)), { force: true });
  expect(await objects.isWhole(commit, [one, two])).toBe(true);
  expect(walks()).toBe(1);
  expect(await objects.isWhole(commit, [one])).toBe(true);
  expect(walks()).toBe(2);
});

test('empty, cut and missing objects are written again from the log, in both places; damaged ones that it does not know are removed', async () => {
  const { repo, folder, open, commit, tree, fileOf } = await merged();
  const there = join(repo.gitDir, 'objects');
  for (const place of [folder, there]) {
    await rm(join(place, fileOf(commit)));
    await writeFile(join(place, fileOf(commit)), '');
  }
  await rm(join(folder, fileOf(tree)));
  await rm(join(there, fileOf(tree)));
  const unknown = join(folder, 'ab', 'c'.repeat(38));
  await mkdir(join(folder, 'ab'), { recursive: true });
  await writeFile(unknown, 'zeros');
  await chmod(unknown, 0o444);

  await open().mendRefs('refs/intorch/', []);

  expect(await repo.git('fsck', '--strict', '--no-dangling')).toBe('');
  expect(await repo.git('rev-parse', `${TIP}^{tree}`)).toBe(tree);
  expect(existsSync(unknown)).toBe(false);
});

test('a ref that a power cut emptied, removed or moved back is where it was about to be; only for the session that is resumed', async () => {
  const { repo, open, commit, one } = await merged();
  const file = join(repo.gitDir, TIP);

  for (const content of ['', null, `${one}\n`]) {
    await rm(file, { force: true });
    if (content !== null) await writeFile(file, content);
    if (content === null) {
      await open().mendRefs('refs/intorch/', ['refs/intorch/sessions/other/']);
      expect((await stat(file).catch(() => null)) === null).toBe(true);
    }
    const known = content === `${one}\n` ? null : commit;
    await open().mendRefs('refs/intorch/', ['refs/intorch/sessions/s/']);
    expect(await repo.git('rev-parse', TIP), `from ${content}`).toBe(known ?? one);
  }
});

test.each<[string, readonly (Sha | null)[], Sha | null, Sha | null | undefined]>([
  ['where it belongs', ['a', 'b'] as Sha[], 'b' as Sha, undefined],
  ['moved back', ['a', 'b'] as Sha[], 'a' as Sha, 'b' as Sha],
  ['gone', ['a', 'b'] as Sha[], null, 'b' as Sha],
  ['moved by somebody else', ['a', 'b'] as Sha[], 'c' as Sha, undefined],
  ['there again after it was removed', ['a' as Sha, null], 'a' as Sha, null],
  ['removed, as it should be', ['a' as Sha, null], null, undefined],
])('a ref that is %s', (_what, places, now, to) => {
  const moves = places.map((place) => ({ ref: TIP, to: place }));
  const refs = new Map(now === null ? [] : [[TIP, now]]);

  expect(lostMoves(moves, refs)).toEqual(to === undefined ? [] : [{ ref: TIP, to, expected: now }]);
});

test('in the end everything is packed in the repository, and nothing of ours is needed', async () => {
  const { repo, folder, objects, kept, commit } = await merged();

  await objects.settle();
  for (const fan of await readdir(join(repo.gitDir, 'objects')))
    if (fan.length === 2) await rm(join(repo.gitDir, 'objects', fan), { recursive: true });
  await rm(folder, { recursive: true });

  expect(kept.size).toBe(0);
  expect(await repo.git('cat-file', '-t', commit)).toBe('commit');
});

import { mkdir, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import type { RefName } from '../../../../src/domain/shared/ids.ts';
import type { TestRepository } from '../../../support/repository.ts';
import { makeShape } from '../../../support/shapes.ts';
import { objectsOf } from '../tools.ts';

const ref = (name: string) => name as RefName;

async function refsOf(repo: TestRepository): Promise<readonly string[]> {
  return (await repo.git('for-each-ref', '--format=%(refname) %(objectname)')).split('\n');
}

/** A lock as a killed git leaves it. */
async function leaveLock(repo: TestRepository, name: RefName, age_ms: number): Promise<string> {
  const file = join(repo.gitDir, `${name}.lock`);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, '');
  const then = new Date(Date.now() - age_ms);
  await utimes(file, then, then);
  return file;
}

test('refs are created, moved and deleted together', async () => {
  const repo = await makeShape('two_clean');
  const [main, one, two] = [
    await repo.tip('main'),
    await repo.tip('effort/one'),
    await repo.tip('effort/two'),
  ];

  await objectsOf(repo).updateRefs([
    { ref: ref('refs/intorch/s/1'), to: main, expected: null },
    { ref: ref('refs/heads/effort/one'), to: two, expected: one },
    { ref: ref('refs/heads/effort/two'), to: null, expected: two },
    { ref: ref('refs/heads/never'), to: null, expected: null },
  ]);

  expect(await refsOf(repo)).toEqual([
    `refs/heads/effort/one ${two}`,
    `refs/heads/main ${main}`,
    `refs/intorch/s/1 ${main}`,
  ]);
});

test('when one is not as expected, nothing moves, and the error names it, what it is and what it should be', async () => {
  const repo = await makeShape('two_clean');
  const [main, one] = [await repo.tip('main'), await repo.tip('effort/one')];
  const before = await refsOf(repo);
  const objects = objectsOf(repo);
  const attempt = (name: string, to: typeof main | null, expected: typeof main | null) =>
    objects.updateRefs([
      { ref: ref('refs/heads/other'), to: main, expected: null },
      { ref: ref(name), to, expected },
    ]);

  await expect(attempt('refs/heads/effort/one', main, main)).rejects.toMatchObject({
    code: 'REF_MOVED',
    message: `refs/heads/effort/one is at ${one}, but was expected at ${main}`,
  });
  await expect(attempt('refs/heads/main', one, null)).rejects.toMatchObject({
    code: 'REF_MOVED',
    message: `refs/heads/main is at ${main}, but must not exist`,
  });
  await expect(attempt('refs/heads/gone', one, main)).rejects.toMatchObject({
    code: 'REF_MOVED',
    message: `refs/heads/gone does not exist, but was expected at ${main}`,
  });
  await expect(attempt('refs/heads/gone', null, main)).rejects.toMatchObject({ code: 'REF_MOVED' });
  await expect(attempt('refs/heads/main', null, null)).rejects.toMatchObject({ code: 'REF_MOVED' });
  expect(await refsOf(repo)).toEqual(before);
});

test('of many writers of one ref, exactly one wins', async () => {
  const repo = await makeShape('two_clean');
  const one = await repo.tip('effort/one');
  const claims = [await repo.tip('main'), await repo.tip('effort/two')].flatMap((to) => [to, to, to]);

  const results = await Promise.allSettled(
    claims.map((to) =>
      objectsOf(repo).updateRefs([{ ref: ref('refs/heads/effort/one'), to, expected: one }]),
    ),
  );

  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(results.flatMap((result) => (result.status === 'rejected' ? [result.reason.code] : []))).toEqual(
    Array.from({ length: 5 }, () => 'REF_MOVED'),
  );
});

test('a ref may be named like an option', async () => {
  const repo = await makeShape('two_clean');
  const main = await repo.tip('main');

  await objectsOf(repo).updateRefs([{ ref: ref('refs/heads/--output=x'), to: main, expected: null }]);

  expect(await refsOf(repo)).toContain(`refs/heads/--output=x ${main}`);
});

test.each(['HEAD', 'main', '', 'refs/heads/a b', 'refs/heads/a\0delete refs/heads/main', 'refs/heads/a..b'])(
  'what is no full name of a ref is refused: %j',
  async (name) => {
    const repo = await makeShape('two_clean');
    const before = await refsOf(repo);

    await expect(
      objectsOf(repo).updateRefs([{ ref: ref(name), to: await repo.tip('effort/one'), expected: null }]),
    ).rejects.toMatchObject({ code: 'GIT_FAILED' });
    expect(await refsOf(repo)).toEqual(before);
  },
);

test('a commit that is not there cannot be published', async () => {
  const repo = await makeShape('two_clean');

  await expect(
    objectsOf(repo).updateRefs([{ ref: ref('refs/heads/x'), to: 'e'.repeat(40) as never, expected: null }]),
  ).rejects.toMatchObject({ code: 'OBJECT_MISSING' });
});

test('an abandoned lock under our own refs does not stand in the way', async () => {
  const repo = await makeShape('two_clean');
  const main = await repo.tip('main');
  await leaveLock(repo, ref('refs/intorch/s/1'), 60_000);
  await leaveLock(repo, ref('refs/heads/integration/s'), 60_000);

  await objectsOf(repo, { owned_refs: ['refs/intorch/', 'refs/heads/integration/s'] }).updateRefs([
    { ref: ref('refs/intorch/s/1'), to: main, expected: null },
    { ref: ref('refs/heads/integration/s'), to: main, expected: null },
  ]);

  expect(await refsOf(repo)).toContain(`refs/heads/integration/s ${main}`);
});

test('a young lock under our own refs is waited for until nobody can be behind it any more', async () => {
  const repo = await makeShape('two_clean');
  const main = await repo.tip('main');
  await leaveLock(repo, ref('refs/intorch/s/1'), 0);

  await objectsOf(repo, { lock_patience_ms: 1, lock_abandoned_ms: 300 }).updateRefs([
    { ref: ref('refs/intorch/s/1'), to: main, expected: null },
  ]);

  expect(await refsOf(repo)).toContain(`refs/intorch/s/1 ${main}`);
});

test('an abandoned lock on a branch does not stand in the way when it holds just what is to be written', async () => {
  const repo = await makeShape('two_clean');
  const [main, one] = [await repo.tip('main'), await repo.tip('effort/one')];
  const move = { ref: ref('refs/heads/main'), to: one, expected: main };
  await writeFile(await leaveLock(repo, ref('refs/heads/main'), 0), `${one}\n`);

  await objectsOf(repo, { lock_patience_ms: 1, lock_abandoned_ms: 300 }).updateRefs([move]);

  expect(await refsOf(repo)).toContain(`refs/heads/main ${one}`);
});

test('a lock that is not ours is left alone, however old, and named with what to do', async () => {
  const repo = await makeShape('two_clean');
  const main = await repo.tip('main');
  const objects = objectsOf(repo, { lock_patience_ms: 50 });
  const foreign = await leaveLock(repo, ref('refs/heads/theirs'), 60_000);

  await expect(
    objects.updateRefs([{ ref: ref('refs/heads/theirs'), to: main, expected: null }]),
  ).rejects.toMatchObject({
    code: 'GIT_FAILED',
    message: expect.stringContaining(foreign),
    remedy: `When no git is at work in this repository, remove it: rm ${foreign}`,
  });
});

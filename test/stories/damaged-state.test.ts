/** State that is damaged in one place is read from the others, and it is said which. */
import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { nodeSqlite } from '../../src/adapters/sqlite/node-sqlite.ts';
import { leftInConflict } from '../support/left.ts';
import type { TestRepository } from '../support/repository.ts';
import { type Story, takeUpAgain } from '../support/session.ts';
import { cli } from '../support/stories.ts';

const left = leftInConflict();

type Left = Awaited<ReturnType<typeof left>>;
const intorch = ({ repo }: Left) => join(repo.gitDir, 'intorch');
const checkpoints = (one: Left) => join(intorch(one), 'sessions', one.life.live.id, 'checkpoints');

async function damageCheckpoints(one: Left): Promise<void> {
  for (const folder of ['active', 'backup'])
    for (const name of await readdir(join(checkpoints(one), folder)))
      await writeFile(join(checkpoints(one), folder, name), 'x');
}

async function forget(one: Left, table: string): Promise<void> {
  const database = new (nodeSqlite().DatabaseSync)(join(intorch(one), 'intorch.db'));
  database.exec(`DELETE FROM ${table}`);
  database.close();
}

async function removeDatabase(one: Left): Promise<void> {
  for (const suffix of ['', '-wal', '-shm'])
    await rm(join(intorch(one), `intorch.db${suffix}`), { force: true });
}

async function finish(repo: TestRepository, story: Story): Promise<string> {
  await story.work();
  await story.choose('combine_current_incoming');
  expect(story.state().end?.outcome, story.state().end?.because ?? '').toBe('LANDED');
  return repo.git('rev-parse', 'main^{tree}');
}

it.each<[what: string, damage: (one: Left) => Promise<unknown>, finding: RegExp]>([
  [
    'the checkpoints are gone',
    (one) => rm(checkpoints(one), { recursive: true }),
    /^checkpoints: all are gone; the database brought the session back/,
  ],
  [
    'the folder of the session is gone',
    (one) => rm(join(intorch(one), 'sessions'), { recursive: true }),
    /^checkpoints: all are gone; the database brought the session back/,
  ],
  [
    'the checkpoints and the snapshot are gone',
    (one) => Promise.all([rm(checkpoints(one), { recursive: true }), forget(one, 'snapshots')]),
    /^checkpoints: none can be used; its journal alone, \d+ events, brought the session back$/,
  ],
  [
    'the checkpoints are damaged, and the snapshot is gone',
    (one) => Promise.all([damageCheckpoints(one), forget(one, 'snapshots')]),
    /^checkpoints: none can be used; its journal alone, \d+ events, brought the session back$/,
  ],
  [
    'of all that is stored only the journal is left',
    (one) => Promise.all([rm(join(intorch(one), 'sessions'), { recursive: true }), forget(one, 'snapshots')]),
    /^checkpoints: none can be used; its journal alone, \d+ events, brought the session back$/,
  ],
  [
    'the database is gone',
    removeDatabase,
    /^journal: its database is gone; the checkpoint of event \d+ brought the session back$/,
  ],
])('where %s, it goes on, says so, and ends on the same tree', async (_what, damage, finding) => {
  const undisturbed = await left();
  const wanted = await finish(undisturbed.repo, await takeUpAgain(undisturbed.life));
  const one = await left();
  const decided = one.life.live.id;
  await damage(one);

  expect((await cli(one.repo, 'status')).out).toContain(decided);
  const again = await takeUpAgain(one.life, { said: [] });

  const found = again
    .state()
    .findings.map((each) => `${each.subject}: ${each.checkpoint_says}; ${each.git_says}`);
  expect(found).toContainEqual(expect.stringMatching(finding));
  expect(await finish(one.repo, again)).toBe(wanted);
});

it('where neither can be read, resume says what is left, and run begins anew without a word to the contrary', async () => {
  const one = await left();
  await damageCheckpoints(one);
  await removeDatabase(one);

  const resumed = await cli(one.repo, 'resume');
  const begun = await cli(one.repo, 'run');

  const { id } = one.life.live;
  expect(resumed).toMatchObject({ status: 65, out: '' });
  expect(resumed.err).toBe(
    `✖ Neither a checkpoint nor the journal of ${id} can be used\n` +
      `  Begin again with intorch run; what it merged is kept: git for-each-ref refs/intorch/sessions/${id}\n`,
  );
  expect(begun.err).toBe(
    `Note: Neither a checkpoint nor the journal of ${id} can be used; this run starts a new session.\n` +
      `  Its branch and its reports stay as they are: git for-each-ref refs/intorch/sessions/${id}\n`,
  );
  expect(begun.status).toBe(3);
});

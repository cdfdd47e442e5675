/** A journal of which a row cannot be read: the session goes on from what is before it, and nothing is thrown away. */

import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { nodeSqlite } from '../../src/adapters/sqlite/node-sqlite.ts';
import { openQuestion } from '../../src/domain/integration/open-question.ts';
import { factWords } from '../../src/domain/integration/question-fact.ts';
import { leftInConflict } from '../support/left.ts';
import type { TestRepository } from '../support/repository.ts';
import { type Story, takeUpAgain } from '../support/session.ts';
import { transcript } from '../support/transcript.ts';

const left = leftInConflict();

function inDatabase<T>(repo: TestRepository, run: (database: ReturnType<typeof open>) => T): T {
  const database = open(repo);
  try {
    return run(database);
  } finally {
    database.close();
  }
}

function open(repo: TestRepository) {
  const { DatabaseSync } = nodeSqlite();
  return new DatabaseSync(join(repo.gitDir, 'intorch', 'intorch.db'));
}

/** Leaves of the checkpoints only those that are older than an event. */
async function forgetCheckpointsFrom(repo: TestRepository, session: string, sequence: number) {
  const folder = join(repo.gitDir, 'intorch', 'sessions', session, 'checkpoints');
  await rm(join(folder, 'backup'), { recursive: true });
  for (const name of await readdir(join(folder, 'active'))) {
    if (Number(/-(\d+)\.yaml$/.exec(name)?.[1]) >= sequence) await rm(join(folder, 'active', name));
  }
}

async function finish(repo: TestRepository, story: Story): Promise<string> {
  await story.work();
  await story.choose('combine_current_incoming');
  expect(story.state().end?.outcome, story.state().end?.because ?? '').toBe('LANDED');
  return repo.git('rev-parse', 'main^{tree}');
}

it.each([
  ['is damaged', `body = 'x'`, 'it is not JSON'],
  [
    'comes from a newer version',
    `body = '{"type":"effort_teleported","at":"2026-11-21T10:15:00.000Z"}'`,
    'no event is called "effort_teleported": update intorch',
  ],
  [
    'has lost its inside',
    `body = '{"type":"effort_merged","at":"2026-11-21T10:15:00.000Z","losses":7}'`,
    'it is incomplete',
  ],
])(
  'goes on before a row that %s, says so, keeps the rows, and ends on the same tree',
  async (_what, change, reason) => {
    const undisturbed = await left();
    const wanted = await finish(undisturbed.repo, await takeUpAgain(undisturbed.life));
    const { repo, life } = await left();
    const [{ sequence, last }] = inDatabase(repo, (database) =>
      database
        .prepare(
          `SELECT max(sequence) AS last, max(iif(type = 'effort_merged', sequence, 0)) AS sequence FROM events`,
        )
        .all(),
    ) as unknown as [{ sequence: number; last: number }];
    inDatabase(repo, (database) =>
      database.exec(`UPDATE events SET ${change} WHERE sequence = ${sequence}; DELETE FROM snapshots`),
    );
    await forgetCheckpointsFrom(repo, life.live.id, sequence);

    const said: unknown[] = [];
    const again = await takeUpAgain(life, { ask: true, said });

    const because = `event ${sequence} cannot be read: ${reason}`;
    const count = last - sequence + 1;
    expect(said).toMatchObject([
      {
        message: expect.stringContaining(`stops where it can be read: ${because}; ${count} events set aside`),
      },
    ]);
    expect(openQuestion(again.state())?.facts.map(factWords)).toContainEqual(
      expect.stringMatching(new RegExp(`^journal: ${because}; ${count} events set aside; git is believed`)),
    );
    await again.choose('continue');
    expect(await finish(repo, again)).toBe(wanted);
    const kept = inDatabase(repo, (database) =>
      database.prepare('SELECT sequence, because FROM events_set_aside ORDER BY sequence').all(),
    );
    expect(kept).toHaveLength(count);
    expect(kept[0]).toMatchObject({ sequence, because });
    expect(await transcript(repo)).toMatchInlineSnapshot(`
      ref                      | command                            | outcome
      <session>/restore/b      | update-ref                         | new: A, refused
      <session>/tip            |                                    | A → B, refused
      phase1/wave1-integration |                                    | A → B, refused
      <session>/restore/c      | update-ref                         | new: B
      <session>/tip            |                                    | B → C
      phase1/wave1-integration |                                    | B → C
      main                     | update-ref                         | start → C
      <slot>                   | init                               | ok
      <slot>                   | checkout --force --detach <commit> | ok
      <slot>                   | clean -ffdq                        | ok
    `);
  },
);

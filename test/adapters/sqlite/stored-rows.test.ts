import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { nodeSqlite } from '../../../src/adapters/sqlite/node-sqlite.ts';
import { readingStore } from '../../../src/adapters/sqlite/reading-store.ts';
import { openSessionStore } from '../../../src/adapters/sqlite/session-store.ts';
import { integrationCodec } from '../../../src/domain/integration/checkpoint/codec.ts';
import { temporaryFolder } from '../../support/repository.ts';
import { plannedState, sampleInstant } from '../../support/states.ts';

const state = plannedState();
const session = state.session_id;

/** Saves a session, changes its database, and reads it: which state there is, and whether it was checked again. */
async function readAfter(sql: string, shape = integrationCodec.shape) {
  const directory = join(await temporaryFolder(), 'intorch');
  const store = await openSessionStore({
    codec: integrationCodec,
    session,
    created_at: sampleInstant(),
    directory,
    log: null,
    onTrouble: () => {},
  });
  await store.snapshots.save({
    schema_version: 2,
    sequence: 7,
    host: 'mill',
    saved_at: sampleInstant(),
    state,
  });
  await store.journal.close();
  const database = new (nodeSqlite().DatabaseSync)(join(directory, 'intorch.db'));
  database.exec(sql);
  database.close();
  let checks = 0;
  const decode: typeof integrationCodec.decode = (...given) => {
    checks += 1;
    return integrationCodec.decode(...given);
  };
  const found = await readingStore(directory, async (reading) =>
    reading?.storeOf(session, { ...integrationCodec, shape, decode }).snapshots.load(),
  );
  return { state: found?.state ?? null, checked: checks > 0 };
}

describe('a snapshot', () => {
  it('that is as it was written is believed without a second check', async () => {
    expect(await readAfter('')).toStrictEqual({ state, checked: false });
  });

  it('of another schema is checked', async () => {
    expect(await readAfter('', 'another')).toStrictEqual({ state, checked: true });
  });

  it.each([
    ['without a seal, as an older release writes it', 'DELETE FROM seals'],
    ['in a database of an older release', 'DROP TABLE seals'],
    ['of another event', 'UPDATE snapshots SET sequence = 8'],
    [
      'that somebody wrote in another way',
      `UPDATE snapshots SET body = replace(body, '{"state"', '{ "state"')`,
    ],
    ['whose part somebody changed', `UPDATE parts SET body = body || ' '`],
  ])('%s is checked, and read where it is sound', async (_what, sql) => {
    expect(await readAfter(sql)).toStrictEqual({ state, checked: true });
  });

  it.each([
    [
      'whose state is damaged',
      `UPDATE snapshots SET body = replace(body, '"paused":false', '"paused":maybe')`,
    ],
    [
      'of a shape that no schema has',
      `UPDATE snapshots SET body = replace(body, '"paused":false', '"paused":"so"')`,
    ],
    ['whose part is gone', 'DELETE FROM parts'],
  ])('%s is not believed', async (_what, sql) => {
    expect((await readAfter(sql)).state).toBeNull();
  });
});

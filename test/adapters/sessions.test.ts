import { mkdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createSessions, storeSettings } from '../../src/adapters/sessions.ts';
import { createYamlCheckpoints } from '../../src/adapters/yaml/yaml-checkpoints.ts';
import { integrationCodec } from '../../src/domain/integration/checkpoint/codec.ts';
import type { IntegrationState } from '../../src/domain/integration/state.ts';
import type { SessionId } from '../../src/domain/shared/ids.ts';
import { temporaryFolder } from '../support/repository.ts';
import { finishedState, freshState, midConflictState, sampleInstant } from '../support/states.ts';
import { underUmask } from '../support/umask.ts';

async function setUp() {
  const directory = join(await temporaryFolder(), 'intorch');
  const checkpoints = (session: SessionId) =>
    createYamlCheckpoints({
      codec: integrationCodec,
      session,
      directory: join(directory, 'sessions', session, 'checkpoints'),
      keep: 10,
      mirror: null,
      onTrouble: (error) => {
        throw error;
      },
    });
  const sessions = createSessions({
    directory,
    stored: {
      summaries: async () => new Map(),
      summaryOf: async (id) => {
        const { envelope } = await checkpoints(id).load();
        return envelope && { kind: integrationCodec.kind, ...integrationCodec.summaryOf(envelope.state) };
      },
    },
  });
  const save = async (state: IntegrationState) => {
    await sessions.create(state.session_id);
    await checkpoints(state.session_id).save({
      schema_version: 2,
      sequence: 1,
      host: 'mill',
      saved_at: sampleInstant(),
      state,
    });
  };
  return { directory, sessions, save };
}

describe('sessions', () => {
  it('are none at first', async () => {
    expect(await (await setUp()).sessions.list()).toEqual([]);
  });

  it('have folders for their owner alone', async () => {
    const { directory, sessions } = await setUp();

    await underUmask(0, () => sessions.create('one' as SessionId));

    const root = sessions.directory('one' as SessionId);
    expect(root).toBe(join(directory, 'sessions', 'one'));
    for (const folder of ['', 'checkpoints/active', 'checkpoints/backup', 'logs', 'reports', 'edits']) {
      expect(statSync(join(root, folder)).mode & 0o777).toBe(0o700);
    }
  });

  it('are listed newest first with what their checkpoint says', async () => {
    const { sessions, save } = await setUp();
    await save(midConflictState({ session_id: 'one' as SessionId, created_at: sampleInstant(1) }));
    await save(finishedState({ session_id: 'two' as SessionId, created_at: sampleInstant(2) }));

    expect(await sessions.list()).toEqual([
      {
        id: 'two',
        kind: 'integration',
        created_at: sampleInstant(2),
        summary: 'FINISHED LANDED, 3 of 3 merged',
        finished: true,
      },
      {
        id: 'one',
        kind: 'integration',
        created_at: sampleInstant(1),
        summary: 'INTEGRATING, 1 of 3 merged',
        finished: false,
      },
    ]);
  });

  it('are listed as unknown when no checkpoint can be read', async () => {
    const { sessions } = await setUp();
    await sessions.create('lost' as SessionId);
    writeFileSync(join(sessions.directory('lost' as SessionId), 'logs', 'events.jsonl'), '{}\n');

    expect(await sessions.list()).toEqual([
      {
        id: 'lost',
        kind: null,
        created_at: expect.stringMatching(/^\d{4}-.*Z$/),
        summary: 'unknown',
        finished: false,
      },
    ]);
  });

  it('are not listed when their start was cut off before anything was written', async () => {
    const { sessions } = await setUp();
    await sessions.create('cut' as SessionId);
    writeFileSync(
      join(sessions.directory('cut' as SessionId), 'checkpoints', 'active', '.intorch-1-00.tmp'),
      'ha',
    );
    await storeSettings(sessions.directory('cut' as SessionId), {
      settings: freshState().settings,
      written: null,
    });

    expect(await sessions.list()).toEqual([]);
  });

  it('are folders with the name of a session, and nothing else', async () => {
    const { directory, sessions } = await setUp();
    await sessions.create('one' as SessionId);
    writeFileSync(join(sessions.directory('one' as SessionId), 'logs', 'events.jsonl'), '{}\n');
    mkdirSync(join(directory, 'sessions', '.hidden'));
    mkdirSync(join(directory, 'sessions', 'a b'));
    writeFileSync(join(directory, 'sessions', 'file'), '');
    symlinkSync(directory, join(directory, 'sessions', 'link'));

    expect((await sessions.list()).map(({ id }) => id)).toEqual(['one']);
  });

  it.each(['..', '../x', '', 'a/b', '-x', 'a..b', 'x.lock', `a${'b'.repeat(200)}`])(
    'are never called %j',
    async (id) => {
      const { sessions } = await setUp();

      expect(() => sessions.directory(id as SessionId)).toThrowError(
        expect.objectContaining({ code: 'WRONG_USE' }),
      );
      await expect(sessions.create(id as SessionId)).rejects.toMatchObject({ code: 'WRONG_USE' });
    },
  );
});

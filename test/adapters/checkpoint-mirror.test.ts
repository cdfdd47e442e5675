import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { CheckpointMirrorOptions } from '../../src/adapters/checkpoint-mirror.ts';
import { checkpointRef, createCheckpointMirror } from '../../src/adapters/checkpoint-mirror.ts';
import { gitObjects } from '../../src/adapters/git/git-objects.ts';
import { gitHistory } from '../../src/adapters/git/history.ts';
import { encodeCheckpointText } from '../../src/adapters/yaml/checkpoint-text.ts';
import { createYamlCheckpoints } from '../../src/adapters/yaml/yaml-checkpoints.ts';
import { integrationCodec } from '../../src/domain/integration/checkpoint/codec.ts';
import type { IntegrationState } from '../../src/domain/integration/state.ts';
import type { Envelope } from '../../src/domain/shared/codec.ts';
import type { MirroredCheckpoint } from '../../src/ports/mirror.ts';
import { makeRepository, temporaryFolder } from '../support/repository.ts';
import { finishedState, midConflictState, sampleInstant } from '../support/states.ts';

const SESSION = midConflictState().session_id;
const REF = checkpointRef(SESSION);

function envelope(sequence: number): Envelope<IntegrationState> {
  return {
    schema_version: 2,
    sequence,
    host: 'mill',
    saved_at: sampleInstant(),
    state: finishedState({ outcome: 'FAILED', outcome_because: 'größe' }),
  };
}

async function setUp(
  object_format: 'sha1' | 'sha256' = 'sha1',
  overrides: Partial<CheckpointMirrorOptions> = {},
) {
  const repo = await makeRepository({ main: [{ 'a.txt': 'a\n' }] }, { object_format });
  const troubles: unknown[] = [];
  const objects = gitObjects({
    git_dir: repo.gitDir,
    scratch_dir: join(await temporaryFolder(), 'scratch'),
    trusted_drivers: [],
    onCommand: () => {},
  });
  const mirror = createCheckpointMirror({
    session: SESSION,
    file: 'orchestrator-integration-latest.yaml',
    objects,
    history: gitHistory({ directory: repo.dir, onCommand: () => {} }),
    object_format,
    identity: { name: 'Ada Author', email: 'ada@example.org' },
    now: () => sampleInstant(),
    push_to: null,
    onTrouble: (error) => troubles.push(error),
    ...overrides,
  });
  const write = async (sequence: number) => {
    mirror.write(copyOf(`checkpoint-${sequence}.yaml`, sequence));
    await mirror.settled();
  };
  return { repo, mirror, troubles, write };
}

function copyOf(name: string, sequence: number): MirroredCheckpoint {
  return { name, ...encodeCheckpointText(integrationCodec, envelope(sequence)), commits: [] };
}

describe('the mirror of checkpoints', () => {
  it.each(['sha1', 'sha256'] as const)(
    'is a line of commits on a ref of its own, in %s',
    async (object_format) => {
      const { repo, mirror, troubles, write } = await setUp(object_format);

      await write(1);
      await write(2);

      expect(await repo.git('log', '--format=%s|%an', REF)).toBe(
        'checkpoint: checkpoint-2.yaml|Ada Author\ncheckpoint: checkpoint-1.yaml|Ada Author',
      );
      expect(await mirror.read()).toEqual({
        name: 'orchestrator-integration-latest.yaml',
        ...encodeCheckpointText(integrationCodec, envelope(2)),
      });
      expect(await repo.git('status', '--porcelain')).toBe('');
      expect(troubles).toEqual([]);
    },
  );

  it('has nothing before the first', async () => {
    expect(await (await setUp()).mirror.read()).toBeNull();
  });

  it('leaves out what is overtaken while it waits', async () => {
    const { repo, mirror } = await setUp();

    for (const sequence of [1, 2, 3]) mirror.write(copyOf(`${sequence}`, sequence));
    await mirror.settled();

    expect(await repo.git('log', '--format=%s', REF)).toBe('checkpoint: 3\ncheckpoint: 1');
  });

  it('brings a session back whose folder is gone', async () => {
    const { mirror, write } = await setUp();
    await write(5);

    const elsewhere = createYamlCheckpoints({
      codec: integrationCodec,
      session: SESSION,
      directory: await temporaryFolder(),
      keep: 10,
      mirror,
      onTrouble: () => {},
    });

    expect(await elsewhere.load()).toEqual({ envelope: envelope(5), refused: [] });
  });

  it('is pushed when asked, by fast-forward', async () => {
    const remote = await makeRepository({}, { bare: true });
    const { repo, troubles, write } = await setUp('sha1', { push_to: 'origin' });
    await repo.git('remote', 'add', 'origin', remote.dir);

    await write(1);
    await write(2);

    expect(troubles).toEqual([]);
    expect(await remote.git('rev-parse', REF)).toBe(await repo.git('rev-parse', REF));
  });

  it('brings along what the session keeps and what it has planned, each once', async () => {
    const { repo, mirror, troubles } = await setUp();
    const [first, second] = [
      await repo.commit('side', { 'b.txt': 'b\n' }),
      await repo.commit('late', { 'c.txt': 'c\n' }),
    ];
    await repo.git('update-ref', `refs/intorch/sessions/${SESSION}/tip`, first);

    for (const sequence of [1, 2]) {
      mirror.write({ ...copyOf(`${sequence}`, sequence), commits: [first, second] });
      await mirror.settled();
    }

    expect(troubles).toEqual([]);
    expect(await repo.git('log', '--format=%s', '--first-parent', '-2', REF)).toBe(
      'checkpoint: 2\ncheckpoint: 1',
    );
    expect(await repo.git('log', '-1', '--format=%P', `${REF}^`)).toBe(`${first} ${second}`);
    expect((await repo.git('log', '-1', '--format=%P', REF)).split(' ')).toHaveLength(1);
    expect(await repo.git('show', `${REF}:refs`)).toBe(
      `${first} refs/intorch/sessions/${SESSION}/tip\n${second} -`,
    );
  });

  it('says once that a remote cannot be reached, and again only after it could be in between', async () => {
    const { repo, troubles, write } = await setUp('sha1', { push_to: 'origin' });
    const told: number[] = [];
    const writeEach = async (...sequences: readonly number[]) => {
      for (const sequence of sequences) await write(sequence);
      told.push(troubles.length);
    };
    await writeEach(1, 2, 3);
    const remote = await makeRepository({}, { bare: true });
    await repo.git('remote', 'add', 'origin', remote.dir);
    await writeEach(4);
    expect(await remote.git('rev-parse', REF)).toBe(await repo.git('rev-parse', REF));
    await repo.git('remote', 'remove', 'origin');
    await writeEach(5, 6);

    expect(told).toEqual([1, 1, 2]);
  });

  it('says what went wrong, and throws nothing', async () => {
    const { repo, mirror, troubles, write } = await setUp('sha1', { push_to: 'nowhere' });

    await write(1);
    expect(troubles).toHaveLength(1);

    await repo.git('update-ref', `${REF}/in-the-way`, 'HEAD').catch(() => {});
    await repo.git('update-ref', '-d', REF);
    await repo.git('update-ref', `${REF}/in-the-way`, 'HEAD');
    await write(2);

    expect(troubles).toHaveLength(2);
    expect(await mirror.read()).toBeNull();
  });
});

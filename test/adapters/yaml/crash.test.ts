import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createYamlCheckpoints } from '../../../src/adapters/yaml/yaml-checkpoints.ts';
import { integrationCodec } from '../../../src/domain/integration/checkpoint/codec.ts';
import { startProgram } from '../../support/programs.ts';
import { temporaryFolder } from '../../support/repository.ts';
import { midConflictState } from '../../support/states.ts';

const WRITER = 'stores/checkpoint-writer.ts';

async function setUp() {
  const directory = await temporaryFolder();
  const checkpoints = createYamlCheckpoints({
    codec: integrationCodec,
    session: midConflictState().session_id,
    directory,
    keep: 10,
    mirror: null,
    onTrouble: (error) => {
      throw error;
    },
  });
  return { directory, checkpoints };
}

describe('checkpoints of a process that dies', () => {
  it('are never lost once acknowledged, in twenty kills', async () => {
    const { directory, checkpoints } = await setUp();
    let acknowledged = 0;

    for (let kill = 1; kill <= 20; kill++) {
      const writer = startProgram(WRITER, [directory, `${acknowledged + 1}`, '1', '100000']);
      for (let line = 0; line < 1 + (kill % 4); line++) acknowledged = Number(await writer.nextLine());
      writer.signal('SIGKILL');
      await writer.ended;
      for (let line = await writer.nextLine(); line !== null; line = await writer.nextLine()) {
        acknowledged = Number(line);
      }

      const { envelope } = await checkpoints.load();
      expect(envelope?.sequence).toBeGreaterThanOrEqual(acknowledged);
      acknowledged = envelope?.sequence ?? 0;
    }

    expect(acknowledged).toBeGreaterThanOrEqual(20);
    const writer = startProgram(WRITER, [directory, `${acknowledged + 1}`]);
    await writer.ended;
    expect(readdirSync(join(directory, 'active')).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  }, 180_000);

  it('are all there when two processes write at once', async () => {
    const { directory, checkpoints } = await setUp();

    const writers = ['1', '2'].map((from) => startProgram(WRITER, [directory, from, '2', '60']));
    const ends = await Promise.all(writers.map((writer) => writer.ended));

    expect(ends).toEqual([
      { code: 0, errors: '' },
      { code: 0, errors: '' },
    ]);
    expect((await checkpoints.list()).map(({ refused }) => refused)).toEqual(Array(11).fill(null));
    expect((await checkpoints.load()).envelope?.sequence).toBe(120);
  }, 180_000);
});

describe('checkpoints on a full disk', () => {
  it('are refused whole: the last good one stays and nothing half-written is left', async () => {
    const { directory, checkpoints } = await setUp();
    await startProgram(WRITER, [directory, '1']).ended;
    mkdirSync(join(directory, 'active'), { recursive: true });

    const writer = startProgram(WRITER, [directory, '2', '1', '1', 'big'], { file_blocks: 64 });
    const line = await writer.nextLine();

    expect(line).toMatch(
      /^STATE_UNWRITABLE .*orchestrator-integration-.*: the file would be larger than the system allows$/,
    );
    expect((await checkpoints.load()).envelope?.sequence).toBe(1);
    expect(readdirSync(join(directory, 'active'))).toHaveLength(1);
  }, 180_000);
});

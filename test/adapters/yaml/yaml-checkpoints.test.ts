import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { encodeCheckpointText } from '../../../src/adapters/yaml/checkpoint-text.ts';
import { createYamlCheckpoints } from '../../../src/adapters/yaml/yaml-checkpoints.ts';
import { integrationCodec } from '../../../src/domain/integration/checkpoint/codec.ts';
import type { IntegrationState } from '../../../src/domain/integration/state.ts';
import type { Envelope } from '../../../src/domain/shared/codec.ts';
import type { SessionId } from '../../../src/domain/shared/ids.ts';
import type { CheckpointMirror, MirroredCheckpoint } from '../../../src/ports/mirror.ts';
import { encodeText } from '../../support/checkpoint-files.ts';
import { temporaryFolder } from '../../support/repository.ts';
import { midConflictState, sampleInstant } from '../../support/states.ts';
import { underUmask } from '../../support/umask.ts';

const LATEST = 'orchestrator-integration-latest.yaml';

function envelope(sequence: number, seconds = 0, session?: string): Envelope<IntegrationState> {
  const state = midConflictState(session === undefined ? {} : { session_id: session as SessionId });
  return { schema_version: 2, sequence, host: 'mill', saved_at: sampleInstant(seconds), state };
}

function nameOf(sequence: number, stamp = '20261121-101500'): string {
  return `orchestrator-integration-${stamp}-${String(sequence).padStart(6, '0')}.yaml`;
}

async function setUp(keep = 10, mirror: CheckpointMirror | null = null) {
  const directory = join(await temporaryFolder(), 'checkpoints');
  const troubles: unknown[] = [];
  const checkpoints = createYamlCheckpoints({
    codec: integrationCodec,
    session: midConflictState().session_id,
    directory,
    keep,
    mirror,
    onTrouble: (error) => troubles.push(error),
  });
  const active = join(directory, 'active');
  const backup = join(directory, 'backup');
  return { directory, active, backup, checkpoints, troubles, files: () => readdirSync(active).sort() };
}

function mirrorOf(copy: Envelope<IntegrationState> | null): CheckpointMirror {
  const bytes = copy === null ? null : { name: LATEST, ...encodeCheckpointText(integrationCodec, copy) };
  return { write: () => {}, read: async () => bytes, settled: async () => {} };
}

describe('saving', () => {
  it('writes a file named by time and sequence number, and the same bytes as backup', async () => {
    const { checkpoints, active, backup, files } = await setUp();

    await checkpoints.save(envelope(123));

    expect(files()).toEqual([nameOf(123)]);
    expect(readFileSync(join(active, nameOf(123)))).toEqual(readFileSync(join(backup, LATEST)));
    expect(await checkpoints.load()).toEqual({ envelope: envelope(123), refused: [] });
  });

  it('keeps two saves of one second apart', async () => {
    const { checkpoints, files } = await setUp();

    await checkpoints.save(envelope(1));
    await checkpoints.save(envelope(2));

    expect(files()).toEqual([nameOf(1), nameOf(2)]);
  });

  it('orders by sequence number, whatever the clock says', async () => {
    const { checkpoints } = await setUp();

    await checkpoints.save(envelope(1, 3600));
    await checkpoints.save(envelope(2, 0));

    expect((await checkpoints.load()).envelope?.sequence).toBe(2);
  });

  it('keeps the newest few and touches nothing that is not ours', async () => {
    const { checkpoints, active, files } = await setUp(3);
    mkdirSync(active, { recursive: true });
    writeFileSync(join(active, 'notes.txt'), 'mine');

    for (let sequence = 1; sequence <= 12; sequence++) await checkpoints.save(envelope(sequence));

    expect(files()).toEqual(['notes.txt', nameOf(10), nameOf(11), nameOf(12)]);
  });

  it('never removes the file it has just written', async () => {
    const { checkpoints, files } = await setUp(0);

    await checkpoints.save(envelope(1));

    expect(files()).toEqual([nameOf(1)]);
  });

  it.each([0o000, 0o022, 0o777])(
    'makes folders and files for the owner alone under umask %i',
    async (umask) => {
      const { checkpoints, directory, active, backup } = await setUp();

      await underUmask(umask, () => checkpoints.save(envelope(1)));

      const mode = (path: string) => statSync(path).mode & 0o777;
      expect([directory, active, backup].map(mode)).toEqual([0o700, 0o700, 0o700]);
      expect([join(active, nameOf(1)), join(backup, LATEST)].map(mode)).toEqual([0o600, 0o600]);
    },
  );

  it('tightens a folder that others could read', async () => {
    const { checkpoints, active } = await setUp();
    mkdirSync(active, { recursive: true });
    chmodSync(active, 0o777);

    await checkpoints.save(envelope(1));

    expect(statSync(active).mode & 0o777).toBe(0o700);
  });

  it('refuses to write through a symbolic link', async () => {
    const { checkpoints, directory, active } = await setUp();
    const elsewhere = await temporaryFolder();
    mkdirSync(directory, { recursive: true });
    symlinkSync(elsewhere, active);

    await expect(checkpoints.save(envelope(1))).rejects.toMatchObject({ code: 'STATE_UNWRITABLE' });
    expect(readdirSync(elsewhere)).toEqual([]);
  });

  it('sweeps what dead writers left and leaves what living ones write', async () => {
    const { checkpoints, active, files } = await setUp();
    mkdirSync(active, { recursive: true });
    const [dead, living] = [
      `.intorch-4194304-${'0'.repeat(16)}.tmp`,
      `.intorch-${process.ppid}-${'0'.repeat(16)}.tmp`,
    ];
    for (const name of [dead, living]) writeFileSync(join(active, name), 'half');

    await checkpoints.save(envelope(1));

    expect(files()).toEqual([living, nameOf(1)]);
  });

  it('says that the backup failed and keeps the checkpoint', async () => {
    const { checkpoints, directory, backup, files, troubles } = await setUp();
    mkdirSync(directory, { recursive: true });
    writeFileSync(backup, 'in the way');

    await checkpoints.save(envelope(1));

    expect(files()).toEqual([nameOf(1)]);
    expect(troubles).toMatchObject([{ code: 'STATE_UNWRITABLE', message: `${backup} is not a folder` }]);
  });

  it('gives the mirror the same bytes', async () => {
    const copies: unknown[] = [];
    const mirror = {
      ...mirrorOf(null),
      write: ({ name, bytes }: MirroredCheckpoint) => copies.push([name, bytes]),
    };
    const { checkpoints } = await setUp(10, mirror);

    await checkpoints.save(envelope(1));

    expect(copies).toEqual([[nameOf(1), encodeText(envelope(1))]]);
  });
});

describe('loading', () => {
  it('gives nothing where nothing was saved', async () => {
    expect(await (await setUp()).checkpoints.load()).toEqual({ envelope: null, refused: [] });
  });

  it('takes the backup, which is newer than the next older file, when the newest is damaged', async () => {
    const { checkpoints, active } = await setUp();
    for (const sequence of [1, 2, 3]) await checkpoints.save(envelope(sequence));
    writeFileSync(join(active, nameOf(3)), 'cut');

    expect(await checkpoints.load()).toMatchObject({
      envelope: { sequence: 3 },
      refused: [
        {
          name: nameOf(3),
          place: 'active',
          sequence: 3,
          bytes: 3,
          refused: 'has no checksum at its end: it was cut or edited',
        },
      ],
    });
  });

  it('takes the next older file when backup and newest are damaged, and names both', async () => {
    const { checkpoints, active, backup } = await setUp();
    for (const sequence of [1, 2, 3]) await checkpoints.save(envelope(sequence));
    writeFileSync(join(active, nameOf(3)), '');
    writeFileSync(join(backup, LATEST), 'x');

    const { envelope: loaded, refused } = await checkpoints.load();

    expect(loaded?.sequence).toBe(2);
    expect(refused.map(({ name, refused: reason }) => [name, reason])).toEqual([
      [nameOf(3), 'is empty'],
      [LATEST, 'has no checksum at its end: it was cut or edited'],
    ]);
  });

  it('takes the backup when the folder is gone', async () => {
    const { checkpoints, active } = await setUp();
    await checkpoints.save(envelope(5));
    rmSync(active, { recursive: true });

    expect(await checkpoints.load()).toEqual({ envelope: envelope(5), refused: [] });
  });

  it('asks the mirror last', async () => {
    const newer = await setUp(10, mirrorOf(envelope(9)));
    await newer.checkpoints.save(envelope(5));

    expect((await newer.checkpoints.load()).envelope?.sequence).toBe(5);
    rmSync(newer.directory, { recursive: true });
    expect((await newer.checkpoints.load()).envelope?.sequence).toBe(9);
  });

  it('believes no copy of another session', async () => {
    const { checkpoints, active } = await setUp(10, mirrorOf(envelope(9, 0, 'stranger')));
    mkdirSync(active, { recursive: true });
    const { bytes, parts } = encodeCheckpointText(integrationCodec, envelope(1, 0, 'other'));
    writeFileSync(join(active, nameOf(1)), bytes);
    mkdirSync(join(active, '../parts'));
    for (const [name, part] of parts) writeFileSync(join(active, '../parts', name), part);

    const { envelope: loaded, refused } = await checkpoints.load();

    expect(loaded).toBeNull();
    expect(refused.map((file) => file.refused)).toEqual([
      'belongs to the session other',
      'belongs to the session stranger',
    ]);
  });

  it('believes no name that contradicts its content', async () => {
    const { checkpoints, active } = await setUp();
    await checkpoints.save(envelope(2));
    await checkpoints.save(envelope(3));
    renameSync(join(active, nameOf(2)), join(active, nameOf(999)));

    const { envelope: loaded, refused } = await checkpoints.load();

    expect(loaded?.sequence).toBe(3);
    expect(refused).toMatchObject([
      { name: nameOf(999), refused: 'its name says event 999, its content event 2' },
    ]);
  });

  it('reads a file named as in the specification, without a sequence number', async () => {
    const { checkpoints, active } = await setUp();
    await checkpoints.save(envelope(4));
    renameSync(join(active, nameOf(4)), join(active, 'orchestrator-integration-20261121-101500.yaml'));

    expect((await checkpoints.load()).envelope?.sequence).toBe(4);
  });

  it('waits for no pipe and follows no link', async () => {
    const { checkpoints, directory, active } = await setUp();
    await checkpoints.save(envelope(1));
    execFileSync('mkfifo', [join(active, nameOf(4))]);
    symlinkSync(join(directory, 'backup', LATEST), join(active, nameOf(3)));
    mkdirSync(join(active, nameOf(2)));

    const { envelope: loaded, refused } = await checkpoints.load();

    expect(loaded?.sequence).toBe(1);
    expect(refused.map((file) => file.refused)).toEqual([
      'is not a file',
      'is a symbolic link',
      'is not a file',
    ]);
  });

  it('does not read what is too large', async () => {
    const { checkpoints, active } = await setUp();
    await checkpoints.save(envelope(1));
    writeFileSync(join(active, nameOf(2)), Buffer.alloc(9 * 1024 * 1024));

    expect((await checkpoints.load()).refused).toMatchObject([{ refused: 'is larger than 8 MB (9 MB)' }]);
  });
});

describe('a folder that serves one session after the other', () => {
  it('keeps the new session’s files before any of the old one’s, whatever their numbers', async () => {
    const { checkpoints, active, files } = await setUp(3);
    mkdirSync(active, { recursive: true });
    for (const sequence of [97, 98, 99]) {
      writeFileSync(join(active, nameOf(sequence)), encodeText(envelope(sequence, 0, 'older')));
    }

    await checkpoints.save(envelope(1));
    expect(files()).toEqual([nameOf(1), nameOf(98), nameOf(99)]);
    expect(await checkpoints.load()).toMatchObject({ envelope: { sequence: 1 }, refused: [] });

    for (const sequence of [2, 3]) await checkpoints.save(envelope(sequence));
    expect(files()).toEqual([1, 2, 3].map((sequence) => nameOf(sequence)));
  });

  it('never rotates away what was just written, even among damaged files with greater numbers', async () => {
    const { checkpoints, active, files } = await setUp(2);
    mkdirSync(active, { recursive: true });
    for (const sequence of [97, 98, 99]) writeFileSync(join(active, nameOf(sequence)), 'cut');

    await checkpoints.save(envelope(1));

    expect(files()).toEqual([nameOf(1), nameOf(98), nameOf(99)]);
  });
});

describe('for people', () => {
  it('lists every copy with its state', async () => {
    const { checkpoints, active } = await setUp(10, mirrorOf(envelope(1)));
    for (const sequence of [1, 2]) await checkpoints.save(envelope(sequence));
    writeFileSync(join(active, nameOf(1)), 'cut');

    expect(await checkpoints.list()).toMatchObject([
      { name: nameOf(2), place: 'active', sequence: 2, saved_at: sampleInstant(), refused: null },
      { name: nameOf(1), place: 'active', sequence: 1, bytes: 3, refused: expect.any(String) },
      { name: LATEST, place: 'backup', sequence: 2, refused: null },
      { name: LATEST, place: 'shared', sequence: 1, refused: null },
    ]);
  });

  it('shows the text of a file, also of a damaged one', async () => {
    const { checkpoints, active } = await setUp();
    await checkpoints.save(envelope(1));

    expect(await checkpoints.show(LATEST)).toMatch(/^integration_checkpoint:\n {2}state: INTEGRATION\n/);
    writeFileSync(join(active, nameOf(1)), 'cut');
    expect(await checkpoints.show(nameOf(1))).toBe('cut');
  });

  it.each(['../backup/orchestrator-integration-latest.yaml', '/etc/passwd', nameOf(7)])(
    'shows nothing for %s',
    async (name) => {
      const { checkpoints } = await setUp();
      await checkpoints.save(envelope(1));

      await expect(checkpoints.show(name)).rejects.toMatchObject({
        code: 'CHECKPOINT_UNUSABLE',
        message: `There is no checkpoint ${name}`,
      });
    },
  );

  it('prunes to so many and names what went', async () => {
    const { checkpoints, files } = await setUp();
    for (const sequence of [1, 2, 3]) await checkpoints.save(envelope(sequence));

    expect(await checkpoints.prune(1)).toEqual([nameOf(2), nameOf(1)]);
    expect(files()).toEqual([nameOf(3)]);
  });
});

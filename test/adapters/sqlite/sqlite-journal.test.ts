import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { nodeSqlite } from '../../../src/adapters/sqlite/node-sqlite.ts';
import type { Event } from '../../../src/domain/integration/event.ts';
import type { SessionId } from '../../../src/domain/shared/ids.ts';
import type { Journal } from '../../../src/ports/stores.ts';
import { openJournal } from '../../support/journal.ts';
import { startProgram } from '../../support/programs.ts';
import { temporaryFolder } from '../../support/repository.ts';
import { freshState, midConflictState, sampleInstant } from '../../support/states.ts';
import { underUmask } from '../../support/umask.ts';

const WRITER = 'stores/journal-writer.ts';

async function setUp() {
  const directory = join(await temporaryFolder(), 'intorch');
  const log = join(directory, 'sessions', 'one', 'logs', 'events.jsonl');
  const troubles: unknown[] = [];
  const open = (session = freshState().session_id as string) =>
    openJournal({
      session: session as SessionId,
      created_at: sampleInstant(),
      directory,
      log,
      onTrouble: (error) => troubles.push(error),
    });
  return { directory, log, troubles, open, path: join(directory, 'intorch.db') };
}

function eventAt(seconds: number): Event {
  return {
    type: 'effort_held',
    effort: midConflictState().efforts_included[0]?.name,
    because: 'wörds \u2028 "',
    at: sampleInstant(seconds),
  } as Event;
}

async function appendAll(journal: Journal<Event>, sequences: readonly number[]) {
  for (const sequence of sequences) await journal.append(sequence, eventAt(sequence));
}

/** Changes the database as no intorch would. */
function meddle(path: string, sql: string) {
  const { DatabaseSync } = nodeSqlite();
  const database = new DatabaseSync(path);
  database.exec(sql);
  database.close();
}

function rowsOf(path: string, sql: string) {
  const { DatabaseSync } = nodeSqlite();
  const database = new DatabaseSync(path);
  const rows = database.prepare(sql).all();
  database.close();
  return rows;
}

describe('the journal', () => {
  it('gives the events after a sequence number, in order, also after a restart', async () => {
    const { open } = await setUp();
    const first = await open();
    await appendAll(first, [1, 2, 3]);
    await first.close();

    const second = await open();

    expect(await second.since(1)).toEqual([2, 3].map((sequence) => ({ sequence, event: eventAt(sequence) })));
    expect(await second.since(3)).toEqual([]);
    await second.close();
  });

  it('stops before a gap', async () => {
    const { open } = await setUp();
    const journal = await open();
    await appendAll(journal, [1, 2, 4]);

    expect((await journal.since(0)).map(({ sequence }) => sequence)).toEqual([1, 2]);
    expect(await journal.since(2)).toEqual([]);
    await journal.close();
  });

  it('keeps sessions apart', async () => {
    const { open } = await setUp();
    const [one, other] = [await open('one'), await open('other')];

    await appendAll(one, [1]);
    await appendAll(other, [1, 2]);

    expect(await one.since(0)).toHaveLength(1);
    expect(await other.since(0)).toHaveLength(2);
    await Promise.all([one.close(), other.close()]);
  });

  it('does not take the same number twice', async () => {
    const { open } = await setUp();
    const journal = await open();
    await appendAll(journal, [1]);

    await expect(journal.append(1, eventAt(9))).rejects.toMatchObject({
      code: 'STATE_UNWRITABLE',
      message: `Event 1 of ${freshState().session_id} is in the journal already`,
    });
    expect(await journal.since(0)).toEqual([{ sequence: 1, event: eventAt(1) }]);
    await journal.close();
  });

  it.each([
    [
      `UPDATE events SET body = '{"type":"effort_teleported","at":"2026-11-21T10:15:00.000Z"}' WHERE sequence = 2`,
      'no event is called "effort_teleported": update intorch',
    ],
    [`UPDATE events SET body = '{' WHERE sequence = 2`, 'it is not JSON'],
  ])(
    'stops before an event that it cannot use, and sets it and what follows aside, whole',
    async (sql, reason) => {
      const { open, path } = await setUp();
      const journal = await open();
      await appendAll(journal, [1, 2, 3]);
      meddle(path, sql);

      expect((await journal.since(0)).map(({ sequence }) => sequence)).toEqual([1]);
      expect(await journal.setAside(1, sampleInstant(60))).toEqual({
        count: 2,
        because: `event 2 cannot be read: ${reason}`,
      });

      await appendAll(journal, [2, 3]);
      expect((await journal.since(0)).map(({ sequence }) => sequence)).toEqual([1, 2, 3]);
      expect(rowsOf(path, 'SELECT sequence, body FROM events_set_aside ORDER BY sequence')).toMatchObject([
        { sequence: 2, body: expect.stringMatching(/^\{(?:$|"type":"effort_teleported")/) },
        { sequence: 3, body: JSON.stringify(eventAt(3)) },
      ]);
      await journal.close();
    },
  );

  it('sets aside what is behind a gap, where it would be in the way', async () => {
    const { open } = await setUp();
    const journal = await open();
    await appendAll(journal, [1, 2, 4]);

    expect(await journal.setAside(2, sampleInstant(60))).toEqual({ count: 1, because: 'event 3 is missing' });

    await appendAll(journal, [3, 4]);
    expect(await journal.since(2)).toHaveLength(2);
    await journal.close();
  });

  it('sets nothing aside where everything can be used', async () => {
    const { open, path } = await setUp();
    const [one, other] = [await open('one'), await open('other')];
    await appendAll(one, [1, 2]);
    await appendAll(other, [1, 2, 3]);

    expect(await one.setAside(2, sampleInstant(60))).toBeNull();

    expect(await other.since(0)).toHaveLength(3);
    expect(rowsOf(path, 'SELECT * FROM events_set_aside')).toEqual([]);
    await Promise.all([one.close(), other.close()]);
  });

  it('is durable with each event', async () => {
    const { open, path } = await setUp();
    const journal = await open();
    const { DatabaseSync } = nodeSqlite();
    const reader = new DatabaseSync(path);

    await appendAll(journal, [1]);

    expect(reader.prepare('SELECT count(*) AS n FROM events').get()).toMatchObject({ n: 1 });
    expect(reader.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' });
    reader.close();
    await journal.close();
  });

  it.each([0o000, 0o777])('makes its files for the owner alone under umask %i', async (umask) => {
    const { open, directory, path, log } = await setUp();

    const journal = await underUmask(umask, async () => {
      const opened = await open();
      await appendAll(opened, [1]);
      return opened;
    });

    const mode = (file: string) => statSync(file).mode & 0o777;
    expect(mode(directory)).toBe(0o700);
    expect([path, `${path}-wal`, `${path}-shm`, log].map(mode)).toEqual([0o600, 0o600, 0o600, 0o600]);
    await journal.close();
  });
});

describe('the log for people', () => {
  it('has one line of JSON for each event', async () => {
    const { open, log } = await setUp();
    const journal = await open();

    await appendAll(journal, [1, 2]);

    const lines = readFileSync(log, 'utf8').split('\n');
    expect(lines.pop()).toBe('');
    expect(lines.map((line) => JSON.parse(line))).toEqual(
      [1, 2].map((sequence) => ({ sequence, ...eventAt(sequence) })),
    );
    await journal.close();
  });

  it('escapes what cannot be seen', async () => {
    const { open, log } = await setUp();
    const journal = await open();
    const event = { type: 'trouble_found', at: sampleInstant(), message: 'a\u061cb\u{e0041}' };

    await journal.append(1, event as never);
    await journal.close();

    const [line = ''] = readFileSync(log, 'utf8').split('\n');
    expect(line).not.toMatch(/[^\x20-\x7e]/);
    expect(JSON.parse(line)).toMatchObject(event);
  });

  it('stops nothing when it cannot be written, and says so once', async () => {
    const { open, directory, troubles } = await setUp();
    mkdirSync(directory, { recursive: true });
    writeFileSync(join(directory, 'sessions'), 'in the way');
    const journal = await open();

    await appendAll(journal, [1, 2]);

    expect(await journal.since(0)).toHaveLength(2);
    expect(troubles).toHaveLength(1);
    await journal.close();
  });
});

describe('a damaged database', () => {
  it.each([
    ['garbage', () => Buffer.from('this is no database, and it is longer than a header '.repeat(40))],
    ['a page of zeroes', (good: Buffer) => Buffer.from(good).fill(0, 4096, 8192)],
    ['half of it', (good: Buffer) => good.subarray(0, good.byteLength / 2)],
  ])('that is %s is moved aside whole, said, and begun again', async (_what, damage) => {
    const { open, directory, path, troubles } = await setUp();
    const before = await open();
    await appendAll(before, [1, 2, 3]);
    await before.close();
    const damaged = damage(readFileSync(path));
    writeFileSync(path, damaged);

    const journal = await open();

    expect(await journal.since(0)).toEqual([]);
    const kept = join(directory, 'trash', 'intorch.db-damaged-1', 'intorch.db');
    expect(readFileSync(kept).equals(damaged)).toBe(true);
    expect(troubles).toMatchObject([
      { message: `The database intorch.db is damaged; it is kept as ${kept}, and a new one is begun` },
    ]);
    await appendAll(journal, [1]);
    await journal.close();
  });

  it('does not overwrite one that was kept before', async () => {
    const { open, directory, path } = await setUp();
    for (const _time of [1, 2]) {
      mkdirSync(directory, { recursive: true });
      writeFileSync(path, 'garbage '.repeat(200));
      await (await open()).close();
    }

    expect(readdirSync(join(directory, 'trash')).sort()).toEqual([
      'intorch.db-damaged-1',
      'intorch.db-damaged-2',
    ]);
  });

  it('is not what a sound one is taken for', async () => {
    const { open, directory } = await setUp();
    for (const _time of [1, 2]) await (await open()).close();

    expect(existsSync(join(directory, 'trash'))).toBe(false);
  });
});

describe('the journal of a process that dies', () => {
  it('loses no acknowledged event, in eight kills', async () => {
    const { directory, open, troubles } = await setUp();
    let acknowledged = 0;

    for (let kill = 1; kill <= 8; kill++) {
      const writer = startProgram(WRITER, [directory, `${acknowledged + 1}`, '1000000']);
      for (let line = 0; line < kill * 3; line++) acknowledged = Number(await writer.nextLine());
      writer.signal('SIGKILL');
      await writer.ended;
      for (let line = await writer.nextLine(); line !== null; line = await writer.nextLine()) {
        acknowledged = Number(line);
      }

      const journal = await open();
      const events = await journal.since(0);
      await journal.close();
      expect(events.length).toBeGreaterThanOrEqual(acknowledged);
      acknowledged = events.length;
    }

    expect(troubles).toEqual([]);
  }, 180_000);

  it('says that the disk is full and keeps what it had', async () => {
    const { directory, open, troubles } = await setUp();

    const writer = startProgram(WRITER, [directory, '1', '1000', '4000'], { file_blocks: 256 });
    let last = '';
    for (let line = await writer.nextLine(); line !== null; line = await writer.nextLine()) {
      if (line.startsWith('STATE_UNWRITABLE')) break;
      last = line;
    }
    await writer.ended;

    const journal = await open();
    expect(Number(last)).toBeGreaterThan(0);
    expect(await journal.since(0)).toHaveLength(Number(last));
    expect(troubles).toEqual([]);
    await journal.close();
  });
});

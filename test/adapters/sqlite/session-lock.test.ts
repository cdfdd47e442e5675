import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createSessionLock } from '../../../src/adapters/sqlite/session-lock.ts';
import type { LockOwner } from '../../../src/ports/lock.ts';
import { startProgram } from '../../support/programs.ts';
import { temporaryFolder } from '../../support/repository.ts';
import { freshState, sampleInstant } from '../../support/states.ts';
import { underUmask } from '../../support/umask.ts';

const HOLDER = 'stores/lock-holder.ts';

const ME: LockOwner = {
  pid: process.pid,
  host: 'mill',
  started_at: sampleInstant(),
  session_id: freshState().session_id,
  role: 'run',
};

async function startHolder(directory: string) {
  const holder = startProgram(HOLDER, [directory]);
  const [word, pid] = ((await holder.nextLine()) ?? '').split(' ');
  return { ...holder, word, pid: Number(pid) };
}

describe('the session lock', () => {
  it('is nobody’s at first, and looking leaves nothing behind', async () => {
    const directory = join(await temporaryFolder(), 'intorch');

    expect(await createSessionLock(directory).owner()).toBeNull();
    expect(existsSync(directory)).toBe(false);
  });

  it('is taken, named and let go', async () => {
    const directory = join(await temporaryFolder(), 'intorch');
    const lock = createSessionLock(directory);

    expect(await lock.take(ME)).toEqual({ taken: true });
    expect(await lock.owner()).toEqual(ME);
    expect(JSON.parse(readFileSync(join(directory, 'owner.json'), 'utf8'))).toEqual(ME);

    await lock.release();
    expect(await lock.owner()).toBeNull();
    expect(existsSync(join(directory, 'owner.json'))).toBe(false);
    expect(await lock.take(ME)).toEqual({ taken: true });
    await lock.release();
  });

  it('is asked for at once by who cannot wait, and names who has it', async () => {
    const directory = await temporaryFolder();
    const [holder, looker] = [createSessionLock(directory), createSessionLock(directory)];

    expect(await looker.owner('at_once')).toBeNull();
    await holder.take(ME);
    expect(await looker.owner('at_once')).toEqual(ME);
    await holder.release();
    expect(await looker.owner('at_once')).toBeNull();
  });

  it('is refused to a second taker of the same process, and stays with the first', async () => {
    const directory = await temporaryFolder();
    const [first, second] = [createSessionLock(directory), createSessionLock(directory)];
    await first.take(ME);

    expect(await first.take(ME)).toEqual({ taken: false, owner: ME });
    expect(await second.take({ ...ME, role: 'engine' })).toEqual({ taken: false, owner: ME });
    expect(await second.owner()).toEqual(ME);
    await second.release();

    const { word, pid } = await startHolder(directory);
    expect([word, pid]).toEqual(['refused', process.pid]);
    await first.release();
  });

  it('is refused to a second process, which is told who has it', async () => {
    const directory = await temporaryFolder();
    const holder = await startHolder(directory);
    const lock = createSessionLock(directory);

    expect(holder.word).toBe('taken');
    expect(await lock.take(ME)).toMatchObject({ taken: false, owner: { pid: holder.pid, role: 'engine' } });
    expect(await lock.owner()).toMatchObject({ pid: holder.pid });

    holder.send('release');
    expect(await holder.nextLine()).toBe('released');
    expect(await lock.owner()).toBeNull();
    expect(await lock.take(ME)).toEqual({ taken: true });
    await lock.release();
  });

  it('is free when its holder was killed, although the name still stands there', async () => {
    const directory = await temporaryFolder();
    const holder = await startHolder(directory);
    holder.signal('SIGKILL');
    await holder.ended;
    const lock = createSessionLock(directory);

    expect(existsSync(join(directory, 'owner.json'))).toBe(true);
    expect(await lock.owner()).toBeNull();
    expect(await lock.take(ME)).toEqual({ taken: true });
    expect(await lock.owner()).toEqual(ME);
    await lock.release();
  });

  it('is not taken from a holder that only stands still', async () => {
    const directory = await temporaryFolder();
    const holder = await startHolder(directory);
    holder.signal('SIGSTOP');
    const lock = createSessionLock(directory);

    expect(await lock.take(ME)).toMatchObject({ taken: false, owner: { pid: holder.pid } });

    holder.signal('SIGCONT');
    holder.send('release');
    expect(await holder.nextLine()).toBe('released');
  });

  it('goes to one of many that want it at once', async () => {
    const directory = await temporaryFolder();

    const holders = await Promise.all(Array.from({ length: 4 }, () => startHolder(directory)));

    const [winner, ...others] = holders.filter(({ word }) => word === 'taken');
    expect(others).toEqual([]);
    for (const loser of holders.filter(({ word }) => word === 'refused')) expect(loser.pid).toBe(winner?.pid);
  });

  it('names nobody from a file that names nobody', async () => {
    const directory = await temporaryFolder();
    const holder = await startHolder(directory);
    writeFileSync(join(directory, 'owner.json'), '{"pid": "12"}');

    expect(holder.word).toBe('taken');
    expect(await createSessionLock(directory).take(ME)).toEqual({ taken: false, owner: null });
  });

  it.each(['99999\n', 'no database, but long enough to be looked at as if it were one\n'.repeat(20)])(
    'is taken where somebody wrote into its file, but not from who holds it',
    async (text) => {
      const directory = await temporaryFolder();
      const path = join(directory, 'session.lock');
      const holder = await startHolder(directory);
      writeFileSync(path, text);
      const lock = createSessionLock(directory);

      expect(await lock.take(ME)).toMatchObject({ taken: false, owner: { pid: holder.pid } });
      holder.send('release');
      expect(await holder.nextLine()).toBe('released');
      expect(await lock.owner()).toBe(null);
      expect(await lock.take(ME)).toEqual({ taken: true });

      expect(statSync(path).size).toBe(0);
      expect(await createSessionLock(directory).take(ME)).toMatchObject({ taken: false });
      await lock.release();
    },
  );

  it('makes its files for the owner alone', async () => {
    const directory = join(await temporaryFolder(), 'intorch');
    const lock = createSessionLock(directory);

    await underUmask(0, () => lock.take(ME));

    const modes = ['session.lock', 'owner.json'].map((name) => statSync(join(directory, name)).mode & 0o777);
    expect([statSync(directory).mode & 0o777, ...modes]).toEqual([0o700, 0o600, 0o600]);
    await lock.release();
  });

  it('says why it cannot be taken at all', async () => {
    const directory = await temporaryFolder();
    mkdirSync(join(directory, 'session.lock'));

    await expect(createSessionLock(directory).take(ME)).rejects.toMatchObject({ code: 'STATE_UNWRITABLE' });
  });
});

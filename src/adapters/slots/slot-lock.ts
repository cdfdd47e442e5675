import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';

/** This process, as distinct from another instance in it and from a later process with the same number. */
export interface Owner {
  readonly pid: number;
  /** When the process started, as the kernel counts it; null where that is not told. */
  readonly started: string | null;
  readonly token: string;
}

/** Gives an owner that stands for this process and one instance in it. */
export async function thisOwner(): Promise<Owner> {
  return { pid: process.pid, started: await startOf(process.pid), token: randomUUID() };
}

/** Takes a lock file, from a dead owner too; says whether it was taken. */
export async function takeLock(path: string, owner: Owner): Promise<boolean> {
  const text = JSON.stringify(owner);
  if (await createWhole(path, text)) return true;
  const found = await readFile(path, 'utf8').catch(() => null);
  if (found === null || (await isOwnerAlive(found))) return false;
  // Two that find it dead: one moves it away. The other may move the first one's new lock away, sees that, and puts it back.
  const aside = `${path}.${owner.token}`;
  try {
    await rename(path, aside);
    if ((await readFile(aside, 'utf8')) !== found) {
      await link(aside, path).catch(() => {});
      return false;
    }
  } catch {
    return false;
  } finally {
    await rm(aside, { force: true });
  }
  return createWhole(path, text);
}

/** Gives a lock back, if it is still this owner's. */
export async function releaseLock(path: string, owner: Owner): Promise<void> {
  const found = await readFile(path, 'utf8').catch(() => null);
  if (found === JSON.stringify(owner)) await rm(path, { force: true });
}

/** A lock file is never seen half-written: it is linked into place. */
async function createWhole(path: string, text: string): Promise<boolean> {
  const temporary = `${path}.${randomUUID()}`;
  try {
    await writeFile(temporary, text, { mode: 0o600, flag: 'wx' });
    await link(temporary, path);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(temporary, { force: true });
  }
}

async function isOwnerAlive(text: string): Promise<boolean> {
  let owner: Partial<Owner>;
  try {
    owner = JSON.parse(text);
  } catch {
    return false;
  }
  if (typeof owner.pid !== 'number' || owner.pid <= 0) return false;
  try {
    process.kill(owner.pid, 0);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false;
  }
  const started = await startOf(owner.pid);
  return (
    started === null || owner.started === undefined || owner.started === null || started === owner.started
  );
}

/** Gives when a process started, in ticks since boot; null: not told. @see proc_pid_stat(5), field 22 */
async function startOf(pid: number): Promise<string | null> {
  const stat = await readFile(`/proc/${pid}/stat`, 'latin1').catch(() => null);
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
}

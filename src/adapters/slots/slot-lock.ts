import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';

/** Identifies this process and one instance in it, as opposed to a later process with the same ID. */
export interface Owner {
  readonly pid: number;
  /** Start time of the process as the kernel counts it; null where unknown. */
  readonly started: string | null;
  readonly token: string;
}

/** Creates an owner for this process and one instance in it. */
export async function thisOwner(): Promise<Owner> {
  return { pid: process.pid, started: await startOf(process.pid), token: randomUUID() };
}

/** Takes a lock file, also from a dead owner. Returns whether it did. */
export async function takeLock(path: string, owner: Owner): Promise<boolean> {
  const text = JSON.stringify(owner);
  if (await createWhole(path, text)) return true;
  const found = await readFile(path, 'utf8').catch(() => null);
  if (found === null || (await isOwnerAlive(found))) return false;
  // If two processes find the owner dead, one moves its lock away. The other may move away the new lock, notices that, and puts it back.
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

/** Releases a lock if it is still this owner's. */
export async function releaseLock(path: string, owner: Owner): Promise<void> {
  const found = await readFile(path, 'utf8').catch(() => null);
  if (found === JSON.stringify(owner)) await rm(path, { force: true });
}

/** Creates a lock file by linking it into place, so that nobody ever reads half of it. */
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

/** Returns when a process started, in ticks since boot; null: unknown. @see proc_pid_stat(5), field 22 */
async function startOf(pid: number): Promise<string | null> {
  const stat = await readFile(`/proc/${pid}/stat`, 'latin1').catch(() => null);
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
}

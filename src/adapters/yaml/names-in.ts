import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { SessionId } from '../../domain/shared/ids.ts';
import type { CheckpointName } from './checkpoint-names.ts';
import { compareNewestFirst, parseCheckpointName } from './checkpoint-names.ts';

/** The session ID is among the first fields. */
const HEAD_BYTES = 1024;
const SESSION = /^ {2}session_id: "?([A-Za-z0-9._-]+)"?$/m;

/**
 * Returns a function that lists the checkpoint files of a folder, newest first. A folder in the working tree serves one session after the
 * other, and each counts from 1: files of other sessions are listed apart, and rotation takes them first.
 */
export function namesIn(
  folder: string,
  session: SessionId,
): () => Promise<{ readonly own: readonly CheckpointName[]; readonly others: readonly CheckpointName[] }> {
  const foreign = new Map<string, boolean>();

  const isForeign = async (name: string) => {
    const known = foreign.get(name);
    if (known !== undefined) return known;
    const owner = SESSION.exec(await headOf(join(folder, name)))?.[1] ?? session;
    foreign.set(name, owner !== session);
    return owner !== session;
  };

  return async () => {
    const files = await readdir(folder, { withFileTypes: true }).catch(() => []);
    const names: CheckpointName[] = [];
    const others: CheckpointName[] = [];
    for (const file of files) {
      const name = parseCheckpointName(file.name);
      if (name === null) continue;
      const list = file.isFile() && (await isForeign(name.name)) ? others : names;
      list.push(name);
    }
    return { own: names.sort(compareNewestFirst), others: others.sort(compareNewestFirst) };
  };
}

async function headOf(path: string): Promise<string> {
  try {
    const file = await open(path);
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
      return buffer.toString('utf8', 0, bytesRead);
    } finally {
      await file.close();
    }
  } catch {
    return '';
  }
}

import { closeSync, type Dirent, openSync, readdirSync, readSync } from 'node:fs';
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

  const isForeign = (name: string) => {
    const known = foreign.get(name) ?? isOfAnother(session, join(folder, name));
    foreign.set(name, known);
    return known;
  };

  return async () => {
    const names: CheckpointName[] = [];
    const others: CheckpointName[] = [];
    for (const file of filesIn(folder)) {
      const name = parseCheckpointName(file.name);
      if (name === null) continue;
      const list = file.isFile() && isForeign(name.name) ? others : names;
      list.push(name);
    }
    return { own: names.sort(compareNewestFirst), others: others.sort(compareNewestFirst) };
  };
}

/** Returns the highest sequence number that the name of a session's file in `active/` tells, below its folder of checkpoints; null: there is none. */
export async function newestNamed(directory: string, session: SessionId): Promise<number | null> {
  const folder = join(directory, 'active');
  const named = filesIn(folder).flatMap((file) => {
    const name = parseCheckpointName(file.name);
    return name === null ? [] : [{ ...name, isFile: file.isFile() }];
  });
  for (const { name, sequence, isFile } of named.sort(compareNewestFirst))
    if (sequence !== null && !(isFile && isOfAnother(session, join(folder, name)))) return sequence;
  return null;
}

function filesIn(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

function isOfAnother(session: SessionId, path: string): boolean {
  return (SESSION.exec(headOf(path))?.[1] ?? session) !== session;
}

function headOf(path: string): string {
  try {
    const file = openSync(path, 'r');
    try {
      const head = Buffer.alloc(HEAD_BYTES);
      return head.toString('utf8', 0, readSync(file, head, 0, HEAD_BYTES, 0));
    } finally {
      closeSync(file);
    }
  } catch {
    return '';
  }
}

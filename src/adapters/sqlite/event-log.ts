import { appendFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { safeJson } from '../../domain/shared/text.ts';
import { unwritable } from '../disk/failure.ts';
import { createPrivateFile } from '../disk/private-file.ts';
import { makePrivateFolder } from '../disk/private-folder.ts';

/** Appends events to a JSON Lines file for people and their tools. The journal itself is in the database. */
export interface EventLog {
  readonly append: (sequence: number, event: object) => Promise<void>;
}

/** Creates the log at a path. Reports only the first failure, and never stops the session. */
export function createEventLog(path: string, onTrouble: (error: unknown) => void): EventLog {
  let isTold = false;
  let ready: Promise<void> | null = null;
  const prepare = async () => {
    await makePrivateFolder(dirname(path));
    await createPrivateFile(path);
  };
  const write = async (line: string) => {
    ready ??= prepare();
    await ready;
    // A line is short: to wait for a thread of Node's takes more than to write it.
    appendFileSync(path, line);
  };
  return {
    append: (sequence, event) =>
      write(`${safeJson({ sequence, ...event })}\n`).catch((error: unknown) => {
        // The folder may have been removed: the next event makes it again.
        ready = null;
        if (!isTold) onTrouble(unwritable(path, error));
        isTold = true;
      }),
  };
}

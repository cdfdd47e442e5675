import { closeSync, constants, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** Opens the JSON lines of a run's events, for people and their tools; what is kept of a run is in the database. It reports its first failure alone. */
export function openRunLog(
  folder: string,
  onTrouble: (error: unknown) => void,
): { readonly write: (line: string) => void; readonly close: () => void } {
  const { O_WRONLY, O_APPEND, O_CREAT, O_NOFOLLOW } = constants;
  const path = join(folder, 'events.jsonl');
  const file = openSync(path, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW, 0o600);
  let isTold = false;
  return {
    write: (line) => {
      try {
        writeSync(file, line);
      } catch (error) {
        if (!isTold) onTrouble(error);
        isTold = true;
      }
    },
    close: () => closeSync(file),
  };
}

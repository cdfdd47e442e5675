import { closeSync, constants, openSync, writeSync } from 'node:fs';

/** The end of an output usually has the summary, so it is kept when the middle is cut out. */
const TAIL_BYTES = 64 * 1024;
const OWNER_ONLY = 0o600;

export interface BoundedLog {
  /** Appends bytes; never throws. */
  readonly write: (bytes: Buffer) => void;
  /** Closes the log. Returns why the machine could not write all of it (disk full), or null. */
  readonly close: () => string | null;
}

/** Opens a log for appending that grows by at most `max_bytes`. Excess output is cut out of the middle, and a note says so. */
export function openBoundedLog(path: string, max_bytes: number): BoundedLog {
  const { O_WRONLY, O_APPEND, O_CREAT, O_NOFOLLOW } = constants;
  const file = openSync(path, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW, OWNER_ONLY);
  const most_tail = Math.min(TAIL_BYTES, Math.floor(max_bytes / 2));
  let room = max_bytes - most_tail;
  let tail: Buffer = Buffer.alloc(0);
  let left_out = 0;
  let failure: string | null = null;

  const append = (bytes: Buffer) => {
    for (let offset = 0; failure === null && offset < bytes.byteLength; ) {
      try {
        offset += writeSync(file, bytes, offset);
      } catch (error) {
        failure = error instanceof Error ? error.message : String(error);
      }
    }
  };

  return {
    write: (bytes) => {
      const head = bytes.subarray(0, room);
      room -= head.byteLength;
      append(head);
      const rest = bytes.subarray(head.byteLength);
      if (rest.byteLength === 0) return;
      const joined = Buffer.concat([tail, rest]);
      tail = Buffer.from(joined.subarray(Math.max(0, joined.byteLength - most_tail)));
      left_out += joined.byteLength - tail.byteLength;
    },
    close: () => {
      if (left_out > 0) {
        const lineStart = tail.indexOf('\n') + 1;
        append(Buffer.from(`\n[intorch: ${left_out + lineStart} bytes of output are left out here]\n`));
        tail = tail.subarray(lineStart);
      }
      append(tail);
      closeSync(file);
      return failure;
    },
  };
}

import {
  closeSync,
  constants,
  createReadStream,
  createWriteStream,
  fstatSync,
  openSync,
  readdirSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { LOG_PART_BYTES, logOffset, logParts, partName } from '../../domain/gate/log-parts.ts';
import { sizeWords } from '../../domain/shared/text.ts';

const OWNER_ONLY = 0o600;

export interface OutputLog {
  /** Appends bytes; never throws. */
  readonly write: (bytes: Uint8Array) => void;
  /** Closes the log. Returns why the machine could not write all of it (disk full), or null. */
  readonly close: () => Promise<string | null>;
}

export interface OutputLogOptions {
  /** How much is appended at most. */
  readonly most_bytes: number;
  /** Called once, when there is more than that. What follows is dropped, and the log says so. */
  readonly onFull: () => void;
  readonly part_bytes?: number;
}

/** Opens a log for appending. When it gets long, what was written becomes a part beside it, and is compressed there. */
export function openOutputLog(path: string, options: OutputLogOptions): OutputLog {
  const { most_bytes, onFull, part_bytes = LOG_PART_BYTES } = options;
  let file = openLogFile(path);
  let size = fstatSync(file).size;
  let offset = logOffset(logParts(readdirSync(dirname(path)), basename(path)));
  let room = most_bytes;
  let failure: string | null = null;
  let compressed: Promise<void> = Promise.resolve();

  const divide = () => {
    const part = partName(path, offset + size);
    renameSync(path, part);
    closeSync(file);
    file = openLogFile(path);
    [offset, size] = [offset + size, 0];
    // A part that cannot be compressed is read as it is.
    compressed = compressed.then(() => compress(part)).catch(() => {});
  };
  const append = (bytes: Uint8Array) => {
    try {
      if (size > 0 && size + bytes.byteLength > part_bytes) divide();
      for (let done = 0; done < bytes.byteLength; ) done += writeSync(file, bytes, done);
      size += bytes.byteLength;
    } catch (error) {
      failure ??= error instanceof Error ? error.message : String(error);
    }
  };

  return {
    write: (bytes) => {
      if (failure !== null || room < 0) return;
      append(bytes.subarray(0, room));
      room -= bytes.byteLength;
      if (room >= 0) return;
      append(Buffer.from(`\n[intorch: more than ${sizeWords(most_bytes)} of output, which ends here]\n`));
      onFull();
    },
    close: async () => {
      await compressed;
      closeSync(file);
      return failure;
    },
  };
}

function openLogFile(path: string): number {
  const { O_WRONLY, O_APPEND, O_CREAT, O_NOFOLLOW } = constants;
  return openSync(path, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW, OWNER_ONLY);
}

/** Output repeats itself, so the fastest level does. The part vanishes when all of it is in the other file. */
async function compress(part: string): Promise<void> {
  const [packed, unfinished] = [`${part}.gz`, `${part}.unfinished`];
  try {
    const file = createWriteStream(unfinished, { flags: 'wx', mode: OWNER_ONLY });
    await pipeline(createReadStream(part), createGzip({ level: 1 }), file);
    await rename(unfinished, packed);
    await rm(part);
  } finally {
    await rm(unfinished, { force: true });
  }
}

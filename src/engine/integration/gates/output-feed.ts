/** Follows the output of a running gate for its test counts. The screen tails the same file itself; lines never become state. */
import type { TestTally } from '../../../domain/gate/gate.ts';
import type { OutputReading } from '../../../domain/gate/output-reader.ts';
import type { OutputReader } from '../../../ports/output-readers.ts';
import type { Clock, Files } from '../../../ports/world.ts';

export interface FeedRequest {
  readonly files: Files;
  /** Path of the log, relative to the session's folder. The file may not exist yet. */
  readonly log: string;
  readonly reader: OutputReader;
  /** Where the output begins in the log, in bytes: what set-up wrote before it counts no tests. */
  readonly from?: number;
  readonly clock: Clock;
  /** Called with the live counts when they change, at most four times a second. */
  readonly onTally: (tests: TestTally) => void;
  readonly signal: AbortSignal | null;
}

export interface OutputFeed {
  /** Reads to the end of the log and returns what it says; null: reading it took too long. */
  readonly finish: () => Promise<OutputReading | null>;
}

const POLL_MS = 250;
const READ_BYTES = 256 * 1024;

/** Starts following a log. */
export function followTally(request: FeedRequest): OutputFeed {
  const { files, log, reader, clock, onTally, signal } = request;
  const done = new AbortController();
  const stop = () => done.abort();
  signal?.addEventListener('abort', stop, { once: true });
  if (signal?.aborted) stop();
  let offset = request.from ?? 0;
  let tests: TestTally | null = null;
  let told = '';

  /** Reads what has been written since the last read. */
  const readOn = async () => {
    for (;;) {
      const { text, next } = await files.readFrom(log, offset, READ_BYTES);
      if (next === offset) return;
      offset = next;
      tests = await reader.push(text);
    }
  };
  const tell = () => {
    const counts = JSON.stringify(tests);
    if (tests === null || counts === told || done.signal.aborted) return;
    told = counts;
    onTally(tests);
  };
  const follow = async () => {
    while (!done.signal.aborted) {
      // Ignore a failed read for now: the log is read again at the end, where a failure counts.
      await readOn().then(tell, () => {});
      await clock.sleep(POLL_MS, done.signal);
    }
  };
  const following = follow();

  return {
    finish: async () => {
      stop();
      signal?.removeEventListener('abort', stop);
      await following;
      await readOn();
      return reader.finish();
    },
  };
}

/** Reads what a log holds. Returns what it says, null if reading it took too long, and its length in bytes. */
export async function readLog(
  files: Files,
  log: string,
  reader: OutputReader,
): Promise<{ readonly reading: OutputReading | null; readonly bytes: number }> {
  let bytes = 0;
  for (;;) {
    const { text, next } = await files.readFrom(log, bytes, READ_BYTES);
    if (next === bytes) return { reading: await reader.finish(), bytes };
    bytes = next;
    await reader.push(text);
  }
}

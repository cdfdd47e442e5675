/** Follows the output of a running gate for its test counts. The screen tails the same file itself; lines never become state. */
import type { TestTally } from '../../../domain/gate/gate.ts';
import type { OutputReading } from '../../../domain/gate/output-reader.ts';
import type { OutputReader } from '../../../ports/output-readers.ts';
import type { Clock } from '../../../ports/world.ts';

export interface FeedRequest {
  readonly reader: OutputReader;
  readonly clock: Clock;
  /** Called with the live counts when they change, four times a second, and at first a little oftener. */
  readonly onTally: (tests: TestTally) => void;
  readonly signal: AbortSignal | null;
}

export interface OutputFeed {
  /** Reads to the end of the log and returns what it says; null: reading it took too long. */
  readonly finish: () => Promise<OutputReading | null>;
}

/** The first look comes sooner: what prints a lot is counted by another thread, which takes a while to start. */
const FIRST_MS = 50;
const POLL_MS = 250;

/** Starts following a log. */
export function followTally({ reader, clock, onTally, signal }: FeedRequest): OutputFeed {
  const done = new AbortController();
  const stop = () => done.abort();
  signal?.addEventListener('abort', stop, { once: true });
  if (signal?.aborted) stop();
  let told = '';

  const tell = (tests: TestTally | null) => {
    const counts = JSON.stringify(tests);
    if (tests === null || counts === told || done.signal.aborted) return;
    told = counts;
    onTally(tests);
  };
  const follow = async () => {
    for (let pause = FIRST_MS; !done.signal.aborted; pause = Math.min(POLL_MS, 2 * pause)) {
      // Ignore a failed read for now: the log is read again at the end, where a failure counts.
      await reader.read().then(tell, () => {});
      await clock.sleep(pause, done.signal);
    }
  };
  const following = follow();

  return {
    finish: async () => {
      stop();
      signal?.removeEventListener('abort', stop);
      await following;
      return reader.finish();
    },
  };
}

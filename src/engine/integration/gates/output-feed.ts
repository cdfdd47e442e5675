/** Follows the output of a running gate for its test counts. The screen tails the same file by itself; lines never become state. */
import type { TestTally } from '../../../domain/gate/gate.ts';
import { finalTally, type TallyParser } from '../../../domain/gate/parsers/parser.ts';
import { sanitize } from '../../../domain/shared/text.ts';
import type { Clock, Files } from '../../../ports/world.ts';

export interface FeedRequest {
  readonly files: Files;
  /** Path of the log, relative to the session's folder; it need not be there yet. */
  readonly log: string;
  readonly parser: TallyParser;
  readonly clock: Clock;
  /** Called with live counts when they changed, at most four times a second. */
  readonly onTally: (tests: TestTally) => void;
  readonly signal: AbortSignal | null;
  /** Absolute path of the working copy: it is taken out of the lines, so that names are the same in every slot. */
  readonly root?: string;
}

export interface OutputFeed {
  /** Reads to the end of the log and gives what its closing summaries say; null: no runner was recognised. */
  readonly finish: () => Promise<TestTally | null>;
}

const POLL_MS = 250;
const READ_BYTES = 256 * 1024;
/** A line that never ends is cut: no runner prints a summary that long. */
const LONGEST_LINE = 64 * 1024;

/** Starts to follow a log. */
export function followTally(request: FeedRequest): OutputFeed {
  const { files, log, parser, clock, onTally, signal } = request;
  const lines = lineSplitter((line) => parser.push(line), request.root ?? null);
  const done = new AbortController();
  const stop = () => done.abort();
  signal?.addEventListener('abort', stop, { once: true });
  if (signal?.aborted) stop();
  let offset = 0;
  let told = '';

  /** Reads what is there now. */
  const readOn = async () => {
    for (;;) {
      const { text, next } = await files.readFrom(log, offset, READ_BYTES);
      if (next === offset) return;
      offset = next;
      lines.push(text);
    }
  };
  const tell = () => {
    const tests = parser.tally();
    const counts = JSON.stringify(tests);
    if (tests === null || counts === told || done.signal.aborted) return;
    told = counts;
    onTally(tests);
  };
  const follow = async () => {
    while (!done.signal.aborted) {
      // A log that cannot be read just now is read at the end, where a failure counts.
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
      lines.end();
      return finalTally(parser);
    },
  };
}

/** Cuts a text that comes in pieces into whole lines, without escapes. */
function lineSplitter(onLine: (line: string) => void, root: string | null) {
  let rest = '';
  const emit = (raw: string) => {
    const local = root === null ? raw : raw.replaceAll(`file://${root}/`, '').replaceAll(`${root}/`, '');
    // A carriage return begins a new line too: it is how progress bars overwrite themselves.
    for (const line of sanitize(local.slice(0, LONGEST_LINE)).split('\n')) onLine(line);
  };
  return {
    push: (text: string) => {
      const whole = (rest + text).split('\n');
      rest = (whole.pop() ?? '').slice(0, LONGEST_LINE);
      for (const line of whole) emit(line);
    },
    end: () => {
      if (rest !== '') emit(rest);
      rest = '';
    },
  };
}

/** Follows the output of a running gate for its test counts. The screen tails the same file itself; lines never become state. */
import { type ErrorLine, errorFinder } from '../../../domain/gate/first-error.ts';
import type { TestTally } from '../../../domain/gate/gate.ts';
import type { OutputParser, TestReading } from '../../../domain/gate/parsers/parser.ts';
import { sanitize } from '../../../domain/shared/text.ts';
import type { Clock, Files } from '../../../ports/world.ts';

export interface FeedRequest {
  readonly files: Files;
  /** Path of the log, relative to the session's folder. The file may not exist yet. */
  readonly log: string;
  readonly parser: OutputParser;
  /** Gets each line, as the parser does. */
  readonly onLine: (line: string) => void;
  /** Where the output begins in the log, in bytes: what set-up wrote before it counts no tests. */
  readonly from?: number;
  readonly clock: Clock;
  /** Called with the live counts when they change, at most four times a second. */
  readonly onTally: (tests: TestTally) => void;
  readonly signal: AbortSignal | null;
  /** Absolute path of the workspace. It is removed from the lines, so that test names are the same in every workspace. */
  readonly root?: string;
}

export interface OutputFeed {
  /** Reads to the end of the log and returns what its closing summaries say; null: no test runner recognised. */
  readonly finish: () => Promise<TestReading | null>;
}

const POLL_MS = 250;
const READ_BYTES = 256 * 1024;
/** Longer lines are cut: no test runner prints a summary that long. */
const LONGEST_LINE = 64 * 1024;
/** But for reports in JSON, which stand on one line. */
const LONGEST_REPORT = 32 * 1024 * 1024;
/** The first fields of the report of jest and vitest, behind whatever prefix. */
const REPORT = /\{"num[A-Z]/;
const START = 500;

/** Starts following a log. */
export function followTally(request: FeedRequest): OutputFeed {
  const { files, log, parser, clock, onTally, signal } = request;
  const lines = lineSplitter((line) => {
    parser.push(line);
    request.onLine(line);
  }, request.root ?? null);
  const done = new AbortController();
  const stop = () => done.abort();
  signal?.addEventListener('abort', stop, { once: true });
  if (signal?.aborted) stop();
  let offset = request.from ?? 0;
  let told = '';

  /** Reads what has been written since the last read. */
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
      lines.end();
      return parser.finish();
    },
  };
}

/** Returns what a log holds: the first line that tells an error, and its length in bytes. */
export async function readLog(
  files: Files,
  log: string,
  root: string,
): Promise<{ readonly error: ErrorLine | null; readonly bytes: number }> {
  const errors = errorFinder();
  const lines = lineSplitter(errors.push, root);
  let bytes = 0;
  for (;;) {
    const { text, next } = await files.readFrom(log, bytes, READ_BYTES);
    if (next === bytes) break;
    bytes = next;
    lines.push(text);
  }
  lines.end();
  return { error: errors.found(), bytes };
}

/** Splits a text that arrives in chunks into whole lines, and removes escape sequences. */
function lineSplitter(onLine: (line: string) => void, root: string | null) {
  /** The line that has not ended, in the chunks in which it arrived. */
  let rest: string[] = [];
  let held = 0;
  let most = LONGEST_LINE;
  const hold = (text: string) => {
    if (held < START && REPORT.test((rest.join('') + text).slice(0, START))) most = LONGEST_REPORT;
    const kept = text.slice(0, most - held);
    held += kept.length;
    if (kept !== '') rest.push(kept);
  };
  const emit = () => {
    const raw = rest.join('');
    [rest, held, most] = [[], 0, LONGEST_LINE];
    const local = root === null ? raw : raw.replaceAll(`file://${root}/`, '').replaceAll(`${root}/`, '');
    // A carriage return also starts a new line: progress bars use it to overwrite themselves.
    for (const line of sanitize(local).split('\n')) onLine(line);
  };
  return {
    push: (text: string) => {
      const [first = '', ...others] = text.split('\n');
      hold(first);
      for (const line of others) {
        emit();
        hold(line);
      }
    },
    end: () => {
      if (rest.length > 0) emit();
    },
  };
}

import { once } from 'node:events';
import { Worker, type WorkerOptions } from 'node:worker_threads';
import type { OutputReading } from '../domain/gate/output-reader.ts';
import type { OutputReader, OutputReaders } from '../ports/output-readers.ts';
import { writing } from './disk/failure.ts';
import { logLength } from './disk/log-files.ts';
import { type HowFar, type ReadingRequest, readingOf } from './output-readers/log-reading.ts';
import type { Asked } from './output-readers/worker.ts';

/** The built program has it beside its chunks. */
const SCRIPT = new URL(
  import.meta.url.endsWith('.ts') ? './output-readers/worker.ts' : './output-worker.js',
  import.meta.url,
);
/** So much is read in no time, and costs no thread. */
const SMALL_BYTES = 64 * 1024;
const DEADLINE_MS = 10_000;
const MOST_MEMORY_MB = 1024;
/** Lines are short-lived. */
const YOUNG_MEMORY_MB = 4;

/** A reading that is not sure to answer; null: it has not. */
interface DistantReading {
  readonly read: () => Promise<HowFar | null>;
  readonly finish: () => Promise<OutputReading | null>;
}

/** Creates the readers of outputs. A long output is read on a thread of its own, which is given up when it does not answer in time. */
export function createOutputReaders(
  options: { readonly deadline_ms?: number; readonly script?: URL } = {},
): OutputReaders {
  const { deadline_ms = DEADLINE_MS, script = SCRIPT } = options;
  return {
    open: async ({ of, ...request }, signal) => {
      const from = of === 'all' ? 0 : await logLength(request.log);
      const wanted = { ...request, from };
      return readerOf(wanted, () => startThread(new Worker(script, optionsFor(wanted)), deadline_ms, signal));
    },
  };
}

/** Creates a reader that begins here, and begins again on another thread when the output gets long. */
function readerOf(request: ReadingRequest, start: () => DistantReading): OutputReader {
  const here = readingOf(request);
  let thread: DistantReading | null = null;
  const read = async (): Promise<HowFar | null> => {
    if (thread !== null) return thread.read();
    const far = await writing(request.log, () => here.read((bytes) => bytes > SMALL_BYTES));
    if (!far.more) return far;
    thread = start();
    await here.finish();
    return thread.read();
  };
  return {
    read: async () => (await read())?.tests ?? null,
    finish: async () => {
      while ((await read())?.more);
      return (thread ?? here).finish();
    },
  };
}

function optionsFor(workerData: ReadingRequest): WorkerOptions {
  const resourceLimits = {
    maxOldGenerationSizeMb: MOST_MEMORY_MB,
    maxYoungGenerationSizeMb: YOUNG_MEMORY_MB,
  };
  return { workerData, resourceLimits, execArgv: [], env: {} };
}

function startThread(worker: Worker, deadline_ms: number, stop: AbortSignal): DistantReading {
  const end = () => void worker.terminate();
  stop.addEventListener('abort', end, { once: true });
  let given_up = false;
  const ask = async (asked: Asked): Promise<unknown> => {
    if (given_up) return null;
    const signal = AbortSignal.any([AbortSignal.timeout(deadline_ms), stop]);
    const answer = once(worker, 'message', { signal });
    worker.postMessage(asked);
    const found = await answer.catch(() => null);
    given_up = found === null;
    if (given_up || asked === 'finish') {
      stop.removeEventListener('abort', end);
      end();
    }
    return found?.[0] ?? null;
  };
  return {
    read: () => ask('read') as Promise<HowFar | null>,
    finish: () => ask('finish') as Promise<OutputReading | null>,
  };
}

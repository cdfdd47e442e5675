import { once } from 'node:events';
import { Worker, type WorkerOptions } from 'node:worker_threads';
import type { TestTally } from '../domain/gate/gate.ts';
import type { OutputReading } from '../domain/gate/output-reader.ts';
import type { OutputReader, OutputReaders, OutputRequest } from '../ports/output-readers.ts';
import { pieceReaderFor } from './output-readers/piece-reader.ts';

/** The built program has it beside its chunks. */
const SCRIPT = new URL(
  import.meta.url.endsWith('.ts') ? './output-readers/worker.ts' : './output-worker.js',
  import.meta.url,
);
/** So much is read in no time, and costs no thread. */
const SMALL_CHARS = 64 * 1024;
const DEADLINE_MS = 10_000;
const MOST_MEMORY_MB = 1024;

/** Creates the readers of outputs. A long output is read on a thread of its own, which is given up when it does not answer in time. */
export function createOutputReaders(
  options: { readonly deadline_ms?: number; readonly script?: URL } = {},
): OutputReaders {
  const { deadline_ms = DEADLINE_MS, script = SCRIPT } = options;
  return {
    open: async (request, signal) =>
      readerOf(request, () => startThread(new Worker(script, optionsFor(request)), deadline_ms, signal)),
  };
}

function readerOf(request: OutputRequest, start: () => OutputReader): OutputReader {
  const here = pieceReaderFor(request);
  let small = '';
  let thread: OutputReader | null = null;
  return {
    push: (text) => {
      if (thread !== null) return thread.push(text);
      small += text;
      if (small.length <= SMALL_CHARS) return Promise.resolve(here.push(text));
      thread = start();
      return thread.push(small);
    },
    finish: () => thread?.finish() ?? Promise.resolve(here.finish()),
  };
}

function optionsFor(workerData: OutputRequest): WorkerOptions {
  return { workerData, resourceLimits: { maxOldGenerationSizeMb: MOST_MEMORY_MB }, execArgv: [], env: {} };
}

function startThread(worker: Worker, deadline_ms: number, stop: AbortSignal): OutputReader {
  const end = () => void worker.terminate();
  stop.addEventListener('abort', end, { once: true });
  let given_up = false;
  const ask = async (text: string | null): Promise<unknown> => {
    if (given_up) return null;
    const signal = AbortSignal.any([AbortSignal.timeout(deadline_ms), stop]);
    const answer = once(worker, 'message', { signal });
    worker.postMessage(text);
    const found = await answer.catch(() => null);
    given_up = found === null;
    if (given_up || text === null) {
      stop.removeEventListener('abort', end);
      end();
    }
    return found?.[0] ?? null;
  };
  return {
    push: (text) => ask(text) as Promise<TestTally | null>,
    finish: () => ask(null) as Promise<OutputReading | null>,
  };
}

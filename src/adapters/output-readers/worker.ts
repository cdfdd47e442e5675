/** This folder: reads long outputs on a thread of its own. */
import { parentPort, workerData } from 'node:worker_threads';
import { readingOf } from './log-reading.ts';

/** What is asked of the thread. It answers each with one message. */
export type Asked = 'read' | 'finish';

/** It answers so often, so that one who waits sees that it comes on. */
const TURN_MS = 1_000;

const reading = readingOf(workerData);
parentPort?.on('message', async (asked: Asked) => {
  const until = performance.now() + TURN_MS;
  parentPort?.postMessage(
    asked === 'finish' ? await reading.finish() : await reading.read(() => performance.now() > until),
  );
});

/** This folder: reads long outputs on a thread of its own. */
import { parentPort, workerData } from 'node:worker_threads';
import { pieceReaderFor } from './piece-reader.ts';

const reader = pieceReaderFor(workerData);
parentPort?.on('message', (text: string | null) =>
  parentPort?.postMessage(text === null ? reader.finish() : reader.push(text)),
);

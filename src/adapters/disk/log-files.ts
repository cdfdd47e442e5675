/** Reads a log that may still be written: its parts, compressed or not, and the file that it is continued in. */
import { constants } from 'node:fs';
import { type FileHandle, open, readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { type LogPart, logOffset, logParts } from '../../domain/gate/log-parts.ts';
import { codeOf } from '../../domain/shared/system-error.ts';

const READ_BYTES = 256 * 1024;

/**
 * Yields a log from a byte of the whole on, in pieces that are good until the next one is asked for. Yields null where no more is there yet, or
 * no log at all, and goes on from there when it is asked again.
 */
export async function* logPieces(log: string, from: number): AsyncGenerator<Uint8Array | null, never> {
  const buffer = Buffer.allocUnsafe(READ_BYTES);
  for (let at = from; ; ) {
    const before = at;
    for await (const piece of filePieces(log, at, buffer)) {
      at += piece.byteLength;
      yield piece;
    }
    if (at === before) yield null;
  }
}

/** Returns how long the whole output is, in bytes. */
export async function logLength(log: string): Promise<number> {
  const size = await stat(log).then((stats) => stats.size, absent);
  return logOffset(await partsOf(log)) + (size ?? 0);
}

/** Finds the parts of a log, in order. */
export async function partsOf(log: string): Promise<readonly LogPart[]> {
  return logParts((await readdir(dirname(log)).catch(absent)) ?? [], basename(log));
}

/** Reads the file that has this byte of the whole, from there on. */
async function* filePieces(log: string, at: number, buffer: Buffer): AsyncGenerator<Uint8Array, void> {
  const found = await fileAt(log, at);
  if (found === null) return;
  try {
    yield* found.packed ? unpacked(found.file, found.position) : plain(found.file, found.position, buffer);
  } finally {
    await found.file.close();
  }
}

async function fileAt(log: string, at: number) {
  for (;;) {
    const parts = await partsOf(log);
    const index = parts.findIndex(({ end }) => end > at);
    const part = parts[index];
    const position = at - (part === undefined ? logOffset(parts) : (parts[index - 1]?.end ?? 0));
    const file = await opened(part === undefined ? log : join(dirname(log), part.name));
    if (file === null && part === undefined) return null;
    // Meanwhile the log may have become a part, or a part may have been compressed.
    const isSame = part !== undefined || logOffset(await partsOf(log)) === logOffset(parts);
    if (file !== null && isSame) return { file, position, packed: part?.name.endsWith('.gz') === true };
    await file?.close();
  }
}

function opened(path: string): Promise<FileHandle | null> {
  return open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK).catch(absent);
}

async function* plain(file: FileHandle, position: number, buffer: Buffer): AsyncGenerator<Uint8Array, void> {
  for (let at = position; ; ) {
    const { bytesRead } = await file.read(buffer, 0, buffer.byteLength, at);
    if (bytesRead === 0) return;
    at += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}

async function* unpacked(file: FileHandle, position: number): AsyncGenerator<Uint8Array, void> {
  let skip = position;
  const unzip = createGunzip({ chunkSize: READ_BYTES });
  // An error of the file ends both; it is thrown here.
  pipeline(file.createReadStream({ autoClose: false }), unzip, () => {});
  for await (const piece of unzip) {
    const rest: Uint8Array = piece.subarray(Math.min(skip, piece.byteLength));
    skip -= piece.byteLength - rest.byteLength;
    if (rest.byteLength > 0) yield rest;
  }
}

function absent(error: unknown): null {
  if (codeOf(error) === 'ENOENT') return null;
  throw error;
}

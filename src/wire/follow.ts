import { open, readdir } from 'node:fs/promises';
import { basename, dirname, resolve, sep } from 'node:path';
import { logOffset, logParts } from '../domain/gate/log-parts.ts';
import { sanitize } from '../domain/shared/text.ts';
import type { LogText } from './protocol.ts';

const POLL_MS = 100;
/** How much of a log's end to read when following starts, and again when the log grows too fast to keep up. */
const TAIL_BYTES = 32 * 1024;
const FALLING_BEHIND_BYTES = 8 * TAIL_BYTES;
/** Matches the end of a text that may be incomplete: a line break, an escape sequence. */
const UNFINISHED = /(?:\r|\x1b(?:\[[0-?]*[ -/]*|[\]PX^_][^\x07\x1b]{0,4096})?)$/;

/**
 * Follows a log file below a folder by polling. Returns a function that stops it. The file may not exist yet, may shrink, may be replaced, and
 * may be continued in another one of its name.
 */
export function followLog(directory: string, log: string, listener: (more: LogText) => void): () => void {
  const path = resolve(directory, log);
  if (!path.startsWith(resolve(directory) + sep)) {
    const text = `${sanitize(log)} lies outside the session's folder and is not shown\n`;
    listener({ text, cut: false, size: text.length });
    return () => {};
  }
  const controller = new AbortController();
  const tail = tailOf(path, (more) => {
    if (!controller.signal.aborted && more.text !== '') listener(more);
  });
  const poll = async () => {
    await tail();
    if (!controller.signal.aborted) timer = setTimeout(poll, POLL_MS);
  };
  let timer = setTimeout(poll, 0);
  return () => {
    controller.abort();
    clearTimeout(timer);
  };
}

/** Returns a function that reads what was appended since its last call. */
function tailOf(path: string, onText: (more: LogText) => void): () => Promise<void> {
  let file: number | null = null;
  let offset = 0;
  /** Where the file begins in the whole output. */
  let begin = 0;
  let decoder = new TextDecoder();
  let held = '';

  const startAt = (position: number) => {
    offset = Math.max(0, position);
    decoder = new TextDecoder();
    held = '';
  };

  return async () => {
    const handle = await open(path).catch(() => null);
    if (handle === null) return;
    try {
      const { ino, size } = await handle.stat();
      const before = begin + offset;
      if (ino !== file) begin = logOffset(logParts(await readdir(dirname(path)), basename(path)));
      const continues = ino !== file && begin > 0 && begin === before;
      if (continues) offset = 0;
      const jumps = !continues && (ino !== file || size < offset);
      const falls_behind = size - offset > FALLING_BEHIND_BYTES;
      if (jumps || falls_behind) startAt(size - TAIL_BYTES);
      const cut = (jumps || falls_behind) && begin + offset > 0;
      file = ino;
      if (size === offset) return;
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(size - offset), 0, size - offset, offset);
      offset += bytesRead;
      const text = held + decoder.decode(buffer.subarray(0, bytesRead), { stream: true });
      held = UNFINISHED.exec(text)?.[0] ?? '';
      const whole = sanitize(text.slice(0, text.length - held.length));
      onText({ text: cut ? whole.slice(whole.indexOf('\n') + 1) : whole, cut, size: begin + size });
    } catch {
      // The log vanished or is unreadable for now: the next poll tries again.
    } finally {
      await handle.close();
    }
  };
}

/**
 * The key of an engine: who does not show it is refused. It is in a file of its user (0600) outside of the repository, so that a gate that is
 * shut in sees neither the key nor the socket, and one that is not has to look for it. It is no secret from a program of the same user.
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureSocketFolder, refuseForeignFolder, sharedFolder } from './socket-path.ts';

/** What cleans temporary folders takes what is older than a few days. */
const FRESH_MS = 3_600_000;

export interface EngineKey {
  /** Puts it where clients read it. */
  readonly write: () => void;
  readonly fits: (shown: string | undefined) => boolean;
  readonly remove: () => void;
}

/** Makes a new key for the engine that listens on a socket. */
export function makeKey(socket_path: string): EngineKey {
  const path = keyPath(socket_path);
  const key = randomBytes(32);
  const freshen = setInterval(() => {
    try {
      utimesSync(path, new Date(), new Date());
    } catch {
      // Somebody removed it; who connects from now on is refused, and told what to do.
    }
  }, FRESH_MS).unref();
  return {
    write: () => {
      ensureSocketFolder(path);
      // Whoever made an older file there may have it open.
      rmSync(path, { force: true });
      writeFileSync(path, key.toString('hex'), { mode: 0o600, flag: 'wx' });
    },
    fits: (shown = '') => {
      const bytes = Buffer.from(shown, 'hex');
      return bytes.length === key.length && timingSafeEqual(bytes, key);
    },
    remove: () => {
      clearInterval(freshen);
      rmSync(path, { force: true });
    },
  };
}

/** Reads the key of the engine that listens on a socket; empty: there is none. */
export function keyFor(socket_path: string): string {
  const path = keyPath(socket_path);
  refuseForeignFolder(path);
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/** Returns the path of the file with the key of the engine that listens on a socket. */
export function keyPath(socket_path: string): string {
  return join(sharedFolder(), `${createHash('sha256').update(socket_path).digest('hex').slice(0, 24)}.key`);
}

/**
 * The very first rows, written before the screens are even loaded. React, Ink and the layout take several times as long to load as Node
 * takes to start. A terminal in which nothing happens makes people press keys.
 */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { terminalRefusal } from '../../tui/terminal/terminal-modes.ts';
import type { Io } from '../arguments/io.ts';

const ENTER = '\x1b[?1049h\x1b[?25l\x1b[2J\x1b[H';
const CLEAR = '\x1b[2J\x1b[H';
const LEAVE = '\x1b[?1049l\x1b[?25h';
const SIGNALS = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

export interface Skeleton {
  /** Call when the screens take over drawing and the terminal's modes. */
  readonly handOver: () => void;
  /** Restores the normal screen, unless the screens took over. */
  readonly end: () => void;
}

const NONE: Skeleton = { handOver: () => undefined, end: () => undefined };

/** Shows that the screen is loading. Shows nothing when an error is more likely to follow. */
export function showSkeleton(io: Io, linear: boolean): Skeleton {
  const refused = terminalRefusal(process.stdin, process.stdout, io.env['TERM']) !== null;
  if (!io.interactive || linear || refused || !isRepository(io.directory)) return NONE;
  let ours = true;
  const end = () => {
    if (!ours) return;
    release();
    io.out(LEAVE);
  };
  const release = () => {
    ours = false;
    for (const [signal, stop] of stops) process.off(signal, stop);
    process.off('exit', end);
  };
  const stops = Object.entries(SIGNALS).map(([signal, status]) => {
    const stop = () => {
      end();
      process.exit(status);
    };
    return [signal, stop] as const;
  });
  for (const [signal, stop] of stops) process.on(signal, stop);
  process.on('exit', end);
  io.out(`${ENTER} intorch\r\n\r\n\r\n\r\n Looking for the engine\x1b[H`);
  return {
    end,
    handOver: () => {
      if (!ours) return;
      release();
      io.out(CLEAR);
    },
  };
}

/** Guesses without asking git: a working tree, or a git directory itself. A wrong guess costs an empty screen for a moment. */
function isRepository(directory: string): boolean {
  const isThere = (name: string) => existsSync(join(directory, name));
  if (isThere('.git') || ['HEAD', 'objects', 'refs'].every(isThere)) return true;
  const above = dirname(directory);
  return above !== directory && isRepository(above);
}

import type { Io } from '../../src/cli/arguments/io.ts';
import { main } from '../../src/cli/main.ts';

export interface Said {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

export interface CapturedIo {
  readonly io: Io;
  readonly out: () => string;
  readonly err: () => string;
}

/** Creates an Io that is not a terminal and records what was written. */
export function capturedIo(overrides: Partial<Io> = {}): CapturedIo {
  const written: string[] = [];
  const complained: string[] = [];
  const io: Io = {
    out: (text) => void written.push(text),
    err: (text) => void complained.push(text),
    interactive: false,
    env: {},
    directory: process.cwd(),
    ...overrides,
  };
  return { io, out: () => written.join(''), err: () => complained.join('') };
}

/** Runs one command line in this process. */
export async function runCli(argv: readonly string[], overrides: Partial<Io> = {}): Promise<Said> {
  const { io, out, err } = capturedIo(overrides);
  return { status: await main(argv, io), out: out(), err: err() };
}

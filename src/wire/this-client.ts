import { readlinkSync } from 'node:fs';
import type { ClientFacts } from '../domain/shared/client.ts';

/** Returns what this process says of itself, as a command of intorch. */
export function thisClient(program: string): ClientFacts {
  return { program, pid: process.pid, terminal: terminalOf('/proc/self/fd/0') };
}

/** Returns the terminal behind a descriptor; null: it is none, or it is not known here. */
function terminalOf(descriptor: string): string | null {
  try {
    return /^\/dev\/(?:pts\/\d+|tty\w*|console)$/.exec(readlinkSync(descriptor))?.[0] ?? null;
  } catch {
    return null;
  }
}

import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { Processes, ProcessOutcome } from '../../ports/processes.ts';
import type { SlotRequest } from '../../ports/workspaces.ts';
import type { SlotFolder } from './slot-folder.ts';

type Setup = NonNullable<SlotRequest['setup']>;

const MAX_LOG_BYTES = 16_000_000;

/** Digests what set-up depends on: the command, the key files' contents, and the Node.js that may have built native addons. */
export async function setupKey(slot: SlotFolder, { command, key }: Setup): Promise<string> {
  const digest = createHash('sha256');
  const add = (text: string | Buffer) => digest.update(`${text.length}:`).update(text);
  for (const part of [command, process.version, process.arch]) add(part);
  for (const path of [...key].sort()) {
    add(path);
    add((await readTracked(join(slot.directory, path))) ?? 'absent');
  }
  return digest.digest('hex');
}

/** Reads a key file. The operator names it, but a branch provides it, and may put a link or a pipe in its place. */
async function readTracked(path: string): Promise<Buffer | null> {
  const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants;
  const file = await open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK).catch(() => null);
  if (file === null) return null;
  try {
    return (await file.stat()).isFile() ? await file.readFile() : null;
  } finally {
    await file.close();
  }
}

/** Returns the cookie of every process that fills a slot. Leftovers of a killed intorch are found by it and ended before reuse. */
export function slotCookie({ directory }: SlotFolder): string {
  return `slot:${directory}`;
}

/** Runs set-up in a slot. Returns why it failed, as a sentence, or null. */
export async function runSetup(slot: SlotFolder, setup: Setup, processes: Processes): Promise<string | null> {
  const outcome = await processes.run({
    command: setup.command,
    cwd: slot.directory,
    env: {},
    timeout_ms: setup.timeout_ms,
    log: setup.log,
    max_log_bytes: MAX_LOG_BYTES,
    cookie: slotCookie(slot),
    signal: setup.signal ?? null,
  });
  return failureOf(outcome, setup);
}

function failureOf(outcome: ProcessOutcome, { command, timeout_ms }: Setup): string | null {
  const name = `the set-up command "${command}"`;
  if (outcome.unable !== null) return `${name} did not run: ${outcome.unable}`;
  if (outcome.timed_out) return `${name} was not done in ${Math.round(timeout_ms / 1000)} s`;
  if (outcome.exit_code === null) return `${name} was ended by ${outcome.signal ?? 'a signal'}`;
  return outcome.exit_code === 0 ? null : `${name} ended with exit status ${outcome.exit_code}`;
}

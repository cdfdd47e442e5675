import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { MOST_LOG_BYTES } from '../../domain/gate/log-parts.ts';
import type { Processes, ProcessOutcome } from '../../ports/processes.ts';
import type { SlotRequest } from '../../ports/workspaces.ts';
import { type Permits, permits } from '../async/limit.ts';
import { type SlotFolder, slotCookie } from './slot-folder.ts';
import type { Submodule } from './slot-submodules.ts';

type Setup = NonNullable<SlotRequest['setup']>;

/** Digests what set-up depends on: command, key files, submodules, and the Node.js that may have built native addons. */
export async function setupKey(
  slot: SlotFolder,
  { command, key }: Setup,
  submodules: readonly Submodule[],
): Promise<string> {
  const digest = createHash('sha256');
  const add = (text: string | Buffer) => digest.update(`${text.length}:`).update(text);
  for (const part of [command, process.version, process.arch]) add(part);
  for (const { path, commit } of submodules) [path, commit].forEach(add);
  for (const path of [...key, ...(submodules.length > 0 ? ['.gitmodules'] : [])].sort()) {
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

/** Runs set-up in a slot. Returns why it failed, as a sentence, or null. */
export async function runSetup(
  slot: SlotFolder,
  setup: Setup,
  processes: Processes,
  borrows: readonly string[],
): Promise<string | null> {
  const outcome = await processes.run({
    command: setup.command,
    cwd: slot.directory,
    env: {},
    timeout_ms: setup.timeout_ms,
    log: setup.log,
    max_log_bytes: MOST_LOG_BYTES,
    cookie: slotCookie(slot),
    signal: setup.signal ?? null,
    confinement: setup.confinement ?? 'off',
    read: borrows,
  });
  return failureOf(outcome, setup);
}

/** Names a set-up in a sentence. */
export function setupName({ command }: Pick<Setup, 'command'>): string {
  return `the set-up command "${command}"`;
}

/**
 * Makes the turns of set-ups: one of a key that has not passed yet waits for the others of its command, because they fill one package cache
 * and most package managers do not share it well. Once a key has passed, the cache has what it needs.
 */
export function setupsInTurn() {
  const passed = new Set<string>();
  const turns = new Map<string, Permits>();
  return async (command: string, key: string, run: () => Promise<string | null>): Promise<string | null> => {
    const turn = turns.get(command) ?? permits(1);
    turns.set(command, turn);
    if (!passed.has(key)) await turn.acquire();
    else return run();
    try {
      if (!passed.has(key)) {
        const failed = await run();
        if (failed === null) passed.add(key);
        return failed;
      }
    } finally {
      turn.release();
    }
    return run();
  };
}

function failureOf(outcome: ProcessOutcome, setup: Setup): string | null {
  const { timeout_ms } = setup;
  const name = setupName(setup);
  if (outcome.unable !== null) return `${name} did not run: ${outcome.unable}`;
  if (outcome.timed_out) return `${name} was not done in ${Math.round(timeout_ms / 1000)} s`;
  if (outcome.exit_code === null) return `${name} was ended by ${outcome.signal ?? 'a signal'}`;
  return outcome.exit_code === 0 ? null : `${name} ended with exit status ${outcome.exit_code}`;
}

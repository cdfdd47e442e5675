/**
 * This folder: the engine as a process: how it starts, with which environment, and whom it hears.
 *
 * Starts the engine as a process of its own, without a terminal, so that it outlives the screen, the shell and the ssh connection.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { asIntorchError, IntorchError } from '../../../domain/shared/errors.ts';
import { sanitize } from '../../../domain/shared/text.ts';
import type { FlagValues } from '../../arguments/parse-args.ts';
import { programFile } from '../../program-file.ts';
import type { Looking } from '../../repository/read-repository.ts';
import { engineEnvironment } from './engine-environment.ts';

/** Flags of the screen that the engine does not accept. */
const SCREEN_FLAGS = ['ascii', 'no-color', 'screen-reader', 'repo'];
const PATIENCE_MS = 15_000;

/** What an engine that cannot start tells whoever started it. */
export type StartFailure = Pick<IntorchError, 'code' | 'message' | 'remedy'>;

/** An engine that holds the lock. */
export interface StartedEngine {
  /** Rejects when the engine ends, with the reason that it gave; never settles for one that another process started. */
  readonly failed: Promise<never>;
}

const NEVER = new Promise<never>(() => {});

/** What starting an engine needs to know of its repository. */
type EnginePlace = Pick<Looking, 'directory' | 'common_dir' | 'top_level' | 'lock'>;

/** Resolves when a new engine has the lock, or another one. Rejects with the reason of a new one that ended at once. */
export async function ensureEngine(repository: EnginePlace, flags: FlagValues): Promise<StartedEngine> {
  mkdirSync(repository.directory, { recursive: true, mode: 0o700 });
  const log = join(repository.directory, 'engine.log');
  const output = openSync(log, 'w', 0o600);
  const given = [...flags].filter(([name]) => !SCREEN_FLAGS.includes(name));
  const args = given.flatMap(([name, values]) =>
    values.length === 0 ? [`--${name}`] : values.map((value) => `--${name}=${value}`),
  );
  const root = repository.top_level ?? repository.common_dir;
  const child = spawn(process.execPath, [programFile(), 'engine', `--repo=${root}`, ...args], {
    cwd: root,
    detached: true,
    env: { ...engineEnvironment(process.env), [STARTER]: String(process.pid) },
    stdio: ['ignore', output, output, 'ipc'],
  });
  child.unref();
  child.channel?.unref();
  let told: StartFailure | null = null;
  child.on('message', (failure: StartFailure) => {
    told = failure;
  });
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    // No exit follows a start that failed.
    child.once('error', (error) => {
      told = asIntorchError(error);
      resolve();
    });
  });
  const failed = ended.then((): never => {
    throw failureOf(told, log);
  });
  // Whoever waits for it reports it.
  failed.catch(() => undefined);
  const started = await Promise.race([ended.then(() => 'ended' as const), whenOwned(repository, child.pid)]);
  if (started === 'owned') return { failed };
  // Two screens that open at once start one engine each. Only one of them gets the lock, and both screens can use it.
  if ((await repository.lock.owner())?.role === 'engine') return { failed: NEVER };
  throw failureOf(told, log);
}

/** Returns what an engine told before it ended, else the end of its log. */
function failureOf(told: StartFailure | null, log: string): IntorchError {
  if (told !== null) return new IntorchError(told.code, told.message, { remedy: told.remedy });
  const said = sanitize(readFileSync(log, 'utf8')).trim().split('\n').slice(-MOST_LINES).join('\n');
  return new IntorchError(
    'ENGINE_UNREACHABLE',
    `The engine did not start${said === '' ? '' : `:\n${said}`}`,
    {
      remedy: `Its log: ${log}`,
    },
  );
}

/** The last words of an engine are at the end of its log. */
const MOST_LINES = 12;

/** Names the process that started an engine: a channel to anybody else is none of ours. Variables with our prefix are settings. */
const STARTER = 'ENGINE_STARTED_BY';

function hasStarter(): boolean {
  return process.connected === true && process.env[STARTER] === String(process.ppid);
}

/** Tells whoever started this engine why it cannot go on. */
export function tellStarter(thrown: unknown): void {
  const { code, message, remedy } = asIntorchError(thrown);
  if (hasStarter()) process.send?.({ code, message, remedy } satisfies StartFailure);
}

/** Lets go of whoever started this engine: it goes on without them. */
export function leaveStarter(): void {
  if (hasStarter()) process.disconnect();
}

async function whenOwned(repository: EnginePlace, pid: number | undefined): Promise<'owned' | 'late'> {
  const until = Date.now() + PATIENCE_MS;
  while (Date.now() < until) {
    if ((await repository.lock.owner())?.pid === pid) return 'owned';
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  return 'late';
}

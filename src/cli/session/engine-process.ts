/** Starts the engine as a process of its own, without a terminal, so that it outlives the screen, the shell and the ssh connection. */
import { spawn } from 'node:child_process';
import { mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { IntorchError } from '../../domain/shared/errors.ts';
import { sanitize } from '../../domain/shared/text.ts';
import type { FlagValues } from '../arguments/parse-args.ts';
import type { Looking } from '../repository/read-repository.ts';

/** Flags of the screen that the engine does not accept. */
const SCREEN_FLAGS = ['ascii', 'no-color', 'screen-reader', 'repo'];
const PATIENCE_MS = 15_000;

/** What starting an engine needs to know of its repository. */
type EnginePlace = Pick<Looking, 'directory' | 'common_dir' | 'top_level' | 'lock'>;

/** Resolves when an engine has the lock, whether it ran already or is new. Rejects with the output of a new one that exited at once. */
export async function ensureEngine(
  repository: EnginePlace,
  flags: FlagValues,
  running: boolean,
): Promise<void> {
  if (running) return;
  mkdirSync(repository.directory, { recursive: true, mode: 0o700 });
  const log = join(repository.directory, 'engine.log');
  const output = openSync(log, 'w', 0o600);
  const given = [...flags].filter(([name]) => !SCREEN_FLAGS.includes(name));
  const args = given.flatMap(([name, values]) =>
    values.length === 0 ? [`--${name}`] : values.map((value) => `--${name}=${value}`),
  );
  const root = repository.top_level ?? repository.common_dir;
  const child = spawn(process.execPath, [mainFile(), 'engine', `--repo=${root}`, ...args], {
    cwd: root,
    detached: true,
    stdio: ['ignore', output, output],
  });
  child.unref();
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const started = await Promise.race([ended.then(() => 'ended' as const), whenOwned(repository, child.pid)]);
  if (started === 'owned') return;
  // Two screens that open at once start one engine each. Only one of them gets the lock, and both screens can use it.
  if ((await repository.lock.owner())?.role === 'engine') return;
  const said = sanitize(readFileSync(log, 'utf8')).trim();
  throw new IntorchError('ENGINE_UNREACHABLE', `The engine did not start${said === '' ? '' : `:\n${said}`}`, {
    remedy: `Its log: ${log}`,
  });
}

async function whenOwned(repository: EnginePlace, pid: number | undefined): Promise<'owned' | 'late'> {
  const until = Date.now() + PATIENCE_MS;
  while (Date.now() < until) {
    if ((await repository.lock.owner())?.pid === pid) return 'owned';
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  return 'late';
}

/** Returns the path of the running program. `bin/intorch.js` is one folder up from the bundle's entry. */
function mainFile(): string {
  return fileURLToPath(new URL('../bin/intorch.js', import.meta.url));
}

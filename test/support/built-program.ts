/**
 * The program as it is shipped, built from the sources under test. `bin/` and `dist/` are in a temporary folder, so that nobody's
 * own build is touched. A suite that builds in its global set-up (test/kill) shares one; any other test process builds its own on
 * demand.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { cp, mkdtemp, readdir, readFile, realpath } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildProgram } from '../../scripts/build.mjs';

export interface BuiltProgram {
  readonly node: string;
  /** Path of `bin/intorch.js`. */
  readonly intorch: string;
}

/** The environment variable that names a finished build's folder for all processes of a test run. */
const SHARED = 'INTORCH_TEST_BUILD';
let own: Promise<BuiltProgram> | null = null;

/** Returns the built program. */
export function builtProgram(): Promise<BuiltProgram> {
  const folder = process.env[SHARED];
  if (folder !== undefined) return Promise.resolve(programIn(folder));
  own ??= build().then((made) => {
    process.once('exit', () => rmSync(made, { recursive: true, force: true }));
    return programIn(made);
  });
  return own;
}

/** Builds once for every process that this one starts. Returns the function that removes the build. */
export async function shareBuild(): Promise<() => void> {
  const folder = await build();
  process.env[SHARED] = folder;
  return () => rmSync(folder, { recursive: true, force: true });
}

function programIn(folder: string): BuiltProgram {
  return { node: process.execPath, intorch: join(folder, 'bin', 'intorch.js') };
}

async function build(): Promise<string> {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'intorch-built-')));
  await buildProgram(join(folder, 'dist'));
  for (const part of ['bin', 'schema', 'package.json']) {
    await cp(join(root, part), join(folder, part), { recursive: true });
  }
  return folder;
}

/** Where a program under test runs: a repository, and folders of its own in place of the user's. */
export interface Place {
  readonly dir: string;
  readonly env: Readonly<Record<string, string>>;
}

/** Creates a place whose environment contains nothing of this machine; `home` is an empty folder. */
export function placeFor(dir: string, home: string, added: Readonly<Record<string, string>> = {}): Place {
  return {
    dir,
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: home,
      XDG_CACHE_HOME: join(home, 'cache'),
      XDG_CONFIG_HOME: join(home, 'config'),
      TMPDIR: process.env['TMPDIR'] ?? tmpdir(),
      LC_ALL: 'C.UTF-8',
      TZ: 'UTC',
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_CONFIG_NOSYSTEM: '1',
      ...added,
    },
  };
}

export interface Ended {
  /** null when a signal ended it. */
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
  readonly err: string;
}

export interface Running {
  readonly pid: number;
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
}

/** Starts the built program as the leader of its own process group, without a terminal. */
export async function startBuilt(place: Place, args: readonly string[]): Promise<Running> {
  const { node, intorch } = await builtProgram();
  const child = spawn(node, [intorch, ...args], {
    cwd: place.dir,
    env: place.env,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text;
  });
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (status, signal) => resolve({ status, signal, out, err }));
  });
  if (child.pid === undefined) throw new Error((await ended.catch(String)).toString());
  return { pid: child.pid, child, ended };
}

/** Runs the built program until it exits. */
export async function runBuilt(place: Place, args: readonly string[]): Promise<Ended> {
  return (await startBuilt(place, args)).ended;
}

/** Lists the living processes whose environment mentions a text, such as the place's home. Includes git and gates. Linux only. */
export async function processesWith(...texts: readonly string[]): Promise<readonly number[]> {
  const pids = (await readdir('/proc')).map(Number).filter((pid) => pid > 1 && pid !== process.pid);
  const found = await Promise.all(
    pids.map(async (pid) => {
      const environment = await readFile(`/proc/${pid}/environ`, 'latin1').catch(() => '');
      return texts.some((text) => environment.includes(text));
    }),
  );
  return pids.filter((_pid, index) => found[index]);
}

/**
 * Finds what shuts gates in: the wrapper of the settings, else bubblewrap. It is tried once, on a command that does nothing, because a
 * machine can have bubblewrap and forbid what it needs.
 */
import { access, constants, mkdtemp, rmdir } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import type { Settings } from '../domain/config/settings.ts';
import { confinementsOf, wrapperWords } from '../domain/gate/confinement.ts';
import { runProgram } from './execa/program.ts';
import type { NoSandbox, Sandbox } from './execa/shut-in.ts';
import { bubblewrapArgs, type Places } from './sandbox/bubblewrap-args.ts';
import { toolchainFolders } from './sandbox/toolchains.ts';

export interface SandboxOptions {
  readonly settings: Pick<Settings, 'sandbox' | 'gates'>;
  /** The operator's environment. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Absolute paths that nothing inside sees: the repository and its checkout. */
  readonly hidden: readonly string[];
}

const PROBE_MS = 10_000;
/** With it `docker`, `podman`, `env` and `timeout` say that they failed themselves. */
const WRAPPER_FAILED = 125;

/** Returns what shuts commands in, or why nothing here can. */
export async function findSandbox({ settings, env, hidden }: SandboxOptions): Promise<Sandbox | NoSandbox> {
  const { command, read, write } = settings.sandbox;
  if (command.length > 0) return wrapper(command, env);
  const program = await onPath('bwrap', env);
  if (program === null) return { unavailable: 'bubblewrap (bwrap) is not on the PATH' };
  const home = env['HOME'] || homedir();
  const expanded = (paths: readonly string[]) =>
    paths.map((path) => resolve(path.replace(/^~(?=\/|$)/, home)));
  const places = {
    hidden: [...(home === '/' ? [] : [home]), ...hidden],
    read: [...toolchainFolders([env, ...settings.gates.map((gate) => gate.env)], home), ...expanded(read)],
    write: expanded(write),
  };
  const sandbox = bubblewrap(program, places);
  const slot = await mkdtemp(join(tmpdir(), 'intorch-probe-'));
  const network = !confinementsOf(settings).includes('offline');
  const [file = '', ...args] = sandbox.words({ command: 'exit 0', slot, network, read: [] });
  const probe = await runProgram('/bin/sh', ['-c', 'exec "$@" 3>/dev/null', 'sh', file, ...args], {
    cwd: '/',
    env: {},
    timeout_ms: PROBE_MS,
  }).finally(() => rmdir(slot));
  return probe.exit_code === 0
    ? sandbox
    : { unavailable: `bubblewrap does not work here: ${probe.stderr.trim()}` };
}

function bubblewrap(program: string, places: Places): Sandbox {
  return {
    words: (inside) => [program, ...bubblewrapArgs(places, inside)],
    failure: (exit_code, told) =>
      told.includes('"exit-code"') ? null : `bubblewrap failed with exit status ${exit_code}`,
  };
}

async function wrapper(
  template: readonly string[],
  env: SandboxOptions['env'],
): Promise<Sandbox | NoSandbox> {
  const [name = ''] = template;
  if ((await onPath(name, env)) === null)
    return { unavailable: `${name}, which sandbox.command names, is not on the PATH` };
  return {
    words: (inside) => wrapperWords(template, inside),
    failure: (exit_code) =>
      exit_code === WRAPPER_FAILED ? `${name} failed with exit status ${exit_code}` : null,
  };
}

/** Finds a program as the absolute path of an absolute folder: nothing in a branch may take its place. */
async function onPath(name: string, env: SandboxOptions['env']): Promise<string | null> {
  const folders = name.includes('/') ? [''] : (env['PATH'] ?? '').split(':').filter(isAbsolute);
  for (const folder of folders) {
    const path = join(folder, name);
    if (
      await access(path, constants.X_OK).then(
        () => true,
        () => false,
      )
    )
      return path;
  }
  return null;
}

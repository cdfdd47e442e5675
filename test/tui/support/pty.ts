/** The screens alone on a real terminal, with an engine that is an object. */
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { openTerminal, type Terminal } from '../../support/terminal.ts';

interface Reporting extends Terminal {
  readonly report: () => string;
}

export interface Bundle {
  readonly start: (
    moment: string,
    options?: { before?: string; columns?: number; rows?: number; env?: Record<string, string> },
  ) => Reporting;
  readonly remove: () => Promise<void>;
}

/** Ink imports its devtools on demand; a bundle would need them at the start. */
const noDevtools: Plugin = {
  name: 'no-devtools',
  setup(setup) {
    setup.onResolve({ filter: /^react-devtools-core$/ }, () => ({ path: 'empty', namespace: 'empty' }));
    setup.onLoad({ filter: /.*/, namespace: 'empty' }, () => ({ contents: 'export default {}' }));
  },
};

/** Bundles the program that the terminal tests start, the same way as the real one. */
export async function bundleProgram(): Promise<Bundle> {
  const folder = await mkdtemp(join(tmpdir(), 'intorch-pty-'));
  const program = join(folder, 'program.mjs');
  await build({
    entryPoints: [new URL('pty-program.ts', import.meta.url).pathname],
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node22',
    define: { 'process.env.NODE_ENV': '"production"' },
    jsx: 'automatic',
    plugins: [noDevtools],
    banner: {
      js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);",
    },
    logLevel: 'error',
  });
  let started = 0;
  return {
    start: (moment, options = {}) =>
      terminalFor(program, moment, join(folder, `report-${started++}`), options),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

function terminalFor(
  program: string,
  moment: string,
  report: string,
  options: Parameters<Bundle['start']>[1] = {},
): Reporting {
  const { before = '', env = {}, ...size } = options;
  const command = `${before}exec "${process.execPath}" "${program}" ${moment} "${report}"`;
  const { CI: _ci, ...inherited } = process.env;
  const terminal = openTerminal({
    file: 'sh',
    args: ['-c', command],
    env: { ...inherited, TERM: 'xterm-256color', FORCE_COLOR: '0', ...env } as Record<string, string>,
    ...size,
  });
  return { ...terminal, report: () => readFileSync(report, 'utf8') };
}

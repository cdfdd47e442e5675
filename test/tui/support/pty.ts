/** A real terminal: a pty, and an emulator that knows every cell of it. */
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawn } from '@lydell/node-pty';
import xterm from '@xterm/headless';
import { build, type Plugin } from 'esbuild';

interface Terminal {
  readonly pid: number;
  readonly type: (text: string) => void;
  readonly resize: (columns: number, rows: number) => void;
  /** What is on the screen now, without spaces at the ends of rows. */
  readonly rows: () => readonly string[];
  /** Waits until the screen says something. */
  readonly until: (what: string | RegExp) => Promise<void>;
  /** Waits for the end of the program. */
  readonly ended: Promise<{ readonly code: number; readonly signal: number }>;
  readonly buffer: () => 'normal' | 'alternate';
  readonly bytes: () => string;
  readonly report: () => string;
  readonly kill: (signal: string) => void;
}

export interface Bundle {
  readonly start: (
    moment: string,
    options?: { before?: string; columns?: number; rows?: number; env?: Record<string, string> },
  ) => Terminal;
  readonly remove: () => Promise<void>;
}

/** Ink imports its devtools where they are asked for; a bundle would need them at the start. */
const noDevtools: Plugin = {
  name: 'no-devtools',
  setup(setup) {
    setup.onResolve({ filter: /^react-devtools-core$/ }, () => ({ path: 'empty', namespace: 'empty' }));
    setup.onLoad({ filter: /.*/, namespace: 'empty' }, () => ({ contents: 'export default {}' }));
  },
};

/** Bundles the program that the terminal tests start, as the real one is bundled. */
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
): Terminal {
  const { before = '', columns = 80, rows = 24, env = {} } = options;
  const command = `${before}exec "${process.execPath}" "${program}" ${moment} "${report}"`;
  const { CI: _ci, ...inherited } = process.env;
  const pty = spawn('sh', ['-c', command], {
    name: env['TERM'] ?? 'xterm-256color',
    cols: columns,
    rows,
    env: { ...inherited, TERM: 'xterm-256color', FORCE_COLOR: '0', ...env } as Record<string, string>,
  });
  const screen = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true });
  const waiting = new Set<() => void>();
  let bytes = '';
  pty.onData((data) => {
    bytes += data;
    screen.write(data, () => {
      for (const check of [...waiting]) check();
    });
  });
  const ended = new Promise<{ readonly code: number; readonly signal: number }>((resolve) =>
    pty.onExit(({ exitCode, signal }) => resolve({ code: exitCode, signal: signal ?? 0 })),
  );
  const shown = () =>
    Array.from(
      { length: screen.rows },
      (_, row) =>
        screen.buffer.active.getLine(screen.buffer.active.viewportY + row)?.translateToString(true) ?? '',
    );
  return {
    pid: pty.pid,
    type: (text) => pty.write(text),
    resize: (next_columns, next_rows) => {
      screen.resize(next_columns, next_rows);
      pty.resize(next_columns, next_rows);
    },
    rows: shown,
    until: (what) =>
      new Promise((resolve, reject) => {
        const says = () => {
          const text = shown().join('\n');
          return typeof what === 'string' ? text.includes(what) : what.test(text);
        };
        const check = () => {
          if (!says()) return;
          waiting.delete(check);
          resolve();
        };
        waiting.add(check);
        check();
        // The emulator may be a step behind the last bytes.
        ended.then(() =>
          screen.write(
            '',
            () => says() || reject(new Error(`the program ended without "${what}":\n${shown().join('\n')}`)),
          ),
        );
      }),
    ended,
    buffer: () => screen.buffer.active.type,
    bytes: () => bytes,
    report: () => readFileSync(report, 'utf8'),
    kill: (signal) => pty.kill(signal),
  };
}

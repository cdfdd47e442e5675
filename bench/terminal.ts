import { readdirSync, readFileSync } from 'node:fs';
import { spawn } from '@lydell/node-pty';
import type { Cost } from './measure.ts';

const PATIENCE_MS = 60_000;
/** Milliseconds in a tick of `/proc/<pid>/stat`. */
const TICK_MS = 10;

/**
 * Runs node in a real terminal, until its output matches `until` or, without it, until it ends. Processor time is that of the process and of
 * what it waited for until then, where /proc tells it; elsewhere, and of a process that has ended, it is the wall time.
 */
export function inTerminal(
  args: readonly string[],
  directory: string,
  env: Readonly<Record<string, string>>,
  until: RegExp | null,
): Promise<Cost> {
  const started = performance.now();
  const pty = spawn(process.execPath, [...args], { cols: 100, rows: 30, cwd: directory, env: { ...env } });
  return new Promise((resolve, reject) => {
    let seen = '';
    let spent: Cost | null = null;
    const patience = setTimeout(() => {
      pty.kill('SIGKILL');
      reject(new Error(`nothing to see after ${PATIENCE_MS} ms: ${JSON.stringify(seen.slice(-400))}`));
    }, PATIENCE_MS);
    pty.onData((text) => {
      seen += text;
      if (spent !== null || until === null || !until.test(seen)) return;
      const wall_ms = performance.now() - started;
      spent = { wall_ms, cpu_ms: spentBy(pty.pid) ?? wall_ms };
      // Act like a terminal being closed: the screen ends, the engine stays.
      pty.kill('SIGHUP');
    });
    pty.onExit(() => {
      clearTimeout(patience);
      if (until !== null && spent === null)
        reject(new Error(`it ended without a frame: ${JSON.stringify(seen.slice(-400))}`));
      const wall_ms = performance.now() - started;
      resolve(spent ?? { wall_ms, cpu_ms: wall_ms });
    });
  });
}

/** Processor time of a process, its threads and the children that it has waited for, in milliseconds. */
function spentBy(pid: number): number | null {
  try {
    const threads = readdirSync(`/proc/${pid}/task`);
    // The first number of `schedstat` is nanoseconds on a processor; `stat` counts children alone, in ticks.
    const own = threads.map(
      (thread) => Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]) / 1e6,
    );
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    return own.reduce((sum, ms) => sum + ms, ((fields[13] ?? 0) + (fields[14] ?? 0)) * TICK_MS);
  } catch {
    return null;
  }
}

import { spawn } from '@lydell/node-pty';

const PATIENCE_MS = 60_000;

/** Runs node in a real terminal. Returns the time until its output matches `until`, or, without `until`, until it ends. */
export function inTerminal(
  args: readonly string[],
  directory: string,
  env: Readonly<Record<string, string>>,
  until: RegExp | null,
): Promise<number> {
  const started = performance.now();
  const pty = spawn(process.execPath, [...args], { cols: 100, rows: 30, cwd: directory, env: { ...env } });
  return new Promise((resolve, reject) => {
    let seen = '';
    let took: number | null = null;
    const patience = setTimeout(() => {
      pty.kill('SIGKILL');
      reject(new Error(`nothing to see after ${PATIENCE_MS} ms: ${JSON.stringify(seen.slice(-400))}`));
    }, PATIENCE_MS);
    pty.onData((text) => {
      seen += text;
      if (took !== null || until === null || !until.test(seen)) return;
      took = performance.now() - started;
      // Act like a terminal being closed: the screen ends, the engine stays.
      pty.kill('SIGHUP');
    });
    pty.onExit(() => {
      clearTimeout(patience);
      if (until !== null && took === null)
        reject(new Error(`it ended without a frame: ${JSON.stringify(seen.slice(-400))}`));
      else resolve(took ?? performance.now() - started);
    });
  });
}

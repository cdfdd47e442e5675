/** Small programs as real processes: they print a line when something is done, and may be stopped or killed at any moment. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

export interface Program {
  /** Resolves with the next line that it prints, or null when it has ended. */
  readonly nextLine: () => Promise<string | null>;
  readonly signal: (name: NodeJS.Signals) => void;
  readonly send: (line: string) => void;
  /** Resolves when it is gone, with its standard error. */
  readonly ended: Promise<{ readonly code: number | null; readonly errors: string }>;
}

export interface ProgramOptions {
  /** Largest file that it may write, in blocks of 512 bytes, as `ulimit -f` takes it. */
  readonly file_blocks?: number;
}

/** Starts a program of test/fixtures, and kills it when the test is over. */
export function startProgram(
  fixture: string,
  args: readonly string[],
  options: ProgramOptions = {},
): Program {
  const path = fileURLToPath(new URL(`../fixtures/${fixture}`, import.meta.url));
  const command = [process.execPath, path, ...args];
  const limited = ['sh', '-c', `ulimit -f ${options.file_blocks}; exec "$@"`, 'sh', ...command];
  const [file = '', ...rest] = options.file_blocks === undefined ? command : limited;
  const child = spawn(file, rest, { stdio: ['pipe', 'pipe', 'pipe'] });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });

  const lines: string[] = [];
  const waiting: ((line: string | null) => void)[] = [];
  let partial = '';
  let errors = '';
  let isOver = false;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const parts = (partial + text).split('\n');
    partial = parts.pop() ?? '';
    for (const line of parts) {
      const next = waiting.shift();
      if (next === undefined) lines.push(line);
      else next(line);
    }
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  child.stdin.on('error', () => {});
  const ended = new Promise<{ code: number | null; errors: string }>((resolve) => {
    child.on('close', (code) => {
      isOver = true;
      for (const next of waiting) next(null);
      resolve({ code, errors });
    });
  });

  return {
    nextLine: () => {
      const line = lines.shift();
      if (line !== undefined) return Promise.resolve(line);
      return isOver ? Promise.resolve(null) : new Promise((resolve) => waiting.push(resolve));
    },
    signal: (name) => {
      child.kill(name);
    },
    send: (line) => {
      child.stdin.write(`${line}\n`);
    },
    ended,
  };
}

/**
 * Costs on a machine that also does other things: processor time of whole process trees, and wall time beside it. The sides of a comparison
 * take turns, and the median of the ratios within each turn is what is quoted.
 */
import { execFile, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import type { Bar } from './bars.ts';

/** Milliseconds. `cpu_ms` is user and system time of a program and of all descendants that were waited for. */
export interface Cost {
  readonly cpu_ms: number;
  readonly wall_ms: number;
}

export interface Program {
  readonly command: readonly [string, ...string[]];
  readonly directory: string;
  readonly env: Readonly<Record<string, string>>;
  readonly input?: string;
  /** Exit statuses that are an answer; default: 0 alone. */
  readonly answers?: readonly number[];
}

/** One side of a comparison. What `run` returns is what counts, without preparation, and is multiplied by `times`. */
export interface Side {
  readonly name: string;
  readonly run: () => Promise<Cost>;
}

/** A row of the table. `ratio` is what the bar is about; null: not measured, and `because` says why. */
export interface Measured {
  readonly bar: Bar;
  readonly of: string;
  readonly ratio: number | null;
  /** The smallest and the largest ratio of the turns. */
  readonly spread: readonly [number, number] | null;
  readonly because: string;
}

/**
 * Runs a program to its end and returns what it cost, by bash's `time`, which knows milliseconds of the whole tree. Output is dropped.
 * @throws Error with the end of what it said where its exit status is no answer.
 */
export function cost({ command, directory, env, input = '', answers = [0] }: Program): Promise<Cost> {
  const timed = `TIMEFORMAT='%3R %3U %3S'; { time "$@" >/dev/null 2>&9; } 9>&3 3>&-`;
  return new Promise((resolve, reject) => {
    const child = spawn('bash', ['-c', timed, 'bash', ...command], {
      cwd: directory,
      env: { ...env },
      stdio: ['pipe', 'ignore', 'pipe', 'pipe'],
    });
    const texts = ['', ''];
    for (const [index, stream] of [child.stderr, child.stdio[3]].entries())
      (stream as NodeJS.ReadableStream).on('data', (text) => {
        texts[index] = `${texts[index]}${text}`.slice(-4000);
      });
    child.once('error', reject);
    child.once('close', (code) => {
      const [wall = Number.NaN, user = 0, system = 0] =
        (texts[0] ?? '').trim().split('\n').at(-1)?.split(' ').map(Number) ?? [];
      if (code === null || !answers.includes(code) || Number.isNaN(wall))
        reject(new Error(`${command.join(' ')} ended with ${code}: ${texts.join('\n')}`));
      else resolve({ wall_ms: wall * 1000, cpu_ms: (user + system) * 1000 });
    });
    child.stdin?.on('error', () => {});
    child.stdin?.end(input);
  });
}

/** Adds, subtracts or scales costs: `sum` of each with its factor. */
export function weighted(...parts: readonly (readonly [Cost, number])[]): Cost {
  const of = (key: keyof Cost) => parts.reduce((sum, [part, factor]) => sum + part[key] * factor, 0);
  return { cpu_ms: of('cpu_ms'), wall_ms: of('wall_ms') };
}

/**
 * Runs both sides in turns (A B, B A, ...) and compares them: how many times dearer the alternative is (`against / ours`), or, for a bar with
 * a bound from above, how many times dearer ours is (`ours / against`).
 */
export async function compare(
  bar: Bar,
  of: string,
  [ours, against]: readonly [Side, Side],
  { rounds, by = 'cpu_ms' }: { rounds: number; by?: keyof Cost },
): Promise<Measured> {
  const costs: (readonly [Cost, Cost])[] = [];
  for (let round = 0; round < rounds; round += 1) {
    if (round % 2 === 0) costs.push([await ours.run(), await against.run()]);
    else {
      const second = await against.run();
      costs.push([await ours.run(), second]);
    }
  }
  const ratios = costs.map(([a, b]) => ('at_least' in bar ? b[by] / a[by] : a[by] / b[by]));
  const middle = (side: 0 | 1, key: keyof Cost) => shown(median(costs.map((pair) => pair[side][key])));
  const told = ([name, side]: readonly [string, 0 | 1]) =>
    `${name} ${middle(side, 'cpu_ms')} ms CPU (${middle(side, 'wall_ms')} ms wall)`;
  return {
    bar,
    of,
    ratio: median(ratios),
    spread: [Math.min(...ratios), Math.max(...ratios)],
    because: `${told([ours.name, 0])}; ${told([against.name, 1])}`,
  };
}

/** A row that was counted, not timed. */
export function counted(bar: Bar, of: string, count: number, because: string): Measured {
  return { bar, of, ratio: count, spread: null, because };
}

export function notMeasured(bar: Bar, of: string, because: string): Measured {
  return { bar, of, ratio: null, spread: null, because };
}

/** Counts system calls of a program's whole tree, by name; null where strace is missing. */
export async function systemCalls(
  program: Program,
  names: readonly string[],
  log: string,
): Promise<readonly string[] | null> {
  if (!(await has('strace'))) return null;
  const traced = [
    'strace',
    '-f',
    '-qq',
    '-s',
    '200',
    '-o',
    log,
    '-e',
    `trace=${names.join(',')}`,
    ...program.command,
  ] as const;
  await cost({ ...program, command: [...traced] as [string, ...string[]] });
  return (await readFile(log, 'utf8')).split('\n').filter((line) => /^\d+ +\w+\(/.test(line));
}

async function has(command: string): Promise<boolean> {
  return promisify(execFile)('sh', ['-c', `command -v ${command}`]).then(
    () => true,
    () => false,
  );
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low = 0, high = 0] =
    sorted.length % 2 === 1 ? [sorted[middle], sorted[middle]] : sorted.slice(middle - 1);
  return (low + high) / 2;
}

/** Formats a number with its significant digits. */
export function shown(value: number): string {
  if (value >= 100 || Number.isInteger(value)) return value.toFixed(0);
  return value >= 10 ? value.toFixed(1) : value.toFixed(2);
}

/** Times work on a machine that also does other things: both sides of a comparison take turns, and their medians are compared. */
import { cpus, loadavg } from 'node:os';

/** One side of a comparison. `run` returns only the milliseconds that count, without preparation. */
export interface Side {
  readonly name: string;
  readonly run: () => Promise<number>;
}

export interface Comparison {
  readonly what: string;
  /** Ours first, then the alternative. */
  readonly sides: readonly [Side, Side];
  readonly rounds: number;
}

export interface Compared {
  readonly what: string;
  readonly ours: string;
  readonly ours_ms: number;
  readonly against: string;
  readonly against_ms: number;
}

/** Runs both sides alternately (A B, B A, A B ...) and returns the medians. */
export async function compare({ what, sides, rounds }: Comparison): Promise<Compared> {
  const [ours, against] = sides;
  const times = new Map<Side, number[]>(sides.map((side) => [side, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const side of round % 2 === 0 ? [ours, against] : [against, ours]) {
      times.get(side)?.push(await side.run());
    }
  }
  const medianOf = (side: Side) => median(times.get(side) ?? []);
  return {
    what,
    ours: ours.name,
    ours_ms: medianOf(ours),
    against: against.name,
    against_ms: medianOf(against),
  };
}

/** Measures how long something takes, in milliseconds. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low = 0, high = 0] =
    sorted.length % 2 === 1 ? [sorted[middle], sorted[middle]] : sorted.slice(middle - 1);
  return (low + high) / 2;
}

/** Formats one line: how many times faster (or slower) ours is, naming both sides. */
export function ratioLine({ what, ours, ours_ms, against, against_ms }: Compared): string {
  const faster = against_ms >= ours_ms;
  const ratio = faster ? against_ms / ours_ms : ours_ms / against_ms;
  const verdict = `${shown(ratio)} times ${faster ? 'faster' : 'slower'}`;
  return `${what.padEnd(34)} ${verdict.padEnd(19)} ${ours} ${shown(ours_ms)} ms, ${against} ${shown(against_ms)} ms`;
}

/** Formats a number with its significant digits. */
export function shown(value: number): string {
  if (value >= 100) return value.toFixed(0);
  return value >= 10 ? value.toFixed(1) : value.toFixed(2);
}

/** Describes the machine that the figures depend on. */
export function machine(git_version: string): string {
  const load = loadavg()[0] ?? 0;
  return `node ${process.versions.node}, ${git_version}, ${cpus().length} cores, load ${load.toFixed(1)}`;
}

/**
 * A log that grows long is continued in a new file of its name. What was written before is beside it, in parts named by where they end:
 * `gate.log.0100000000.gz` holds what comes before byte 100,000,000 of the whole.
 */

/** What a log's file holds at most, in bytes; about a million lines and a half. */
export const LOG_PART_BYTES = 100_000_000;

/** What one program prints at most, in bytes. It is ended when it prints more. */
export const MOST_LOG_BYTES = 1024 * 1024 * 1024;

/** One file of a log's earlier output. */
export interface LogPart {
  readonly name: string;
  /** Where it ends in the whole output, in bytes. */
  readonly end: number;
}

/** Returns the name of the part that ends there, as long as it is not compressed. */
export function partName(log: string, end: number): string {
  return `${log}.${String(end).padStart(10, '0')}`;
}

/** Finds the parts of a log among the names in its folder, in order. A part that is just being compressed is one. */
export function logParts(names: readonly string[], log: string): readonly LogPart[] {
  const parts = new Map<number, LogPart>();
  for (const name of [...names].sort()) {
    const end = name.startsWith(`${log}.`)
      ? /^\.(\d{10})(?:\.gz)?$/.exec(name.slice(log.length))?.[1]
      : undefined;
    if (end !== undefined && !parts.has(Number(end))) parts.set(Number(end), { name, end: Number(end) });
  }
  return [...parts.values()].sort((one, other) => one.end - other.end);
}

/** Returns where the file of that name begins in the whole output. */
export function logOffset(parts: readonly LogPart[]): number {
  return parts.at(-1)?.end ?? 0;
}

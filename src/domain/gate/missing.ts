/** Compares tests by name: what ran on the target and did not run now. */
import { shortDigest } from '../shared/digest.ts';
import type { GateName, RunId } from '../shared/ids.ts';

/** The names of the tests of one run on the target; kept beside the runs, because they are many. */
export interface BaselineTests {
  readonly gate: GateName;
  readonly run: RunId;
  /** A name stands there as often as a test of that name ran. */
  readonly names: readonly string[];
}

/** Tests that ran on the target and did not run now. */
export interface Missing {
  /** The run on the target that this compares with. */
  readonly baseline: RunId;
  readonly count: number;
  /** Their names, at most 100. */
  readonly names: readonly string[];
  /** Digest of all their names: equal for the same tests, however many. */
  readonly digest: string;
}

const MOST_NAMES = 100;

/** Compares the names of a run with those of the target. */
export function missingFrom({ run, names }: BaselineTests, now: readonly string[]): Missing {
  const missing = withoutThose(names, now);
  return {
    baseline: run,
    count: missing.length,
    names: missing.slice(0, MOST_NAMES),
    digest: shortDigest(missing.map(lasting).sort().join('\n')),
  };
}

/** Checks whether nothing is missing that is not missing in the other run too. */
export function lacksNoMore(now: Missing, other: Missing | null): boolean {
  if (now.count === 0) return true;
  if (other === null) return false;
  if (now.count === other.count && now.digest === other.digest) return true;
  return now.count === now.names.length && withoutThose(now.names, other.names).length === 0;
}

/** Returns the names without as many of each as the others have. */
function withoutThose(names: readonly string[], others: readonly string[]): readonly string[] {
  const left = new Map<string, number>();
  for (const name of others) {
    const key = lasting(name);
    left.set(key, (left.get(key) ?? 0) + 1);
  }
  return names.filter((name) => {
    const key = lasting(name);
    const times = left.get(key) ?? 0;
    left.set(key, times - 1);
    return times <= 0;
  });
}

/** What differs from run to run in the name of one and the same test, and what stands for it. */
const PASSING: readonly (readonly [RegExp, string])[] = [
  // Temporary folders of Linux, macOS and Windows.
  [/(?:\/private)?(?:\/var\/folders\/[\w+/-]+?\/T|\/tmp|\/var\/tmp)\/[^\s'"`)\]}>,;:]+/g, '<temporary>'],
  [/[A-Za-z]:[\\/](?:[^\s\\/'"]+[\\/])*?Temp[\\/][^\s'"`)\]}>,;:]+/gi, '<temporary>'],
  [/\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/gi, '<uuid>'],
  [/\b0x[0-9a-f]{4,}\b/gi, '<address>'],
  [/\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?(?: ?Z|[+-]\d\d:?\d\d)?/g, '<time>'],
  [/(?<![\w.])\d+(?:\.\d+)? ?(?:ns|[uµμ]s|ms|s|secs?|seconds?|mins?|minutes?)(?!\w)/g, '<duration>'],
  [/(?:localhost|127\.0\.0\.1|\[::1\]):\d{2,5}\b/g, '<address>'],
  // A time behind the name: `adds (12 ms)`, `adds [1.2s]`, `adds 12ms`.
  [/ *(?:\(<duration>\)|\[<duration>\]|<duration>)$/, ''],
];

/** Returns what stays the same in the name of a test from run to run. */
function lasting(name: string): string {
  return PASSING.reduce((text, [pattern, stands]) => text.replace(pattern, stands), name).trim();
}

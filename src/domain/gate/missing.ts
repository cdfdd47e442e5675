/** Compares tests by name: what ran on the target and did not run now, and which of that the change itself took out of the tree. */
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
  /** Their names, at most 100; those that the change does not take out of the tree come first. */
  readonly names: readonly string[];
  /** Digest of all their names: equal for the same tests, however many. */
  readonly digest: string;
  /** Those of them that the change removes or renames; at most 100 names. */
  readonly removed: { readonly count: number; readonly names: readonly string[] };
}

/** The lines that differ between the tree of the target's run and the tree of this one, each side as one text. */
export interface ChangedLines {
  readonly removed: string;
  readonly added: string;
}

const MOST_NAMES = 100;
/** Of more missing tests than these, none is looked for in the lines that differ: a change does not rename so many. */
const MOST_SEARCHED = 500;

/** Compares the names of a run with those of the target. Without the lines that differ, no test counts as removed. */
export function missingFrom(
  { run, names }: BaselineTests,
  now: readonly string[],
  changed: ChangedLines | null = null,
): Missing {
  const missing = withoutThose(names, now);
  const removed = changed === null || missing.length > MOST_SEARCHED ? [] : removedTests(missing, changed);
  return {
    baseline: run,
    count: missing.length,
    names: [...withoutThose(missing, removed), ...removed].slice(0, MOST_NAMES),
    digest: shortDigest(missing.map(lasting).sort().join('\n')),
    removed: { count: removed.length, names: removed.slice(0, MOST_NAMES) },
  };
}

/**
 * Finds the tests whose own name the change takes out of the tree: as often as it goes, and does not come back on another line. A name
 * that is put together while the tests run (`adds 3`) stands nowhere and counts as in the tree still.
 */
function removedTests(missing: readonly string[], { removed, added }: ChangedLines): readonly string[] {
  const left = new Map<string, number>();
  return missing.filter((test) => {
    const name = ownName(test);
    const times = left.get(name) ?? occurrences(removed, name) - occurrences(added, name);
    left.set(name, times - 1);
    return times > 0;
  });
}

/** Returns what its source calls a test: without the groups, files and parameters that runners put around it. */
function ownName(test: string): string {
  return (
    test
      .replace(/\[[^\]]*\]$/, '')
      .split(/ [>›] |::/)
      .at(-1)
      ?.trim() ?? test
  );
}

/** Counts where a text stands for itself, not as a part of a longer word. */
function occurrences(text: string, name: string): number {
  if (name === '') return 0;
  let times = 0;
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + name.length)) {
    const around = [text[at - 1] ?? ' ', text[at + name.length] ?? ' '];
    if (!around.some((character) => /[\w-]/.test(character))) times += 1;
  }
  return times;
}

/** Counts the tests of the target that did not run although the change leaves them in the tree. */
export function stillThere(missing: Pick<Missing, 'count' | 'removed'> | null): number {
  return missing === null ? 0 : missing.count - missing.removed.count;
}

/**
 * Checks whether no test is missing that is not missing in the other run too. Of those that the change itself takes out of the tree, only
 * where nothing else is missing: then there are too few because of them.
 */
export function lacksNoMore(now: Missing, other: Missing | null, is_too_few: boolean): boolean {
  const here = stillThere(now);
  const count = here > 0 || !is_too_few ? here : now.count;
  if (count === 0) return true;
  if (other === null) return false;
  if (now.count === other.count && now.digest === other.digest) return true;
  return count <= now.names.length && withoutThose(now.names.slice(0, count), other.names).length === 0;
}

/** Returns the names without as many of each as the others have. */
export function withoutThose(names: readonly string[], others: readonly string[]): readonly string[] {
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

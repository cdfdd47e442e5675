import type { TestTally } from '../../gate.ts';
import { largest } from '../auto.ts';
import { addTallies } from '../ledger.ts';
import type { OutputParser, TallyParser } from '../parser.ts';
import { boundedNames } from '../test-names.ts';
import { prefixOf } from './prefix.ts';

/** A time, a script, a package and one more. */
const MOST_PREFIXES = 4;
const MOST_GROUPS = 2048;
/** How many of the groups that were silent longest are looked at, to make room for a new one. */
const OLDEST = 16;
/** After so many labels that counted nothing, no further ones are looked at: the output is a log with a label of its own in each line. */
const MOST_IN_VAIN = 10_000;

/** Lines with the same prefixes, read without them. */
interface Group {
  /** The labels in the prefixes; null: only times. */
  readonly label: string | null;
  /** The kinds of prefixes, by which groups of one runner belong together. */
  readonly shape: string;
  readonly plain: boolean;
  readonly parser: TallyParser;
  lines: number;
}

/**
 * Reads an output whose lines may have prefixes: of packages and their scripts, whose lines interleave, and times. Lines are read as they are, and
 * again without each prefix, by a parser for each label. A group counts when it closed; then its tests are named by its label too.
 */
export function makeGroupedParser(make: () => TallyParser): OutputParser {
  const whole: Group = { label: null, shape: '', plain: false, parser: make(), lines: 0 };
  const groups = new Map<string, Group>();
  let in_vain = 0;

  const groupOf = (key: string, fresh: Omit<Group, 'parser' | 'lines'>): Group | null => {
    const known = groups.get(key);
    if (known === undefined && groups.size >= MOST_GROUPS && !makeRoom()) return null;
    const group = known ?? { ...fresh, parser: make(), lines: 0 };
    groups.delete(key);
    groups.set(key, group);
    return group;
  };

  const oldest = (): readonly (readonly [string, Group])[] => {
    const first: (readonly [string, Group])[] = [];
    for (const entry of groups) if (first.push(entry) === OLDEST) break;
    return first;
  };

  /** Removes a group that counted nothing: most labels are the beginnings of ordinary lines. */
  const makeRoom = (): boolean => {
    if (in_vain === MOST_IN_VAIN) return false;
    for (const [key, group] of oldest()) {
      groups.delete(key);
      if (group.parser.tally() === null) {
        in_vain += 1;
        return true;
      }
      // It stays, and is looked at last from now on.
      groups.set(key, group);
    }
    return false;
  };

  const all = () => [whole, ...groups.values()];

  return {
    push: (line) => {
      whole.parser.push(line);
      let [key, label, shape, plain, rest]: [string, string | null, string, boolean, string] = [
        '',
        null,
        '',
        false,
        line,
      ];
      for (let depth = 0; depth < MOST_PREFIXES; depth++) {
        const prefix = prefixOf(rest);
        if (prefix === null) return;
        key = `${key}\n${prefix.kind} ${prefix.label ?? ''}`;
        if (prefix.label !== null) label = label === null ? prefix.label : `${label} ${prefix.label}`;
        shape = `${shape} ${prefix.kind}`;
        plain ||= prefix.plain;
        rest = prefix.rest;
        const group = groupOf(key, { label, shape, plain });
        if (group === null) return;
        group.lines += 1;
        group.parser.push(rest);
      }
    },
    tally: () => liveTally(all()),
    finish: () => {
      // Which of several packages prints first is chance.
      const closed = all().filter(isClosed).sort(byLabel);
      const tests = addTallies(closed.flatMap((group) => tallyOf(group) ?? []));
      const summaries = closed.reduce((sum, { parser }) => sum + parser.closed(), 0);
      return tests === null ? null : { tests, summaries, names: boundedNames(closed.map(namesOf)) };
    },
  };
}

/** A single line behind plain words is a sentence about tests rather than their runner: `summary: 12 passed in 0.60s`. */
function isClosed({ parser, plain, lines }: Group): boolean {
  return parser.closed() > 0 && (lines > 1 || !plain);
}

/** Returns the counts of the closed runs and of what looks like them; before anything closed, those of the likeliest reading. */
function liveTally(groups: readonly Group[]): TestTally | null {
  const shapes = Map.groupBy(groups, ({ shape }) => shape);
  const sums = [...shapes.values()].map((same) => ({
    closed: same.some(isClosed),
    tally: addTallies(same.flatMap((group) => tallyOf(group) ?? [])),
  }));
  const closed = sums.filter((each) => each.closed).flatMap(({ tally }) => tally ?? []);
  return addTallies(closed) ?? largest(sums.flatMap(({ tally }) => tally ?? []));
}

function byLabel(a: Group, b: Group): number {
  const [one, other] = [a.label ?? '', b.label ?? ''];
  return one < other ? -1 : one > other ? 1 : 0;
}

function tallyOf({ label, parser }: Group): TestTally | null {
  const tally = parser.tally();
  return tally === null || label === null ? tally : { ...tally, failing: tally.failing.map(under(label)) };
}

function namesOf({ label, parser }: Group): readonly string[] | null {
  const names = parser.names();
  return names === null || label === null ? names : names.map(under(label));
}

function under(label: string): (name: string) => string {
  return (name) => `${label} > ${name}`;
}

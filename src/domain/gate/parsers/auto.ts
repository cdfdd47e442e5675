import type { TestTally } from '../gate.ts';
import { addTallies } from './ledger.ts';
import type { TallyParser } from './parser.ts';
import { boundedNames } from './test-names.ts';

/**
 * Detects the runner: every parser reads along, and those that recognised a closing summary count. Runners differ enough that only one
 * recognises an output; several runners in a monorepo add up. Other runners print TAP and JUnit too, so each of these counts only when no
 * parser before it has closed.
 */
export function makeAutoParser(
  runners: readonly TallyParser[],
  formats: readonly TallyParser[],
): TallyParser {
  const all = [...runners, ...formats];
  const closed = (): readonly TallyParser[] => {
    const recognised = runners.filter((parser) => parser.closed() > 0);
    return recognised.length > 0 ? recognised : formats.filter((parser) => parser.closed() > 0).slice(0, 1);
  };
  const tallies = (parsers: readonly TallyParser[]) => parsers.flatMap((parser) => parser.tally() ?? []);
  return {
    push: (line) => {
      for (const parser of all) parser.push(line);
    },
    closed: () => closed().reduce((sum, parser) => sum + parser.closed(), 0),
    names: () => boundedNames(closed().map((parser) => parser.names())) ?? namesInFormat(),
    tally: () => {
      const recognised = addTallies(tallies(closed()));
      return recognised ?? largest(tallies(all));
    },
  };

  /** A runner may print a report beside its own output, which names the same tests. */
  function namesInFormat(): readonly string[] | null {
    const own = addTallies(tallies(closed()));
    const same = formats.find((format) => {
      const tally = format.closed() > 0 ? format.tally() : null;
      return tally?.passed === own?.passed && tally?.failed === own?.failed;
    });
    return same?.names() ?? null;
  }
}

/** Returns the tally with the most tests; null where there is none. */
export function largest(tallies: readonly TestTally[]): TestTally | null {
  return tallies.reduce<TestTally | null>(
    (most, next) => (next.total > (most?.total ?? 0) ? next : most),
    null,
  );
}

import type { TestTally } from '../gate.ts';
import { addTallies } from './ledger.ts';
import type { TallyParser } from './parser.ts';

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
    const recognised = runners.filter((parser) => parser.closed());
    return recognised.length > 0 ? recognised : formats.filter((parser) => parser.closed()).slice(0, 1);
  };
  const tallies = (parsers: readonly TallyParser[]) => parsers.flatMap((parser) => parser.tally() ?? []);
  return {
    push: (line) => {
      for (const parser of all) parser.push(line);
    },
    closed: () => closed().length > 0,
    tally: () => {
      const recognised = addTallies(tallies(closed()));
      return recognised ?? largest(tallies(all));
    },
  };
}

function largest(tallies: readonly TestTally[]): TestTally | null {
  return tallies.reduce<TestTally | null>(
    (most, next) => (next.total > (most?.total ?? 0) ? next : most),
    null,
  );
}

/** What a change's own tests say about a tree without the change: a test that passes there proves nothing. */
import { firstNames } from './expectations.ts';
import { withoutThose } from './missing.ts';

/** The tests that the target has not. */
export interface NewTests {
  /** Those that pass without the change, at most 100. */
  readonly passing: readonly string[];
  /** How many fail without it, as they should. */
  readonly failing: number;
}

const MOST = 100;

/** Returns what the new tests among those that ran do. Runners put the file before the name of a failing test, and not of every other. */
export function newTestsOf(
  { ran, failing }: { readonly ran: readonly string[]; readonly failing: readonly string[] },
  baseline: readonly string[],
): NewTests {
  const fails = (name: string) => failing.some((each) => each === name || each.endsWith(` > ${name}`));
  const fresh = withoutThose(ran, baseline);
  const passing = fresh.filter((name) => !fails(name));
  return { passing: passing.slice(0, MOST), failing: fresh.length - passing.length };
}

/** Says it in one sentence. */
export function newTestsText({ passing, failing }: NewTests): string {
  if (passing.length > 0)
    return `these tests prove nothing, they pass without the change: ${firstNames(passing)}`;
  return failing > 0 ? `every new test fails without the change (${failing})` : 'no new test ran';
}

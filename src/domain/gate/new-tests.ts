/** What a change's own tests say about a tree without the change: a test that passes there proves nothing. */
import { counted } from '../shared/text.ts';
import { firstNames } from './expectations.ts';
import { withoutThose } from './missing.ts';

/** The tests that the target has not. */
export interface NewTests {
  /** Those that pass without the change; at most 100 names, and none where the output names no test that passes. */
  readonly passing: { readonly count: number; readonly names: readonly string[] };
  /** How many fail without it, as they should. */
  readonly failing: number;
}

const MOST = 100;

/** Tests of one run. */
interface Ran {
  /** How many ran. */
  readonly ran: number;
  readonly failing: readonly string[];
  /** Names of all that ran; null: not known. */
  readonly names: readonly string[] | null;
}

/** Returns what the new tests of a run do: by their names, or by their number where the names of one of both are not known. */
export function newTestsOf({ ran, failing: red, names }: Ran, baseline: Ran): NewTests {
  if (names === null || baseline.names === null) {
    const failing = withoutThose(red, baseline.failing).length;
    const count = Math.max(0, ran - baseline.ran - failing);
    return { passing: { count, names: [] }, failing };
  }
  // Runners put the file before the name of a failing test, and not of every other.
  const fails = (name: string) => red.some((each) => each === name || each.endsWith(` > ${name}`));
  const fresh = withoutThose(names, baseline.names);
  const passing = fresh.filter((name) => !fails(name));
  return {
    passing: { count: passing.length, names: passing.slice(0, MOST) },
    failing: fresh.length - passing.length,
  };
}

/** Says it in one sentence. */
export function newTestsText({ passing: { count, names }, failing }: NewTests): string {
  if (count > 0) {
    const which = names.length === 0 ? 'the output does not name them' : firstNames(names);
    return `${counted(count, 'new test')} ${count === 1 ? 'proves' : 'prove'} nothing, passing without the change: ${which}`;
  }
  return failing > 0
    ? `no new test passes without the change, ${failing} ${failing === 1 ? 'fails' : 'fail'}`
    : 'no new test ran';
}

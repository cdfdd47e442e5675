/**
 * Judges a gate's run. Red is easy; the care goes into green. A command that ended well without having run is not green. A failure is
 * `pre_existing` only if the target shows the very same. Runs on the same tree that disagree decide nothing.
 */
import { counted } from '../shared/text.ts';
import type { GateRun, TestTally, Verdict } from './gate.ts';
import { type Missing, stillThere } from './missing.ts';

export interface RunToJudge {
  /** null: killed by a signal, or never started. */
  readonly exit_code: number | null;
  readonly timed_out: boolean;
  /** Why it could not start or does not count; null when it ran. */
  readonly unable: string | null;
  /** What the gate did to a repository. */
  readonly tampered: readonly string[];
  /** What changed around it that may as well be somebody else's doing. */
  readonly changed_around: readonly string[];
  /** Counts from closing summaries; null: no runner was recognised. */
  readonly tests: TestTally | null;
  /** What ran on the target and did not run now, by name; null: not known, so counts are compared. */
  readonly missing: Pick<Missing, 'count' | 'names' | 'removed'> | null;
  /** The same gate on the target; null: unknown, or this is the target. */
  readonly baseline: Pick<GateRun, 'tests' | 'exit_code' | 'verdict'> | null;
  /** Finished attempts on the same tree. */
  readonly earlier: readonly Pick<GateRun, 'verdict' | 'exit_code' | 'meddled'>[];
  readonly flaky: 'ask' | 'pass';
}

export interface Judgement {
  readonly verdict: Verdict;
  /** The verdict in one sentence. */
  readonly because: string;
}

/** What it means for a verdict that nothing in an output counts tests. */
export const NOT_COUNTED = 'tests not counted: exit status only, so fewer tests would not be noticed';

/** Returns the verdict on a run. */
export function judge(run: RunToJudge): Judgement {
  const judgement = meddled(run) ?? notRun(run) ?? red(run) ?? tooFew(run) ?? passed(run);
  return agreeing(run, judgement);
}

/**
 * `sh` exits with these when a command is not executable or not found, and with 128 + n when signal n ended it (n: HUP, INT, KILL, TERM).
 */
const NEVER_RAN: Readonly<Record<number, string>> = {
  126: 'the command is not executable (exit status 126)',
  127: 'the command was not found (exit status 127)',
  129: 'the command was ended by a hang-up (exit status 129)',
  130: 'the command was interrupted (exit status 130)',
  137: 'the command was killed (exit status 137), perhaps for want of memory',
  143: 'the command was told to end (exit status 143)',
};

function notRun(run: RunToJudge): Judgement | null {
  if (run.unable !== null) return didNotRun(run.unable);
  if (run.timed_out) return didNotRun('it was not done in time and was ended');
  if (run.exit_code === null) return didNotRun('it was ended by a signal');
  const reason = NEVER_RAN[run.exit_code];
  return reason === undefined ? null : didNotRun(reason);
}

function meddled({ tampered, changed_around }: RunToJudge): Judgement | null {
  const all = [...tampered, ...changed_around].join(', ');
  if (tampered.length > 0) return inconclusive(`the gate meddled with the repository: ${all}`);
  return changed_around.length === 0
    ? null
    : inconclusive(`while it ran, what is yours was changed, by the gate or by somebody else: ${all}`);
}

function red(run: RunToJudge): Judgement | null {
  const { exit_code, tests, baseline } = run;
  const failing = tests !== null && (tests.failed > 0 || tests.failing.length > 0);
  if (exit_code === 0 && !failing) return null;
  if (tests === null) {
    if (baseline?.verdict === 'failed' && baseline.tests === null && baseline.exit_code === exit_code) {
      return preExisting(`it ends with exit status ${exit_code}, as on the target`);
    }
    const target = ranOn(baseline);
    const missing = target > 0 ? ` and did not say that any test ran, the target has ${target}` : '';
    return failed(`it ended with exit status ${exit_code}${missing}`);
  }
  const before = baseline?.tests ?? null;
  const fresh = newFailures(tests, before);
  const few = tooFew(run);
  if (!failing || (fresh.length === 0 && before !== null)) {
    // Nothing new fails. But the missing tests may be the ones that would have failed.
    if (few !== null) return few;
    const what = failing ? countFailures(tests) : `it ends with exit status ${exit_code}`;
    if (isAsBefore(run, tests)) return preExisting(`${what}, as on the target`);
  }
  if (!failing) return failed(`it ended with exit status ${exit_code}, although no test failed`);
  const names = fresh.length > 0 ? `: ${listed(fresh)}` : '';
  const although = exit_code === 0 ? ', although the exit status is 0' : '';
  return failed(`${countFailures(tests)}${names}${although}${few === null ? '' : `; ${few.because}`}`);
}

/** Checks that tests ran, and all those of the target, or as many: green needs that. Skipped tests did not run. */
function tooFew({ tests, missing, baseline }: RunToJudge): Judgement | null {
  const target = ranOn(baseline);
  if (tests === null) {
    return target === 0 ? null : didNotRun(`it did not say that any test ran, the target has ${target}`);
  }
  const ran = ranTests(tests);
  if (ran === 0)
    return didNotRun(tests.total === 0 ? 'no test ran' : `all ${counted(tests.total, 'test')} were skipped`);
  const lacking = stillThere(missing);
  if (missing !== null && lacking > 0) {
    const which = `${counted(lacking, 'test')} that ran on the target`;
    return didNotRun(`did not run ${which}: ${listed(missing.names.slice(0, lacking), lacking)}`);
  }
  const removed = removedWords(missing);
  if (ran >= target || (missing !== null && removed === '')) return null;
  return didNotRun(joined(`ran ${counted(ran, 'test')}, the target has ${target}`, removed));
}

function passed({ tests, missing }: RunToJudge): Judgement {
  if (tests === null) return { verdict: 'passed', because: NOT_COUNTED };
  const skipped = tests.skipped > 0 ? `, ${tests.skipped} skipped` : '';
  const because = `${counted(tests.passed, 'test')} passed${skipped}`;
  return { verdict: 'passed', because: joined(because, removedWords(missing)) };
}

/** Names the tests of the target that the change itself takes out of the tree; empty: none. */
export function removedWords(missing: Pick<Missing, 'removed'> | null): string {
  const { count, names } = missing?.removed ?? { count: 0, names: [] };
  return count === 0 ? '' : `removed or renamed: ${listed(names, count)}`;
}

function joined(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('; ');
}

/**
 * Makes the verdict inconclusive if a gate meddled on the same tree before, or if attempts on it disagree, unless the settings accept
 * a pass as enough.
 */
function agreeing(run: RunToJudge, judgement: Judgement): Judgement {
  const isGreen = judgement.verdict === 'passed' || judgement.verdict === 'pre_existing';
  const wasRed = run.earlier.some(({ verdict }) => verdict === 'failed');
  const wasGreen = run.earlier.some(({ verdict }) => verdict === 'passed' || verdict === 'pre_existing');
  if (isGreen && run.earlier.some(({ meddled }) => meddled))
    return inconclusive(
      `the gate meddled with the repository before on the same tree, now ${judgement.because}`,
    );
  if (isGreen && wasRed) {
    if (run.flaky === 'pass')
      return { ...judgement, because: `${judgement.because}, after a failure on the same tree` };
    return inconclusive(`flaky: it failed before on the same tree, now ${judgement.because}`);
  }
  if (judgement.verdict === 'failed' && wasGreen) {
    return inconclusive(`flaky: it was green before on the same tree, now ${judgement.because}`);
  }
  return judgement;
}

/** Checks whether the target has every failure too: each is named, none is new, and the command ends alike. */
function isAsBefore({ exit_code, baseline }: RunToJudge, tests: TestTally): boolean {
  const before = baseline?.tests ?? null;
  if (before === null || baseline?.verdict !== 'failed') return false;
  // Some runners exit with the number of failures.
  const isCount = exit_code === tests.failed && baseline.exit_code === before.failed;
  if (exit_code !== baseline.exit_code && !isCount) return false;
  const failing = tests.failed > 0 || tests.failing.length > 0;
  if (!failing) return before.failed === 0 && before.failing.length === 0;
  return (
    tests.failing.length >= tests.failed &&
    tests.failed <= before.failed &&
    newFailures(tests, before).length === 0
  );
}

/** Finds the names that fail now and did not fail, or not as often, before. */
export function newFailures(
  now: Pick<TestTally, 'failing'>,
  before: Pick<TestTally, 'failing'> | null,
): readonly string[] {
  const left = new Map<string, number>();
  for (const name of before?.failing ?? []) left.set(name, (left.get(name) ?? 0) + 1);
  return now.failing.filter((name) => {
    const times = left.get(name) ?? 0;
    left.set(name, times - 1);
    return times <= 0;
  });
}

/** Counts the tests that really ran. */
export function ranTests(tests: TestTally): number {
  return tests.passed + tests.failed;
}

function ranOn(baseline: RunToJudge['baseline']): number {
  return baseline === null || baseline.verdict === null || baseline.tests === null
    ? 0
    : ranTests(baseline.tests);
}

function countFailures(tests: TestTally): string {
  if (tests.failed === 0) return counted(tests.failing.length, 'failure');
  const others = tests.failing.length - tests.failed;
  // A file that cannot be loaded is no test.
  const beside = others > 0 ? ` and ${counted(others, 'other failure')}` : '';
  return `${tests.failed} of ${counted(ranTests(tests), 'test')} failed${beside}`;
}

function listed(names: readonly string[], all = names.length): string {
  const more = all - 3;
  return names.slice(0, 3).join(', ') + (more > 0 ? ` and ${more} more` : '');
}

const failed = (because: string): Judgement => ({ verdict: 'failed', because });
const preExisting = (because: string): Judgement => ({ verdict: 'pre_existing', because });
const didNotRun = (because: string): Judgement => ({ verdict: 'did_not_run', because });
const inconclusive = (because: string): Judgement => ({ verdict: 'inconclusive', because });

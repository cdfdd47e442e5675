import type { GateSettings } from '../../config/settings.ts';
import type { GateRun } from '../../gate/gate.ts';
import { stillThere } from '../../gate/missing.ts';
import { isBenchmark } from '../../gate/purpose.ts';
import { compareRuns, type Regression } from '../../gate/regression.ts';
import { slowdown } from '../../gate/slowdown.ts';
import { removedWords } from '../../gate/verdict.ts';
import type { GateName } from '../../shared/ids.ts';
import { counted } from '../../shared/text.ts';
import { humanDuration } from '../../shared/time.ts';
import { baselineRun, newestRun } from '../selectors/gate-runs.ts';
import { gatesOf, latestRun } from '../selectors/gating.ts';
import { measuredDurations } from '../selectors/measured-durations.ts';
import type { IntegrationState } from '../state.ts';
import { type Fact, fact, notKnown } from './fact.ts';

interface Pair {
  readonly gate: GateSettings;
  readonly run: GateRun;
  readonly regression: Regression | null;
}

/** Assesses each gate against the same gate on the target: tests, coverage, and how long it takes. */
export function regressionFacts(state: IntegrationState): readonly Fact[] {
  const pairs = gatesOf(state, { kind: 'final' }).flatMap((gate): readonly Pair[] => {
    const run = standingRun(state, gate.name);
    const before = baselineRun(state, gate.name);
    if (run === null) return [];
    const regression = before?.status === 'FINISHED' ? compareRuns(before, run) : null;
    return [{ gate, run, regression }];
  });
  return [...tests(state, pairs), ...coverage(state, pairs), ...performance(state, pairs)];
}

/** Returns the run of a gate on the commit that would land; before there is one, its newest run on what is in. */
function standingRun(state: IntegrationState, gate: GateName): GateRun | null {
  const run = latestRun(state, gate, { kind: 'final' }, state.integration_tip) ?? newestRun(state, gate);
  return run?.status === 'FINISHED' ? run : null;
}

/** Only tests that were counted on both sides show that nothing got worse. The verdict of the gate decides; this says what is new. */
function tests(state: IntegrationState, pairs: readonly Pair[]): readonly Fact[] {
  const known = pairs.flatMap((pair) => testFact(state, pair) ?? []);
  return known.length > 0 ? known : [notKnown('regression', 'tests', whyNotCompared(state, pairs))];
}

function testFact(state: IntegrationState, { gate: { name }, run, regression }: Pair): Fact | null {
  const { before = null, after = null } = regression?.tests ?? {};
  if (before === null) return null;
  const said = (met: boolean, because: string) =>
    fact('regression', name, 'informs', `${name}: ${because}`, {
      met,
      value: after === null ? null : String(after),
      threshold: String(before),
      evidence: run.log,
    });
  const fresh = regression?.new_failures ?? [];
  if (after === null)
    return said(false, `${counted(before, 'test')} ran on ${state.target}, now nobody says how many`);
  if (fresh.length > 0)
    return said(false, `${counted(fresh.length, 'test')} failed that did not fail on ${state.target}`);
  const missing = regression?.missing ?? null;
  const lacking = stillThere(missing);
  if (lacking > 0) return said(false, `${counted(lacking, 'test')} that ran on ${state.target} did not run`);
  if (after < before) return said(false, `${after} of the ${counted(before, 'test')} of ${state.target} ran`);
  if (missing !== null && missing.removed.count > 0) {
    const gone = counted(missing.removed.count, 'test');
    const because = `${gone} of ${state.target} ${missing.removed.count === 1 ? 'is' : 'are'} not in the tree any more; ${removedWords(missing)}`;
    return { ...said(false, because), bearing: 'warns' };
  }
  return said(
    true,
    `${counted(after, 'test')} ran, ${before} on ${state.target}, and none fails that did not fail there`,
  );
}

function whyNotCompared(state: IntegrationState, pairs: readonly Pair[]): string {
  if (pairs.length === 0) return 'no gate has run on this commit';
  if (!state.settings.baseline) return `the gates were not run on ${state.target} (baseline: false)`;
  if (pairs.every(({ regression }) => regression === null)) return `the gates did not run on ${state.target}`;
  const counted_now = pairs.some(({ run }) => run.tests !== null);
  return counted_now ? `no gate counted its tests on ${state.target}` : 'no gate says how many tests ran';
}

/** A difference of less than this many percentage points is a matter of rounding. */
const ROUNDING = 0.1;

function coverage(state: IntegrationState, pairs: readonly Pair[]): readonly Fact[] {
  const known = pairs.filter(({ run }) => run.tests?.coverage != null);
  if (known.length === 0) return [notKnown('coverage', 'lines', 'no gate reports its coverage')];
  return known.map(({ gate, run, regression }) => {
    const { before = null, after = null, change = null } = regression?.coverage ?? {};
    if (before === null || after === null || change === null)
      return notKnown(
        'coverage',
        gate.name,
        `${gate.name} covers ${run.tests?.coverage} % of the lines; on ${state.target} it is not known`,
      );
    const fell = change <= -ROUNDING;
    const because = fell
      ? `line coverage of ${gate.name} fell from ${before} % to ${after} %`
      : `${gate.name} covers ${after} % of the lines, ${before} % on ${state.target}`;
    return fact('coverage', gate.name, fell ? 'asks' : 'informs', because, {
      value: `${after} %`,
      threshold: `${before} %`,
      evidence: run.log,
      red_flag: fell ? 'coverage' : null,
    });
  });
}

function performance(state: IntegrationState, pairs: readonly Pair[]): readonly Fact[] {
  if (pairs.length === 0) return [notKnown('performance', 'gates', 'no gate has run on this commit')];
  return pairs.map(({ gate, run }) => {
    const found = slowdown(measuredDurations(state, gate));
    if (found.kind === 'not_known')
      return notKnown('performance', gate.name, `${gate.name}: ${found.because}`);
    const [was, is] = [found.before_ms, found.after_ms].map(humanDuration);
    if (found.kind === 'as_before')
      return fact('performance', gate.name, 'informs', `${gate.name} takes ${is}, ${was} before`, {
        value: is ?? null,
        threshold: was ?? null,
        evidence: run.log,
      });
    // More tests take longer: only what is made to measure speed is held against a limit.
    const measures = isBenchmark(gate);
    return fact(
      'performance',
      gate.name,
      measures ? 'asks' : 'informs',
      `${gate.name} takes ${is}, ${found.percent} % longer than ${was} before`,
      {
        met: false,
        value: is ?? null,
        threshold: was ?? null,
        evidence: run.log,
        red_flag: measures ? 'performance' : null,
      },
    );
  });
}

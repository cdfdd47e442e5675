import type { GateSettings } from '../../config/settings.ts';
import { counted } from '../../shared/text.ts';
import { baselineRun } from '../selectors/gate-runs.ts';
import { gatesOf, isSurveyed, latestRun } from '../selectors/gating.ts';
import type { IntegrationState } from '../state.ts';
import { type Fact, fact } from './fact.ts';

/** Assesses what could hide that tests are gone, where their number says nothing: the output is written by who is judged. */
export function hiddenTestFacts(state: IntegrationState): readonly Fact[] {
  const gates = gatesOf(state, { kind: 'final' });
  return [...gates.flatMap((gate) => summaryFact(state, gate) ?? []), ...fileFacts(state)];
}

/** Tests that are known by name are compared by name, whatever a summary says. */
function summaryFact(state: IntegrationState, { name }: GateSettings): Fact | null {
  const run = latestRun(state, name, { kind: 'final' }, state.integration_tip);
  const before = baselineRun(state, name)?.summaries ?? null;
  const after = run?.summaries ?? null;
  if (run === null || before === null || after === null || run.missing !== null || after <= before)
    return null;
  if (before === 0) return null;
  const because = `${name} printed ${counted(after, 'closing summary', 'closing summaries')} of tests, ${before} on ${state.target}: a test may print one`;
  // Where there was one, there was one runner; of several packages one more is no wonder.
  return fact('regression', name, before === 1 ? 'asks' : 'warns', because, {
    value: String(after),
    threshold: String(before),
    evidence: run.log,
  });
}

function fileFacts(state: IntegrationState): readonly Fact[] {
  const gone = isSurveyed(state) ? (state.survey?.tests_gone ?? []) : [];
  if (gone.length === 0) return [];
  const more = gone.length > 3 ? ` and ${gone.length - 3} more` : '';
  const because = `fewer test files than on ${state.target}; gone: ${gone.slice(0, 3).join(', ')}${more}`;
  return [fact('regression', 'test files', 'warns', because, { evidence: gone[0] ?? null })];
}

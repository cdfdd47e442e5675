import { type GateRun, isGreen, isUncounted, verdictReason } from '../domain/gate/gate.ts';
import { stillThere } from '../domain/gate/missing.ts';
import { NOT_COUNTED } from '../domain/gate/verdict.ts';
import { assess } from '../domain/integration/assessment/assess.ts';
import { gateNames } from '../domain/integration/selectors/gate-runs.ts';
import type { IntegrationState } from '../domain/integration/state.ts';
import { readinessOf } from '../domain/integration/summary/readiness.ts';
import { sanitizeLine } from '../domain/shared/text.ts';
import { humanDuration } from '../domain/shared/time.ts';
import { noRegression } from './sections/assessment.ts';
import { comparedGates, newFailureNames, performanceTable } from './sections/compared-gates.ts';
import { expectationsSection } from './sections/expectations.ts';
import { coverageOf, speakingRuns, subjectText, verdictText } from './words/gate-words.ts';
import {
  bullets,
  code,
  fenced,
  type MarkdownBlock,
  markdown,
  numbered,
  prose,
  table,
} from './words/markdown.ts';

const MAX_NAMES = 100;

/** Writes INTEGRATION_VALIDATION_REPORT.md once a gate has run on the integration branch, else returns null. */
export function validationReport(state: IntegrationState): string | null {
  const runs = speakingRuns(state);
  if (runs.length === 0) return null;
  const compared = comparedGates(state);
  const regressions = newFailureNames(compared);
  return markdown(
    '# Integration Validation Report',
    '## Test Results',
    bullets(totals(runs)),
    table(
      ['Gate', 'Where', 'Verdict', 'Why', 'Took', 'Log'],
      runs.map((run) => [
        prose(run.gate),
        subjectText(run),
        verdictText(run),
        prose(verdictReason(run)),
        run.duration_ms === null ? 'unknown' : humanDuration(run.duration_ms),
        run.reused_from === null
          ? code(run.log)
          : `verdict of ${code(run.reused_from)}, same tree and command`,
      ]),
    ),
    '## Failed Tests',
    ...failedTests(runs),
    '## Performance Benchmarks',
    performanceTable(compared, ['Scenario', 'Before', 'After', 'Change']),
    '## Regression Analysis',
    bullets(
      regressions.length > 0
        ? [`${regressions.length} tests fail that do not on the target; see REGRESSION_ANALYSIS.md`]
        : [noRegression(state, 'No regressions detected in existing functionality')],
    ),
    ...expectationsSection(state),
    '## Blocker Issues',
    bullets(readinessOf(state).blockers.map(prose)),
    ...validationRequest(state, runs),
    '## Approval Status',
    bullets(approval(state, runs)),
  );
}

function totals(runs: readonly GateRun[]): readonly string[] {
  const counted = runs.flatMap(({ tests }) => (tests === null ? [] : [tests]));
  const sum = (value: (tests: (typeof counted)[number]) => number) =>
    counted.reduce((total, each) => total + value(each), 0);
  const coverage = coverageOf(runs);
  const uncounted = runs.filter(isUncounted).map(({ gate }) => prose(gate));
  return [
    `Total tests: ${sum(({ total }) => total)}`,
    `Passed: ${sum(({ passed }) => passed)}`,
    `Failed: ${sum(({ failed }) => failed)}`,
    `Skipped: ${sum(({ skipped }) => skipped)}`,
    ...(uncounted.length === 0 ? [] : [`${uncounted.join(', ')}: ${NOT_COUNTED}`]),
    `Coverage: ${coverage === null ? 'not measured' : `${coverage.toFixed(1)}%`}`,
  ];
}

function failedTests(runs: readonly GateRun[]): readonly MarkdownBlock[] {
  const failing = runs.flatMap((run) =>
    (run.tests?.failing ?? []).map((name) => `${code(name)} (${prose(run.gate)})`),
  );
  const named = runs.reduce((total, run) => total + (run.tests?.failed ?? 0), 0);
  return [
    numbered(failing.slice(0, MAX_NAMES)),
    failing.length > MAX_NAMES ? `… ${failing.length - MAX_NAMES} more` : null,
    named > failing.length
      ? `${named - failing.length} failed tests have no name in the output; the logs have all of it.`
      : null,
  ];
}

/** Writes the specification's request to whoever fixes the tests. */
function validationRequest(state: IntegrationState, runs: readonly GateRun[]): readonly MarkdownBlock[] {
  const red = runs.filter((run) => !isGreen(run));
  if (red.length === 0) return [];
  const names = red.flatMap((run) => run.tests?.failing ?? []).slice(0, MAX_NAMES);
  const missing = red
    .flatMap((run) => run.missing?.names.slice(0, stillThere(run.missing)) ?? [])
    .slice(0, MAX_NAMES);
  const failed = red.reduce((sum, run) => sum + (run.tests?.failed ?? 0), 0);
  const lines = [
    'Validation Request:',
    '---',
    'TO: Validator Agent',
    'REQUEST: Fix integration test failures',
    '',
    'CONTEXT:',
    `- Integration branch: ${state.integration_branch}`,
    ...red.map((run) => `- ${run.gate}: ${verdictReason(run) || run.verdict}`),
    `- Failed tests: ${failed > 0 ? failed : names.length > 0 ? names.length : missing.length > 0 ? 0 : 'not named in the output'}`,
    ...names.map((name, index) => `  ${index + 1}. ${name}`),
    ...missing.map((name) => `  - did not run: ${name}`),
    '',
    'SCOPE:',
    `- Fix failures on a branch of your own that starts at ${state.integration_branch}; workspaces of gates are wiped`,
    '- Maintain existing functionality',
    '- Target: 100% test passing rate',
    '---',
  ];
  return [fenced(lines.map(sanitizeLine).join('\n'))];
}

function approval(state: IntegrationState, runs: readonly GateRun[]): readonly string[] {
  const { status, blockers } = readinessOf(state);
  const integration =
    status === 'Ready'
      ? '✅ Approved'
      : status === 'Conditional'
        ? '⚠️ Conditional'
        : `⚠️ Pending (${prose(blockers[0] ?? '')})`;
  const security = assess(state).filter(({ kind }) => kind === 'security');
  const coverage = coverageOf(runs);
  const open = gateNames(state).length - runs.length;
  return [
    `Integration: ${integration}`,
    `Coverage: ${coverage === null ? 'Not measured' : `${coverage.toFixed(1)}%`}`,
    `Security: ${security.map(({ because, met }) => `${met === null ? 'Not known' : met ? '✅' : '❌'} (${prose(because)})`).join(', ')}`,
    ...(open > 0 ? [`Gates that have not run yet: ${open}`] : []),
  ];
}

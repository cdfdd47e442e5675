import { isGreen } from '../domain/gate/gate.ts';
import type { IntegrationState } from '../domain/integration/state.ts';
import {
  type Compared,
  comparedGates,
  newFailureNames,
  performanceTable,
} from './sections/compared-gates.ts';
import { coverageOf } from './words/gate-words.ts';
import { bullets, labelled, type MarkdownBlock, markdown, prose } from './words/markdown.ts';

const MAX_NAMES = 50;
/** Reports flag a gate that became slower by more than this. */
const SLOWER_PERCENT = 20;

/** Writes REGRESSION_ANALYSIS.md once a gate has run on the integration branch, else returns null. */
export function regressionAnalysis(state: IntegrationState): string | null {
  const compared = comparedGates(state);
  if (compared.length === 0) return null;
  return markdown(
    '# Regression Analysis',
    '## Test Comparison',
    ...testComparison(compared),
    '## Coverage Comparison',
    bullets(coverageComparison(compared)),
    '## Performance Comparison',
    performanceTable(compared, ['Gate', 'Baseline', 'Integration', 'Change']),
    '## Risk Assessment',
    bullets(risks(compared)),
    '## Approval Recommendation',
    ...recommendation(compared),
  );
}

function testComparison(compared: readonly Compared[]): readonly MarkdownBlock[] {
  const sum = (value: (pair: Compared) => number) => compared.reduce((total, pair) => total + value(pair), 0);
  const known = compared.some(({ regression }) => regression?.tests.before != null);
  const before = sum(({ regression }) => regression?.tests.before ?? 0);
  const after = sum(({ run, regression }) => regression?.tests.after ?? run.tests?.total ?? 0);
  const passedBefore = sum(({ regression }) => regression?.passed_before_at_least ?? 0);
  const failures = newFailureNames(compared);
  const fixed = sum(({ regression }) => regression?.fixed.length ?? 0);
  return [
    bullets([
      `Baseline tests: ${known ? before : 'not measured'}`,
      `Integration tests: ${after}${known ? ` (${after < before ? '' : '+'}${after - before})` : ''}`,
      `Previously passing now failing: ${known ? nowFailing(failures.length, passedBefore) : 'not known, the target was not measured'}`,
      `New failures: ${failures.length}`,
      ...(fixed > 0 ? [`Failing on the target and not any more: ${fixed}`] : []),
    ]),
    failures.length === 0 ? null : bullets(failures.slice(0, MAX_NAMES)),
    failures.length > MAX_NAMES ? `… ${failures.length - MAX_NAMES} more` : null,
  ];
}

/** Runners name failing tests only, so a new failure may be a test that does not exist on the target. */
function nowFailing(failures: number, passedBefore: number): string {
  if (failures === 0) return '0 ✅';
  return passedBefore > 0
    ? `at least ${passedBefore} ❌`
    : 'none for certain; the new failures may be new tests ⚠️';
}

function coverageComparison(compared: readonly Compared[]): readonly string[] {
  const before = coverageOf(compared.flatMap((pair) => pair.before ?? []));
  const after = coverageOf(compared.map(({ run }) => run));
  const text = (value: number | null) => (value === null ? 'not measured' : `${value.toFixed(1)}%`);
  const sign = (change: number) => `${change < 0 ? '' : '+'}${change.toFixed(1)}%`;
  const change = before === null || after === null ? '' : ` (${sign(after - before)})`;
  return [`Baseline coverage: ${text(before)}`, `Integration coverage: ${text(after)}${change}`];
}

function isRed({ run }: Compared): boolean {
  return !isGreen(run);
}

function risks(compared: readonly Compared[]): readonly string[] {
  const lines = compared.flatMap((pair) => [
    ...(isRed(pair)
      ? [`High risk: ${prose(pair.run.gate)}: ${prose(pair.run.because ?? 'it is not green')}`]
      : []),
    ...(pair.regression?.warnings ?? []).map(
      (warning) => `Medium risk: ${prose(pair.run.gate)}: ${prose(warning)}`,
    ),
    ...(pair.before === null ? [`Unknown: ${prose(pair.run.gate)} was not run on the target`] : []),
  ]);
  return lines.length > 0 ? lines : ['Low risk: no regressions in existing functionality'];
}

function recommendation(compared: readonly Compared[]): readonly MarkdownBlock[] {
  const red = compared.some(isRed);
  return [
    bullets([
      `Functional: ${red ? '❌ Not approved (a gate is not green)' : '✅ Approved (no regressions)'}`,
      `Performance: ${performanceApproval(compared)}`,
      `Coverage: ${coverageApproval(compared)}`,
    ]),
    labelled('Overall', red ? 'Not approved' : overall(compared)),
  ];
}

function overall(compared: readonly Compared[]): string {
  const risky = compared.some(({ regression }) => (regression?.warnings.length ?? 0) > 0);
  const eye = risky ? ', with an eye on the risks above' : '';
  // A run after an effort says nothing about the tree that will land.
  const final = compared.every(({ run }) => run.subject.kind === 'final');
  return final ? `Approved for merge${eye}` : `No objection so far${eye}; the final tree decides`;
}

function coverageApproval(compared: readonly Compared[]): string {
  const changes = compared.flatMap(({ regression }) => regression?.coverage.change ?? []);
  if (changes.length === 0) return 'Not measured';
  return changes.some((change) => change < 0) ? '⚠️ Conditional (it fell)' : '✅ Approved';
}

function performanceApproval(compared: readonly Compared[]): string {
  const measured = compared.filter(({ regression }) => (regression?.duration_percent ?? null) !== null);
  if (measured.length === 0) return 'Not measured';
  const slower = measured.filter(({ regression }) => (regression?.duration_percent ?? 0) > SLOWER_PERCENT);
  if (slower.length === 0) return '✅ Approved';
  return `⚠️ Conditional (investigate ${slower.map(({ run }) => prose(run.gate)).join(', ')})`;
}

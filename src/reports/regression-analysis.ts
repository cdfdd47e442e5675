import { isGreen, verdictReason } from '../domain/gate/gate.ts';
import { assess } from '../domain/integration/assessment/assess.ts';
import type { FactKind } from '../domain/integration/assessment/fact.ts';
import { landedCommit } from '../domain/integration/selectors/ending.ts';
import type { IntegrationState } from '../domain/integration/state.ts';
import {
  type Compared,
  comparedGates,
  missingNames,
  newFailureNames,
  performanceTable,
} from './sections/compared-gates.ts';
import { coverageOf } from './words/gate-words.ts';
import { bullets, labelled, type MarkdownBlock, markdown, prose } from './words/markdown.ts';

const MAX_NAMES = 50;

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
    bullets(risks(state, compared)),
    '## Approval Recommendation',
    ...recommendation(state, compared),
  );
}

function testComparison(compared: readonly Compared[]): readonly MarkdownBlock[] {
  const sum = (value: (pair: Compared) => number) => compared.reduce((total, pair) => total + value(pair), 0);
  const known = compared.some(({ regression }) => regression?.tests.before != null);
  const before = sum(({ regression }) => regression?.tests.before ?? 0);
  const after = sum(({ run, regression }) => regression?.tests.after ?? run.tests?.total ?? 0);
  const passedBefore = sum(({ regression }) => regression?.passed_before_at_least ?? 0);
  const failures = newFailureNames(compared);
  const shown = missingNames(compared).slice(0, MAX_NAMES);
  const lacking = sum(({ regression }) => regression?.missing?.count ?? 0);
  const fixed = sum(({ regression }) => regression?.fixed.length ?? 0);
  return [
    bullets([
      `Baseline tests: ${known ? before : `not known, because ${whyUnknown(compared)}`}`,
      `Integration tests: ${after}${known ? ` (${after < before ? '' : '+'}${after - before})` : ''}`,
      `Previously passing now failing: ${known ? nowFailing(failures.length, passedBefore) : `not known, because ${whyUnknown(compared)}`}`,
      `New failures: ${failures.length}`,
      ...(lacking > 0 ? [`Ran on the target and did not run: ${lacking}`] : []),
      ...(fixed > 0 ? [`Failing on the target and not any more: ${fixed}`] : []),
    ]),
    failures.length === 0 ? null : bullets(failures.slice(0, MAX_NAMES)),
    failures.length > MAX_NAMES ? `… ${failures.length - MAX_NAMES} more` : null,
    shown.length === 0 ? null : 'Did not run:',
    shown.length === 0 ? null : bullets(shown),
    lacking > shown.length ? `… ${lacking - shown.length} more` : null,
  ];
}

function whyUnknown(compared: readonly Compared[]): string {
  return compared.some(({ before }) => before !== null)
    ? 'no gate counted its tests on the target'
    : 'the gates did not run on the target';
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
  const text = (value: number | null) => (value === null ? 'not reported' : `${value.toFixed(1)}%`);
  const sign = (change: number) => `${change < 0 ? '' : '+'}${change.toFixed(1)}%`;
  const change = before === null || after === null ? '' : ` (${sign(after - before)})`;
  return [`Baseline coverage: ${text(before)}`, `Integration coverage: ${text(after)}${change}`];
}

function isRed({ run }: Compared): boolean {
  return !isGreen(run);
}

function risks(state: IntegrationState, compared: readonly Compared[]): readonly string[] {
  const facts = assess(state);
  const speaks = facts.filter(({ kind, met }) => COMPARED.has(kind) && met === false);
  const unknown = facts.filter(({ kind, met }) => COMPARED.has(kind) && met === null);
  const lines = [
    ...compared
      .filter(isRed)
      .map(({ run }) => `High risk: ${prose(run.gate)}: ${prose(verdictReason(run) || 'it is not green')}`),
    ...speaks.map(
      ({ because, red_flag }) => `${red_flag === null ? 'Medium' : 'High'} risk: ${prose(because)}`,
    ),
    ...(facts.some(({ kind, met }) => kind === 'regression' && met === true) && speaks.length === 0
      ? ['Low risk: No regressions in existing functionality']
      : []),
    ...unknown.map(({ because }) => `Not known: ${prose(because)}`),
  ];
  return lines;
}

/** What the analysis compares with the target. */
const COMPARED: ReadonlySet<FactKind> = new Set(['regression', 'coverage', 'performance', 'security']);

function recommendation(state: IntegrationState, compared: readonly Compared[]): readonly MarkdownBlock[] {
  const red = compared.some(isRed);
  const functional = red
    ? '❌ Not approved (a gate is not green)'
    : approval(state, 'regression', '✅ Approved (no regressions)');
  return [
    bullets([
      `Functional: ${functional}`,
      `Performance: ${approval(state, 'performance', '✅ Approved')}`,
      `Coverage: ${approval(state, 'coverage', '✅ Approved')}`,
      `Security: ${approval(state, 'security', '✅ Approved (no new vulnerabilities)')}`,
    ]),
    labelled('Overall', red ? 'Not approved' : overall(state, compared)),
  ];
}

/** Approves what is shown to be as it should be; nothing is approved for want of evidence. */
function approval(state: IntegrationState, about: FactKind, approved: string): string {
  const facts = assess(state).filter(({ kind }) => kind === about);
  const [against] = facts.filter(({ met }) => met === false);
  if (against !== undefined) return `⚠️ Conditional (${prose(against.because)})`;
  const [known] = facts.filter(({ met }) => met === true);
  if (known !== undefined) return approved;
  return `Not known, because ${prose(facts[0]?.because ?? 'nothing was measured')}`;
}

function overall(state: IntegrationState, compared: readonly Compared[]): string {
  const risky = assess(state).some(({ kind, met }) => COMPARED.has(kind) && met === false);
  const eye = risky ? '; see the risks above' : '';
  const compared_tests = assess(state).some(({ kind, met }) => kind === 'regression' && met !== null);
  if (!compared_tests) return 'No objection: the gates are green; whether anything got worse is not known';
  // A run after an effort says nothing about the tree that will land.
  const final = compared.every(({ run }) => run.subject.kind === 'final');
  const landed = landedCommit(state) === null ? '' : ', and landed';
  return final
    ? `Approved for merge${landed}${eye}`
    : `No objection so far; the gates on the final tree decide${eye}`;
}

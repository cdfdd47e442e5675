import { verdictReason } from '../domain/gate/gate.ts';
import { isMergedHere, isWhollyIn, leftOutOf } from '../domain/integration/selectors/effort-status.ts';
import { coveredBy } from '../domain/integration/selectors/groups/covered-by.ts';
import { policyWords } from '../domain/integration/selectors/groups/policy-words.ts';
import { participants } from '../domain/integration/selectors/progress.ts';
import { filesTouched } from '../domain/integration/selectors/size.ts';
import type { Effort, IntegrationState } from '../domain/integration/state.ts';
import { readinessOf } from '../domain/integration/summary/readiness.ts';
import { deciderWords } from '../domain/shared/client.ts';
import { shortSha } from '../domain/shared/ids.ts';
import { counted } from '../domain/shared/text.ts';
import { elapsedMs, humanDuration } from '../domain/shared/time.ts';
import { checklist, redFlagLines } from './sections/assessment.ts';
import { deploymentNotes } from './sections/deployment-notes.ts';
import { expectationsSection } from './sections/expectations.ts';
import { rollbackPlan } from './sections/going-back.ts';
import { heldEfforts } from './sections/held-efforts.ts';
import { conflictCounts, resolutionsTable } from './sections/resolutions.ts';
import { coverageOf, speakingRuns, subjectText, verdictText } from './words/gate-words.ts';
import {
  bullets,
  code,
  labelled,
  type MarkdownBlock,
  markdown,
  prose,
  table,
  when,
} from './words/markdown.ts';
import { sizeLines } from './words/size-lines.ts';

/** Writes INTEGRATION_REPORT.md: what is merged and how, what shows that it works, and what is left to do. */
export function integrationReport(state: IntegrationState): string {
  return markdown(
    `# Integration Report: ${code(state.integration_branch)}`,
    '## Summary',
    bullets(summary(state)),
    '## Integration Strategy',
    ...strategy(state),
    '## Conflict Resolutions',
    resolutionsTable(state),
    '## Decisions',
    table(
      ['When', 'About', 'Choice', 'By'],
      state.decisions.map((decision) => [
        when(decision.at),
        prose(decision.about),
        prose(decision.choice.replaceAll('_', ' ')),
        prose(deciderWords(decision)),
      ]),
      'No decision was needed.',
    ),
    '## Validation Results',
    bullets(validation(state)),
    ...expectationsSection(state),
    '## Merge Readiness',
    ...readiness(state),
    '## Pre-Merge Validation Checklist',
    checklist(state),
    '## Red Flags to Escalate',
    redFlagLines(state),
    '## Size',
    bullets(sizeLines(state)),
    '## Findings',
    table(
      ['When', 'What', 'Checkpoint says', 'Git says'],
      state.findings.map(({ at, kind, subject, checkpoint_says, git_says }) => [
        when(at),
        `${kind.replaceAll('_', ' ')}: ${prose(subject)}`,
        prose(checkpoint_says),
        prose(git_says),
      ]),
      'None',
    ),
    '## Held Efforts',
    ...heldEfforts(state),
    '## Deployment Notes',
    ...deploymentNotes(state),
    '## Rollback Plan',
    ...rollbackPlan(state),
  );
}

function summary(state: IntegrationState): readonly string[] {
  const efforts = participants(state);
  const merged = efforts.filter(({ status }) => status === 'MERGED');
  const counts = conflictCounts(state);
  const sum = (value: (effort: Effort) => number) =>
    merged.reduce((total, effort) => total + value(effort), 0);
  const took =
    state.integration_started && elapsedMs(state.integration_started, state.end?.at ?? state.updated_at);
  return [
    `Outcome: ${state.end?.outcome.toLowerCase().replaceAll('_', ' ') ?? `in progress (${state.stage.toLowerCase()})`}${state.end === null ? '' : `: ${prose(state.end.because)}`}`,
    `Workflows integrated: ${merged.length} of ${efforts.length}${inPart(state)}`,
    `Total commits: ${sum(({ commits_chosen, commits }) => commits_chosen?.length ?? commits)}`,
    `Files modified: ${filesTouched(state)}`,
    `Conflicts detected: ${counts.detected}`,
    `Conflicts resolved: ${counts.resolved}`,
    `Conflicts escalated: ${counts.escalated}`,
    ...(counts.withdrawn === 0
      ? []
      : [`Conflicts withdrawn: ${counts.withdrawn}, with efforts that are not in`]),
    ...(took === null ? [] : [`Time taken: ${humanDuration(took)}`]),
  ];
}

/** Names the efforts that are in with only a part of their commits. */
function inPart(state: IntegrationState): string {
  const parts = participants(state).filter((effort) => effort.status === 'MERGED' && !isWhollyIn(effort));
  return parts.length === 0 ? '' : `, in part only: ${parts.map(({ name }) => prose(name)).join(', ')}`;
}

function strategy(state: IntegrationState): readonly MarkdownBlock[] {
  const names = [...new Set(participants(state).map((effort) => effort.strategy))];
  const cost = state.forecast?.cost;
  const together = participants(state).some((effort) => coveredBy(state, effort) !== null);
  return [
    labelled(
      'Selected',
      names.length === 0 ? 'nothing to integrate' : `Progressive Integration by ${names.join(', ')}`,
    ),
    cost === undefined
      ? null
      : labelled(
          'Rationale',
          `${prose(cost.because)} (forecast hand resolutions: given order ${cost.given}, planned order ${cost.chosen})`,
        ),
    labelled('Gates', `run ${prose(policyWords(state) ?? 'nowhere: none is configured')}`),
    table(
      ['#', 'Effort', 'Strategy', 'Status', 'Merge commit', 'Conflicts', ...(together ? ['Judged'] : [])],
      participants(state).map((effort, index) => [
        String(index + 1),
        prose(effort.name),
        effort.strategy,
        effort.status,
        isMergedHere(effort) ? code(effort.merge_commit) : 'none',
        String(effort.conflicts),
        ...(together ? [coveredBy(state, effort) ?? 'no'] : []),
      ]),
    ),
    ...leftOut(state),
  ];
}

/** Lists the commits that a cherry-pick could not apply: they are missing from the result and must not be forgotten. */
function leftOut(state: IntegrationState): readonly MarkdownBlock[] {
  const lines = participants(state).flatMap((effort) =>
    leftOutOf(effort).map(
      ({ commit, subject }) => `${prose(effort.name)}: ${code(shortSha(commit))} ${prose(subject)}`,
    ),
  );
  return lines.length === 0 ? [] : ['Commits left out because they conflict:', bullets(lines)];
}

function validation(state: IntegrationState): readonly string[] {
  const runs = speakingRuns(state);
  if (runs.length === 0) return ['No gate has run on what is integrated.'];
  const coverage = coverageOf(runs);
  return [
    ...runs.map(
      (run) => `${prose(run.gate)}: ${verdictText(run)} ${subjectText(run)}: ${prose(verdictReason(run))}`,
    ),
    `Coverage: ${coverage === null ? 'not measured' : `${coverage.toFixed(1)}%`}`,
  ];
}

/** Says what is left to do in a session that is under way; empty once it is over. */
function unfinished(state: IntegrationState): string {
  if (state.end !== null || state.stage === 'LANDING') return '';
  const left = participants(state).filter(
    ({ status }) => status === 'PENDING' || status === 'MERGING',
  ).length;
  const efforts = left === 0 ? '' : `${counted(left, 'effort')} to merge, `;
  return ` (not finished: ${efforts}final gates to run)`;
}

function readiness(state: IntegrationState): readonly MarkdownBlock[] {
  const { status, blockers, conditions } = readinessOf(state);
  const glyph = { Ready: '✅', Conditional: '⚠️', Blocked: '❌' }[status];
  return [
    `Status: ${glyph} ${status}${status === 'Blocked' ? unfinished(state) : ''}`,
    'Blockers:',
    bullets(blockers.map(prose)),
    conditions.length === 0 ? null : 'Conditions:',
    bullets(conditions.map(prose), null),
  ];
}

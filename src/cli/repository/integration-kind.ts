/** The integration as a kind of process: reads stored ones, and describes them for `status`. */

import { integrationRows } from '../../domain/integration/checkpoint/rows.ts';
import type { Event } from '../../domain/integration/event.ts';
import { openQuestion } from '../../domain/integration/open-question.ts';
import type { Question } from '../../domain/integration/question.ts';
import { landingCommand } from '../../domain/integration/selectors/ending.ts';
import { policyWords } from '../../domain/integration/selectors/groups/policy-words.ts';
import { progressOf, progressWords } from '../../domain/integration/selectors/progress.ts';
import type { IntegrationState } from '../../domain/integration/state.ts';
import { readinessOf } from '../../domain/integration/summary/readiness.ts';
import { redFlags } from '../../domain/integration/summary/red-flags.ts';
import { transition } from '../../domain/integration/transition.ts';
import type { SessionSummary } from '../../domain/shared/codec.ts';
import type { SessionId } from '../../domain/shared/ids.ts';
import type { StoredSession } from '../../engine/recover.ts';
import type { SessionRecord } from '../../ports/stores.ts';
import { type ProcessKind, type ProcessStatus, processKind, type StoredForm } from './process-kind.ts';
import type { StoredSessions } from './stored-sessions.ts';

const INTEGRATION: StoredForm<IntegrationState, Event> = {
  rows: integrationRows,
  codec: async () => (await import('../../domain/integration/checkpoint/codec.ts')).integrationCodec,
};

export const integrationKind: ProcessKind = processKind(transition, INTEGRATION, integrationStatus);

/** Returns what `status` says of an integration. */
export function integrationStatus(
  state: IntegrationState,
): Omit<ProcessStatus, keyof SessionSummary | 'in_flight'> {
  const facts = factsOf(state);
  return {
    facts,
    lines: linesOf(state, facts),
    report: async () => (await import('../../reports/report-json.ts')).reportJson(state),
    // Looking at a session does without them.
    reports: async () => (await import('../../reports/reports.ts')).reportsFor({ state, texts: {} }),
    by_hand: byHand(state),
  };
}

/** Checks whether a session is an integration. One that cannot be read may be. */
export function isIntegration({ kind }: Pick<SessionRecord, 'kind'>): boolean {
  return kind === null || kind === integrationRows.kind;
}

/** Reads one stored integration. */
export function readIntegration(
  stored: StoredSessions,
  id: SessionId,
): Promise<StoredSession<IntegrationState>> {
  return stored.read(id, INTEGRATION, transition);
}

function factsOf(state: IntegrationState) {
  const question = openQuestion(state);
  const { status: readiness, blockers, conditions } = readinessOf(state);
  return {
    session: state.session_id,
    stage: state.stage,
    outcome: state.end?.outcome ?? null,
    progress: progressOf(state),
    target: state.target,
    integration_branch: state.integration_branch,
    commit: state.integration_tip,
    question,
    gates_run: policyWords(state),
    findings: state.findings,
    paused: state.paused,
    readiness,
    blockers,
    conditions,
    red_flags: redFlags(state),
    not_landed_because: whyNotLanded(state, blockers),
  };
}

/** Returns what only a person can do next. */
function byHand(state: IntegrationState): ProcessStatus['by_hand'] {
  const question = openQuestion(state);
  if (question !== null) return { kind: 'decide', command: decideCommandLine(question) };
  const command = landingCommand(state);
  return command === null ? null : { kind: 'finish', command };
}

/** Returns the command that answers a question: with the choice that facts support, else with the word for one. */
export function decideCommandLine({ id, recommended }: Question): string {
  return `intorch decide ${id} ${recommended?.choice ?? 'CHOICE'}`;
}

/** Explains in one line why the target has not moved; null when it has. */
function whyNotLanded(state: IntegrationState, blockers: readonly string[]): string | null {
  if (state.end?.outcome === 'LANDED') return null;
  const question = openQuestion(state);
  if (question !== null) return `a decision is open: ${question.title}`;
  if (landingCommand(state) !== null) return `it is held for review; finish with: ${landingCommand(state)}`;
  if (state.trouble !== null) return state.trouble.message;
  if (state.end !== null) return state.end.because;
  return blockers[0] ?? (state.paused ? 'it is paused' : 'it is not through yet');
}

function linesOf(
  state: IntegrationState,
  facts: ReturnType<typeof factsOf>,
): readonly (readonly [string, string])[] {
  const lines: readonly (readonly [string, string | null])[] = [
    ['session', `${state.session_id}  ${state.end?.outcome ?? state.stage}${state.paused ? ', paused' : ''}`],
    ['progress', progressWords(state)],
    ['onto', `${state.target} via ${state.integration_branch}`],
    ['gates run', state.end === null ? policyWords(state) : null],
    ['waits for', facts.question?.title ?? null],
    [
      'answer',
      facts.question && `intorch decide ${facts.question.id} CHOICE, one of ${openChoices(facts.question)}`,
    ],
    // The open question is shown above.
    ['not landed', facts.question === null ? facts.not_landed_because : null],
  ];
  return lines.flatMap(([name, text]) => (text === null ? [] : [[name, text] as const]));
}

function openChoices({ choices }: Question): string {
  return choices.flatMap(({ id, disabled }) => (disabled === null ? [id] : [])).join(', ');
}

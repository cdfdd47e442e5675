import type { Question } from '../../domain/integration/question.ts';
import { factWords } from '../../domain/integration/question-fact.ts';
import { heldBecause } from '../../domain/integration/selectors/effort-status.ts';
import { landedCommit, landingCommand } from '../../domain/integration/selectors/ending.ts';
import { participants } from '../../domain/integration/selectors/progress.ts';
import type { IntegrationState, SessionOutcome } from '../../domain/integration/state.ts';
import {
  type BranchName,
  type EffortName,
  type QuestionId,
  type SessionId,
  type Sha,
  shortSha,
} from '../../domain/shared/ids.ts';
import { counted, sanitize } from '../../domain/shared/text.ts';
import { exitStatusOf } from '../arguments/exit.ts';

/** How a run ended; the last object of `run --json`. */
export interface Summary {
  readonly type: 'summary';
  readonly session_id: SessionId;
  /** null when the session has not ended; `exit_status` tells why. */
  readonly outcome: SessionOutcome | null;
  readonly because: string | null;
  readonly landed: boolean;
  readonly merged: readonly EffortName[];
  readonly held: readonly { readonly effort: EffortName; readonly because: string }[];
  readonly target: BranchName;
  readonly integration_branch: BranchName;
  /** The verified commit; null when there is none. */
  readonly commit: Sha | null;
  /** The command that finishes a landing held for review; otherwise null. */
  readonly landing_command: string | null;
  /** The open question; null when there is none. */
  readonly question: string | null;
  /** What another machine set otherwise, where the question is whether that counts here. */
  readonly differs?: readonly string[];
  /** Its id, for `intorch decide`. */
  readonly question_id: QuestionId | null;
  /** Absolute paths. */
  readonly reports: readonly string[];
  readonly exit_status: number;
}

/** Summarizes a state with its open question. */
export function summaryOf(
  state: IntegrationState,
  question: Question | null,
  reports: readonly string[],
): Summary {
  const efforts = participants(state);
  return {
    type: 'summary',
    session_id: state.session_id,
    outcome: state.end?.outcome ?? null,
    because: state.end?.because ?? state.trouble?.message ?? null,
    landed: state.end?.outcome === 'LANDED',
    merged: efforts.filter((effort) => effort.status === 'MERGED').map((effort) => effort.name),
    held: efforts
      .filter((effort) => effort.status === 'HELD' || effort.status === 'FAILED')
      .map((effort) => ({ effort: effort.name, because: heldBecause(effort) ?? 'no reason is recorded' })),
    target: state.target,
    integration_branch: state.integration_branch,
    commit: landedCommit(state) ?? state.integration_tip,
    landing_command: landingCommand(state),
    question: question?.title ?? null,
    ...(question?.kind === 'letter' && { differs: question.facts.map(factWords) }),
    question_id: question?.id ?? null,
    reports,
    exit_status: exitStatusOf(state, question),
  };
}

/** Formats the summary as a few lines for people. */
export function summaryText(summary: Summary): string {
  const { merged, held, outcome, because, target, integration_branch, commit, landing_command } = summary;
  const { question, question_id } = summary;
  // Only trouble gives an unfinished run a reason.
  const failed = outcome === null && because !== null;
  const ending = failed
    ? 'failed'
    : outcome === null
      ? 'not finished'
      : outcome.toLowerCase().replaceAll('_', ' ');
  const where = summary.landed ? target : integration_branch;
  const lines = [
    '',
    `${ending}${because === null ? '' : `: ${because}`}`,
    `${counted(merged.length, 'effort')} merged${merged.length === 0 ? '' : `: ${merged.join(', ')}`}`,
    ...held.map(({ effort, because: why }) => `not in: ${effort}: ${why}`),
    ...(commit === null ? [] : [`${where} is at ${shortSha(commit)}`]),
    ...(question === null || failed
      ? []
      : [
          `waits for a decision: ${question}`,
          ...(summary.differs ?? []).map((line) => `  ${line}`),
          `go on with: intorch tui, or intorch decide ${question_id} CHOICE`,
        ]),
    ...(failed ? ['fix it, then try again: intorch resume'] : []),
    ...(question === null && outcome === null ? ['go on with: intorch resume'] : []),
    ...(landing_command === null || summary.landed ? [] : [`finish with: ${landing_command}`]),
    ...summary.reports.map((path) => `report: ${path}`),
  ];
  return `${sanitize(lines.join('\n'))}\n`;
}

import type { Question } from '../../domain/integration/question.ts';
import { heldBecause } from '../../domain/integration/selectors/effort-status.ts';
import { landedCommit, landingCommand } from '../../domain/integration/selectors/ending.ts';
import { participants } from '../../domain/integration/selectors/progress.ts';
import type { IntegrationState, Outcome } from '../../domain/integration/state.ts';
import type { BranchName, EffortName, SessionId, Sha } from '../../domain/shared/ids.ts';
import { shortSha } from '../../domain/shared/ids.ts';
import { counted, sanitize } from '../../domain/shared/text.ts';
import { exitStatusOf } from '../arguments/exit.ts';

/** How a run ended; the last object of `run --json`. */
export interface Summary {
  readonly type: 'summary';
  readonly session_id: SessionId;
  /** null: it did not come to an end; `exit_status` says why. */
  readonly outcome: Outcome | null;
  readonly because: string | null;
  readonly landed: boolean;
  readonly merged: readonly EffortName[];
  readonly held: readonly { readonly effort: EffortName; readonly because: string }[];
  readonly target: BranchName;
  readonly integration_branch: BranchName;
  /** The verified commit; null: there is none. */
  readonly commit: Sha | null;
  /** What finishes a landing that is held for review; null otherwise. */
  readonly landing_command: string | null;
  /** The question that waits; null: none does. */
  readonly question: string | null;
  /** Absolute paths. */
  readonly reports: readonly string[];
  readonly exit_status: number;
}

/** Gives the summary of a state, with the question that is open in it. */
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
    reports,
    exit_status: exitStatusOf(state, question),
  };
}

/** Gives the summary as a few lines for people. */
export function summaryText(summary: Summary): string {
  const { merged, held, outcome, because, target, integration_branch, commit, landing_command, question } =
    summary;
  const ending = outcome === null ? 'not finished' : outcome.toLowerCase().replaceAll('_', ' ');
  const where = summary.landed ? target : integration_branch;
  const lines = [
    '',
    `${ending}${because === null ? '' : `: ${because}`}`,
    `${counted(merged.length, 'effort')} merged${merged.length === 0 ? '' : `: ${merged.join(', ')}`}`,
    ...held.map(({ effort, because: why }) => `not in: ${effort}: ${why}`),
    ...(commit === null ? [] : [`${where} is at ${shortSha(commit)}`]),
    ...(question === null ? [] : [`waits for a decision: ${question}`, 'go on with: intorch tui']),
    ...(question === null && outcome === null ? ['go on with: intorch resume'] : []),
    ...(landing_command === null || summary.landed ? [] : [`finish with: ${landing_command}`]),
    ...summary.reports.map((path) => `report: ${path}`),
  ];
  return `${sanitize(lines.join('\n'))}\n`;
}

/** What a resumed session was brought back from, and what it goes on with: the first thing that `resume` prints. */
import { checkpointName } from '../../adapters/yaml/checkpoint-names.ts';
import { integrationCodec } from '../../domain/integration/checkpoint/codec.ts';
import type { IntegrationState } from '../../domain/integration/state.ts';
import { type Recovery, recoveryOf } from '../../domain/integration/summary/recovery.ts';
import type { Instant, SessionId } from '../../domain/shared/ids.ts';
import { counted, sanitize } from '../../domain/shared/text.ts';
import type { Recovered } from '../../engine/recover.ts';

/** The first object of `resume --json`. */
export interface RecoveryReport extends Recovery {
  readonly type: 'recovered';
  readonly session_id: SessionId;
  /** The machine that saved it. */
  readonly host: string;
  readonly persistedAt: Instant;
  /** Name of the checkpoint. */
  readonly recoveredFrom: string;
  /** The database's own copy of the checkpoint, the checkpoint itself, or all events of the journal. */
  readonly by: Recovered<IntegrationState>['from']['by'];
  /** Events of the journal that came after it. */
  readonly events_after: number;
  /** Whether another machine than this one saved it. */
  readonly cross_machine: boolean;
  /** How many differences the comparison with git found. */
  readonly reconciled: number;
}

/** Describes how a session was brought back; `state` is what it is after the comparison with git, `found` how many differences that made. */
export function recoveryReport(
  { state: saved, from }: Pick<Recovered<IntegrationState>, 'state' | 'from'>,
  state: IntegrationState,
  { found, host }: { readonly found: number; readonly host: string },
): RecoveryReport {
  return {
    type: 'recovered',
    session_id: state.session_id,
    host: from.host,
    persistedAt: from.saved_at,
    recoveredFrom: checkpointName(integrationCodec.kind, from),
    by: from.by,
    events_after: from.events_after,
    cross_machine: from.host !== host,
    ...recoveryOf(saved, state),
    reconciled: found,
  };
}

const MOST_LISTED = 10;

/** Formats the report as lines for people. */
export function recoveryText(report: RecoveryReport): string {
  const { current_progress, pending_work, next_action, cross_machine, events_after } = report;
  const { completed, in_progress, pending, percentage } = current_progress;
  const journal = `${counted(events_after, 'event')} of the journal`;
  const from =
    report.by === 'journal'
      ? `${journal} alone`
      : [report.recoveredFrom, ...(events_after === 0 ? [] : [journal])].join(' and ');
  const work = pending_work.slice(0, MOST_LISTED).map(workWords);
  if (pending_work.length > MOST_LISTED) work.push(`and ${pending_work.length - MOST_LISTED} more`);
  const lines = [
    `Recovered state of ${report.session_id}${cross_machine ? ' (cross-machine recovery)' : ''}`,
    `  Orchestrator: intorch on ${report.host}`,
    `  Last persisted: ${report.persistedAt}`,
    `  Completed: ${counted(completed, 'effort')} of ${completed + in_progress + pending} (${Math.round(percentage)} %)`,
    `  In progress: ${counted(in_progress, 'effort')}`,
    `  Recovered from: ${from}`,
    ...(work.length === 0 ? [] : [`  Pending work: ${work.join(', ')}`]),
    ...(next_action === null ? [] : [`  Next action: ${workWords(next_action)}`]),
    ...(report.reconciled === 0 ? [] : [`Reconciled ${counted(report.reconciled, 'change')}:`]),
  ];
  return `${sanitize(lines.join('\n'))}\n`;
}

function workWords(work: NonNullable<Recovery['next_action']>): string {
  if (!('effort' in work)) return `${work.type} ${work.target}`;
  return work.type === 'RESUME_CONFLICT_RESOLUTION'
    ? `${work.type} ${work.path} of ${work.effort}`
    : `${work.type} ${work.effort}`;
}

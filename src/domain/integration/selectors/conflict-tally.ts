import type { Conflict } from '../../conflict/conflict.ts';
import type { IntegrationState } from '../state.ts';

/** The conflicts of a session, each counted once, by who decided it. */
export interface ConflictTally {
  readonly met: number;
  readonly by_rule: number;
  /** Resolved, held or returned by the operator. */
  readonly by_you: number;
  /** Not decided yet. */
  readonly open: number;
  /** By a policy, by an earlier decision, or by an unattended run. */
  readonly otherwise: number;
}

/** Counts the conflicts by who decided them. */
export function conflictTally(state: IntegrationState): ConflictTally {
  const { conflicts_detected } = state;
  const by_rule = conflicts_detected.filter(
    ({ resolution_strategy }) => resolution_strategy === 'AUTO',
  ).length;
  const open = conflicts_detected.filter(isOpen).length;
  const by_you = conflicts_detected.filter((conflict) => isByYou(state, conflict)).length;
  const met = conflicts_detected.length;
  return { met, by_rule, by_you, open, otherwise: met - by_rule - by_you - open };
}

/** Formats the tally: `2: 1 by rule, 1 by you`. */
export function tallyWords({ met, by_rule, by_you, open, otherwise }: ConflictTally): string {
  const parts = [
    by_rule > 0 ? `${by_rule} by rule` : '',
    by_you > 0 ? `${by_you} by you` : '',
    otherwise > 0 ? `${otherwise} otherwise` : '',
    open > 0 ? `${open} open` : '',
  ].filter((part) => part !== '');
  return met === 0 ? 'none' : `${met}: ${parts.join(', ')}`;
}

/** Counts the questions of any kind that the operator answered. */
export function answersByOperator({ decisions }: IntegrationState): number {
  return decisions.filter(({ by }) => by === 'operator').length;
}

function isOpen({ resolution_status, resolution_strategy }: Conflict): boolean {
  return resolution_status === 'IN_PROGRESS' && resolution_strategy === null;
}

function isByYou({ decisions }: IntegrationState, conflict: Conflict): boolean {
  if (isOpen(conflict) || conflict.resolution_strategy === 'AUTO') return false;
  if (conflict.edited !== null) return true;
  const chosen = conflict.hunks.some(({ choice }) => choice?.by === 'operator');
  return chosen || decisions.some((each) => each.conflict === conflict.id && each.by === 'operator');
}

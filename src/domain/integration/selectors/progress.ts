/** This folder: what the state says about efforts, gates and blame. */

import type { EffortName } from '../../shared/ids.ts';
import type { Effort, IntegrationState, MergedHere } from '../state.ts';
import { isInTarget, isMergedHere } from './effort-status.ts';

/** Returns the efforts that take part: not excluded, and not in the target already. */
export function participants(state: Pick<IntegrationState, 'efforts_included'>): readonly Effort[] {
  return state.efforts_included.filter((effort) => !effort.excluded && !isInTarget(effort));
}

/** Checks whether anything was started: before that, a session is only a plan. */
export function hasBegun({ stage }: Pick<IntegrationState, 'stage'>): boolean {
  return stage !== 'PLANNING' && stage !== 'READY';
}

/** Returns the effort of that name; asking for one that does not exist is a bug. */
export function effortNamed(state: IntegrationState, name: EffortName): Effort {
  const effort = state.efforts_included.find((candidate) => candidate.name === name);
  if (effort === undefined) throw new Error(`no effort is named ${name}`);
  return effort;
}

/** Checks whether an effort's merge is still wanted: the effort was not held meanwhile, and the branch is not about to be taken back. */
export function isAwaited(state: IntegrationState, name: EffortName): boolean {
  const { status } = effortNamed(state, name);
  return state.take_back_to === null && (status === 'PENDING' || status === 'MERGING');
}

/** Returns the first merged effort with a loss that nobody accepted; null: there is none. */
export function lossyEffort(state: IntegrationState): (Effort & MergedHere) | null {
  if (state.take_back_to !== null || state.stage === 'FINISHED') return null;
  return (
    participants(state)
      .filter(isMergedHere)
      .find(({ losses }) => losses.length > 0) ?? null
  );
}

export interface Progress {
  /** 0 to 100: merged counts 100, merging 50, pending 0; held and failed efforts are left out of the sum. */
  readonly percentage: number;
  readonly completed: number;
  readonly in_progress: number;
  readonly pending: number;
  readonly held: number;
  readonly total: number;
}

/** Computes the progress as the checkpoint document does. */
export function progressOf(state: IntegrationState): Progress {
  const efforts = participants(state);
  const count = (...statuses: readonly Effort['status'][]) =>
    efforts.filter((e) => statuses.includes(e.status)).length;
  const held = count('HELD', 'FAILED');
  const completed = count('MERGED');
  const in_progress = count('MERGING');
  const total = efforts.length - held;
  const percentage = total === 0 ? 100 : ((completed * 100 + in_progress * 50) / (total * 100)) * 100;
  return { percentage, completed, in_progress, pending: count('PENDING'), held, total: efforts.length };
}

/** Returns the progress in words: `3 of 3 merged, 1 left out`. What is left out is not waited for. */
export function progressWords(state: IntegrationState): string {
  const { completed, total, held } = progressOf(state);
  return `${completed} of ${total - held} merged${held === 0 ? '' : `, ${held} left out`}`;
}

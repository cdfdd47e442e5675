/** The forecast for each effort in the current order. */

import { conflictMap, hunksToResolve } from '../../domain/integration/order/order-cost.ts';
import { isInTarget } from '../../domain/integration/selectors/effort-status.ts';
import { estimateOf } from '../../domain/integration/selectors/estimate.ts';
import { participants } from '../../domain/integration/selectors/progress.ts';
import { isOversize } from '../../domain/integration/selectors/size.ts';
import type { Effort, Forecast, InTarget, IntegrationState } from '../../domain/integration/state.ts';
import { counted } from '../../domain/shared/text.ts';
import { humanDuration } from '../../domain/shared/time.ts';
import type { Line } from '../frame/line.ts';
import { marked } from '../frame/theme.ts';

export interface Prediction {
  readonly effort: Effort;
  /** Hunks that need a decision. */
  readonly hunks: number;
  readonly mark: Line;
  /** The efforts that it shares files with, and how much. */
  readonly collides_with: string;
}

/** Returns the forecast for every effort of the session, in merge order. */
export function predictionsOf(state: IntegrationState): readonly Prediction[] {
  const { forecast } = state;
  const map = conflictMap(forecast?.with_target.map((each) => each.effort) ?? [], forecast?.pairs ?? []);
  const merged = new Set<string>();
  return state.efforts_included.map((effort) => {
    const part = !effort.excluded && !isInTarget(effort);
    const hunks = part ? (hunksToResolve(map, effort.name, (name) => merged.has(name)) ?? 0) : 0;
    if (part) merged.add(effort.name);
    return { effort, hunks, mark: markOf(state, effort, hunks), collides_with: collisions(state, effort) };
  });
}

/** Says how the target has an effort already. */
const IN_TARGET: Readonly<Record<InTarget['already_in'], Line>> = {
  ancestor: marked('out', 'in already'),
  squashed: marked('out', 'in already, squashed'),
  reverted: marked('warn', 'merged, then reverted'),
};

function markOf(state: IntegrationState, effort: Effort, hunks: number): Line {
  if (effort.excluded) return marked('out', 'excluded');
  if (isInTarget(effort)) return IN_TARGET[effort.already_in];
  if (hunks > 0) return marked('decide', counted(hunks, 'conflict'));
  if (isOversize(state, effort)) return marked('warn', 'over the size limit');
  const after = effort.dependencies[0];
  if (after !== undefined) {
    const place = state.efforts_included.findIndex((other) => other.name === after) + 1;
    return marked('waiting', place === 0 ? 'clean' : `clean, after ${place}`);
  }
  return marked('good', 'clean');
}

/** Returns what an effort shares with others: conflicts first, those with the most to decide before the others, as the rest may be cut. */
export function collisionsOf({ forecast }: IntegrationState, { name }: Effort): Forecast['pairs'] {
  return (forecast?.pairs ?? [])
    .filter(({ a, b }) => a === name || b === name)
    .toSorted((x, y) => weightOf(y) - weightOf(x) || y.files.length - x.files.length);
}

function weightOf({ conflict, hunks }: Forecast['pairs'][number]): number {
  return conflict ? 1 + hunks : 0;
}

function collisions(state: IntegrationState, effort: Effort): string {
  const place = (name: string) => state.efforts_included.findIndex((other) => other.name === name) + 1;
  const pairs = collisionsOf(state, effort).map((pair) => {
    const other = pair.a === effort.name ? pair.b : pair.a;
    const files = counted(pair.files.length, 'file');
    return `${place(other)} (${pair.hunks === 0 ? `shares ${files}` : `${files}, ${counted(pair.hunks, 'hunk')}`})`;
  });
  const target = state.forecast?.with_target.some((each) => each.effort === effort.name)
    ? [state.target]
    : [];
  return [...target, ...pairs].join(' ') || '-';
}

/** Returns the sentence that sums up the product: how much merges by itself, and how much will be asked. */
export function planSentence(state: IntegrationState): string {
  const part = new Set(participants(state).map((effort) => effort.name));
  const predicted = predictionsOf(state).filter((each) => part.has(each.effort.name));
  const asks = predicted.filter((each) => each.hunks > 0).length;
  const large = predicted.filter((each) => each.hunks === 0 && isOversize(state, each.effort)).length;
  const already = state.efforts_included.filter((effort) => !effort.excluded && isInTarget(effort)).length;
  const out = state.efforts_included.length - part.size - already;
  const clean = predicted.length - asks - large;
  const parts = [`${clean} ${clean === 1 ? 'merges' : 'merge'} cleanly`];
  if (asks > 0) parts.push(`${asks} ${asks === 1 ? 'needs' : 'need'} a decision`);
  if (large > 0) parts.push(`${large} ${large === 1 ? 'is' : 'are'} over the size limit`);
  if (out > 0) parts.push(`${out} excluded`);
  if (already > 0) parts.push(`${already} already merged`);
  const questions = predicted.reduce((sum, each) => sum + each.hunks, 0) + large;
  // This is a forecast: a safe rule may answer a question, and a red gate may add one.
  const asked = questions > 0 ? ` About ${counted(questions, 'question')}.` : '';
  const estimate = estimateOf(state);
  const time = estimate === null ? '' : ` About ${humanDuration(estimate)} of gates.`;
  return `${parts.join(', ')}.${asked}${time}`;
}

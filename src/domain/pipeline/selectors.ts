/** What a run's state says, for people and programs: percent, levels, and a few words for each step. */
import { findCycle } from '../shared/graph.ts';
import { hasFailed } from '../shared/scheduling/schedule.ts';
import type { Pipeline } from './schema.ts';
import type { RunState, StepState } from './state.ts';

/**
 * Returns how much of a run is done, in percent. A step counts that succeeded, or that its own condition left out; one that failed or could not
 * run never does, so that a run with a failure is never complete.
 */
export function progressPct({ steps }: Pick<RunState, 'steps'>): number {
  const done = steps.filter(
    ({ state, because }) => state === 'SUCCEEDED' || (state === 'SKIPPED' && because?.kind === 'condition'),
  );
  return Math.floor((100 * done.length) / steps.length);
}

/** Returns the exit status of a run: 0 where it succeeded, 1 where not; null: it is not over. */
export function exitCodeOf({ state }: Pick<RunState, 'state'>): 0 | 1 | null {
  if (state === 'pending' || state === 'running') return null;
  return state === 'succeeded' ? 0 : 1;
}

/** Returns the ids of the steps by level: those of a level depend on steps of lower ones alone, at least on one of the level before. */
export function levelsOf({ steps }: Pick<Pipeline, 'steps'>): readonly (readonly string[])[] {
  const needs = new Map(steps.map(({ id, depends_on }) => [id, depends_on]));
  if (findCycle(needs) !== null) return [steps.map(({ id }) => id)];
  const levels = new Map<string, number>();
  const levelOf = (id: string): number => {
    const known = levels.get(id);
    if (known !== undefined) return known;
    const level = Math.max(-1, ...(needs.get(id) ?? []).map(levelOf)) + 1;
    levels.set(id, level);
    return level;
  };
  const depth = Math.max(...steps.map(({ id }) => levelOf(id))) + 1;
  return Array.from({ length: depth }, (_, level) =>
    steps.flatMap(({ id }) => (levelOf(id) === level ? [id] : [])),
  );
}

/** Says in a few words why a step stands where it does; null: its state says it all. */
export function whyOf({ state, because, attempts, retry_at }: StepState): string | null {
  switch (because?.kind) {
    case 'condition':
      return 'its condition is not met';
    case 'failed':
      return `${because.id} failed`;
    case 'asked':
      return 'somebody cancelled it';
    case 'all_cancelled':
      return 'the run was cancelled';
    case undefined: {
      const last = attempts.at(-1)?.because ?? null;
      return state === 'PENDING' && retry_at !== null ? `tried again at ${retry_at}: ${last}` : last;
    }
  }
}

/** Lists the steps that a person may want to try again. */
export function failedSteps({ steps }: Pick<RunState, 'steps'>): readonly string[] {
  return steps.filter(hasFailed).map(({ id }) => id);
}

/** Returns the path of a try's output, below the run's folder. */
export function attemptLog(step: string, attempt: number): string {
  return `logs/${step}.${attempt}.log`;
}

/** A step of a run that is not as before. */
interface Changed {
  readonly step: StepState;
  readonly position: number;
  readonly earlier: StepState | undefined;
}

/** Lists the steps of a run that are not as before: states share what did not change. */
export function changedSteps(before: RunState | null, { steps }: RunState): readonly Changed[] {
  const changed: Changed[] = [];
  for (const [position, step] of steps.entries()) {
    const earlier = before?.steps[position];
    if (earlier !== step) changed.push({ step, position, earlier });
  }
  return changed;
}

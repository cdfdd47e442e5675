import type { Schedule } from '../shared/scheduling/schedule.ts';
import { conditionHolds, startsOn } from './condition.ts';
import { lookupIn } from './lookup.ts';
import type { PipelineStep } from './schema.ts';
import type { RunState } from './state.ts';

/** Returns a run as the scheduler sees it. */
export function scheduleOf(
  run: Pick<RunState, 'pipeline' | 'cancelled' | 'steps' | 'variables' | 'run_id'>,
): Schedule<PipelineStep> {
  const { steps, globals } = run.pipeline;
  return {
    steps,
    limit: globals.max_concurrency,
    cancelled: run.cancelled,
    startsOn: ({ condition }) => startsOn(condition),
    isWanted: ({ condition }) => condition === undefined || conditionHolds(condition, lookupIn(run)),
  };
}

/** Finds a step of a pipeline by its id. */
export function stepNamed(steps: readonly PipelineStep[], id: string): PipelineStep | undefined {
  return steps.find((step) => step.id === id);
}

import type { RunState } from '../../domain/pipeline/state.ts';
import type { RunEvent } from '../../domain/pipeline/told.ts';
import type { Runs } from '../../ports/runs.ts';
import type { Clock } from '../../ports/world.ts';
import type { StepPorts } from './perform-step.ts';

export interface RunPorts extends StepPorts {
  readonly runs: Runs;
  readonly clock: Clock;
  readonly onTrouble: (error: unknown) => void;
}

/** Called with what happened and the state after it. */
export type OnTold = (events: readonly RunEvent[], run: RunState) => void;

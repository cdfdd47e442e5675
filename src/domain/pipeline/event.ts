import type { MachineEvent } from '../shared/machine.ts';
import type { PipelineAction } from './action.ts';

/** What can happen to a run, beside what happens to every process. */
export type PipelineHappened =
  /** A try ended by itself. It succeeded with `exit_code` 0 and no `because`. */
  | {
      readonly type: 'attempt_finished';
      readonly step: string;
      readonly exit_code: number | null;
      /** Why it failed, in a few words; null: it succeeded. */
      readonly because: string | null;
    }
  /** Somebody cancelled the run. */
  | { readonly type: 'run_cancelled' }
  /** Somebody cancelled a step that does not run. */
  | { readonly type: 'step_cancelled'; readonly step: string }
  /** Somebody wants a step tried again that is over; what did not run because of it gets its chance, too. */
  | { readonly type: 'step_reopened'; readonly step: string };

export type PipelineEvent = MachineEvent<PipelineHappened, PipelineAction>;

import fc from 'fast-check';
import type { PipelineAction } from '../../../src/domain/pipeline/action.ts';
import type { PipelineCommand } from '../../../src/domain/pipeline/command.ts';
import type { PipelineHappened } from '../../../src/domain/pipeline/event.ts';
import { pipelineMachine, type RunFacts } from '../../../src/domain/pipeline/machine.ts';
import { type RunRows, rowsOf, runOfRows } from '../../../src/domain/pipeline/rows.ts';
import type { RunState } from '../../../src/domain/pipeline/state.ts';
import type { RunStart } from '../../../src/domain/pipeline/transition.ts';
import { machineLaws } from '../../support/machine-laws.ts';
import { anyRun, runToEnd } from '../../support/pipelines.ts';
import { sampleInstant } from '../../support/states.ts';

/** A run is kept as rows. */
const rows = {
  schema_version: 1,
  encode: (run: RunState) => ({ ...rowsOf(run) }),
  decode: (fields: unknown) => ({ ok: true, value: runOfRows(fields as RunRows) }) as const,
};

machineLaws<RunState, PipelineHappened, PipelineAction, PipelineCommand, RunFacts, RunStart>(
  'a run of a pipeline',
  {
    machine: pipelineMachine,
    codec: rows,
    runs: anyRun,
    facts: () => fc.record({ at: fc.constant(sampleInstant(90_000)) }),
    // Where nothing goes wrong any more, each step is started and ends once, or its time comes first.
    bound: (run) => 3 * run.steps.length + 1,
    settle: (run, most) => {
      const before = run.steps.flatMap(({ attempts }) => attempts).length;
      const end = runToEnd(interrupted(run));
      const tries = end.steps.flatMap(({ attempts }) => attempts).length - before;
      return 2 * tries <= most ? 2 * tries : null;
    },
  },
);

function interrupted(run: RunState): RunState {
  return pipelineMachine.reconcile(run, { at: run.updated_at }).reduce(pipelineMachine.transition, run);
}

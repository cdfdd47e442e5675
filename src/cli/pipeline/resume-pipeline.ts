import type { PipelineCommand } from '../../domain/pipeline/command.ts';
import type { RunState } from '../../domain/pipeline/state.ts';
import { IntorchError } from '../../domain/shared/errors.ts';
import type { Io } from '../arguments/io.ts';
import { flagOn, type Invocation } from '../arguments/parse-args.ts';
import { driveHere } from './drive-here.ts';
import { holdingRun } from './hold-run.ts';
import { allowed, withNamedRun } from './named-run.ts';
import { namedRun } from './pipeline-place.ts';

/** `pipeline resume ID [STEP]`: goes on with a run that nobody drives. One that is over tries again what failed, or the step named. */
export async function resumePipeline({ words: [, name, step], flags }: Invocation, io: Io): Promise<number> {
  return withNamedRun(io, name, (place, runs, { run_id }) =>
    holdingRun(place, run_id, async () => {
      // Whoever held the lock before may have driven it on.
      const run = await namedRun(runs, run_id);
      const commands = againCommands(run, step);
      return driveHere(
        place,
        runs,
        run,
        { out: io.out, env: io.env, json: flagOn(flags, 'json') },
        { commands },
      );
    }),
  );
}

/** Returns what a resume asks of a run. @throws REFUSED where there is nothing to do */
function againCommands(run: RunState, step: string | undefined): readonly PipelineCommand[] {
  const retry = (id: string): PipelineCommand => ({ type: 'retry_step', step: id });
  if (step !== undefined) return [allowed(run, retry(step))];
  if (run.ended_at === null) return [];
  const failed = run.steps.filter(({ state }) => state === 'FAILED' || state === 'CANCELLED');
  if (run.state === 'succeeded')
    throw new IntorchError('REFUSED', `${run.run_id} has succeeded; there is nothing to go on with`);
  return failed.map(({ id }) => retry(id));
}

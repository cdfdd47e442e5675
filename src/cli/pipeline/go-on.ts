import { setTimeout as wait } from 'node:timers/promises';
import { systemClock } from '../../adapters/system-clock.ts';
import type { PipelineCommand } from '../../domain/pipeline/command.ts';
import { pipelineMachine } from '../../domain/pipeline/machine.ts';
import type { RunState } from '../../domain/pipeline/state.ts';
import { IntorchError } from '../../domain/shared/errors.ts';
import { safeJson, sanitizeLine } from '../../domain/shared/text.ts';
import type { Runs } from '../../ports/runs.ts';
import type { Io } from '../arguments/io.ts';
import { flagOn, type Invocation } from '../arguments/parse-args.ts';
import { ownerText } from '../session/hold-lock.ts';
import { driveHere, holdingRun } from './drive-here.ts';
import { driverOf, namedRun, type PipelinePlace, pipelinePlace } from './pipeline-place.ts';
import { factsOfRun } from './run-facts.ts';

/** `pipeline resume ID [STEP]`: goes on with a run that nobody drives. One that is over tries again what failed, or the step named. */
export async function resumePipeline({ words: [, name, step], flags }: Invocation, io: Io): Promise<number> {
  return withRun(io, name, (place, runs, { run_id }) =>
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

function allowed(run: RunState, command: PipelineCommand): PipelineCommand {
  const decided = pipelineMachine.decide(run, command, systemClock.now(), null);
  if (!('refused' in decided)) return command;
  throw new IntorchError('REFUSED', sanitizeLine(decided.refused), {
    remedy: `See where it stands: intorch pipeline show ${run.run_id}`,
  });
}

/**
 * `pipeline cancel ID [STEP]`: cancels a run, or one of its steps. Where somebody drives the run they are asked to; where nobody does, it is
 * done here, and what always runs is run.
 */
export async function cancelPipeline({ words: [, name, step], flags }: Invocation, io: Io): Promise<number> {
  const json = flagOn(flags, 'json');
  return withRun(io, name, async (place, runs, run) => {
    const command = allowed(run, step === undefined ? { type: 'cancel' } : { type: 'cancel_step', step });
    const driver = await driverOf(place, run);
    if (driver === null) {
      return holdingRun(place, run.run_id, async () => {
        const goesOn = ({ cancelled }: RunState) => cancelled !== 'no';
        await driveHere(
          place,
          runs,
          await namedRun(runs, run.run_id),
          { out: io.out, env: io.env, json },
          { commands: [command], goesOn },
        );
        return 0;
      });
    }
    await runs.leave(run.run_id, command);
    const isTaken = await takenUp(runs, run);
    const now = await namedRun(runs, run.run_id);
    const said = isTaken ? 'is being cancelled by' : 'will be cancelled by';
    io.out(
      json
        ? `${safeJson(factsOfRun(now, driver))}\n`
        : `${sanitizeLine(`${step ?? run.run_id} ${said} ${ownerText(driver)}`)}\n`,
    );
    return 0;
  });
}

const PATIENCE_MS = 5_000;

async function takenUp(runs: Runs, { run_id }: RunState): Promise<boolean> {
  for (let waited = 0; waited < PATIENCE_MS; waited += 50) {
    if ((await runs.requests(run_id)).length === 0) return true;
    await wait(50);
  }
  return false;
}

async function withRun(
  io: Io,
  name: string | undefined,
  work: (place: PipelinePlace, runs: Runs, run: RunState) => Promise<number>,
): Promise<number> {
  const place = await pipelinePlace(io);
  const runs = await place.write();
  try {
    return await work(place, runs, await namedRun(runs, name));
  } finally {
    await runs.close();
  }
}

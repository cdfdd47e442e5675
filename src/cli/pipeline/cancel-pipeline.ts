import { setTimeout as wait } from 'node:timers/promises';
import type { RunState } from '../../domain/pipeline/state.ts';
import { safeJson, sanitizeLine } from '../../domain/shared/text.ts';
import type { Runs } from '../../ports/runs.ts';
import type { Io } from '../arguments/io.ts';
import { flagOn, type Invocation } from '../arguments/parse-args.ts';
import { ownerText } from '../session/hold-lock.ts';
import { driveHere } from './drive-here.ts';
import { holdingRun } from './hold-run.ts';
import { allowed, withNamedRun } from './named-run.ts';
import { driverOf, namedRun } from './pipeline-place.ts';
import { factsOfRun } from './run-facts.ts';

/**
 * `pipeline cancel ID [STEP]`: cancels a run, or one of its steps. Where somebody drives the run they are asked to; where nobody does, it is
 * done here, and what always runs is run.
 */
export async function cancelPipeline({ words: [, name, step], flags }: Invocation, io: Io): Promise<number> {
  const json = flagOn(flags, 'json');
  return withNamedRun(io, name, async (place, runs, run) => {
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
    const heard = await isHeard(runs, run);
    const now = await namedRun(runs, run.run_id);
    const said = heard ? 'is being cancelled by' : 'will be cancelled by';
    io.out(
      json
        ? `${safeJson(factsOfRun(now, driver))}\n`
        : `${sanitizeLine(`${step ?? run.run_id} ${said} ${ownerText(driver)}`)}\n`,
    );
    return 0;
  });
}

const PATIENCE_MS = 5_000;

async function isHeard(runs: Runs, { run_id }: RunState): Promise<boolean> {
  for (let waited = 0; waited < PATIENCE_MS; waited += 50) {
    if ((await runs.requests(run_id)).length === 0) return true;
    await wait(50);
  }
  return false;
}

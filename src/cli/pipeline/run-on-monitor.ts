import type { RunState } from '../../domain/pipeline/state.ts';
import { IntorchError } from '../../domain/shared/errors.ts';
import { safeJson } from '../../domain/shared/text.ts';
import type { Runs } from '../../ports/runs.ts';
import type { Io } from '../arguments/io.ts';
import type { FlagValues } from '../arguments/parse-args.ts';
import { driveInBackground } from './drive-in-background.ts';
import type { PipelinePlace } from './pipeline-place.ts';
import { openRunLog } from './run-log.ts';
import { monitorRun, mustBeOnTerminal } from './show-monitor.ts';

/** A run that is to begin, and the end of holding its lock. */
interface Fresh {
  readonly run: RunState;
  readonly release: () => Promise<void>;
}

/** `pipeline run FILE --monitor`: keeps the new run, starts a process that drives it, and shows it. Leaving the screen does not stop it. */
export async function runOnMonitor(
  place: PipelinePlace,
  runs: Runs,
  { run, release }: Fresh,
  flags: FlagValues,
  io: Io,
): Promise<number> {
  mustBeOnTerminal(io);
  const { run_id } = run;
  const log = openRunLog(place.folderOf(run_id), place.onTrouble);
  for (const event of await runs.create(run)) log.write(`${safeJson({ run_id, ...event })}\n`);
  log.close();
  await release();
  const opening = driveInBackground(place, run_id, ['resume']).then((why) => {
    if (why !== null) throw new IntorchError('REFUSED', `${run_id} was not started: ${why}`);
  });
  return monitorRun(place, { run: run_id, opening }, flags, io);
}

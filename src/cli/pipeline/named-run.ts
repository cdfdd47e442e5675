import { systemClock } from '../../adapters/system-clock.ts';
import type { PipelineCommand } from '../../domain/pipeline/command.ts';
import { decideForRun } from '../../domain/pipeline/decide-run.ts';
import type { RunState } from '../../domain/pipeline/state.ts';
import { IntorchError } from '../../domain/shared/errors.ts';
import { sanitizeLine } from '../../domain/shared/text.ts';
import type { Runs } from '../../ports/runs.ts';
import type { Io } from '../arguments/io.ts';
import { namedRun, type PipelinePlace, pipelinePlace } from './pipeline-place.ts';

/** Opens the run that was named, to write. */
export async function withNamedRun(
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

/** Returns a command that a run would obey now. @throws REFUSED */
export function allowed(run: RunState, command: PipelineCommand): PipelineCommand {
  const decided = decideForRun(run, command, systemClock.now());
  if (!('refused' in decided)) return command;
  throw new IntorchError('REFUSED', sanitizeLine(decided.refused), {
    remedy: `See where it stands: intorch pipeline show ${run.run_id}`,
  });
}

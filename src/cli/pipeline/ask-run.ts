import { systemClock } from '../../adapters/system-clock.ts';
import { decideForRun } from '../../domain/pipeline/decide-run.ts';
import type { PipelineRunId } from '../../domain/pipeline/run-id.ts';
import type { RunRequested } from '../../tui/monitor/monitor-client.ts';
import { driveInBackground } from './drive-in-background.ts';
import { driverOf, namedRun, type PipelinePlace } from './pipeline-place.ts';

/** Leaves a command with whoever drives a run, or starts a process that does it. Returns why it is refused, or null. */
export async function askRun(
  place: PipelinePlace,
  run_id: PipelineRunId,
  requested: RunRequested,
): Promise<string | null> {
  const runs = await place.write();
  try {
    const run = await namedRun(runs, run_id);
    const driver = await driverOf(place, run);
    if (requested.type === 'resume')
      return driver === null
        ? driveInBackground(place, run_id, ['resume'])
        : `${driver.pid} drives it already`;
    const decided = decideForRun(run, requested, systemClock.now());
    if ('refused' in decided) return decided.refused;
    if (driver !== null) {
      await runs.leave(run_id, requested);
      return null;
    }
    const verb = requested.type === 'retry_step' ? 'resume' : 'cancel';
    return driveInBackground(place, run_id, requested.type === 'cancel' ? [verb] : [verb, requested.step]);
  } finally {
    await runs.close();
  }
}

import { hostname } from 'node:os';
import { systemClock } from '../../adapters/system-clock.ts';
import type { PipelineRunId } from '../../domain/pipeline/run-id.ts';
import { IntorchError } from '../../domain/shared/errors.ts';
import type { SessionId } from '../../domain/shared/ids.ts';
import { ownerText } from '../session/hold-lock.ts';
import type { PipelinePlace } from './pipeline-place.ts';

/** Takes the lock of a run. */
export function takeRun(place: PipelinePlace, run_id: PipelineRunId) {
  const lock = place.lockOf(run_id);
  const session_id = run_id as string as SessionId;
  const started_at = systemClock.now();
  const owner = { pid: process.pid, host: hostname(), started_at, session_id, role: 'run' } as const;
  return lock.take(owner).then((held) => (held.taken ? { release: lock.release } : { owner: held.owner }));
}

/** Holds the lock of a run while `work` goes on. @throws SESSION_LOCKED, with who holds it */
export async function holdingRun<T>(
  place: PipelinePlace,
  run_id: PipelineRunId,
  work: () => Promise<T>,
): Promise<T> {
  const held = await takeRun(place, run_id);
  if ('owner' in held)
    throw new IntorchError('SESSION_LOCKED', `Somebody drives ${run_id}: ${ownerText(held.owner)}`, {
      remedy: `Follow it: intorch pipeline events ${run_id} --follow. Cancel it: intorch pipeline cancel ${run_id}`,
    });
  try {
    return await work();
  } finally {
    await held.release();
  }
}

/** Starts a lost engine again, so that a night's work does not end with one process. */
import { asIntorchError } from '../../../domain/shared/errors.ts';
import type { FlagValues } from '../../arguments/parse-args.ts';
import type { Looking } from '../../repository/read-repository.ts';
import type { ensureEngine } from './engine-process.ts';

/** An engine that is lost more often than this within the time is not lost by chance. */
const MOST_STARTS = 3;
const WITHIN_MS = 5 * 60_000;
/** One that was killed holds its lock until the system has let go of it. */
const SETTLE_MS = 250;

/**
 * Returns what a screen calls when it lost its engine: it starts another one, which goes on where the journal ends. Resolves to null when
 * one runs, and to the reason when none is started any more.
 */
export function engineReviver(
  place: Pick<Looking, 'directory' | 'common_dir' | 'top_level' | 'lock'>,
  flags: FlagValues,
  start: typeof ensureEngine = startEngine,
  now: () => number = Date.now,
): () => Promise<string | null> {
  const starts: number[] = [];
  return async () => {
    await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
    if ((await place.lock.owner()) !== null) return null;
    const recent = starts.filter((at) => now() - at < WITHIN_MS);
    if (recent.length >= MOST_STARTS)
      return `the engine was lost ${MOST_STARTS + 1} times within 5 minutes; everything is saved`;
    starts.push(now());
    try {
      await start(place, new Map([...flags, ['resume', []]]));
      return null;
    } catch (thrown) {
      return `the engine cannot start again: ${asIntorchError(thrown).message}`;
    }
  };
}

/** The screen loads what starts an engine only when it lost one. */
const startEngine: typeof ensureEngine = async (...given) =>
  (await import('./engine-process.ts')).ensureEngine(...given);

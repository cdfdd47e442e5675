/** `intorch watch`: plans again when a branch or a worktree moves, and says what changed. It changes nothing in the repository. */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { watchRefs } from '../../adapters/ref-hints.ts';
import { systemClock } from '../../adapters/system-clock.ts';
import type { WatchView } from '../../domain/integration/watch/watch-view.ts';
import { IntorchError } from '../../domain/shared/errors.ts';
import { sanitizeLine } from '../../domain/shared/text.ts';
import type { Io } from '../arguments/io.ts';
import { flagOn, flagValue, type Invocation } from '../arguments/parse-args.ts';
import { watchReport } from '../output/watch-lines.ts';
import { openRepository } from '../repository/compose.ts';
import { lookRepeatedly } from '../session/look-repeatedly.ts';
import { stopSignals } from '../session/stop-signals.ts';

const EVERY_S = 10;
const LONGEST_S = 86_400;
/** Git moves several files for one commit: what comes within this time is one change. */
const SETTLE_MS = 300;

export async function watchCommand({ flags }: Invocation, io: Io): Promise<number> {
  const every_ms = secondsOf(flagValue(flags, 'every')) * 1000;
  const repository = await openRepository(io, flags);
  const color = io.interactive && !flagOn(flags, 'no-color') && !io.env['NO_COLOR'];
  const report = watchReport({ out: io.out, json: flagOn(flags, 'json'), color });
  const scratch = await mkdtemp(join(tmpdir(), 'intorch-watch-'));
  const signals = stopSignals();
  const looks = lookRepeatedly(repository, join(scratch, 'looks'));
  const hints = hintsFrom(repository.info.common_dir, signals.stop);
  // A reader that goes away ends it: nothing else would.
  process.stdout.once('error', signals.stopNow);
  try {
    let before = await looks.look();
    if (before !== null) report.present(before, systemClock.now());
    let trouble: string | null = null;
    while (!flagOn(flags, 'once') && !signals.stop.aborted) {
      await hints.next(every_ms);
      if (signals.stop.aborted) break;
      try {
        const after: WatchView | null = await looks.look();
        if (after !== null && before !== null) report.changed(before, after, systemClock.now());
        before = after ?? before;
        trouble = null;
      } catch (error) {
        if (!(error instanceof IntorchError)) throw error;
        if (error.message !== trouble && !signals.stop.aborted) report.failed(error, systemClock.now());
        trouble = error.message;
      }
    }
    return 0;
  } finally {
    hints.end();
    signals.dispose();
    process.stdout.off('error', signals.stopNow);
    await looks.close();
    await rm(scratch, { recursive: true, force: true });
  }
}

function secondsOf(text: string | null): number {
  const seconds = text === null ? EVERY_S : Number(text);
  if (seconds > 0 && seconds <= LONGEST_S) return seconds;
  throw new IntorchError(
    'WRONG_USE',
    `--every takes seconds, up to ${LONGEST_S}; not ${sanitizeLine(text ?? '')}`,
  );
}

/** Waits for hints that something moved: until they have settled, or for a time where none comes. */
function hintsFrom(git_dir: string, stop: AbortSignal) {
  let hinted = false;
  let wake = () => {};
  const sleep = (ms: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  const end = watchRefs(git_dir, () => {
    hinted = true;
    wake();
  });
  stop.addEventListener('abort', () => wake());
  return {
    next: async (every_ms: number) => {
      if (!hinted && !stop.aborted) await sleep(every_ms);
      if (!hinted || stop.aborted) return;
      // Hints that come now do not wake: this is to wait for them.
      const settled = new Promise<void>((resolve) => setTimeout(resolve, SETTLE_MS));
      await settled;
      hinted = false;
    },
    end,
  };
}

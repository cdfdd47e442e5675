import type { Io } from './io.ts';
import { type FlagValues, flagOn } from './parse-args.ts';

/** Checks whether somebody uses a screen reader instead of looking at the screen. */
export function isLinear(flags: FlagValues, io: Pick<Io, 'env'>): boolean {
  return flagOn(flags, 'screen-reader') || io.env['INK_SCREEN_READER'] === 'true';
}

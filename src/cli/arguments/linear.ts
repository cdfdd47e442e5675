import type { Io } from './io.ts';
import { type FlagValues, flagOn } from './parse-args.ts';

/** Says whether somebody listens to the screen instead of looking at it. */
export function isLinear(flags: FlagValues, io: Pick<Io, 'env'>): boolean {
  return flagOn(flags, 'screen-reader') || io.env['INK_SCREEN_READER'] === 'true';
}

import type { EffortName } from '../../shared/ids.ts';
import { counted } from '../../shared/text.ts';
import type { Effort, IntegrationState } from '../state.ts';
import { type FittingSets, fittingSets } from './fitting-sets.ts';
import { fitting, type Misfit, misfitsOf, needsAmong } from './misfits.ts';

/** Which efforts go together: what merges by the forecast, and passes as far as verdicts are known. */
export interface Fit extends FittingSets {
  /** All efforts that could be merged, in the order of the plan. */
  readonly efforts: readonly EffortName[];
  /** The smallest sets that do not go together. */
  readonly misfits: readonly Misfit[];
}

const KNOWN = new WeakMap<readonly Effort[], Fit>();

/** Returns which efforts go together as the plan stands now. */
export function fitInUse(state: Pick<IntegrationState, 'efforts_included' | 'forecast'>): Fit {
  const known = KNOWN.get(state.efforts_included) ?? fitOf(state);
  KNOWN.set(state.efforts_included, known);
  return known;
}

/** Finds which efforts of a plan go together. `before`: an earlier session, whose red gates count where the commits are the same. */
export function fitOf(
  state: Pick<IntegrationState, 'efforts_included' | 'forecast'>,
  before: Pick<IntegrationState, 'efforts_included'> | null = null,
): Fit {
  const open = fitting(state);
  const efforts = open.map(({ name }) => name);
  const misfits = misfitsOf(state, before);
  const sets = fittingSets({
    names: efforts,
    needs: needsAmong(open),
    misfits: misfits.map((misfit) => misfit.efforts),
  });
  return { ...sets, efforts, misfits };
}

/** More misfits are only counted in a sentence. */
const MOST_NAMED = 3;

/** Says in one sentence how many go together, and what does not; null: everything does. */
export function fitSentence({ efforts, sets, misfits, complete }: Fit, target: string): string | null {
  if (misfits.length === 0) return null;
  const named = misfits.slice(0, MOST_NAMED).map((misfit) => misfitWords(misfit, target));
  const more = misfits.length - named.length;
  const largest = `${complete ? '' : 'at least '}${sets[0]?.length ?? 0} of ${efforts.length} go together`;
  return `${largest}; the smallest that do not: ${named.join(', ')}${more === 0 ? '' : ` and ${counted(more, 'other')}`}`;
}

/** Names a set that does not go together, and why: `agent-3 + agent-7 (src/login.ts)`. */
export function misfitWords({ efforts, because, files }: Misfit, target: string): string {
  const [first, ...others] = files;
  const where =
    first === undefined ? '' : `${first}${others.length === 0 ? '' : ` and ${others.length} more`}`;
  const why = { target: `${target}: ${where}`, conflict: where, red: 'a gate is red' }[because];
  return `${efforts.join(' + ')} (${why})`;
}

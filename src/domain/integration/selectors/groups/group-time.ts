import { forecastGroups } from '../../../gate/group-forecast.ts';
import type { IntegrationState } from '../../state.ts';
import { policyOf } from './gate-policy.ts';
import { redShare } from './red-share.ts';
import { suiteWidth } from './suite-width.ts';

export interface GroupTime {
  /** As many efforts as are usually red, one at least. */
  readonly reds: number;
  /** With so many red ones, evenly apart. */
  readonly usual_ms: number;
}

/** Estimates how long it takes to judge efforts together, one run on everything taking `suite_ms`. */
export function groupTime(state: IntegrationState, efforts: number, suite_ms: number): GroupTime {
  const { gates } = state.settings;
  const share = redShare(state);
  const reds = Math.min(efforts, Math.max(1, Math.round(efforts * share)));
  const places = Array.from({ length: reds }, (_, index) => Math.floor(((index + 0.5) * efforts) / reds));
  const { rounds } = forecastGroups({
    efforts,
    share,
    width: Math.min(...gates.map(({ name }) => suiteWidth(state, name))),
    beside: policyOf(state).policy === 'grouped',
    attempts: gates.some(({ retries }) => retries > 0) ? 2 : 1,
    isRed: (set) => places.some((place) => set.has(place)),
  });
  return { reds, usual_ms: rounds * suite_ms };
}

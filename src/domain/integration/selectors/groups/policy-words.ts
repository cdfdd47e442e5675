import { counted } from '../../../shared/text.ts';
import { humanDuration } from '../../../shared/time.ts';
import type { IntegrationState } from '../../state.ts';
import { participants } from '../progress.ts';
import { policyOf } from './gate-policy.ts';
import { groupTime } from './group-time.ts';
import { gateDurations, suiteMs } from './suite-time.ts';

/** Says when gates run, why, and what finding out who is red would take; null: no gate is configured. */
export function policyWords(state: IntegrationState): string | null {
  const { settings } = state;
  if (settings.gates.length === 0) return null;
  const { policy, because } = policyOf(state);
  const words = `${WHEN[policy]}: ${because}`;
  const suite_ms = suiteMs(state, settings.gates, gateDurations(state));
  const efforts = participants(state).filter(({ status }) => status !== 'HELD' && status !== 'FAILED').length;
  if (policy === 'each' || suite_ms === null || efforts === 0) return words;
  const { reds, usual_ms } = groupTime(state, efforts, suite_ms);
  return `${words}; ${humanDuration(suite_ms)} if all are green together, about ${humanDuration(usual_ms)} with ${counted(reds, 'red one')}`;
}

const WHEN = {
  each: 'after each effort',
  grouped: 'grouped, on all efforts together and on groups of them',
  final: 'on all efforts together, on groups only if that is red',
} as const;

/** Which gates run when, why, and what that takes. */
import type { GatePolicy } from '../../../config/settings.ts';
import { gatesFor } from '../../../gate/select.ts';
import { counted } from '../../../shared/text.ts';
import { humanDuration } from '../../../shared/time.ts';
import type { IntegrationState } from '../../state.ts';
import { participants } from '../progress.ts';
import { gateDurations, suiteMs } from './suite-time.ts';

/** A policy, and why it is the one, in a clause. */
export interface PolicyChoice {
  readonly policy: GatePolicy;
  readonly because: string;
}

/** Returns the policy that settings and the time of the gates speak for, as far as that is known now. */
export function choosePolicy(state: IntegrationState): PolicyChoice {
  const { policy, budget_min } = state.settings.gating;
  if (policy !== null) return { policy, because: 'the settings say so' };
  const own = gatesFor(state.settings, { kind: 'final' }).filter((gate) => gate.when !== 'final');
  if (own.length === 0) return { policy: 'each', because: 'every gate runs at the end only' };
  const suite_ms = suiteMs(state, own, gateDurations(state));
  if (suite_ms === null) return { policy: 'each', because: 'their time is not known yet' };
  const efforts = participants(state).filter(({ status }) => status !== 'HELD' && status !== 'FAILED').length;
  const fits = efforts * suite_ms <= budget_min * 60_000;
  const budget = `gating.budget_min of ${budget_min}`;
  return {
    policy: fits ? 'each' : 'grouped',
    because: `${counted(efforts, 'effort')} at ${humanDuration(suite_ms)} each ${fits ? 'fit into' : 'take longer than'} ${budget}`,
  };
}

/** Returns the policy of a session, and why: as it was decided, or as it would be now. */
export function policyOf(state: IntegrationState): PolicyChoice {
  const chosen = choosePolicy(state);
  if (state.gate_policy === null || state.gate_policy === chosen.policy) return chosen;
  return { policy: state.gate_policy, because: 'decided at the start' };
}

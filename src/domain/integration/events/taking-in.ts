/** Taking an effort in again that was put aside or handed back: it is merged after those that are in. */

import type { EffortName } from '../../shared/ids.ts';
import { heldTogether } from '../selectors/dependents.ts';
import { heldWith } from '../selectors/effort-status.ts';
import { effortNamed } from '../selectors/progress.ts';
import type { IntegrationState } from '../state.ts';
import { atTheEnd, withEffort } from './change.ts';
import { pending } from './holding.ts';

/** Gives the state in which an effort, and what was held only because of it, waits for its turn. What was chosen in its conflicts is kept. */
export function takeIn(state: IntegrationState, name: EffortName): IntegrationState {
  const back = heldTogether(state, name).filter(
    (other) => other === name || heldWith(effortNamed(state, other)) === name,
  );
  let next: IntegrationState = { ...state, stage: 'INTEGRATING', landing_choice: null };
  for (const effort of back) next = withEffort(pending(next, effort), effort, { clashes_with: null });
  return atTheEnd(next, back);
}

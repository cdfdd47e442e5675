/** Includes an effort again that was held or returned to its author: it is merged after those that are in. */

import type { EffortName } from '../../shared/ids.ts';
import { heldTogether } from '../selectors/dependents.ts';
import { heldWith } from '../selectors/effort-status.ts';
import { effortNamed } from '../selectors/progress.ts';
import type { IntegrationState } from '../state.ts';
import { atTheEnd, withEffort } from './change.ts';
import { pending } from './holding.ts';

/** Makes an effort wait for its turn, with everything held only because of it. What was chosen in its conflicts is kept. */
export function includeAgain(state: IntegrationState, name: EffortName): IntegrationState {
  const back = heldTogether(state, name).filter(
    (other) => other === name || heldWith(effortNamed(state, other)) === name,
  );
  let next: IntegrationState = { ...state, stage: 'INTEGRATING', landing_choice: null };
  for (const effort of back) next = withEffort(pending(next, effort), effort, { clashes_with: null });
  return atTheEnd(next, back);
}

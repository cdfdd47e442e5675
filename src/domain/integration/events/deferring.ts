/** Defers an effort: the others go first, and its conflicts are found again on top of them. */
import type { EffortName } from '../../shared/ids.ts';
import { heldTogether } from '../selectors/dependents.ts';
import { missingFor } from '../selectors/next-effort.ts';
import { participants } from '../selectors/progress.ts';
import type { IntegrationState } from '../state.ts';
import { atTheEnd, withEffort } from './change.ts';
import { pending } from './holding.ts';

/**
 * Checks whether another effort can go first: one that waits, does not need this one, and was not deferred itself. Otherwise they would
 * wait for each other.
 */
export function canDefer(state: IntegrationState, name: EffortName): boolean {
  const waitsWithIt = heldTogether(state, name);
  return participants(state).some(
    (other) =>
      other.status === 'PENDING' &&
      !other.deferred &&
      !waitsWithIt.includes(other.name) &&
      missingFor(state, other).length === 0,
  );
}

/** Defers an effort, with its dependents, behind all others; what was chosen in its conflicts is kept. */
export function defer(state: IntegrationState, name: EffortName): IntegrationState {
  const next = withEffort(pending(state, name), name, { deferred: true });
  return atTheEnd(next, heldTogether(state, name));
}

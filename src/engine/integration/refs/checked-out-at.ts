import { IntorchError } from '../../../domain/shared/errors.ts';
import type { Performing } from '../performing.ts';

/** Returns the path of the worktree that has the integration branch checked out; null: none, so the branch may move. */
export async function checkedOutAt({
  ports,
  state,
}: Pick<Performing, 'ports' | 'state'>): Promise<string | null> {
  return ports.history.checkoutOf(state.integration_branch);
}

/**
 * Refuses to move the integration branch while it is checked out: the checkout would show our merges as local changes.
 * @throws BRANCH_CHECKED_OUT
 */
export async function refuseCheckedOut(place: Pick<Performing, 'ports' | 'state'>): Promise<void> {
  const path = await checkedOutAt(place);
  if (path === null) return;
  throw new IntorchError(
    'BRANCH_CHECKED_OUT',
    `${place.state.integration_branch} is checked out in ${path}, so it cannot be moved`,
  );
}

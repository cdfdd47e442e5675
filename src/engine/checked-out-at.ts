import type { Performing } from './performing.ts';

/** Gives the worktree that has the integration branch checked out; null: none, so it may move. */
export async function checkedOutAt({
  ports,
  state,
}: Pick<Performing, 'ports' | 'state'>): Promise<string | null> {
  const worktrees = await ports.history.worktrees();
  return worktrees.find((worktree) => worktree.branch === state.integration_branch)?.path ?? null;
}

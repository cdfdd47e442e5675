import { participants } from '../../../domain/integration/selectors/progress.ts';
import type { IntegrationState } from '../../../domain/integration/state.ts';
import type { EffortName, RefName, Sha } from '../../../domain/shared/ids.ts';

/** Looks up the tip of each effort's branch among refs; null: the branch is gone. */
export function effortTips(
  state: IntegrationState,
  refs: ReadonlyMap<RefName, Sha>,
): Readonly<Record<EffortName, Sha | null>> {
  // On another machine than the one where the session began, a branch may exist only as a remote-tracking branch.
  const { remote } = state.settings.checkpoints;
  const tips = participants(state).map(({ name, branch, ref }) => {
    const there = `refs/remotes/${remote}/${branch}` as RefName;
    return [name, refs.get(ref) ?? refs.get(there) ?? null] as const;
  });
  return Object.fromEntries(tips) as Record<EffortName, Sha | null>;
}

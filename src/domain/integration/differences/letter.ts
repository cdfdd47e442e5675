import { integrationBranchName } from '../../config/integration-branch.ts';
import type { Settings } from '../../config/settings.ts';
import { type BranchName, type Sha, shortSha } from '../../shared/ids.ts';
import { standsOn } from '../selectors/dependents.ts';
import { isMergedHere } from '../selectors/effort-status.ts';
import type { IntegrationState } from '../state.ts';

/** What a letter is judged by: where this machine stands. */
export interface LetterBox {
  /** The settings that the session would have here, and the target that they lead to. */
  readonly settings: Settings;
  readonly target: BranchName;
  /** Where the branch that the letter calls its integration branch is here; null: there is none. */
  readonly branch_at: Sha | null;
  /** Where this session itself put it here before; null: it was never here. */
  readonly left_at: Sha | null;
  /** Whether the target, here or on the remote, has the commit that everything is built on. */
  readonly base_is_known: boolean;
}

/**
 * Returns why a session that came from another machine cannot go on here, in a sentence; null: it can. It gets no branch but the one that the
 * settings here name, and that one only where it is at a commit of its own.
 */
export function letterRefusal(state: IntegrationState, box: LetterBox): string | null {
  const { session_id, target, integration_branch: branch, target_base, take_back_to } = state;
  if (target !== box.target)
    return `it lands on ${target}, and the settings here on ${box.target}: say so with --onto ${target}`;
  const named = integrationBranchName(box.settings, session_id);
  if (branch !== named) return `it integrates on ${branch}, and the settings here on ${named}`;
  if (branch === target) return `it integrates on ${branch}, which is the target`;
  if (target_base !== null && !box.base_is_known)
    return `it is built on ${shortSha(target_base)}, which ${target} has neither here nor on the remote`;
  if (take_back_to !== null && !standsOn(state, take_back_to.commit))
    return `it goes back to ${shortSha(take_back_to.commit)}, which it does not stand on`;
  const own = [
    target_base,
    box.left_at,
    ...state.efforts_included.map((effort) => (isMergedHere(effort) ? effort.merge_commit : null)),
  ];
  return box.branch_at === null || own.includes(box.branch_at)
    ? null
    : `${branch} is at ${shortSha(box.branch_at)} here, which is none of its commits: rename or delete that branch first`;
}

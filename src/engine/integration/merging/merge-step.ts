/** Merges one effort in memory by its strategy: the result, the commit it builds on, and the commits left out. */
import type { Effort, IntegrationState, MergedHere } from '../../../domain/integration/state.ts';
import type { Instant, Sha } from '../../../domain/shared/ids.ts';
import type { MergeOutcome } from '../../../ports/git.ts';
import type { EnginePorts } from '../ports.ts';

export interface MergeStep {
  /** Commit that the effort was merged onto: the integration tip, or the last clean commit picked onto it. */
  readonly onto: Sha;
  /** null: every commit was picked, so there is nothing left to merge. */
  readonly outcome: MergeOutcome | null;
  readonly picked: readonly Sha[];
  readonly left_out: MergedHere['commits_left_out'];
  /** Conflicting commits of a hybrid effort, whose changes come in with the merge. */
  readonly merged_whole: MergedHere['commits_left_out'];
}

/** Merges, picks, or picks the clean commits and merges the rest, depending on the strategy. Publishes nothing. */
export async function mergeStep(
  ports: EnginePorts,
  state: IntegrationState,
  effort: Effort,
  onto: Sha,
): Promise<MergeStep> {
  const attributes_from = state.target_base ?? onto;
  if (effort.strategy === 'merge') {
    const outcome = await ports.objects.merge({ onto, incoming: effort.tip, attributes_from });
    return { onto, outcome, picked: [], left_out: [], merged_whole: [] };
  }
  const picks = await pickClean(ports, state, effort, onto);
  if (effort.strategy === 'cherry-pick' || picks.left_out.length === 0) {
    return {
      onto: picks.tip,
      outcome: null,
      picked: picks.picked,
      left_out: picks.left_out,
      merged_whole: [],
    };
  }
  const outcome = await ports.objects.merge({ onto: picks.tip, incoming: effort.tip, attributes_from });
  return { onto: picks.tip, outcome, picked: picks.picked, left_out: [], merged_whole: picks.left_out };
}

/** Returns the date for our commits: the session's start, so that a repeated step produces the same object name. */
export function commitDate(state: IntegrationState): Instant {
  return state.integration_started ?? state.created_at;
}

async function pickClean(
  ports: EnginePorts,
  state: IntegrationState,
  effort: Effort,
  onto: Sha,
): Promise<{ tip: Sha; picked: readonly Sha[]; left_out: MergedHere['commits_left_out'] }> {
  const { objects, history } = ports;
  const all = await history.commitsBetween(effort.merge_base, effort.tip);
  const wanted =
    effort.commits_chosen === null
      ? all
      : all.filter(({ commit }) => effort.commits_chosen?.includes(commit));
  const picked: Sha[] = [];
  const left_out: { commit: Sha; subject: string }[] = [];
  let tip = onto;
  for (const { commit, subject } of wanted) {
    const outcome = await objects.pick({ onto: tip, commit, attributes_from: state.target_base ?? onto });
    if (outcome.conflicted.length > 0) left_out.push({ commit, subject });
    else if (outcome.tree !== (await objects.treeOf(tip))) {
      tip = await objects.writeCommit({
        tree: outcome.tree,
        parents: [tip],
        message: `${subject}\n\n(cherry picked from commit ${commit})\n`,
        identity: state.identity,
        author_of: commit,
        at: commitDate(state),
      });
      picked.push(commit);
    }
  }
  return { tip, picked, left_out };
}

/** Merges one effort in memory by its strategy: the result, the commit it builds on, and the commits left out. */
import type { Effort, IntegrationState, MergedHere } from '../../../domain/integration/state.ts';
import type { Instant, Sha } from '../../../domain/shared/ids.ts';
import type { MergeOutcome } from '../../../ports/git.ts';
import { squashedPart } from '../planning/squashed-part.ts';
import type { MergingPorts } from '../ports.ts';

export interface MergeStep {
  /** The version of its parent that the target has squashed: what the effort changes begins there. null: git finds the merge base. */
  readonly squashed: Sha | null;
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
  ports: MergingPorts,
  state: IntegrationState,
  effort: Effort,
  onto: Sha,
): Promise<MergeStep> {
  const attributes_from = state.target_base ?? onto;
  const squashed = await squashedBase(ports, state, effort, onto);
  if (effort.strategy === 'merge') {
    const outcome = await ports.objects.merge({ onto, incoming: effort.tip, attributes_from, squashed });
    return { onto, outcome, squashed, picked: [], left_out: [], merged_whole: [] };
  }
  const picks = await pickClean(ports, state, effort, onto);
  if (effort.strategy === 'cherry-pick' || picks.left_out.length === 0) {
    return {
      onto: picks.tip,
      outcome: null,
      squashed,
      picked: picks.picked,
      left_out: picks.left_out,
      merged_whole: [],
    };
  }
  const { tip, picked, left_out: merged_whole } = picks;
  const outcome = await ports.objects.merge({ onto: tip, incoming: effort.tip, attributes_from, squashed });
  return { onto: tip, outcome, squashed, picked, left_out: [], merged_whole };
}

/** Returns the effort's merge base where only its content is in what it is merged onto. Asks again: the target may have moved since. */
async function squashedBase(
  { history }: MergingPorts,
  { target_base }: IntegrationState,
  { merge_base }: Effort,
  onto: Sha,
): Promise<Sha | null> {
  if (target_base === null || (await history.isAncestor(merge_base, onto))) return null;
  const [fork] = await history.mergeBases(merge_base, target_base);
  if (fork === undefined) return null;
  const part = await squashedPart(history, { fork, tip: merge_base }, target_base);
  return part === merge_base ? merge_base : null;
}

/** Returns the date for our commits: the session's start, so that a repeated step produces the same object name. */
export function commitDate(state: IntegrationState): Instant {
  return state.integration_started ?? state.created_at;
}

async function pickClean(
  ports: MergingPorts,
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

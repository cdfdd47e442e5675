/** Makes the merges of a session again, to see whether its results are what its efforts and decisions lead to. */
import { basicsOf } from '../../../domain/integration/events/change.ts';
import { isMergedHere } from '../../../domain/integration/selectors/effort-status.ts';
import type { Effort, IntegrationState, MergedHere } from '../../../domain/integration/state.ts';
import { asIntorchError } from '../../../domain/shared/errors.ts';
import { type Sha, shortSha } from '../../../domain/shared/ids.ts';
import type { MergingPorts } from '../ports.ts';
import { commitDate, mergeStep } from './merge-step.ts';
import { resolvedTree } from './perform-resolve.ts';

type Merged = Effort & MergedHere;

/** More paths than these say no more. */
const MOST_PATHS = 5;

/**
 * Merges again whatever the session says it merged, from its base up, and compares. Returns what does not come out, in a sentence; null: all
 * does. Moves nothing: merging leaves unreferenced objects at most.
 */
export async function remergeRefusal(ports: MergingPorts, state: IntegrationState): Promise<string | null> {
  const { target_base, integration_tip } = state;
  if (target_base === null || integration_tip === null) return null;
  let left = state.efforts_included.filter(isMergedHere);
  let tip = target_base;
  while (left.length > 0) {
    const here = left.filter(({ restore_point }) => restore_point === tip);
    const next = here.find(({ merge_commit }) => merge_commit === tip) ?? here[0];
    if (next === undefined) break;
    left = left.filter((effort) => effort !== next);
    const because = await differenceIn(ports, asBefore(state, [next, ...left]), next, tip);
    if (because !== null) return `${next.name} merged again comes out otherwise: ${because}`;
    tip = next.merge_commit;
  }
  if (left.length > 0 || tip !== integration_tip)
    return `${state.integration_branch} should be at ${shortSha(integration_tip)}, and its efforts merged again end at ${shortSha(tip)}`;
  return null;
}

/** Returns the state as it was when these efforts were not in: what is in decides what an option of a conflict is. */
function asBefore(state: IntegrationState, later: readonly Effort[]): IntegrationState {
  const efforts_included = state.efforts_included.map(
    (effort): Effort => (later.includes(effort) ? { ...basicsOf(effort), status: 'PENDING' } : effort),
  );
  return { ...state, efforts_included };
}

async function differenceIn(
  ports: MergingPorts,
  state: IntegrationState,
  effort: Merged,
  onto: Sha,
): Promise<string | null> {
  const { history, objects } = ports;
  const { merge_commit, tip } = effort;
  if (merge_commit === onto)
    return (await history.isAncestor(tip, onto)) ? null : `${shortSha(tip)} is not in ${shortSha(onto)}`;
  const step = await mergeStep(ports, state, effort, onto);
  if (step.outcome === null)
    return step.onto === merge_commit ? null : pathsBetween(ports, step.onto, merge_commit);
  const parents = await history.parents(merge_commit);
  if (parents.join() !== [step.onto, tip].join()) return 'it has other parents';
  const resolved =
    step.outcome.conflicted.length === 0
      ? step.outcome
      : await resolvedTree({ ports, state }, effort, step).catch((thrown: unknown) => ({
          failed: asIntorchError(thrown).message,
        }));
  if ('failed' in resolved) return resolved.failed;
  if ((await objects.treeOf(merge_commit)) === resolved.tree) return null;
  const { tree } = resolved;
  const again = { tree, parents, message: '', identity: state.identity, at: commitDate(state) };
  return pathsBetween(ports, await objects.writeCommit(again), merge_commit);
}

async function pathsBetween({ history }: MergingPorts, ours: Sha, theirs: Sha): Promise<string> {
  const paths = (await history.changedPaths(ours, theirs)).map(({ path }) => path);
  const more = paths.length > MOST_PATHS ? ` and ${paths.length - MOST_PATHS} more` : '';
  return paths.length === 0 ? 'it is another commit' : `${paths.slice(0, MOST_PATHS).join(', ')}${more}`;
}

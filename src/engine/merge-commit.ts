/** Making and publishing the commit of one effort, with its proofs: parents, no markers, nothing lost without a decision. */
import type { Conflict } from '../domain/conflict/conflict.ts';
import { unexplainedLosses } from '../domain/conflict/loss.ts';
import type { Outcome } from '../domain/integration/event.ts';
import { chosenOption } from '../domain/integration/remembering.ts';
import type { Effort, IntegrationState, UnexplainedLoss } from '../domain/integration/state.ts';
import { IntorchError } from '../domain/shared/errors.ts';
import { type Sha, shortSha } from '../domain/shared/ids.ts';
import { commitDate, type MergeStep } from './merge-step.ts';
import type { EnginePorts } from './ports.ts';
import { publish } from './publish.ts';
import { restoreRef } from './session-refs.ts';

/** Files over this many bytes are not compared line by line. */
const MAX_COMPARED_BYTES = 1_000_000;

/** Commits a resolved tree (or takes the picked commits as they are), moves the integration branch, and reports the merge. */
export async function commitMerge(
  ports: EnginePorts,
  state: IntegrationState,
  effort: Effort,
  merge: {
    readonly tip: Sha;
    readonly step: MergeStep;
    readonly tree: Sha;
    readonly conflicts: readonly Conflict[];
  },
): Promise<Outcome> {
  const { tip, step, tree, conflicts } = merge;
  const parents = [step.onto, effort.tip];
  const commit =
    step.outcome === null
      ? step.onto
      : await ports.objects.writeCommit({
          tree,
          parents,
          message: messageOf(state, effort, step, conflicts),
          identity: state.identity,
          at: commitDate(state),
        });
  const [losses] = await Promise.all([
    pathsLeftOut(ports, effort, step).then((left_out) =>
      lossesOf(ports, effort, { tip, tree, conflicts, left_out }),
    ),
    prove(ports, commit, step.outcome === null ? null : parents, tree),
  ]);
  const restore_point = restoreRef(state, effort.name);
  await publish(ports, state, { from: tip, to: commit, keep: [{ ref: restore_point, commit: tip }] });
  return {
    type: 'effort_merged',
    effort: effort.name,
    merge_commit: commit,
    restore_point,
    restore_commit: tip,
    left_out: step.left_out,
    losses,
  };
}

async function prove(
  ports: EnginePorts,
  commit: Sha,
  parents: readonly Sha[] | null,
  tree: Sha,
): Promise<void> {
  const [found, committed] = await Promise.all([
    parents === null ? null : ports.history.parents(commit),
    ports.objects.treeOf(commit),
  ]);
  if (parents !== null && found?.join() !== parents.join()) {
    throw new IntorchError('PROOF_FAILED', `the merge ${commit} has other parents than asked for`);
  }
  if (committed !== tree)
    throw new IntorchError('PROOF_FAILED', `the merge ${commit} has another tree than resolved`);
}

/** Compares, for every file that both sides changed, what each side added with what is still there. */
async function lossesOf(
  ports: EnginePorts,
  effort: Effort,
  merge: {
    readonly tip: Sha;
    readonly tree: Sha;
    readonly conflicts: readonly Conflict[];
    readonly left_out: ReadonlySet<string>;
  },
): Promise<readonly UnexplainedLoss[]> {
  const { history, objects } = ports;
  const changed = async (to: Sha) =>
    new Set(
      (await history.changedPaths(effort.merge_base, to))
        .filter((path) => !path.binary)
        .map(({ path }) => path),
    );
  const [current, incoming] = await Promise.all([changed(merge.tip), changed(effort.tip)]);
  const renamed = new Set(
    merge.conflicts.flatMap((conflict) =>
      conflict.hunks.some((hunk) => hunk.lines === null) ? conflict.files : [],
    ),
  );
  const paths = [...incoming].filter((path) => current.has(path) && !renamed.has(path));
  if (paths.length === 0) return [];
  const sides = await Promise.all(
    [effort.merge_base, merge.tip, effort.tip, merge.tree].map((treeish) =>
      objects.readEntries(treeish, paths),
    ),
  );
  const blobs = [
    ...new Set(
      sides.flatMap((entries) =>
        [...entries.values()].filter((entry) => entry.mode.startsWith('100')).map((entry) => entry.blob),
      ),
    ),
  ];
  const texts = await objects.readBlobs(blobs);
  const textAt = (index: number, path: string) => {
    const blob = sides[index]?.get(path)?.blob;
    const text = blob === undefined ? undefined : texts.get(blob);
    return text === undefined ? null : text;
  };
  return paths.flatMap((path): readonly UnexplainedLoss[] => {
    const [base, mine, theirs, result] = [0, 1, 2, 3].map((index) => textAt(index, path));
    const all = [base, mine, theirs, result].map((text) => text ?? null);
    if (all.some((text) => text !== null && (text.length > MAX_COMPARED_BYTES || text.includes('\0'))))
      return [];
    const decided = merge.conflicts.some(
      (conflict) => conflict.files.includes(path) && !byRulesOnly(conflict),
    );
    return unexplainedLosses({
      path,
      base: base ?? null,
      current: mine ?? null,
      incoming: theirs ?? null,
      result: result ?? null,
      explained: { current: decided, incoming: decided || merge.left_out.has(path) },
    });
  });
}

/** Gives the files of commits that were not picked: that their lines are missing is what was asked for, and the report names them. */
async function pathsLeftOut(
  { history }: EnginePorts,
  effort: Effort,
  { outcome, picked }: MergeStep,
): Promise<ReadonlySet<string>> {
  if (outcome !== null) return new Set();
  const all = await history.commitsBetween(effort.merge_base, effort.tip);
  const paths = new Set<string>();
  for (const { commit } of all.filter((candidate) => !picked.includes(candidate.commit))) {
    const [parent] = await history.parents(commit);
    if (parent === undefined) continue;
    for (const { path } of await history.changedPaths(parent, commit)) paths.add(path);
  }
  return paths;
}

function byRulesOnly(conflict: Conflict): boolean {
  return conflict.edited === null && conflict.hunks.every((hunk) => hunk.choice?.by === 'rule');
}

function messageOf(
  state: IntegrationState,
  effort: Effort,
  step: MergeStep,
  conflicts: readonly Conflict[],
): string {
  const hybrid = effort.strategy === 'hybrid' ? ' (hybrid strategy)' : '';
  const lines = conflicts.map((conflict) => `- ${conflict.path}: ${waysOf(conflict)}`);
  const picks = [
    ...(step.picked.length > 0 ? [`- Clean commits: cherry-picked (${step.picked.length})`] : []),
    ...step.merged_whole.map(({ commit, subject }) => `- Merged by hand: ${shortSha(commit)} ${subject}`),
  ];
  return [
    `Merge effort ${effort.name}${hybrid}`,
    '',
    ...(lines.length + picks.length === 0
      ? []
      : [...picks, ...(lines.length === 0 ? [] : ['Conflicts resolved:', ...lines]), '']),
    `Intorch-Effort: ${effort.branch}`,
    `Intorch-Session: ${state.session_id}`,
    '',
  ].join('\n');
}

function waysOf(conflict: Conflict): string {
  if (conflict.edited !== null) return 'edited by hand';
  const ways = conflict.hunks.map(
    (hunk) => `${chosenOption(hunk)?.id ?? 'open'} (${hunk.choice?.by ?? 'nobody'})`,
  );
  return [...new Set(ways)].join(', ');
}

/** The loss check: compares what each side of a merge added with what is still there. */
import type { Conflict, TreeEntry, UnexplainedLoss } from '../../../domain/conflict/conflict.ts';
import { unexplainedLosses } from '../../../domain/conflict/loss.ts';
import type { Effort } from '../../../domain/integration/state.ts';
import type { Sha } from '../../../domain/shared/ids.ts';
import type { EnginePorts } from '../ports.ts';
import { followRenames } from './followed-renames.ts';
import type { MergeStep } from './merge-step.ts';

/** Files over this many bytes are not compared line by line. */
const MAX_COMPARED_BYTES = 1_000_000;

interface FinishedMerge {
  readonly tip: Sha;
  readonly tree: Sha;
  readonly conflicts: readonly Conflict[];
  readonly left_out: ReadonlySet<string>;
  readonly squashed: MergeStep['squashed'];
}

/**
 * Checks, for every file that both sides changed, that what each side added is still there. It compares with the merge base, since an
 * effort built on another one may rewrite its lines. After criss-cross merges there are several bases; then a line counts as a side's own
 * only if it is so from each of them.
 */
export async function mergeLosses(
  ports: EnginePorts,
  effort: Effort,
  merge: FinishedMerge,
): Promise<readonly UnexplainedLoss[]> {
  const bases = await basesOf(ports, effort, merge);
  if (bases.length === 0 || (await swallows(ports, effort)))
    return lossesSince(ports, effort.merge_base, effort, merge, true);
  const [first = [], ...others] = await Promise.all(
    bases.map((base) => lossesSince(ports, base, effort, merge, false)),
  );
  return others.reduce<readonly UnexplainedLoss[]>(
    (common, losses) =>
      common.flatMap((loss) => {
        const same = losses.find(({ path, side }) => path === loss.path && side === loss.side);
        return same === undefined ? [] : [same.lines < loss.lines ? same : loss];
      }),
    first,
  );
}

/** Lists the merge bases that the merge was made with: a squashed parent's version in place of those that it stands on. */
async function basesOf(
  { history }: EnginePorts,
  effort: Effort,
  { tip, squashed }: FinishedMerge,
): Promise<readonly Sha[]> {
  const bases = await history.mergeBases(tip, effort.tip);
  if (squashed === null) return bases;
  const below = await Promise.all(bases.map((base) => history.isAncestor(base, squashed)));
  return [squashed, ...bases.filter((_, index) => !below[index])];
}

/** Checks for a merge that discarded all it merged (`-s ours`): it makes the other side's work look deliberately taken back. */
async function swallows({ history, objects }: EnginePorts, effort: Effort): Promise<boolean> {
  const line = await history.firstParentLine(effort.merge_base, effort.tip);
  for (const { commit, parents } of line) {
    const [first] = parents;
    if (parents.length < 2 || first === undefined) continue;
    if ((await objects.treeOf(commit)) === (await objects.treeOf(first))) return true;
  }
  return false;
}

async function lossesSince(
  { history, objects }: EnginePorts,
  merge_base: Sha,
  effort: Effort,
  merge: FinishedMerge,
  everywhere: boolean,
): Promise<readonly UnexplainedLoss[]> {
  const changed = async (to: Sha) =>
    (await history.changedPaths(merge_base, to)).filter((path) => !path.binary).map(({ path }) => path);
  // What has been integrated grows with every effort, so its changes are listed only where all of them count.
  const candidates = everywhere
    ? [...new Set((await Promise.all([changed(merge.tip), changed(effort.tip)])).flat())]
    : await changed(effort.tip);
  const renamed = new Set(
    merge.conflicts.flatMap((conflict) =>
      conflict.hunks.some((hunk) => hunk.lines === null) ? conflict.files : [],
    ),
  );
  const considered = candidates.filter((path) => !renamed.has(path));
  if (considered.length === 0) return [];
  const trees = [merge_base, merge.tip, effort.tip, merge.tree] as const;
  const entriesIn = (tree: Sha) => objects.readEntries(tree, considered);
  const found = await Promise.all([
    entriesIn(trees[0]),
    entriesIn(trees[1]),
    entriesIn(trees[2]),
    entriesIn(trees[3]),
  ]);
  const [before, current] = found;
  const isTouched = (path: string) => !isSame(before?.get(path), current?.get(path));
  const paths = everywhere ? considered : considered.filter(isTouched);
  const sides = await followRenames({ history, objects }, trees, found);
  const blobs = [
    ...new Set(
      sides.flatMap((entries) =>
        paths
          .flatMap((path) => entries.get(path) ?? [])
          .filter((entry) => entry.mode.startsWith('100'))
          .map((entry) => entry.blob),
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

function isSame(a: TreeEntry | undefined, b: TreeEntry | undefined): boolean {
  return a?.blob === b?.blob && a?.mode === b?.mode;
}

/** Lists the files of commits that were not picked. The operator asked to leave their lines out, and the report names them. */
export async function pathsLeftOut(
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

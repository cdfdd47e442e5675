/** Finds evil merges: lines that a branch's own merge commits dropped. Git takes them for deliberately deleted. */
import type { Conflict, UnexplainedLoss } from '../../../domain/conflict/conflict.ts';
import { composeFile, parseDiff3 } from '../../../domain/conflict/hunks.ts';
import { lossOf } from '../../../domain/conflict/loss.ts';
import type { Effort } from '../../../domain/integration/state.ts';
import type { Sha } from '../../../domain/shared/ids.ts';
import type { MergeOutcome } from '../../../ports/git.ts';
import type { EnginePorts } from '../ports.ts';
import { diff3Text, sideTexts } from './conflict-texts.ts';

/** A branch may have merged from the target for months: only its latest merges are checked. */
const MOST_MERGES = 40;

interface Swallowing {
  readonly tip: Sha;
  readonly tree: Sha;
  readonly conflicts: readonly Conflict[];
  readonly attributes_from: Sha;
}

/**
 * Repeats each merge on an effort's line and compares. Lines are lost that git alone would have brought in, that the merge commit lacks,
 * and that the result still lacks. Conflicting lines do not count: there somebody had to choose, and chose.
 */
export async function swallowedLines(
  ports: EnginePorts,
  effort: Effort,
  merge: Swallowing,
): Promise<readonly UnexplainedLoss[]> {
  const line = await ports.history.firstParentLine(effort.merge_base, effort.tip);
  const merges = line.filter(({ parents }) => parents.length === 2).slice(0, MOST_MERGES);
  const losses = new Map<string, UnexplainedLoss>();
  for (const { commit, parents } of merges) {
    const [first, second] = parents;
    if (first === undefined || second === undefined) continue;
    for (const loss of await droppedBy(ports, merge, { commit, first, second })) {
      if (!losses.has(loss.path)) losses.set(loss.path, loss);
    }
  }
  return [...losses.values()];
}

async function droppedBy(
  ports: EnginePorts,
  merge: Swallowing,
  { commit, first, second }: { readonly commit: Sha; readonly first: Sha; readonly second: Sha },
): Promise<readonly UnexplainedLoss[]> {
  const { history, objects } = ports;
  const { attributes_from } = merge;
  const [recorded, before_it, outcome] = await Promise.all([
    objects.treeOf(commit),
    objects.treeOf(first),
    objects.merge({ onto: first, incoming: second, attributes_from }),
  ]);
  if (outcome.tree === recorded) return [];
  const brought = await history.changedPaths(before_it, outcome.tree);
  const chosen = new Set(merge.conflicts.flatMap(({ files }) => files));
  const paths = brought
    .filter(({ path, binary, status }) => !binary && status !== 'D' && !chosen.has(path))
    .map(({ path }) => path);
  if (paths.length === 0) return [];
  const textsIn = textsOf(ports, paths);
  const [expected, before, kept, result] = await Promise.all(
    [outcome.tree, before_it, recorded, merge.tree].map(textsIn),
  );
  const collided = await withoutCollisions(ports, outcome);
  const side = (await history.isAncestor(second, merge.tip)) ? 'current' : 'incoming';
  return paths.flatMap((path): readonly UnexplainedLoss[] => {
    const wanted = collided.has(path) ? (collided.get(path) ?? null) : (expected?.get(path) ?? null);
    const had = before?.get(path) ?? null;
    if (lossOf(wanted, had, kept?.get(path) ?? null).lines === 0) return [];
    const loss = lossOf(wanted, had, result?.get(path) ?? null);
    return loss.lines === 0 ? [] : [{ path, side, ...loss }];
  });
}

/** Returns a function that reads some paths' texts in a tree. It skips entries that are not regular files. */
function textsOf({ objects }: EnginePorts, paths: readonly string[]) {
  return async (tree: Sha): Promise<ReadonlyMap<string, string>> => {
    const entries = [...(await objects.readEntries(tree, paths)).values()];
    const files = entries.filter(({ mode }) => mode.startsWith('100'));
    const texts = await objects.readBlobs([...new Set(files.map(({ blob }) => blob))]);
    return new Map(files.flatMap(({ path, blob }) => [[path, texts.get(blob) ?? ''] as const]));
  };
}

/** Merges conflicted files, taking the first side in each conflict and the second side's other changes; null: no merge by lines. */
async function withoutCollisions(
  ports: EnginePorts,
  { conflicted }: MergeOutcome,
): Promise<ReadonlyMap<string, string | null>> {
  const merged = conflicted.map(async (one) => {
    const texts = await sideTexts(ports, one);
    const diff3 = await diff3Text(ports, one, texts, { current: 'first', incoming: 'second' });
    if (diff3 === null) return [one.path, null] as const;
    const segments = parseDiff3(diff3.text, diff3.marker_size);
    const mine = segments.flatMap((segment) => (segment.kind === 'hunk' ? [segment.current] : []));
    return [one.path, composeFile(segments, mine)] as const;
  });
  return new Map(await Promise.all(merged));
}

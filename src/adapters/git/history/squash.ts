/**
 * Detects whether the target contains a branch as other commits: squashed, rebased or cherry-picked. Most branches are told apart by their
 * lines: a file of which the target has all of these as they were lacks what they changed. Two signs decide about the others. Each is exact; none
 * guesses by titles or dates.
 */
import { IntorchError } from '../../../domain/shared/errors.ts';
import type { Sha } from '../../../domain/shared/ids.ts';
import { batch } from '../../async/batch.ts';
import { memoizeBy } from '../../async/memoize.ts';
import { type AttributesOf, byAttributes } from '../merging/attributes.ts';
import type { Forecasts } from '../merging/forecast.ts';
import type { ChangeReader } from '../merging/hunk-filter.ts';
import { meet } from '../merging/patch-lines.ts';
import { treeOf } from '../objects/trees.ts';
import type { Git } from '../process/run.ts';
import type { Ancestry } from './ancestry.ts';
import { patchId, splitPatches } from './patch-id.ts';
import { pathKey, type TargetCommits, targetCommits } from './patches/target-commits.ts';

export type IsSquashedInto = (tip: Sha, base: Base, target: Sha) => Promise<boolean>;

interface Base {
  readonly merge_base: Sha;
  /** The merge base where the target has its changes as other commits; null: it has the commit. */
  readonly squashed: Sha | null;
}

interface Branch extends Base {
  readonly tip: Sha;
  readonly target: Sha;
}

interface Merging {
  readonly forecasts: Forecasts;
  readonly changes: ChangeReader;
  readonly attributes: AttributesOf;
}

/** Plain patches, whatever the configuration. Full object names, because binary files are compared by them. */
const PATCH = [
  '-p',
  '--full-index',
  '--no-ext-diff',
  '--no-textconv',
  '--no-renames',
  '--no-prefix',
  '--no-color',
  '--diff-algorithm=myers',
];

/** Creates a memoizing detector: it reads each commit of the target once, however many branches are checked. */
export function squashDetector(
  git: Git,
  { forecasts, changes, attributes }: Merging,
  { newest, lineOf }: Pick<TargetCommits, 'newest'> & { readonly lineOf: Ancestry['firstParentLine'] },
): IsSquashedInto {
  const known = new Map<string, string>();
  const treeOfTarget = memoizeBy((target: Sha) => treeOf(git, target));
  const { pathsOf, since } = targetCommits(git, newest);
  const idsOf = batch(async (lists: readonly (readonly string[])[]) => {
    const asked = [...new Set(lists.flat())].filter((question) => !known.has(question));
    // Where another parent is named, git takes it for the commit's own from then on: those that name none come first.
    const unknown = asked.toSorted((a, b) => a.length - b.length);
    const ids = await readIds(git, unknown);
    for (const [index, question] of unknown.entries()) known.set(question, ids[index] ?? '');
    return lists.map((questions) => questions.map((question) => known.get(question) ?? ''));
  });
  const mergedInto = batch(async (branches: readonly Branch[]) => {
    const possible = await mayBeIn(changes, branches);
    const merged = await byAttributes(
      attributes,
      possible,
      ({ target }) => target,
      (some) =>
        forecasts.merges(
          some.map(({ tip, target, squashed }) => ({ onto: target, incoming: tip, squashed })),
          some[0]?.target as Sha,
        ),
    );
    const outcomes = new Map(possible.map((branch, index) => [branch, merged[index]]));
    return branches.map((branch) => outcomes.get(branch) ?? null);
  });

  return async (tip, base, target) => {
    const { merge_base } = base;
    const merged = await mergedInto({ tip, target, ...base });
    if (merged?.conflicted.length === 0 && merged.tree === (await treeOfTarget(target))) return true;
    if (merge_base === target) return false;
    // Of a branch whose lines are not there, only the whole change may have been taken, and taken back by hand since.
    const line = merged === null ? null : await lineOf(merge_base, tip);
    // No patch shows what a merge commit of the branch contains.
    const own =
      line === null || line.some(({ parents }) => parents.length > 1) ? [] : line.map(({ commit }) => commit);
    // Ask all in one tick, so that questions about many branches share batches.
    const [above, [changed]] = await Promise.all([
      since(merge_base, target),
      changes.list([{ base: merge_base, commit: tip }]),
    ]);
    const paths = await pathsOf([...own, ...above]);
    // Only a commit that changes the same paths can be the same change.
    const wanted = new Set([pathKey([...(changed?.files.keys() ?? [])]), ...paths.slice(0, own.length)]);
    const alike = above.filter((_, index) => wanted.has(paths[own.length + index] ?? ''));
    if (alike.length === 0) return false;
    const [whole = '', ...ids] = await idsOf([`${tip} ${merge_base}`, ...own, ...alike]);
    const own_ids = ids.slice(0, own.length);
    const standing = counted(ids.slice(own.length));
    const stands = (id: string, back: string) => (standing.get(id) ?? 0) > (standing.get(back) ?? 0);
    // A change that the target took and then reverted is no longer in it.
    if (standing.has(whole)) return stands(whole, (await idsOf([`${merge_base} ${tip}`]))[0] ?? '');
    // A single commit equals the whole change, checked above.
    if (own.length < 2) return false;
    if (!own_ids.some((id) => id !== '') || !own_ids.every((id) => id === '' || standing.has(id)))
      return false;
    const backs = await readIds(git, own, ['-R']);
    return own_ids.every((id, index) => id === '' || stands(id, backs[index] ?? ''));
  };
}

/** Computes the ID of each change, in one process: of a commit since its first parent, or since another one where two are named. */
async function readIds(
  git: Git,
  questions: readonly string[],
  flags: readonly string[] = [],
): Promise<readonly string[]> {
  if (questions.length === 0) return [];
  const input = questions.map((question) => `${question}\n`).join('');
  const { stdout } = await git(['diff-tree', '--stdin', '--always', '--root', ...flags, ...PATCH], { input });
  const patches = splitPatches(stdout);
  const fits = questions.every((question, at) => question.startsWith(patches[at]?.commit ?? '-'));
  if (!fits || patches.length !== questions.length)
    throw new IntorchError('GIT_FAILED', 'git diff-tree gives other changes than asked for');
  return patches.map(({ patch }) => patchId(patch));
}

function counted(ids: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const id of ids) if (id !== '') counts.set(id, (counts.get(id) ?? 0) + 1);
  return counts;
}

/**
 * Returns the branches that their target may contain: in each file that they change, it has changed lines of theirs since they parted. What cannot
 * be read may be in.
 */
async function mayBeIn(
  { list, ranges }: ChangeReader,
  branches: readonly Branch[],
): Promise<readonly Branch[]> {
  const sides = branches.flatMap(({ tip, target, merge_base }) =>
    [tip, target].map((commit) => ({ base: merge_base, commit })),
  );
  const changes = await list(sides);
  const asked = branches.flatMap((branch, index) => {
    const [own, theirs] = [changes[2 * index] ?? null, changes[2 * index + 1] ?? null];
    if (own === null || theirs === null) return [{ branch, files: [] }];
    const files = [...own.files].map(([path, file]) => ({ file, other: theirs.files.get(path) }));
    if (files.some(({ other }) => other === undefined)) return [];
    return [{ branch, files: files.filter(({ file, other }) => file.plain && other?.plain) }];
  });
  const pairs = asked.flatMap(({ files }) =>
    files.flatMap(({ file, other }) => [file.blobs, other?.blobs ?? '']),
  );
  const lines = await ranges(pairs);
  return asked
    .filter(({ files }) =>
      files.every(({ file, other }) => meet(lines.get(file.blobs), lines.get(other?.blobs ?? ''))),
    )
    .map(({ branch }) => branch);
}

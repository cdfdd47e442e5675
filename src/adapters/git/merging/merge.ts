/** This folder: merges in memory, forecasts them, and obeys attributes and merge drivers. */
import type { Identity, Sha } from '../../../domain/shared/ids.ts';
import { instantOf } from '../../../domain/shared/time.ts';
import type { MergeOutcome, Objects } from '../../../ports/git.ts';
import { readCommit } from '../objects/commit-object.ts';
import { writeCommit } from '../objects/commits.ts';
import { writeObjects } from '../objects/hash-object.ts';
import { gitFailure } from '../process/failure.ts';
import type { Git } from '../process/run.ts';
import type { Scratch } from '../process/scratch.ts';
import type { AttributesOf } from './attributes.ts';
import { parseMergeOutput } from './merge-output.ts';
import { MERGE, standingMerge } from './merge-process.ts';
import type { Padding } from './padding.ts';
import { standIn } from './stand-in.ts';

/** Exit statuses of merge-tree that are outcomes: clean, and conflicts. */
const OUTCOMES = [0, 1];

export type MergeCommits = (request: Parameters<Objects['merge']>[0]) => Promise<MergeOutcome>;

/** How one git merges pair after pair. */
export interface Staying {
  /** What it is asked to merge besides so that it answers at once. */
  readonly padding: Padding | null;
  /** Variables that say where that is. */
  readonly env: Readonly<Record<string, string>>;
}

/** Returns a function that merges two commits in memory. It uses one long-running git unless `staying` says that this one cannot. */
export function merger(
  git: Git,
  attributes: AttributesOf,
  staying: (like: Sha) => Promise<Staying | null>,
): MergeCommits {
  const merging = standingMerge(git);
  return async ({ incoming, attributes_from, ...current }) => {
    const call = await attributes(attributes_from);
    const onto = await standIn(git, current, call);
    const names = { current: onto, incoming };
    const how = await staying(onto);
    const done =
      how && (await merging(onto, incoming, { ...call, env: { ...call.env, ...how.env } }, how.padding));
    if (done !== null) return parseMergeOutput(done, names);
    const args = [...MERGE, onto, incoming];
    const { exit_code, stdout, stderr } = await git(args, { ...call, ok: OUTCOMES });
    // It also exits with 1 for an unknown name.
    if (stdout === '')
      throw gitFailure({ args, git_dir: null, exit_code, stderr, timed_out: false, failed_to_start: null });
    return parseMergeOutput(stdout, names);
  };
}

const NOBODY: Identity = { name: 'intorch', email: 'intorch@localhost' };
const EPOCH = instantOf(0);

/**
 * Applies one commit's change to another commit, by merging two synthetic commits. Their only common parent has the tree before that
 * change. This works with every git that has `--write-tree` (a merge base can be named only since 2.40, bare trees since 2.45). No ref
 * will hold the synthetic commits, and they are the same each time.
 */
export async function pickCommit(
  git: Git,
  scratch: Scratch,
  merge: MergeCommits,
  { onto, commit, attributes_from }: Parameters<Objects['pick']>[0],
): Promise<MergeOutcome> {
  const [target, picked] = await Promise.all([readCommit(git, onto), readCommit(git, commit)]);
  const [parent] = picked.parents;
  const before = parent === undefined ? await emptyTree(git, scratch) : (await readCommit(git, parent)).tree;
  const synthetic = (tree: Sha, parents: readonly Sha[], message: string) =>
    writeCommit(git, scratch, { tree, parents, message, identity: NOBODY, at: EPOCH });
  const base = await synthetic(before, [], 'before the picked change');
  const [current, incoming] = await Promise.all([
    synthetic(target.tree, [base], 'onto'),
    synthetic(picked.tree, [base], 'the picked change'),
  ]);
  return merge({ onto: current, incoming, attributes_from });
}

async function emptyTree(git: Git, scratch: Scratch): Promise<Sha> {
  const [tree] = await writeObjects(git, scratch, 'tree', ['']);
  return tree as Sha;
}

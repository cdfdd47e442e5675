import { type DiffStat, diffStat } from '../../../domain/code/diff-stat.ts';
import { linesOf } from '../../../domain/integration/selectors/size.ts';
import type { Effort, EffortBasics } from '../../../domain/integration/state.ts';
import type { Parents } from '../../../domain/shared/commit-graph.ts';
import { type ErrorCode, IntorchError } from '../../../domain/shared/errors.ts';
import { parseSha, type Sha } from '../../../domain/shared/ids.ts';
import { instantOf } from '../../../domain/shared/time.ts';
import type { BranchHistory, ChangedPath } from '../../../ports/git.ts';
import type { EnginePorts } from '../ports.ts';
import type { Candidate } from './discover.ts';
import { ALONE, type InStep, inStep } from './in-step.ts';
import { squashedPart } from './squashed-part.ts';

/** What planning needs from outside: git, and nothing else. */
export type PlanPorts = Pick<EnginePorts, 'history' | 'objects'>;

/** Longer branches are not split by commit. */
const MOST_COMMITS = 200;
/** Errors that are about the branch itself. */
const UNREADABLE: readonly ErrorCode[] = ['GIT_FAILED', 'OBJECT_MISSING'];

/** A branch as an effort, with the data that planning compares. */
export interface Looked {
  readonly effort: Effort;
  readonly candidate: Candidate;
  /** What it changes since it left the target. */
  readonly changed: readonly ChangedPath[];
  /** Its own commits: those that the target lacks. */
  readonly own: Parents;
  /** Its commit whose changes the target has as other commits (a squashed parent): its merge base then; null: there is none. */
  readonly squashed_part: Sha | null;
  /** The commits of the target that its own stand on: that of its first-parent line first. Itself where the target has it. */
  readonly joins: readonly Sha[];
  /** Whether its own commits join the target's history at a single commit. */
  readonly meets_once: boolean;
}

/**
 * Reads all branches at once, with their sizes told apart as far as they are over the limit: git answers batched questions about many almost as fast as about one. Where git fails, each is read alone, and
 * one that cannot be read takes no part, with git's reason.
 */
export async function lookAtAll(
  ports: PlanPorts,
  candidates: readonly Candidate[],
  target: Sha,
  limit: number,
): Promise<readonly Looked[]> {
  const together = inStep(candidates.length);
  const tried = await Promise.allSettled(
    candidates.map((candidate) =>
      lookAtBranch(ports, candidate, { target, limit, ...together }).finally(together.leave),
    ),
  );
  const looked: Looked[] = [];
  for (const [index, candidate] of candidates.entries()) {
    const first = tried[index];
    if (first?.status === 'fulfilled') looked.push(first.value);
    else looked.push(await lookAgain(ports, candidate, target, limit));
  }
  return looked;
}

async function lookAgain(
  ports: PlanPorts,
  candidate: Candidate,
  target: Sha,
  limit: number,
): Promise<Looked> {
  try {
    return await lookAtBranch(ports, candidate, { target, limit, ...ALONE });
  } catch (thrown) {
    if (!(thrown instanceof IntorchError) || !UNREADABLE.includes(thrown.code)) throw thrown;
    const because = `git cannot read it: ${thrown.message}`;
    return {
      effort: { ...unread(candidate), status: 'FAILED', held_because: because },
      candidate,
      changed: [],
      own: new Map(),
      squashed_part: null,
      joins: [],
      meets_once: false,
    };
  }
}

/** Returns what is known of a branch before it is read. */
function unread({ name, branch, ref, tip, strategy }: Candidate): EffortBasics {
  return {
    name,
    branch,
    ref,
    tip,
    merge_base: tip,
    dependencies: [],
    strategy,
    commits_chosen: null,
    commits: 0,
    authors: [],
    subject: '',
    last_commit_at: instantOf(0),
    size: { ...diffStat([], 0), by_commit: [] },
    excluded: false,
    conflicts: 0,
    deferred: false,
    oversize_accepted: false,
    clashes_with: null,
  };
}

/** Reads one branch: its history, its changes, and whether the target has it already. */
async function lookAtBranch(
  ports: PlanPorts,
  candidate: Candidate,
  { target, limit, step }: { readonly target: Sha; readonly limit: number } & Pick<InStep, 'step'>,
): Promise<Looked> {
  const { tip } = candidate;
  const history = await ports.history.branchHistory(tip, target);
  await step();
  const { merge_base: fork, commits, authors, subject, last_commit_at } = history;
  const whole = fork !== null && fork !== tip && (await ports.history.isSquashedInto(tip, target, { fork }));
  await step();
  const part = fork === null || whole ? null : await squashedPart(ports.history, { fork, tip }, target, step);
  await step();
  const already_in = fork === tip ? 'ancestor' : whole || part === tip ? 'squashed' : null;
  // The changes of a squashed parent are the target's: what this branch changes begins at the parent's version.
  const merge_base = already_in === null ? (part ?? fork) : fork;
  const changed = merge_base === null ? [] : await ports.history.changedPaths(merge_base, tip);
  const effort: Effort = {
    ...unread(candidate),
    merge_base: merge_base ?? tip,
    commits_chosen: await chosenCommits(ports, candidate),
    commits: commits.size,
    authors,
    subject,
    last_commit_at,
    size: await sizeOf(ports, history, changed, limit),
    ...(merge_base === null
      ? { status: 'FAILED', held_because: await noHistory(ports) }
      : already_in === null
        ? { status: 'PENDING' }
        : { status: 'MERGED', already_in, merged_at: null }),
  };
  return {
    effort,
    candidate,
    changed,
    own: commits,
    squashed_part: already_in === null ? part : null,
    joins: history.joins,
    meets_once: history.joins.length <= 1,
  };
}

/** Explains why there is no merge base. A shallow clone may just not reach back to where the branches part. */
async function noHistory(ports: PlanPorts): Promise<string> {
  const { is_shallow } = await ports.history.repository();
  const more = is_shallow ? ' as far as this shallow clone goes; for the rest: git fetch --unshallow' : '';
  return `it shares no history with the target${more}`;
}

async function chosenCommits(
  ports: PlanPorts,
  { branch, commits }: Candidate,
): Promise<readonly Sha[] | null> {
  if (commits === null) return null;
  const found = await Promise.all(
    commits.map(async (text) => parseSha(text) ?? (await ports.history.resolve(text))),
  );
  const missing = commits.filter((_, index) => found[index] === null);
  if (missing.length > 0)
    throw new IntorchError('CONFIG_INVALID', `efforts.list: ${branch} has no commit ${missing.join(', ')}`);
  return found.filter((sha) => sha !== null);
}

/** Reads the size, and of an effort over the limit each commit's, where its commits stand in one line. */
async function sizeOf(
  ports: PlanPorts,
  { merge_base, tip, commits }: BranchHistory,
  changed: readonly ChangedPath[],
  limit: number,
): Promise<DiffStat> {
  const whole = { ...diffStat(changed, limit), by_commit: [] };
  if (merge_base === null || linesOf({ size: whole }) <= limit || commits.size > MOST_COMMITS) return whole;
  const line = await ports.history.firstParentLine(merge_base, tip);
  if (line.length !== commits.size) return whole;
  const subjects = new Map(
    (await ports.history.commitsBetween(merge_base, tip)).map(({ commit, subject }) => [commit, subject]),
  );
  const by_commit = await Promise.all(
    line.map(async ({ commit, parents: [parent = merge_base] }) => ({
      commit,
      subject: subjects.get(commit) ?? '',
      lines: linesOf({ size: diffStat(await ports.history.changedPaths(parent, commit), limit) }),
    })),
  );
  return { ...whole, by_commit };
}

import type { DiffStat, Effort } from '../../../domain/integration/state.ts';
import { IntorchError } from '../../../domain/shared/errors.ts';
import { parseSha, type Sha } from '../../../domain/shared/ids.ts';
import type { ChangedPath } from '../../../ports/git.ts';
import type { EnginePorts } from '../ports.ts';
import type { Candidate } from './discover.ts';

/** What planning needs from outside: git, and nothing else. */
export type PlanPorts = Pick<EnginePorts, 'history' | 'objects'>;

/** A branch as an effort, with the data that planning compares. */
export interface Looked {
  readonly effort: Effort;
  readonly candidate: Candidate;
  readonly changed: ReadonlySet<string>;
  /** Its own commits: those that the target lacks. */
  readonly own: ReadonlySet<Sha>;
  /** Whether its own commits join the target's history at a single commit, its merge base. */
  readonly meets_once: boolean;
}

/** Reads one branch: its history, its changes, and whether the target has it already. */
export async function lookAtBranch(ports: PlanPorts, candidate: Candidate, target: Sha): Promise<Looked> {
  const { name, branch, ref, tip, strategy } = candidate;
  const history = await ports.history.branchHistory(tip, target);
  const { merge_base, commits, authors, subject, last_commit_at } = history;
  const changed = merge_base === null ? [] : await ports.history.changedPaths(merge_base, tip);
  const already_in =
    merge_base === null
      ? null
      : merge_base === tip
        ? 'ancestor'
        : (await ports.history.isSquashedInto(tip, target))
          ? 'squashed'
          : null;
  const effort: Effort = {
    name,
    branch,
    ref,
    tip,
    merge_base: merge_base ?? tip,
    dependencies: [],
    strategy,
    commits_chosen: await chosenCommits(ports, candidate),
    commits: commits.length,
    authors,
    subject,
    last_commit_at,
    size: sizeOf(changed),
    excluded: false,
    conflicts: 0,
    deferred: false,
    oversize_accepted: false,
    clashes_with: null,
    ...(merge_base === null
      ? { status: 'FAILED', held_because: await noHistory(ports) }
      : already_in === null
        ? { status: 'PENDING' }
        : { status: 'MERGED', already_in, merged_at: null }),
  };
  return {
    effort,
    candidate,
    changed: new Set(changed.map(({ path }) => path)),
    own: new Set(commits),
    meets_once: history.meets_once,
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

function sizeOf(changed: readonly ChangedPath[]): DiffStat {
  const lines = new Map<string, number>();
  for (const { path, added, removed } of changed) {
    const directory = path.includes('/') ? (path.split('/')[0] ?? '.') : '.';
    lines.set(directory, (lines.get(directory) ?? 0) + added + removed);
  }
  const by_directory = [...lines]
    .map(([directory, count]) => ({ directory, lines: count }))
    .toSorted((a, b) => b.lines - a.lines);
  const sum = (key: 'added' | 'removed') => changed.reduce((total, path) => total + path[key], 0);
  return { added: sum('added'), removed: sum('removed'), files: changed.length, by_directory };
}

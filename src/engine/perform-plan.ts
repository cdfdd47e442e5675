/** Looks at the branches, forecasts conflicts in memory, finds the order. Nothing in the repository changes. */
import type { ActionOf } from '../domain/integration/action.ts';
import type { Outcome } from '../domain/integration/event.ts';
import { chooseOrder } from '../domain/integration/order.ts';
import type { Effort, IntegrationState, Size } from '../domain/integration/state.ts';
import { IntorchError } from '../domain/shared/errors.ts';
import { findCycle } from '../domain/shared/graph.ts';
import { parseSha, type Sha } from '../domain/shared/ids.ts';
import type { ChangedPath } from '../ports/git.ts';
import { type Candidate, discoverEfforts } from './discover.ts';
import { forecastConflicts } from './forecast.ts';
import type { Performing } from './performing.ts';
import type { EnginePorts } from './ports.ts';
import { readRefs } from './publish.ts';
import { targetRef } from './session-refs.ts';
import { someAtOnce } from './some-at-once.ts';

/** Branches that are read at the same time: what one waits for, another computes. */
const BRANCHES_AT_ONCE = 6;

/** What a plan needs of the outside: git, and nothing else. */
export type PlanPorts = Pick<EnginePorts, 'history' | 'objects'>;

export function makePlan(_action: ActionOf<'make_plan'>, { ports, state }: Performing): Promise<Outcome> {
  return planOf(ports, state);
}

/** Gives the plan of a session that has not begun. */
export async function planOf(
  ports: PlanPorts,
  state: IntegrationState,
): Promise<Extract<Outcome, { type: 'plan_made' }>> {
  const ref = targetRef(state);
  const target_base = (await readRefs(ports, [ref])).get(ref) ?? null;
  if (target_base === null)
    throw new IntorchError('TARGET_MISSING', `there is no branch ${state.target} to integrate onto`);
  const candidates = await discoverEfforts(ports, state.settings, state);
  const looked = await someAtOnce(candidates, BRANCHES_AT_ONCE, (candidate) =>
    lookAt(ports, candidate, target_base),
  );
  const linked = withDependencies(looked);
  const open = linked.filter((effort) => effort.already_in === null && effort.status === 'PENDING');
  const forecast = await forecastConflicts(
    ports,
    target_base,
    open,
    new Map(looked.map(({ effort, changed }) => [effort.name, changed])),
  );
  const { order, bill } = chooseOrder({
    names: open.map((effort) => effort.name),
    dependencies: new Map(open.map((effort) => [effort.name, effort.dependencies])),
    with_target: forecast.with_target.map(({ effort }) => effort),
    pairs: forecast.pairs,
    sizes: new Map(open.map((effort) => [effort.name, effort.size.added + effort.size.removed])),
  });
  const place = (effort: Effort) => (order.includes(effort.name) ? order.indexOf(effort.name) : order.length);
  return {
    type: 'plan_made',
    target: state.target,
    target_base,
    efforts: linked.toSorted((a, b) => place(a) - place(b)),
    forecast: { ...forecast, bill },
  };
}

interface Looked {
  readonly effort: Effort;
  readonly candidate: Candidate;
  readonly changed: ReadonlySet<string>;
  /** Its own commits: what the target has not. */
  readonly own: ReadonlySet<Sha>;
}

async function lookAt(ports: PlanPorts, candidate: Candidate, target: Sha): Promise<Looked> {
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
    status: merge_base === null ? 'FAILED' : already_in === null ? 'PENDING' : 'MERGED',
    dependencies: [],
    strategy,
    commits_chosen: await chosenCommits(ports, candidate),
    commits_left_out: [],
    commits: commits.length,
    authors,
    subject,
    last_commit_at,
    size: sizeOf(changed),
    left_out: false,
    already_in,
    restore_point: null,
    merge_commit: null,
    conflicts: 0,
    resolution_status: 'NONE',
    merged_at: null,
    held_because: merge_base === null ? await noHistory(ports) : null,
    held_as: null,
    oversize_accepted: false,
    losses: [],
    clashes_with: null,
  };
  return { effort, candidate, changed: new Set(changed.map(({ path }) => path)), own: new Set(commits) };
}

/** A shallow clone may only not see where two branches part. */
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

/** Dependencies as configured, and those that history has: a branch that stands on another brings the other along. */
function withDependencies(looked: readonly Looked[]): readonly Effort[] {
  const efforts = looked.map(({ effort }) => effort);
  const linked = looked.map(({ effort, candidate, own }, place): Effort => {
    const configured = candidate.depends_on.map((need) => {
      const found = efforts.find((other) => other.name === need || other.branch === need);
      if (found === undefined)
        throw new IntorchError('CONFIG_INVALID', `${effort.branch} depends on ${need}, which is no effort`);
      return found.name;
    });
    const below = efforts.filter((other, other_place) => {
      const twin_behind = other.tip === effort.tip && other_place >= place;
      return other.already_in === null && own.has(other.tip) && !twin_behind;
    });
    return { ...effort, dependencies: [...new Set([...configured, ...below.map(({ name }) => name)])] };
  });
  const cycle = findCycle(new Map(linked.map((effort) => [effort.name, effort.dependencies])));
  if (cycle !== null)
    throw new IntorchError(
      'CONFIG_INVALID',
      `efforts depend on each other in a circle: ${cycle.join(' -> ')}`,
    );
  return linked;
}

function sizeOf(changed: readonly ChangedPath[]): Size {
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

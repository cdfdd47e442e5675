/**
 * What may start next among tasks that depend on each other, and what becomes of those that may not. Pure: it knows the tasks and where
 * each stands, and nothing of what they do.
 *
 * A task whose condition is `always` or `failure` is *unhindered*: no failure keeps it from starting, so that it can clean up or report.
 * The others follow the policy of what failed. `abort` of a critical task: all that has not begun is CANCELLED. `skip_dependents`: all
 * that depends on it, directly or not, is SKIPPED. `continue`, and `abort` of a task that is not critical: what depends on it starts.
 * What its own condition leaves out is SKIPPED, and is no obstacle to anybody.
 */
import { type Dependencies, dependentsOf, everythingNeeded } from './graph.ts';
import type { Instant } from './ids.ts';
import { epochMs, instantOf } from './time.ts';

export type OnFailure = 'abort' | 'skip_dependents' | 'continue';

export type TaskState = 'PENDING' | 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'SKIPPED' | 'CANCELLED';

export interface Task {
  readonly id: string;
  /** Tasks that have to be over before. */
  readonly depends_on: readonly string[];
  /** What it needs for itself alone: no two tasks that name the same run at once. */
  readonly exclusive: readonly string[];
  /** How often it is tried again. */
  readonly retries: number;
  readonly retry_delay_sec: number;
  readonly critical: boolean;
  readonly on_failure: OnFailure;
}

/** When a task starts, once what it depends on is over. `success` and `failure` look at all that it depends on, directly or not. */
export type StartsOn = 'policy' | 'success' | 'failure' | 'always';

/** Why a task ended without an end of its own. */
export type Because =
  /** Its condition is not met. */
  | { readonly kind: 'condition' }
  /** Another one failed. */
  | { readonly kind: 'failed'; readonly id: string }
  /** Somebody cancelled it. */
  | { readonly kind: 'asked' }
  /** Somebody cancelled the whole. */
  | { readonly kind: 'all_cancelled' };

/** Where a task stands. */
export interface Standing {
  readonly id: string;
  readonly state: TaskState;
  /** Tries that failed. */
  readonly failures: number;
  /** When the next try may start; null: at once. */
  readonly retry_at: Instant | null;
  /** null: it has not ended, or by itself. */
  readonly because: Because | null;
}

export interface Schedule<T extends Task = Task> {
  readonly tasks: readonly T[];
  /** How many run at once at most. */
  readonly limit: number;
  readonly startsOn: (task: T) => StartsOn;
  /** Asked once all that it depends on is over: whether a condition of its own lets it start. */
  readonly isWanted: (task: T) => boolean;
  /** `asked`: what is pending is cancelled, but for `always`; `insisted`: that as well. */
  readonly cancelled: 'no' | 'asked' | 'insisted';
}

/** Checks whether nothing more will become of a task. */
export function isOver({ state }: Pick<Standing, 'state'>): boolean {
  return state !== 'PENDING' && state !== 'RUNNING';
}

/** Checks whether a task did not do what it is for: it failed, or was cancelled by name. */
export function hasFailed({ state, because }: Pick<Standing, 'state' | 'because'>): boolean {
  return state === 'FAILED' || (state === 'CANCELLED' && because?.kind === 'asked');
}

/** Returns the standing of a task after a try of it failed at a time: it waits for the next one, or has failed. */
export function afterFailure<S extends Standing>(task: Task, standing: S, at: Instant): S {
  const failures = standing.failures + 1;
  return failures > task.retries
    ? { ...standing, failures, state: 'FAILED', retry_at: null }
    : {
        ...standing,
        failures,
        state: 'PENDING',
        retry_at: instantOf(epochMs(at) + task.retry_delay_sec * 1000),
      };
}

/** Ends every pending task that will never start, and says why; the others stay as they are. */
export function settleTasks<T extends Task, S extends Standing>(
  schedule: Schedule<T>,
  standings: readonly S[],
): readonly S[] {
  const judge = judgeOf(schedule, standings);
  const settled = standings.map((standing): S => {
    const fate = standing.state === 'PENDING' ? judge(standing.id) : null;
    return typeof fate !== 'object' || fate === null ? standing : { ...standing, ...fate, retry_at: null };
  });
  // Each end may be what another one waited for.
  const ended = settled.some((standing, index) => standing !== standings[index]);
  return ended ? settleTasks(schedule, settled) : standings;
}

/** Returns the tasks that may start now, in their order, as many as the limit leaves room for. */
export function startableTasks<T extends Task>(
  schedule: Schedule<T>,
  standings: readonly Standing[],
  now: Instant,
): readonly string[] {
  const running = new Set(standings.flatMap(({ id, state }) => (state === 'RUNNING' ? [id] : [])));
  let room = schedule.limit - running.size;
  if (room <= 0) return [];
  const judge = judgeOf(schedule, standings);
  const byId = new Map(standings.map((standing) => [standing.id, standing]));
  const taken = new Set(schedule.tasks.flatMap(({ id, exclusive }) => (running.has(id) ? exclusive : [])));
  return schedule.tasks.flatMap(({ id, exclusive }) => {
    const { state, retry_at = null } = byId.get(id) ?? {};
    if (room <= 0 || state !== 'PENDING' || (retry_at !== null && retry_at > now)) return [];
    if (exclusive.some((resource) => taken.has(resource)) || judge(id) !== 'starts') return [];
    room -= 1;
    for (const resource of exclusive) taken.add(resource);
    return [id];
  });
}

/** Says how the whole stands: it has failed as soon as it is over and a critical task failed or could not run. */
export function outcomeOf(
  { tasks, cancelled }: Pick<Schedule, 'tasks' | 'cancelled'>,
  standings: readonly Standing[],
): 'running' | 'succeeded' | 'failed' | 'cancelled' {
  if (!standings.every(isOver)) return 'running';
  if (cancelled !== 'no') return 'cancelled';
  const critical = new Set(tasks.flatMap(({ id, critical: counts }) => (counts ? [id] : [])));
  const isMissing = ({ id, state, because }: Standing) =>
    critical.has(id) && state !== 'SUCCEEDED' && because?.kind !== 'condition';
  return standings.some(isMissing) ? 'failed' : 'succeeded';
}

type Fate = 'waits' | 'starts' | { readonly state: 'SKIPPED' | 'CANCELLED'; readonly because: Because };

/** Returns what judges pending tasks by where all stand. */
function judgeOf<T extends Task>(
  schedule: Schedule<T>,
  standings: readonly Standing[],
): (id: string) => Fate {
  const { tasks, startsOn, isWanted, cancelled } = schedule;
  const byId = new Map(standings.map((standing) => [standing.id, standing]));
  const tasksById = new Map(tasks.map((task) => [task.id, task]));
  const graph: Dependencies<string> = new Map(tasks.map(({ id, depends_on }) => [id, depends_on]));
  const failed = tasks.filter(({ id }) => hasFailed(byId.get(id) ?? NOWHERE));
  const aborting = failed.find(({ critical, on_failure }) => critical && on_failure === 'abort');
  const skipping = failed
    .filter(({ on_failure }) => on_failure === 'skip_dependents')
    .map(({ id }) => ({ id, dependents: dependentsOf(graph, [id]) }));
  const needed = (id: string) => everythingNeeded(id, graph).flatMap((need) => byId.get(need) ?? []);

  return (id) => {
    const task = tasksById.get(id);
    if (task === undefined) return 'waits';
    const on = startsOn(task);
    const hinders = on !== 'always' && on !== 'failure';
    if (cancelled === 'insisted' || (cancelled === 'asked' && on !== 'always'))
      return { state: 'CANCELLED', because: { kind: 'all_cancelled' } };
    if (hinders && aborting !== undefined)
      return { state: 'CANCELLED', because: { kind: 'failed', id: aborting.id } };
    const skip = hinders ? skipping.find(({ dependents }) => dependents.has(id)) : undefined;
    if (skip !== undefined) return { state: 'SKIPPED', because: { kind: 'failed', id: skip.id } };
    if (!task.depends_on.every((need) => isOver(byId.get(need) ?? NOWHERE))) return 'waits';
    const isMet =
      (on !== 'success' || needed(id).every(isPassable)) && (on !== 'failure' || needed(id).some(hasFailed));
    return isMet && isWanted(task) ? 'starts' : { state: 'SKIPPED', because: { kind: 'condition' } };
  };
}

function isPassable({ state, because }: Standing): boolean {
  return state === 'SUCCEEDED' || (state === 'SKIPPED' && because?.kind === 'condition');
}

/** Stands for a dependency that is no task: nothing waits for it. */
const NOWHERE = { state: 'SUCCEEDED', because: null } as const;

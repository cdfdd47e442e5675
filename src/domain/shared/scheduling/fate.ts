import { type Dependencies, dependentsOf, everythingNeeded } from '../graph.ts';
import {
  type Because,
  hasFailed,
  isOver,
  type Schedule,
  type ScheduledStep,
  type StepStanding,
} from './schedule.ts';

/** What becomes of a step that is pending. */
export type Fate =
  | 'waits'
  | 'starts'
  | { readonly state: 'SKIPPED' | 'CANCELLED'; readonly because: Because };

/** Returns what judges pending steps by where all stand. */
export function judgeOf<T extends ScheduledStep>(
  schedule: Schedule<T>,
  standings: readonly StepStanding[],
): (id: string) => Fate {
  const { steps, startsOn, isWanted, cancelled } = schedule;
  const byId = new Map(standings.map((standing) => [standing.id, standing]));
  const byName = new Map(steps.map((step) => [step.id, step]));
  const graph: Dependencies<string> = new Map(steps.map(({ id, depends_on }) => [id, depends_on]));
  const failed = steps.filter(({ id }) => hasFailed(byId.get(id) ?? NOWHERE));
  const aborting = failed.find(({ critical, on_failure }) => critical && on_failure === 'abort');
  const skipping = failed
    .filter(({ on_failure }) => on_failure === 'skip_dependents')
    .map(({ id }) => ({ id, dependents: dependentsOf(graph, [id]) }));
  const needed = (id: string) => everythingNeeded(id, graph).flatMap((need) => byId.get(need) ?? []);

  return (id) => {
    const step = byName.get(id);
    if (step === undefined) return 'waits';
    const on = startsOn(step);
    const hinders = on !== 'always' && on !== 'failure';
    if (cancelled === 'insisted' || (cancelled === 'asked' && on !== 'always'))
      return { state: 'CANCELLED', because: { kind: 'all_cancelled' } };
    if (hinders && aborting !== undefined)
      return { state: 'CANCELLED', because: { kind: 'failed', id: aborting.id } };
    const skip = hinders ? skipping.find(({ dependents }) => dependents.has(id)) : undefined;
    if (skip !== undefined) return { state: 'SKIPPED', because: { kind: 'failed', id: skip.id } };
    if (!step.depends_on.every((need) => isOver(byId.get(need) ?? NOWHERE))) return 'waits';
    const isMet =
      (on !== 'success' || needed(id).every(isPassable)) && (on !== 'failure' || needed(id).some(hasFailed));
    return isMet && isWanted(step) ? 'starts' : { state: 'SKIPPED', because: { kind: 'condition' } };
  };
}

function isPassable({ state, because }: StepStanding): boolean {
  return state === 'SUCCEEDED' || (state === 'SKIPPED' && because?.kind === 'condition');
}

/** Stands for a dependency that is no step: nothing waits for it. */
const NOWHERE = { state: 'SUCCEEDED', because: null } as const;

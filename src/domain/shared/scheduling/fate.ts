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

/** Returns what judges pending steps, by their places, by where all stand. */
export function judgeOf<T extends ScheduledStep>(
  schedule: Schedule<T>,
  standings: readonly StepStanding[],
): (place: number) => Fate {
  const { steps, startsOn, isWanted, cancelled } = schedule;
  const { places, graph } = relationsOf(steps);
  const standingOf = (id: string) => standings[places.get(id) ?? -1] ?? NOWHERE;
  const failed = steps.filter((_, place) => hasFailed(standings[place] ?? NOWHERE));
  const aborting = failed.find(({ critical, on_failure }) => critical && on_failure === 'abort');
  const skipping = failed
    .filter(({ on_failure }) => on_failure === 'skip_dependents')
    .map(({ id }) => ({ id, dependents: dependentsOf(graph, [id]) }));
  const needed = (id: string) => everythingNeeded(id, graph).map(standingOf);

  return (place) => {
    const step = steps[place];
    if (step === undefined) return 'waits';
    const on = startsOn(step);
    const hinders = on !== 'always' && on !== 'failure';
    if (cancelled === 'insisted' || (cancelled === 'asked' && on !== 'always'))
      return { state: 'CANCELLED', because: { kind: 'all_cancelled' } };
    if (hinders && aborting !== undefined)
      return { state: 'CANCELLED', because: { kind: 'failed', id: aborting.id } };
    const skip = hinders ? skipping.find(({ dependents }) => dependents.has(step.id)) : undefined;
    if (skip !== undefined) return { state: 'SKIPPED', because: { kind: 'failed', id: skip.id } };
    if (!step.depends_on.every((need) => isOver(standingOf(need)))) return 'waits';
    const isMet =
      (on !== 'success' || needed(step.id).every(isPassable)) &&
      (on !== 'failure' || needed(step.id).some(hasFailed));
    return isMet && isWanted(step) ? 'starts' : { state: 'SKIPPED', because: { kind: 'condition' } };
  };
}

interface Relations {
  readonly places: ReadonlyMap<string, number>;
  readonly graph: Dependencies<string>;
}

/** Steps stay the same through a whole run: who depends on whom is worked out once. */
const RELATIONS = new WeakMap<readonly ScheduledStep[], Relations>();

function relationsOf(steps: readonly ScheduledStep[]): Relations {
  const known = RELATIONS.get(steps) ?? {
    places: new Map(steps.map(({ id }, place) => [id, place])),
    graph: new Map(steps.map(({ id, depends_on }) => [id, depends_on])),
  };
  RELATIONS.set(steps, known);
  return known;
}

function isPassable({ state, because }: Pick<StepStanding, 'state' | 'because'>): boolean {
  return state === 'SUCCEEDED' || (state === 'SKIPPED' && because?.kind === 'condition');
}

/** Stands for a dependency that is no step: nothing waits for it. */
const NOWHERE = { state: 'SUCCEEDED', because: null } as const;

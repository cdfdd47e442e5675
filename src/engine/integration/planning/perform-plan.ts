/**
 * This folder: finds branches, looks at them and forecasts their conflicts.
 *
 * Looks at the branches, forecasts conflicts in memory, finds the order. Nothing in the repository changes.
 */
import type { ActionOf } from '../../../domain/integration/action.ts';
import type { Happened } from '../../../domain/integration/event.ts';
import { chooseOrder } from '../../../domain/integration/order/order.ts';
import type { Effort, IntegrationState } from '../../../domain/integration/state.ts';
import { IntorchError } from '../../../domain/shared/errors.ts';
import type { Performing } from '../performing.ts';
import { readRefs } from '../refs/publish.ts';
import { targetRef } from '../refs/session-refs.ts';
import { discoverEfforts, unreadableBranches } from './discover.ts';
import { forecastConflicts } from './forecast.ts';
import { linkDependencies } from './link-dependencies.ts';
import { lookAtBranch, type PlanPorts } from './look-at-branch.ts';

export function makePlan(_action: ActionOf<'make_plan'>, { ports, state }: Performing): Promise<Happened> {
  return planOf(ports, state);
}

/** Plans a session that has not begun. */
export async function planOf(
  ports: PlanPorts,
  state: IntegrationState,
): Promise<Extract<Happened, { type: 'plan_made' }>> {
  const ref = targetRef(state);
  const target_base = (await readRefs(ports, [ref])).get(ref) ?? null;
  if (target_base === null)
    throw new IntorchError('TARGET_MISSING', `there is no branch ${state.target} to integrate onto`);
  const candidates = await discoverEfforts(ports, state.settings, state);
  // All at once: git answers batched queries about many branches almost as fast as about one.
  const looked = await Promise.all(
    candidates.map((candidate) => lookAtBranch(ports, candidate, target_base)),
  );
  const linked = linkDependencies(looked);
  const open = linked.filter((effort) => effort.status === 'PENDING');
  const forecast = await forecastConflicts(ports, target_base, open, looked);
  const { order, cost } = chooseOrder({
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
    forecast: { ...forecast, cost },
    unreadable: await unreadableBranches(ports, state.settings),
  };
}

/**
 * This folder: finds branches, looks at them and forecasts their conflicts.
 *
 * Looks at the branches, forecasts conflicts in memory, finds the order. Nothing in the repository changes.
 */

import type { ActionOf } from '../../../domain/integration/action.ts';
import type { Happened } from '../../../domain/integration/event.ts';
import { chooseOrder } from '../../../domain/integration/order/order.ts';
import { lookAlikes } from '../../../domain/integration/plan-facts/look-alikes.ts';
import { unreadableFindings } from '../../../domain/integration/plan-facts/unreadable-branches.ts';
import { linesOf } from '../../../domain/integration/selectors/size.ts';
import type { Effort, IntegrationState } from '../../../domain/integration/state.ts';
import { IntorchError } from '../../../domain/shared/errors.ts';
import type { Performing } from '../performing.ts';
import { targetRef } from '../refs/session-refs.ts';
import { discoverEfforts, unreadableBranches } from './discover.ts';
import { effortsOf } from './efforts-of.ts';
import { forecastConflicts } from './forecast.ts';
import { knownPart } from './known-part.ts';
import type { PlanPorts } from './look-at-branch.ts';
import { gatherFindings } from './plan-facts.ts';
import { touchedFunctions } from './touched-functions.ts';

export function makePlan(
  _action: ActionOf<'make_plan'>,
  { ports, state, onFlagged }: Performing,
): Promise<Happened> {
  return planOf(ports, state, onFlagged);
}

/** Plans a session that has not begun. Says which pairs may collide as soon as it is known, before git has merged them. */
export async function planOf(
  ports: PlanPorts,
  state: IntegrationState,
  onFlagged: Performing['onFlagged'] = () => {},
): Promise<Extract<Happened, { type: 'plan_made' }>> {
  const [refs, worktrees] = await Promise.all([
    ports.history.allRefs(['refs/heads/', 'refs/remotes/']),
    ports.history.worktrees(),
  ]);
  const target_base = refs.tips.get(targetRef(state)) ?? null;
  if (target_base === null)
    throw new IntorchError('TARGET_MISSING', `there is no branch ${state.target} to integrate onto`);
  const found = { refs, worktrees };
  const candidates = discoverEfforts(found, state.settings, state);
  const { looked, linked, findings } = await effortsOf(ports, state, candidates, target_base);
  const pending = linked.filter((effort) => effort.status === 'PENDING');
  const { failed, unknown, ...forecast } = await forecastConflicts(
    ports,
    { target: state.target, target_base },
    pending,
    looked,
    onFlagged,
  );
  const open = pending.filter((effort) => !failed.has(effort.name));
  const { order, cost } = chooseOrder({
    names: open.map((effort) => effort.name),
    dependencies: new Map(open.map((effort) => [effort.name, effort.dependencies])),
    with_target: forecast.with_target.map(({ effort }) => effort),
    pairs: forecast.pairs,
    sizes: new Map(open.map((effort) => [effort.name, linesOf(effort)])),
  });
  const touched = await knownPart('functions', state.target, touchedFunctions(ports, open, forecast.pairs));
  const place = (effort: Effort) => (order.includes(effort.name) ? order.indexOf(effort.name) : order.length);
  return {
    type: 'plan_made',
    target: state.target,
    target_base,
    efforts: linked
      .map((effort) => withoutMerge(effort, failed.get(effort.name) ?? null))
      .toSorted((a, b) => place(a) - place(b)),
    forecast: { ...forecast, touched: touched.known ?? [], cost },
    findings: [
      ...findings,
      ...unknown,
      ...touched.findings,
      ...unreadableFindings(unreadableBranches(found, state.settings)),
      ...lookAlikes(linked),
      ...(await gatherFindings(ports, state, { ...found, looked, target_base })),
    ],
  };
}

/** Puts an effort out that git cannot merge; `because` is null for one that it can. */
function withoutMerge(effort: Effort, because: string | null): Effort {
  if (because === null || effort.status !== 'PENDING') return effort;
  return { ...effort, status: 'FAILED', held_because: `git cannot merge it: ${because}` };
}

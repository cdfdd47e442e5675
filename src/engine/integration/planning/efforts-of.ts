import { withoutReverted } from '../../../domain/integration/plan-facts/reverted-efforts.ts';
import { isInTarget } from '../../../domain/integration/selectors/effort-status.ts';
import { effortLimit } from '../../../domain/integration/selectors/size.ts';
import type { Effort, IntegrationState } from '../../../domain/integration/state.ts';
import type { Sha } from '../../../domain/shared/ids.ts';
import type { Candidate } from './discover.ts';
import { knownPart } from './known-part.ts';
import { linkDependencies } from './link-dependencies.ts';
import { type Looked, lookAtAll, type PlanPorts } from './look-at-branch.ts';
import { revertedWork } from './reverted-work.ts';

/** Looks at the branches, and at what of their work the target had and has no more. */
export async function effortsOf(
  ports: PlanPorts,
  { settings, target }: Pick<IntegrationState, 'settings' | 'target'>,
  candidates: readonly Candidate[],
  target_base: Sha,
) {
  const all = await lookAtAll(ports, candidates, target_base, effortLimit({ settings }));
  const formed = await knownPart('trees', target, wellFormed(ports, all, target_base));
  const looked = formed.known ?? all;
  const asked = looked.filter(({ effort }) => effort.status === 'PENDING' || isByCommits(effort));
  const reverted = await knownPart('reverted', target, revertedWork(ports, target_base, asked));
  const { efforts: linked, findings } = withoutReverted(
    linkDependencies(looked),
    reverted.known ?? new Map(),
    target,
  );
  return { looked, linked, findings: [...formed.findings, ...reverted.findings, ...findings] };
}

function isByCommits(effort: Effort): boolean {
  return isInTarget(effort) && effort.already_in === 'ancestor';
}

/** Puts efforts out whose trees a forge would refuse, or that are something else on another machine. */
async function wellFormed(
  { objects }: PlanPorts,
  looked: readonly Looked[],
  target_base: Sha,
): Promise<readonly Looked[]> {
  const pending = looked.filter(({ effort }) => effort.status === 'PENDING');
  const malformed = await objects.malformedBranches(
    pending.map(({ effort }) => effort.tip),
    target_base,
  );
  return looked.map((each) => {
    const because = malformed.get(each.effort.tip);
    return because === undefined || each.effort.status !== 'PENDING'
      ? each
      : { ...each, effort: { ...each.effort, status: 'FAILED', held_because: because } };
  });
}

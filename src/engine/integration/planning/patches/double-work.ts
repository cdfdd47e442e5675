import type { Tie } from '../../../../domain/double-work/double-claims.ts';
import { doubleWorkFindings } from '../../../../domain/integration/plan-facts/double-work-findings.ts';
import type { PlanFinding } from '../../../../domain/integration/plan-facts/plan-finding.ts';
import type { EffortName, Sha } from '../../../../domain/shared/ids.ts';
import { doubleWorkOf } from '../../../double-work.ts';
import type { PlanPorts } from '../look-at-branch.ts';
import type { EffortPatches, Patched } from './effort-patches.ts';

/** Says which efforts do the same work, or against each other. */
export async function doubleWork(
  { history }: PlanPorts,
  { patched, messages }: EffortPatches,
  target_base: Sha,
): Promise<readonly PlanFinding[]> {
  const known = new Map(patched.map((each) => [each.effort.name, each]));
  const changes = patched.map(({ effort, own, change }) => ({
    name: effort.name,
    branches: [effort.branch],
    messages: (effort.commits_chosen ?? [...own.keys()]).flatMap((commit) => messages.get(commit) ?? []),
    files: change,
  }));
  const found = await doubleWorkOf(history, changes, (a, b) => tieOf(known.get(a), known.get(b)), {
    before: target_base,
    of: (name: EffortName) => known.get(name)?.effort.tip ?? target_base,
  });
  return doubleWorkFindings(found);
}

function tieOf(a: Patched | undefined, b: Patched | undefined): Tie {
  if (a === undefined || b === undefined) return 'stacked';
  if (a.own.has(b.effort.tip) || b.own.has(a.effort.tip)) return 'stacked';
  for (const commit of a.own.keys()) if (b.own.has(commit)) return 'shared';
  return 'apart';
}

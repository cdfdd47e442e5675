import { upstreamFindings } from '../../../domain/integration/plan-facts/behind-upstream.ts';
import type { PlanFinding } from '../../../domain/integration/plan-facts/plan-finding.ts';
import type { Effort } from '../../../domain/integration/state.ts';
import type { BranchName } from '../../../domain/shared/ids.ts';
import type { History, RefListing } from '../../../ports/git.ts';

/** Says which of the target and the efforts lack what their upstreams have, as of the last fetch. */
export async function upstreamGaps(
  { upstreams }: Pick<History, 'upstreams'>,
  target: BranchName,
  efforts: readonly Pick<Effort, 'name' | 'branch' | 'ref'>[],
  { tips }: RefListing,
): Promise<readonly PlanFinding[]> {
  const locals = efforts.filter(({ ref }) => ref.startsWith('refs/heads/'));
  const found = await upstreams([target, ...locals.map(({ branch }) => branch)], new Set(tips.keys()));
  return upstreamFindings(target, locals, found);
}

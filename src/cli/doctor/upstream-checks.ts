import { gitHistory } from '../../adapters/git/history.ts';
import type { Settings } from '../../domain/config/settings.ts';
import type { PlanFinding } from '../../domain/integration/plan-facts/plan-finding.ts';
import { discoverEfforts } from '../../engine/integration/planning/discover.ts';
import { upstreamGaps } from '../../engine/integration/planning/upstream-gaps.ts';
import type { Io } from '../arguments/io.ts';
import { targetOf } from '../repository/target-of.ts';
import { type Check, warn } from './check.ts';

/** Warns about branches that are behind what was fetched for them. */
export function upstreamChecks(findings: readonly PlanFinding[]): readonly Check[] {
  return findings.map(({ subject, checkpoint_says, git_says }) =>
    warn('upstream', `${subject}: ${checkpoint_says}`, git_says),
  );
}

/** Compares the target and the efforts with their upstreams. Asks no remote. */
export async function behindUpstream(
  { directory, env }: Io,
  settings: Settings,
): Promise<readonly PlanFinding[]> {
  const history = gitHistory({ directory, env });
  try {
    const target = await targetOf(history, settings);
    const refs = await history.allRefs(['refs/heads/', 'refs/remotes/']);
    const worktrees = settings.efforts.worktrees ? await history.worktrees() : [];
    const efforts = discoverEfforts({ refs, worktrees }, settings, { target, integration_branch: target });
    return await upstreamGaps(history, target, efforts, refs);
  } finally {
    await history.close();
  }
}

import type { BranchName, EffortName } from '../../shared/ids.ts';
import { counted } from '../../shared/text.ts';
import type { PlanFinding } from './plan-finding.ts';

/** A branch beside the branch of a remote that it follows, as of the last fetch. */
export interface Upstream {
  readonly branch: BranchName;
  /** Short name: `origin/main`. */
  readonly upstream: string;
  /** Commits that only the branch has. */
  readonly ahead: number;
  /** Commits that only the upstream has. */
  readonly behind: number;
}

/** Says which of the target and the efforts lack commits that their upstreams have. Nothing is fetched. */
export function upstreamFindings(
  target: BranchName,
  efforts: readonly { readonly name: EffortName; readonly branch: BranchName }[],
  upstreams: readonly Upstream[],
): readonly PlanFinding[] {
  const of = (branch: BranchName) => upstreams.find((each) => each.branch === branch && each.behind > 0);
  const ahead_of_target = upstreams.find(({ branch }) => branch === target)?.upstream ?? null;
  const own = of(target);
  const about_target: readonly PlanFinding[] =
    own === undefined
      ? []
      : [
          {
            kind: 'target_behind',
            subject: target,
            severity: 'MEDIUM',
            checkpoint_says: gapWords(own),
            git_says: 'everything is integrated onto it as it is; bring it up to date first, and look again',
          },
        ];
  const about_efforts = efforts.flatMap(({ name, branch }): readonly PlanFinding[] => {
    const gap = of(branch);
    // A branch made from the target's upstream follows that; it is no copy of it.
    if (gap === undefined || gap.upstream === ahead_of_target || isTarget(gap.upstream, target)) return [];
    return [
      {
        kind: 'effort_behind',
        subject: name,
        severity: 'MEDIUM',
        checkpoint_says: gapWords(gap),
        git_says: 'what is only there takes no part; pull it and look again',
      },
    ];
  });
  return [...about_target, ...about_efforts];
}

function isTarget(upstream: string, target: BranchName): boolean {
  return upstream === target || upstream.endsWith(`/${target}`);
}

function gapWords({ upstream, ahead, behind }: Upstream): string {
  const lacks = `behind ${upstream} by ${counted(behind, 'commit')}`;
  const since = 'as of the last fetch';
  return ahead === 0
    ? `${lacks}, ${since}`
    : `diverged from ${upstream}: ${lacks}, ahead by ${ahead}, ${since}`;
}

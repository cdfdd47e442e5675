/** Asks git what a session needs to know after a restart. */
import type { Facts } from '../../domain/integration/facts.ts';
import { withoutReverted } from '../../domain/integration/plan-facts/reverted-efforts.ts';
import { standsOn } from '../../domain/integration/selectors/dependents.ts';
import { participants } from '../../domain/integration/selectors/progress.ts';
import type { Effort, IntegrationState } from '../../domain/integration/state.ts';
import { matchesGlob } from '../../domain/shared/glob.ts';
import { type BranchName, localBranch, type Sha } from '../../domain/shared/ids.ts';
import { foreignCommits } from './foreign-commits.ts';
import { revertedWork } from './planning/reverted-work.ts';
import type { EnginePorts } from './ports.ts';
import { effortTips } from './refs/effort-tips.ts';
import { readRefs } from './refs/publish.ts';
import { integrationRef, targetRef, tipRef } from './refs/session-refs.ts';

/** Collects the facts from git as they are now. */
export async function gatherFacts(ports: EnginePorts, state: IntegrationState): Promise<Facts> {
  const { history } = ports;
  const refs = await history.refs(['refs/heads/', 'refs/remotes/']);
  const target_tip = refs.get(targetRef(state)) ?? null;
  const integration_tip = refs.get(integrationRef(state)) ?? null;
  const ours = state.integration_tip;
  const efforts = participants(state);
  // What ours stands on is not asked whether it stands on ours: ours may not be readable any more.
  const below = integration_tip !== null && integration_tip !== ours && standsOn(state, integration_tip);
  const keeps =
    ours !== null && integration_tip !== null && !below && (await history.isAncestor(ours, integration_tip));
  const line =
    keeps && ours !== null && integration_tip !== null && ours !== integration_tip
      ? await lineDownTo(ports, ours, integration_tip)
      : [];
  const moved = target_tip !== null && target_tip !== state.target_base;
  const inTarget: Effort[] = [];
  if (moved) {
    for (const effort of efforts) if (await history.isAncestor(effort.tip, target_tip)) inTarget.push(effort);
  }
  return {
    at: ports.clock.now(),
    target_tip,
    integration_tip,
    published_tip: (await readRefs(ports, [tipRef(state)])).get(tipRef(state)) ?? null,
    integration_line: line,
    foreign: await foreignCommits(ports, line.slice(0, -1)),
    integration_keeps_ours: keeps,
    effort_tips: effortTips(state, refs),
    in_target: inTarget.map(({ name }) => name),
    reverted: target_tip === null ? [] : await revertedFindings(ports, state, inTarget, target_tip),
    new_branches: newBranches(state, [...refs.keys()]),
    workspaces_gone: await ports.workspaces.missing(),
  };
}

/** Says which efforts are in the target by their commits alone. */
async function revertedFindings(
  ports: EnginePorts,
  { target }: IntegrationState,
  inTarget: readonly Effort[],
  tip: Sha,
): Promise<Facts['reverted']> {
  const asked = inTarget.map((effort) => ({ effort, joins: [effort.tip] }));
  const there = inTarget.map(
    (effort): Effort => ({ ...effort, status: 'MERGED', already_in: 'ancestor', merged_at: null }),
  );
  return withoutReverted(there, await revertedWork(ports, tip, asked), target).findings;
}

async function lineDownTo(ports: EnginePorts, ours: Sha, tip: Sha): Promise<Facts['integration_line']> {
  const above = await ports.history.firstParentLine(ours, tip);
  return [...above, { commit: ours, parents: [] }];
}

function newBranches(state: IntegrationState, refs: readonly string[]): readonly BranchName[] {
  // Before the plan exists, no branch is known: every one would look new.
  if (state.stage === 'PLANNING') return [];
  const { patterns, exclude } = state.settings.efforts;
  const known = new Set<string>([
    ...state.efforts_included.map((effort) => effort.branch),
    state.target,
    state.integration_branch,
  ]);
  const branches = refs.flatMap((ref) => localBranch(ref) ?? []);
  const matches = (branch: string) =>
    patterns.some((pattern) => matchesGlob(pattern, branch)) &&
    !exclude.some((pattern) => matchesGlob(pattern, branch));
  return branches.filter((branch) => !known.has(branch) && matches(branch));
}

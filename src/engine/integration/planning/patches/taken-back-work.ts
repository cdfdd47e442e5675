import type { PlanFinding } from '../../../../domain/integration/plan-facts/plan-finding.ts';
import { takeBackFindings } from '../../../../domain/integration/plan-facts/take-back-findings.ts';
import { judged } from '../../../../domain/landed/judged.ts';
import { lazy } from '../../../../domain/landed/lazy.ts';
import { countedCommit, landedWork, takenBack, touching } from '../../../../domain/landed/taken-back.ts';
import { type CommitGraph, commitGraph, type Parents } from '../../../../domain/shared/commit-graph.ts';
import type { Sha } from '../../../../domain/shared/ids.ts';
import type { PlanPorts } from '../look-at-branch.ts';
import type { EffortPatches } from './effort-patches.ts';

/** At least so many landings are looked at, and as many as there are since the oldest effort began. */
const LANDINGS = 200;

/** Says which efforts take back what landed. */
export async function takenBackWork(
  { history }: PlanPorts,
  patches: Promise<EffortPatches>,
  target_base: Sha,
): Promise<readonly PlanFinding[]> {
  const { patched, messages } = await patches;
  if (patched.length === 0) return [];
  const bases = patched.map(({ effort }) => effort.merge_base);
  const start = await history.before(target_base, LANDINGS, bases);
  const without = start === null ? [] : [start];
  const landed = await history.landedPatches({ tip: target_base, without, by: 'commits' });
  const commits = touching(
    landed,
    patched.flatMap(({ change }) => change),
  ).map(countedCommit);
  const work = landedWork(commits);
  if (commits.length === 0) return [];
  const { reach } = sinceOf(await history.newestCommits(target_base), start);
  const below = new Map(bases.map((base) => [base, lazy(() => reach([base]))]));
  return patched.flatMap(({ effort, own, change }) => {
    const known = below.get(effort.merge_base);
    const found = takenBack(change, work, ({ commit }) => known?.().has(commit) === true);
    const said = {
      messages: [...own.keys()].flatMap((commit) => messages.get(commit) ?? []),
      branches: [effort.branch, effort.name],
      // Not the effort's own date, which is whatever it says.
      at: landed[0]?.committed_at ?? effort.last_commit_at,
    };
    return takeBackFindings(effort.name, judged(said, found, commits));
  });
}

/** The commits that a start does not stand on: what stands on one of them is one of them too. */
function sinceOf(parents: Parents, start: Sha | null): CommitGraph {
  const below = start === null ? new Set() : commitGraph(parents).reach([start]);
  return commitGraph(new Map([...parents].filter(([commit]) => !below.has(commit))));
}

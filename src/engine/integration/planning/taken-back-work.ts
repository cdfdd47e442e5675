import type { PlanFinding } from '../../../domain/integration/plan-facts/plan-finding.ts';
import {
  takeBackFindings,
  takeBackUnknown,
} from '../../../domain/integration/plan-facts/take-back-findings.ts';
import { judged } from '../../../domain/landed/judged.ts';
import {
  type CountedCommit,
  countedCommit,
  landedWork,
  type TakenBack,
  takenBack,
  touching,
} from '../../../domain/landed/taken-back.ts';
import { commitGraph } from '../../../domain/shared/commit-graph.ts';
import { IntorchError } from '../../../domain/shared/errors.ts';
import type { BranchName, Sha } from '../../../domain/shared/ids.ts';
import type { Looked, PlanPorts } from './look-at-branch.ts';

/** At least so many landings are looked at, and as many as there are since the oldest effort began. */
const LANDINGS = 200;

/** Says which efforts take back what landed. Where git cannot be asked, that it is not known. */
export async function takenBackWork(
  ports: PlanPorts,
  looked: readonly Looked[],
  { target, target_base }: { readonly target: BranchName; readonly target_base: Sha },
): Promise<readonly PlanFinding[]> {
  try {
    return await findingsOf(ports, looked, target_base);
  } catch (thrown) {
    if (!(thrown instanceof IntorchError)) throw thrown;
    return [takeBackUnknown(target, thrown.message)];
  }
}

async function findingsOf({ history }: PlanPorts, looked: readonly Looked[], target_base: Sha) {
  const open = looked.filter(({ effort, changed }) => effort.status === 'PENDING' && changed.length > 0);
  if (open.length === 0) return [];
  const spans = open.map(({ effort }) => ({ from: effort.merge_base, to: effort.tip }));
  const start = await history.before(
    target_base,
    LANDINGS,
    spans.map(({ from }) => from),
  );
  const [patches, landed] = await Promise.all([
    history.spanPatches(spans),
    history.landedPatches({
      tip: target_base,
      without: start === null ? [] : [start],
      by: 'commits',
    }),
  ]);
  const commits = touching(landed, patches.flat()).map(countedCommit);
  const work = landedWork(commits);
  const suspects = open.flatMap((each, index) => {
    const change = patches[index] ?? [];
    return takenBack(change, work).length === 0 ? [] : [{ ...each, change }];
  });
  if (suspects.length === 0) return [];
  const [parents, messages] = await Promise.all([
    history.newestCommits(target_base),
    history.messages([...new Set(suspects.flatMap(({ own }) => [...own]))]),
  ]);
  const { reach } = commitGraph(parents);
  return suspects.flatMap(({ effort, own, change }) => {
    const known = reach([effort.merge_base]);
    const stands_on = ({ commit }: CountedCommit) => known.has(commit);
    const found: readonly TakenBack[] = takenBack(change, work, stands_on);
    const said = {
      messages: [...own].flatMap((commit) => messages.get(commit) ?? []),
      branches: [effort.branch, effort.name],
      at: effort.last_commit_at,
    };
    return takeBackFindings(effort.name, judged(said, found, commits));
  });
}

import type { PlanFinding } from '../../../domain/integration/plan-facts/plan-finding.ts';
import {
  takeBackFindings,
  takeBackUnknown,
} from '../../../domain/integration/plan-facts/take-back-findings.ts';
import type { Effort } from '../../../domain/integration/state.ts';
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
  const spans = await Promise.all(open.map(({ effort }) => spansOf(history, effort)));
  const bases = open.map(({ effort }) => effort.merge_base);
  const start = await history.before(target_base, LANDINGS, bases);
  const [answers, landed] = await Promise.all([
    history.spanPatches(spans.flat()),
    history.landedPatches({ tip: target_base, without: start === null ? [] : [start], by: 'commits' }),
  ]);
  const left = [...answers];
  const patches = spans.map((some) => left.splice(0, some.length).flat());
  const commits = touching(landed, patches.flat()).map(countedCommit);
  const work = landedWork(commits);
  const suspects = open.flatMap((each, index) => {
    const change = patches[index] ?? [];
    return takenBack(change, work).length === 0 ? [] : [{ ...each, change }];
  });
  if (suspects.length === 0) return [];
  const [parents, messages] = await Promise.all([
    history.newestCommits(target_base),
    history.messages([...new Set(suspects.flatMap(({ own }) => [...own.keys()]))]),
  ]);
  const { reach } = commitGraph(parents);
  return suspects.flatMap(({ effort, own, change }) => {
    const known = reach([effort.merge_base]);
    const stands_on = ({ commit }: CountedCommit) => known.has(commit);
    const found: readonly TakenBack[] = takenBack(change, work, stands_on);
    const said = {
      messages: [...own.keys()].flatMap((commit) => messages.get(commit) ?? []),
      branches: [effort.branch, effort.name],
      // Not the effort's own date, which is whatever it says.
      at: landed[0]?.committed_at ?? effort.last_commit_at,
    };
    return takeBackFindings(effort.name, judged(said, found, commits));
  });
}

/** What an effort brings: all since its merge base, or the commits that are chosen of it. */
async function spansOf({ parents }: PlanPorts['history'], { merge_base, tip, commits_chosen }: Effort) {
  if (commits_chosen === null) return [{ from: merge_base, to: tip }];
  const befores = await Promise.all(commits_chosen.map(parents));
  return commits_chosen.flatMap((to, index) => {
    const from = befores[index]?.[0];
    return from === undefined ? [] : [{ from, to }];
  });
}

/** This folder: what a plan says of the repository as it is, judged from facts; nothing in it stops anybody. */
import { isOfPlan } from '../finding-kinds.ts';
import type { Finding } from '../state.ts';

/** A finding of a plan, before it has its time. */
export type PlanFinding = Omit<Finding, 'at'>;

/** Lists the findings that a plan leaves: those of other kinds stay, and those that are said again keep their time. */
export function findingsAfterPlan(
  before: readonly Finding[],
  found: readonly PlanFinding[],
  at: Finding['at'],
): readonly Finding[] {
  const same = (a: PlanFinding, b: PlanFinding) =>
    a.kind === b.kind &&
    a.subject === b.subject &&
    a.checkpoint_says === b.checkpoint_says &&
    a.git_says === b.git_says;
  const kept = before.filter((old) => !isOfPlan(old.kind) || found.some((each) => same(each, old)));
  const added = found.filter((each) => !kept.some((old) => same(each, old)));
  return [...kept, ...added.map((each) => ({ ...each, at }))];
}

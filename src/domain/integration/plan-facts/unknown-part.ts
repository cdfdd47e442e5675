import type { BranchName } from '../../shared/ids.ts';
import type { PlanFinding } from './plan-finding.ts';

/** What a plan says of the branches beside their order, how it is named where git failed in it, and how much depends on it. */
const PARTS = {
  collisions: ['MEDIUM', 'which efforts collide with each other'],
  target_conflicts: ['MEDIUM', 'which efforts collide with the target'],
  functions: ['LOW', 'which functions more than one effort changes'],
  reverted: ['HIGH', 'whether the target took back work that efforts stand on'],
  taken_back: ['HIGH', 'whether an effort takes back what landed'],
  trees: ['MEDIUM', 'whether every file can be written on every machine'],
  upstreams: ['MEDIUM', 'what was not pulled'],
  checkouts: ['LOW', 'where the target is checked out'],
  uncommitted: ['MEDIUM', 'what is not committed'],
  names: ['LOW', 'which file names collide'],
  control_files: ['MEDIUM', 'which control files are changed'],
  double_work: ['MEDIUM', 'whether efforts do the same work'],
} as const;
export type PlanPart = keyof typeof PARTS;

/** Names a part of a plan that is not known, and why. */
export function unknownPart(part: PlanPart, target: BranchName, because: string): PlanFinding {
  const [severity, what] = PARTS[part];
  return {
    kind: 'part_unknown',
    subject: target,
    severity,
    checkpoint_says: `${what} is not known`,
    git_says: because,
  };
}

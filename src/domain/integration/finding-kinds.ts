/** Kinds of findings that concern our own files: git has nothing to report about them. */
const OF_OURS = ['journal_unusable', 'settings_changed', 'settings_elsewhere', 'storage_doubtful'] as const;

/** Kinds among them that are seen when a session starts: a plan shows them too. */
const OF_START = ['settings_elsewhere', 'storage_doubtful'] as const;

/** Kinds of findings of a plan: what was seen before anything was touched. A plan made again says them again, or no longer. */
const OF_PLAN = [
  'branch_unreadable',
  'merge_reverted',
  'base_reverted',
  'start_reverted',
  'target_behind',
  'target_checked_out',
  'effort_behind',
  'uncommitted_work',
  'names_collide',
  'control_files',
  'takes_back',
  'takes_back_part',
  'double_work',
  'uses_removed',
  'looks_alike',
  'part_unknown',
] as const;

/** Every kind of finding. The others are differences between a checkpoint and git. */
export const FINDING_KINDS = [
  'merged_outside',
  'taken_back_outside',
  'branch_moved',
  'branch_deleted',
  'new_branch',
  'integration_moved',
  'integration_gone',
  'target_moved',
  'workspace_gone',
  ...OF_OURS,
  ...OF_PLAN,
] as const;
export type FindingKind = (typeof FINDING_KINDS)[number];

/** Checks whether a finding says how things are, and compares no checkpoint with git. */
export function isStatement(kind: FindingKind): boolean {
  return among(OF_OURS, kind) || isOfPlan(kind);
}

/** Checks whether a finding was made by looking at the branches for a plan. */
export function isOfPlan(kind: FindingKind): boolean {
  return among(OF_PLAN, kind);
}

/** Checks whether a finding is worth knowing before the start. */
export function isBeforeStart(kind: FindingKind): boolean {
  return among(OF_START, kind) || isOfPlan(kind);
}

function among(kinds: readonly FindingKind[], kind: FindingKind): boolean {
  return kinds.includes(kind);
}

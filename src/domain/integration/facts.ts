/** What git reports after a restart, as far as a session needs it. */

import type { ForeignCommit } from '../shared/commit-graph.ts';
import type { BranchName, EffortName, Instant, Sha } from '../shared/ids.ts';
import type { PlanFinding } from './plan-facts/plan-finding.ts';

export interface Facts {
  readonly at: Instant;
  /** null: the branch is gone. */
  readonly target_tip: Sha | null;
  readonly integration_tip: Sha | null;
  /** Where the session itself last put the integration branch; null: nowhere yet. */
  readonly published_tip: Sha | null;
  /** Commits on the integration branch's first-parent line above the recorded target base, newest first, with their parents. */
  readonly integration_line: readonly { readonly commit: Sha; readonly parents: readonly Sha[] }[];
  /** Who made those above the recorded integration tip, and what they change; of the newest 20. */
  readonly foreign: readonly ForeignCommit[];
  /** Whether the recorded integration tip is still reachable from the integration branch. */
  readonly integration_keeps_ours: boolean;
  /** Tip of each effort's branch now; null: deleted. */
  readonly effort_tips: Readonly<Record<EffortName, Sha | null>>;
  /** Efforts whose recorded tip is reachable from the target now. */
  readonly in_target: readonly EffortName[];
  /** Findings about those of them whose work was reverted there. */
  readonly reverted: readonly PlanFinding[];
  /** Branches that match the patterns but are not efforts of the session. */
  readonly new_branches: readonly BranchName[];
  /** Recorded workspaces whose folder is gone. */
  readonly workspaces_gone: readonly string[];
}

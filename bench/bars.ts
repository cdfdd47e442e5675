/** What must be reached, as ratios and counts. A row that misses its bar fails the benchmark. */

/** A bound from below is about `against / ours`, one from above about `ours / against` or about a count. */
export type Bar = { readonly what: string } & ({ readonly at_least: number } | { readonly at_most: number });

const atLeast = (at_least: number, what: string): Bar => ({ what, at_least });
const atMost = (at_most: number, what: string): Bar => ({ what, at_most });

export const BARS = {
  plan_median: atLeast(50, 'plan against a merge-tree process a pair, median of the sets'),
  plan_worst: atLeast(20, 'plan against a merge-tree process a pair'),
  plan_worktree: atLeast(500, 'plan against merge and abort in a worktree'),
  plan_missed: atMost(0, 'conflicts that the plan missed'),
  plan_processes: atMost(10, 'git processes of a plan'),
  plan_left: atMost(0, 'files that a plan leaves in the repository'),
  plan_growth: atMost(5, 'plan of four times the branches'),
  detectors: atMost(1.2, 'plan that looks for work taken back or done twice against one that does not'),
  detector_processes: atMost(
    2,
    'git processes that looking for work taken back or done twice adds to a plan',
  ),
  audit: atMost(60, 'seconds of an audit of 200 landings (wall)'),
  run_growth: atMost(5, 'run of four times the branches'),
  step_5k: atLeast(8, 'merge step against git merge in a worktree'),
  step_50k: atLeast(60, 'merge step against git merge in a worktree'),
  old_step_5k: atLeast(4, 'merge step against git merge in a worktree'),
  old_step_50k: atLeast(30, 'merge step against git merge in a worktree'),
  flushes: atMost(50, 'flushes of a run of 10 efforts'),
  flushes_gate: atMost(110, 'flushes of a run of 10 efforts with a gate'),
  status_none: atMost(1.8, 'status without a session against bare Node'),
  status_50: atMost(2, 'status of 50 efforts against bare Node'),
  status_200: atMost(2.5, 'status of 200 efforts against bare Node'),
  help: atMost(1.3, '--help against bare Node'),
  frame: atMost(9, 'first full frame, engine at work, against bare Node'),
  skeleton: atMost(1.5, 'first rows on the screen against bare Node (wall)'),
  resume: atMost(1.5, 'resume to its first action against a start without a session'),
  gate_5k: atLeast(15, 'whole gate `true` in a warm workspace against a fresh worktree'),
  gate_50k: atLeast(60, 'whole gate `true` in a warm workspace against a fresh worktree'),
  move_5k: atLeast(40, 'a workspace moved to the next commit against a fresh worktree'),
  move_50k: atLeast(100, 'a workspace moved to the next commit against a fresh worktree'),
  gate_processes: atMost(3, 'git processes of a gate'),
  flood: atMost(1.2, 'gate that prints a million lines against the same into a file (wall)'),
  flood_cut: atMost(0, 'lines that the log of the flood lacks'),
  pipeline: atMost(3, 'a pipeline against bare Node that starts the same commands'),
  pipeline_turbo: atMost(1, 'a pipeline against `turbo run` of the same commands'),
  pipeline_flushes: atMost(2, 'flushes of a pipeline, for each step'),
  groups_mean: atLeast(6, '30 efforts, four gates at once, against one gate after the other, mean'),
  groups_each: atLeast(3.5, '30 efforts, four gates at once, against one gate after the other'),
  groups_one: atMost(0.6, 'gate runs with one gate at once, as a share of one per effort'),
} as const;

/** Whether a row met its bar; null: not measured. */
export function met(bar: Bar, ratio: number | null): boolean | null {
  if (ratio === null) return null;
  return 'at_least' in bar ? ratio >= bar.at_least : ratio <= bar.at_most;
}

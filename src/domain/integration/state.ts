/**
 * This folder: one integration as a process: its state, events, actions and commands, and the rules between them.
 *
 * The whole process as plain data. Reading this file is reading the program:
 *
 *   PLANNING     look at the branches, forecast conflicts, find the order          (make_plan)
 *   READY        the plan is on the screen; the operator presses start             (question: start)
 *   INTEGRATING  for each effort in order: merge -> resolve conflicts -> size -> gates
 *   VALIDATING   the final gates, on exactly the tree that will land
 *   LANDING      fast-forward of the target, or hold for review
 *   FINISHED     landed, held for review, stopped, rolled back, or superseded by a new session
 *
 * `transition` moves it by events, `next-actions` says what to do in it, `question` says what the operator is asked, `rules` says what
 * is never allowed, and `reconcile` compares it with git after a restart. What can be derived is not stored: progress, sizes, health,
 * the open question and the next actions are functions of this value. Field names are those of the checkpoint document.
 */

import type { DiffStat } from '../code/diff-stat.ts';
import type { ResultSurvey } from '../code/survey.ts';
import type { GatePolicy, GateSettings, Settings, Strategy } from '../config/settings.ts';
import type { Conflict, Severity, Trial, UnexplainedLoss } from '../conflict/conflict.ts';
import type { Touched } from '../conflict/facts/touched.ts';
import type { CutOffGate, GateRun } from '../gate/gate.ts';
import type { BaselineTests } from '../gate/missing.ts';
import type { ForeignCommit } from '../shared/commit-graph.ts';
import type {
  BranchName,
  ConflictId,
  EffortName,
  Identity,
  Instant,
  RefName,
  SessionId,
  Sha,
} from '../shared/ids.ts';
import type { ProcessState } from '../shared/process.ts';
import type { Action } from './action.ts';
import type { FindingKind } from './finding-kinds.ts';
import type { Decision, Highlight } from './question-id.ts';

export const STAGES = ['PLANNING', 'READY', 'INTEGRATING', 'VALIDATING', 'LANDING', 'FINISHED'] as const;
export type Stage = (typeof STAGES)[number];

export const OUTCOMES = [
  'LANDED',
  'HELD_FOR_REVIEW',
  'STOPPED',
  'ROLLED_BACK',
  'SUPERSEDED',
  'NOTHING_TO_DO',
  'FAILED',
] as const;
export type SessionOutcome = (typeof OUTCOMES)[number];

/** HELD: a decision held it or returned it to its author; everything that depends on it is held with it. */
export const EFFORT_STATUSES = ['PENDING', 'MERGING', 'MERGED', 'FAILED', 'HELD'] as const;
export type EffortStatus = (typeof EFFORT_STATUSES)[number];

/** What is known of a branch that takes part, whatever became of it. */
export interface EffortBasics {
  readonly name: EffortName;
  readonly branch: BranchName;
  readonly ref: RefName;
  /** The commit that is integrated, recorded at planning. A branch that moves later is noticed and reported. */
  readonly tip: Sha;
  /** Where its own changes begin: git's merge base with the target, or the version of its parent that the target has squashed. */
  readonly merge_base: Sha;
  readonly dependencies: readonly EffortName[];
  readonly strategy: Strategy;
  /** Commits for `cherry-pick`, oldest first; null: all of them. */
  readonly commits_chosen: readonly Sha[] | null;
  readonly commits: number;
  readonly authors: readonly string[];
  /** Subject of the newest commit. */
  readonly subject: string;
  readonly last_commit_at: Instant;
  readonly size: DiffStat;
  /** Excluded by the operator on the plan screen, or by the plan, because what it stands on was reverted. */
  readonly excluded: boolean;
  /** Number of conflicted paths met in its last merge. */
  readonly conflicts: number;
  /** Whether its conflicts are decided after the others are in: the operator or the settings deferred them. */
  readonly deferred: boolean;
  /** Whether the operator (or a policy) accepted it although it is over the size limit. */
  readonly oversize_accepted: boolean;
  /** Who breaks it, found by probing: nobody else (it is red by itself), or the efforts it clashes with; null: unknown. */
  readonly clashes_with: readonly EffortName[] | null;
}

/** An effort that this session merged. */
export interface MergedHere {
  readonly status: 'MERGED';
  readonly already_in: null;
  readonly merge_commit: Sha;
  /** What the integration branch pointed at before. */
  readonly restore_point: Sha;
  readonly merged_at: Instant;
  /** Commits that a cherry-pick left out because they conflict; they are named in the report. */
  readonly commits_left_out: readonly { readonly commit: Sha; readonly subject: string }[];
  /** What each side lost in its merge beyond what a recorded decision explains; empty is good, anything else blocks landing. */
  readonly losses: readonly UnexplainedLoss[];
}

/**
 * An effort that the target has already: its commits (`ancestor`), the same change under other names (`squashed`), or its commits and not
 * its content any more (`reverted`).
 */
export interface InTarget {
  readonly status: 'MERGED';
  readonly already_in: 'ancestor' | 'squashed' | 'reverted';
  /** When it was found there while the session ran; null: it was there at planning. */
  readonly merged_at: Instant | null;
}

/** Out by a decision; everything that depends on it is held with it. */
export interface Held {
  readonly status: 'HELD';
  readonly held_as: 'PUT_ASIDE' | 'HANDED_BACK';
  /** Why, in one sentence. */
  readonly held_because: string;
  /** The effort it went out with because it depends on it; null: it is out for a reason of its own. */
  readonly held_with: EffortName | null;
}

/** Where an effort is on its way, with exactly what that leaves. */
export type EffortProgress =
  | { readonly status: 'PENDING' }
  /** Its conflicts are met and being resolved. */
  | { readonly status: 'MERGING' }
  | MergedHere
  | InTarget
  | { readonly status: 'FAILED'; readonly held_because: string }
  | Held;

export type Effort = EffortBasics & EffortProgress;

/** The forecast of in-memory merges, made before anything was touched. */
export interface Forecast {
  readonly with_target: readonly { readonly effort: EffortName; readonly files: readonly string[] }[];
  /** Pairs that share files. `conflict`: merging both really conflicts; `hunks`: how often their lines collide. */
  readonly pairs: readonly {
    readonly a: EffortName;
    readonly b: EffortName;
    readonly files: readonly string[];
    readonly hunks: number;
    readonly conflict: boolean;
  }[];
  /** What efforts touch in code that others change too. */
  readonly touched: readonly (Touched & { readonly effort: EffortName; readonly path: string })[];
  /** Hand resolutions that the given and the chosen order cost, and why the chosen one. */
  readonly cost: { readonly given: number; readonly chosen: number; readonly because: string };
}

/** A place to go back to. Its ref is written before any branch moves. */
export interface RestorePoint {
  readonly ref: RefName;
  readonly commit: Sha;
  /** What comes next at this point: an effort's name, or `start`. */
  readonly before: string;
  readonly at: Instant;
}

/** A resolution kept by the content of its hunk, so that a repeated merge needs no second answer. */
export interface RememberedResolution {
  /** Object names of the base, current and incoming text of the hunk, or of the files when edited: `<base>:<current>:<incoming>`. */
  readonly fingerprint: string;
  readonly path: string;
  readonly blob: Sha | null;
  readonly mode: string | null;
  readonly option: string;
  readonly at: Instant;
}

/** A difference between what the checkpoint says and what git says, found when a session is resumed; or a fact about the repository. */
export interface Finding {
  readonly at: Instant;
  readonly kind: FindingKind;
  readonly subject: string;
  /** Efforts beside the subject that it is about. */
  readonly others?: readonly string[];
  readonly severity: Severity;
  readonly checkpoint_says: string;
  readonly git_says: string;
}

/** A file open in the operator's editor. */
export interface Editing {
  readonly conflict: ConflictId;
  /** Absolute path of the file with diff3 markers; null until it is written. */
  readonly file: string | null;
  /** Whether the operator reported the file as ready; intorch is checking it. */
  readonly done: boolean;
  /** Why the last attempt was refused: `2 conflict markers remain`. */
  readonly refused: string | null;
}

/** How a session ended, with what each kind of end leaves. */
export type Ending = {
  /** Why it ended as it did, in one sentence. */
  readonly because: string;
  readonly at: Instant;
} & (
  | { readonly outcome: 'LANDED' /** The target's new tip. */; readonly commit: Sha }
  | {
      readonly outcome: 'HELD_FOR_REVIEW';
      /** The one command that finishes it; null: it is not verified, so nothing should. */
      readonly command: string | null;
    }
  | { readonly outcome: Exclude<SessionOutcome, 'LANDED' | 'HELD_FOR_REVIEW'> }
);

export interface IntegrationState extends ProcessState<Action> {
  readonly state: 'INTEGRATION';
  readonly session_id: SessionId;
  readonly phase: number;
  readonly wave: number;
  readonly stage: Stage;
  /** How it ended; null: it is under way. Not null where the stage is FINISHED, and nowhere else. */
  readonly end: Ending | null;
  readonly settings: Settings;
  readonly identity: Identity;

  readonly target: BranchName;
  /** The target's tip that everything is built on; null until planned. */
  readonly target_base: Sha | null;
  readonly integration_branch: BranchName;
  /** Where the integration branch must be; null before it is created. */
  readonly integration_tip: Sha | null;
  /** What the operator (or the settings) chose to do with a verified branch; null: not asked yet. */
  readonly landing_choice: 'land' | 'hold' | null;

  /** In merge order. */
  readonly efforts_included: readonly Effort[];
  readonly forecast: Forecast | null;
  readonly conflicts_detected: readonly Conflict[];
  readonly gate_runs: readonly GateRun[];
  /** The names of the tests of the newest run of each gate on the target, where they are known; null: none are. */
  readonly baseline_tests: { readonly gates: readonly BaselineTests[] } | null;
  readonly restore_points: readonly RestorePoint[];
  readonly decisions: readonly Decision[];
  readonly remembered: readonly RememberedResolution[];
  readonly findings: readonly Finding[];
  /** What was seen in the code of the result; null: it was not looked at yet. */
  readonly survey: ResultSurvey | null;

  /** The choice under the cursor for each question that is not answered yet; the newest last. */
  readonly highlighted: readonly Highlight[];
  /** How far the next choice on a conflict reaches. */
  readonly scope: 'hunk' | 'file' | 'effort';
  readonly editing: Editing | null;
  readonly trials: readonly Trial[];
  /** Efforts whose new tests somebody wants to see run on the target. */
  readonly proofs: readonly EffortName[];
  /** A resumed session, or one whose result is held, waits here until the operator decides. `gates_now`: other gates that it may adopt. */
  readonly resume_offer: {
    readonly last_sign_of_life: Instant;
    readonly gates_now: readonly GateSettings[] | null;
  } | null;
  /** What came with a session of another machine and is not agreed to; null: nothing. `settings`: those of there; `unknown`: tips on no branch. */
  readonly letter: {
    readonly host: string;
    readonly settings: Settings;
    readonly unknown: readonly EffortName[];
  } | null;
  /** A requested roll back that waits for confirmation: the commit to go back to. */
  readonly rollback_offer: { readonly to: Sha; readonly before: string } | null;
  /** The commit that the integration branch must be taken back to before anything else happens. */
  readonly take_back_to: {
    readonly commit: Sha;
    readonly why: string;
    readonly then: 'integrate' | 'stop' | 'roll_back';
  } | null;

  /** Commits that somebody put on the integration branch, on top of `onto`, until a person decides about them; null: none. */
  readonly foreign: { readonly onto: Sha; readonly commits: readonly ForeignCommit[] } | null;

  readonly gates_cut_off: readonly CutOffGate[];

  readonly created_at: Instant;
  readonly integration_started: Instant | null;
  /** What each gate took when it last ran in this repository, by name, for the estimate of the plan; empty: unknown. */
  readonly gate_durations_ms: Readonly<Record<string, number>>;
  /** When gates run; decided once, when it is known how long they take. null: not decided yet, and until then as `each`. */
  readonly gate_policy: GatePolicy | null;
  /** How many efforts were judged in this repository before, and how many of them made a gate red. */
  readonly judged_before: { readonly efforts: number; readonly red: number };
}

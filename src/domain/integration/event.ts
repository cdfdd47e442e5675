/** What happened, in the past tense. An event carries its time; nothing else in the domain knows a clock. */

import type { ResultSurvey } from '../code/survey.ts';
import type { GateSettings, Settings } from '../config/settings.ts';
import type { Conflict, Loss, UnexplainedLoss } from '../conflict/conflict.ts';
import type { Clue } from '../gate/clue.ts';
import type { Expectations } from '../gate/expectations.ts';
import type { TestTally } from '../gate/gate.ts';
import type { Missing } from '../gate/missing.ts';
import type { NewTests } from '../gate/new-tests.ts';
import type { ClientFacts } from '../shared/client.ts';
import type { ForeignCommit } from '../shared/commit-graph.ts';
import type {
  BranchName,
  ChoiceId,
  ConflictId,
  EffortName,
  Instant,
  QuestionId,
  RefName,
  RunId,
  Sha,
} from '../shared/ids.ts';
import type { MachineEvent } from '../shared/machine.ts';
import type { ProcessHappened } from '../shared/process.ts';
import type { Action } from './action.ts';
import type { FlaggedPair } from './plan-facts/flagged-pair.ts';
import type { DecidedBy } from './question-id.ts';
import type { Effort, Finding, Forecast, IntegrationState, MergedHere } from './state.ts';

/** Current tips of the efforts' branches; null: the branch is gone. */
type EffortTips = Readonly<Record<EffortName, Sha | null>>;

/** What happens to an integration, beside what happens to every process. */
export type Happened =
  // the plan
  | {
      readonly type: 'plan_made';
      readonly target: BranchName;
      readonly target_base: Sha;
      readonly efforts: readonly Effort[];
      readonly forecast: Forecast;
      /** What is worth knowing of the repository before anything is touched. */
      readonly findings?: readonly Omit<Finding, 'at'>[];
    }
  | { readonly type: 'efforts_reordered'; readonly order: readonly EffortName[] }
  | { readonly type: 'effort_excluded'; readonly effort: EffortName; readonly excluded: boolean }
  | { readonly type: 'plan_requested' }
  // merging
  | { readonly type: 'integration_branch_created'; readonly commit: Sha; readonly restore_point: RefName }
  | {
      readonly type: 'effort_merged';
      readonly effort: EffortName;
      readonly merge_commit: Sha;
      readonly restore_point: RefName;
      readonly restore_commit: Sha;
      readonly left_out: MergedHere['commits_left_out'];
      readonly losses: readonly UnexplainedLoss[];
    }
  | { readonly type: 'effort_merge_failed'; readonly effort: EffortName; readonly because: string }
  // resolving
  | { readonly type: 'conflict_found'; readonly effort: EffortName; readonly conflicts: readonly Conflict[] }
  | {
      readonly type: 'conflict_classified';
      readonly effort: EffortName;
      readonly conflicts: readonly Conflict[];
    }
  | { readonly type: 'highlight_moved'; readonly question: QuestionId; readonly choice: ChoiceId }
  | { readonly type: 'scope_changed'; readonly scope: IntegrationState['scope'] }
  | {
      readonly type: 'choice_made';
      readonly question: QuestionId;
      readonly choice: ChoiceId;
      readonly by: DecidedBy;
      /** The program that it was chosen with; missing: not known. */
      readonly client?: ClientFacts;
    }
  | { readonly type: 'edit_done' }
  | { readonly type: 'edit_prepared'; readonly conflict: ConflictId; readonly file: string }
  | { readonly type: 'edit_refused'; readonly conflict: ConflictId; readonly because: string }
  | {
      readonly type: 'edit_accepted';
      readonly conflict: ConflictId;
      readonly blob: Sha;
      readonly mode: string;
      readonly tree: Sha;
      readonly loses: { readonly current: Loss; readonly incoming: Loss };
    }
  // validating
  | {
      readonly type: 'trial_requested';
      readonly conflict: ConflictId;
      readonly hunk: number;
      readonly option: string;
    }
  | { readonly type: 'proof_requested'; readonly effort: EffortName }
  | { readonly type: 'gate_progressed'; readonly run: RunId; readonly tests: TestTally }
  /** Set-up begins in the workspace of a gate, or is over. */
  | { readonly type: 'gate_set_up'; readonly run: RunId; readonly setting_up: boolean }
  /** A plan is being made, and these pairs are the ones that git merges to be sure. */
  | { readonly type: 'pairs_flagged'; readonly flagged: readonly FlaggedPair[] }
  | {
      readonly type: 'gate_finished';
      readonly run: RunId;
      readonly commit: Sha | null;
      readonly tree: Sha | null;
      readonly command_digest: string;
      readonly exit_code: number | null;
      readonly timed_out: boolean;
      readonly tests: TestTally | null;
      /** Number of closing summaries in its output. Events of older versions have none. */
      readonly summaries?: number | null;
      /** Names of the tests that ran, of a run on the target only; null: not known. Events of older versions have none. */
      readonly names?: readonly string[] | null;
      /** Tests that ran on the target and did not run now; null: not known. Events of older versions have none. */
      readonly missing?: Missing | null;
      /** Of a run with the target's version of test files only. Events of older versions have none. */
      readonly expectations?: Expectations | null;
      /** Of a run with an effort's test files on the target only. Events of older versions have none. */
      readonly new_tests?: NewTests | null;
      readonly duration_ms: number;
      /** Why it could not start or does not count, in a sentence; null when it ran. */
      readonly unable: string | null;
      /** What the gate did to the repository it ran in; empty when it behaved. */
      readonly tampered: readonly string[];
      /** What changed around it that may as well be somebody else's doing. Events of older versions have none. */
      readonly changed_around?: readonly string[];
      readonly workspace: string | null;
      /** What explains a red verdict. Events of older versions have none. */
      readonly clues?: readonly Clue[];
      /** Id of the earlier run on the same tree, command and environment whose verdict is reused. */
      readonly reused_from: RunId | null;
    }
  | { readonly type: 'result_surveyed'; readonly survey: ResultSurvey }
  // landing and taking back
  | { readonly type: 'integration_taken_back'; readonly to: Sha; readonly saved_as: RefName | null }
  | { readonly type: 'landed'; readonly commit: Sha; readonly effort_tips?: EffortTips }
  /** `command` finishes the landing; null: the commit is not verified, so nothing should. */
  | {
      readonly type: 'landing_held';
      readonly command: string | null;
      readonly because: string;
      readonly effort_tips?: EffortTips;
    }
  | { readonly type: 'landing_refused'; readonly because: string }
  /** On resuming, the operator asked not to move the target, whatever the settings say. */
  | { readonly type: 'landing_declined' }
  | { readonly type: 'rollback_asked'; readonly to: Sha; readonly before: string }
  | {
      readonly type: 'effort_held';
      readonly effort: EffortName;
      readonly because: string;
      readonly client?: ClientFacts;
    }
  | { readonly type: 'effort_included_again'; readonly effort: EffortName; readonly client?: ClientFacts }
  | { readonly type: 'session_superseded'; readonly by: string }
  // after a restart
  | {
      readonly type: 'resume_offered';
      readonly last_sign_of_life: Instant;
      readonly gates_now: readonly GateSettings[] | null;
      /** Of a session that ended: what keeps the target from moving by itself now. */
      readonly hindrance?: ResultSurvey['hindrance'];
    }
  /** What another machine saved is opened here, with this machine's settings; `unknown`: efforts whose tip is on no branch of theirs. */
  | {
      readonly type: 'letter_opened';
      readonly host: string;
      readonly settings: Settings;
      readonly unknown: readonly EffortName[];
    }
  | { readonly type: 'difference_found'; readonly finding: Finding }
  | {
      readonly type: 'effort_merged_outside';
      readonly effort: EffortName;
      readonly commit: Sha;
      readonly into: 'target' | 'integration';
      /** Whether its work was reverted there. Events of older versions do not know. */
      readonly reverted?: boolean;
    }
  | {
      readonly type: 'efforts_taken_back_outside';
      readonly efforts: readonly EffortName[];
      readonly tip: Sha;
    }
  | {
      readonly type: 'integration_moved_outside';
      readonly tip: Sha;
      readonly keeps_ours: boolean;
      /** What is on top of ours, to be asked about. Events of older versions have none. */
      readonly foreign?: readonly ForeignCommit[];
    }
  | { readonly type: 'integration_branch_gone' }
  | { readonly type: 'target_moved'; readonly tip: Sha };

export type Event = MachineEvent<Happened, Action>;
export type EventOf<Type extends Event['type']> = Extract<Event, { readonly type: Type }>;
/** An event before it is stamped with its time. */
export type UnstampedEvent = Happened | ProcessHappened<Action>;

/** Checks whether an event is shown but not kept: it tells how a running gate is doing, which is worthless after a restart. */
export function isPassing(event: Event): boolean {
  return ['gate_progressed', 'gate_set_up', 'pairs_flagged'].includes(event.type);
}

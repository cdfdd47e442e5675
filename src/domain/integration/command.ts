/** What the operator asks for, from any screen or the command line. `decide` turns it, by the rules, into an event or a refusal. */
import type { ConflictId, EffortName, Sha } from '../shared/ids.ts';
import type { IntegrationState } from './state.ts';

/**
 * What somebody asks for. Ids of questions and choices are text here: they may come from a command line or another process. `decide`
 * compares them with the open question.
 */
export type Command =
  /** Put the cursor on a choice of the open question. */
  | { readonly type: 'highlight'; readonly question: string; readonly choice: string }
  /** Take the highlighted choice of the open question; `question` guards against answering one that nobody has read. */
  | { readonly type: 'choose'; readonly question: string }
  /** Take a named choice (command line, keys with a letter of their own). */
  | { readonly type: 'choose_named'; readonly question: string; readonly choice: string }
  | { readonly type: 'set_scope'; readonly scope: IntegrationState['scope'] }
  | { readonly type: 'reorder'; readonly order: readonly EffortName[] }
  | { readonly type: 'exclude'; readonly effort: EffortName; readonly excluded: boolean }
  | { readonly type: 'plan_again' }
  /** Run the gates on the tree of an option before choosing it. */
  | {
      readonly type: 'try_option';
      readonly conflict: ConflictId;
      readonly hunk: number;
      readonly option: string;
    }
  /** Run the new tests of an effort on the target: those that pass there prove nothing. */
  | { readonly type: 'prove_tests'; readonly effort: EffortName }
  | { readonly type: 'edit_done' }
  /** Hold one effort, whatever its state. Its merge is taken back; the later ones are redone from stored resolutions. */
  | { readonly type: 'hold_effort'; readonly effort: EffortName }
  /** Include an effort again that was held or returned to its author. */
  | { readonly type: 'include_again'; readonly effort: EffortName }
  /** Ask to roll back to a restore point; a question then shows which merges are taken back. `to` null: all the way. */
  | { readonly type: 'roll_back'; readonly to: Sha | null }
  | { readonly type: 'pause' }
  | { readonly type: 'go_on' }
  | { readonly type: 'retry' };

/** What to do, in the imperative. An action holds all that its performer needs besides the state; doing it twice does no harm. */
import type { GateSubject } from '../gate/gate.ts';
import type { ActionKey, ConflictId, EffortName, GateName, RunId, Sha } from '../shared/ids.ts';

export type Action =
  /** Look at the branches, forecast conflicts in memory, find the order. */
  | { readonly type: 'make_plan' }
  /** Create the integration branch at the target's tip, with a restore point. */
  | { readonly type: 'create_integration_branch'; readonly at: Sha }
  /** Merge one effort in the object database and publish it, or report what conflicts. */
  | { readonly type: 'merge_effort'; readonly effort: EffortName; readonly onto: Sha }
  /** Read the sides of an effort's conflicts, classify them, build a tree for each option. */
  | { readonly type: 'inspect_conflict'; readonly effort: EffortName; readonly onto: Sha }
  /** Make the tree that the choices add up to, and publish the merge. */
  | { readonly type: 'resolve_conflict'; readonly effort: EffortName; readonly onto: Sha }
  /** Write a file with diff3 markers for the operator's editor. */
  | { readonly type: 'prepare_edit'; readonly conflict: ConflictId }
  /** Take the edited file as the resolution, unless markers remain. */
  | { readonly type: 'accept_edit'; readonly conflict: ConflictId }
  /** Run one gate on one commit in a workspace of its own. */
  | {
      readonly type: 'run_gate';
      readonly run: RunId;
      /** The number that its run begins with: one more than that of the newest run. */
      readonly ordinal: number;
      readonly gate: GateName;
      readonly subject: GateSubject;
      readonly attempt: number;
    }
  /** Look at what the result changes in code that gates may not see. */
  | { readonly type: 'survey_result'; readonly commit: Sha }
  /** Move the integration branch back to a restore point. */
  | { readonly type: 'take_back'; readonly to: Sha }
  /** Fast-forward the target to the verified commit, or report the command that does. */
  | { readonly type: 'land'; readonly commit: Sha };

export type ActionOf<Type extends Action['type']> = Extract<Action, { readonly type: Type }>;

/** Returns the name under which an action counts as in flight. A gate's run is its attempt. */
export function actionKey(action: Action): ActionKey {
  return [action.type, ...objectOf(action)].join(':') as ActionKey;
}

/** Returns what tells an action from others of its type. */
function objectOf(action: Action): readonly string[] {
  switch (action.type) {
    case 'make_plan':
      return [];
    case 'create_integration_branch':
      return [action.at];
    case 'merge_effort':
    case 'inspect_conflict':
    case 'resolve_conflict':
      return [action.effort, action.onto];
    case 'prepare_edit':
    case 'accept_edit':
      return [action.conflict];
    case 'run_gate':
      return [action.run];
    case 'take_back':
      return [action.to];
    case 'survey_result':
    case 'land':
      return [action.commit];
  }
}

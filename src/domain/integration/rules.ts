/**
 * What is never allowed, and why. Every rule returns a sentence when it refuses, and null when it does not. `decide` checks them before a
 * command becomes an event, performers before an effect, `transition` before a rule resolves anything.
 */

import type { Hunk } from '../conflict/conflict.ts';
import type { ErrorCode } from '../shared/errors.ts';
import { respectsDependencies } from '../shared/graph.ts';
import type { BranchName, EffortName, Sha } from '../shared/ids.ts';
import type { Action } from './action.ts';
import { factsThat } from './assessment/assess.ts';
import { dependencyGraph, standsOn } from './selectors/dependents.ts';
import { inTargetWords, isInTarget } from './selectors/effort-status.ts';
import { landedCommit, landingCommand } from './selectors/ending.ts';
import { missingFor } from './selectors/next-effort.ts';
import { effortNamed } from './selectors/progress.ts';
import type { IntegrationState } from './state.ts';

/**
 * Rules 2 and 4: the target moves only to a commit with nothing lost, whose required gates ran and are green on exactly that commit, and
 * to nothing that a fact of the assessment speaks against.
 */
export function landingRefusals(state: IntegrationState): readonly string[] {
  return factsThat(state, 'blocks').map(({ because }) => because);
}

/**
 * Returns the verified result that a session made: one that is held, or that nothing speaks against, whatever became of the session; null:
 * none. Rule 1: its branch is not made again unasked.
 */
export function verifiedResult(state: IntegrationState): Sha | null {
  const open = { ...state, end: null };
  const is_proven = landingRefusals(open).length === 0 && factsThat(open, 'asks').length === 0;
  return is_proven || landingCommand(state) !== null ? state.integration_tip : null;
}

/** Whether an action moves the integration branch or the target, or rests on where they stand until it has ended. */
const HOLDS_BRANCHES: Readonly<Record<Action['type'], boolean>> = {
  make_plan: false,
  create_integration_branch: true,
  merge_effort: true,
  inspect_conflict: true,
  resolve_conflict: true,
  prepare_edit: true,
  accept_edit: true,
  run_gate: false,
  survey_result: false,
  take_back: true,
  land: true,
};

/** Returns whether an action in flight moves a branch, or rests on where it stands. */
function branchesAreHeld(state: IntegrationState): boolean {
  return state.in_flight.some(({ action }) => HOLDS_BRANCHES[action.type]);
}

/** Rule 1: actions that move a branch, or rest on where it stands, run one after the other: `land` never beside `take_back`. */
export function startRefusal(state: IntegrationState, action: Action): string | null {
  if (!HOLDS_BRANCHES[action.type]) return null;
  if (branchesAreHeld(state)) return 'the integration branch is being worked on just now';
  if (action.type === 'land' && state.take_back_to !== null)
    return 'the integration branch is being taken back just now';
  return null;
}

/** Rule 1: a branch moves forward or not at all; the target moves only from the tip that everything was built on. */
export function targetMoveRefusal(
  state: IntegrationState,
  target_now: Sha | null,
  keeps_history: boolean,
): string | null {
  if (target_now === null) return `${state.target} does not exist any more`;
  if (target_now !== state.target_base) return `${state.target} moved while the integration ran`;
  if (!keeps_history) return `the verified commit does not contain ${state.target} as it is`;
  return null;
}

/** Rule 3: a semantic conflict is never resolved without the operator, or a policy that they wrote for that very class. */
export function mayResolveItself(hunk: Hunk): boolean {
  return hunk.level !== 'semantic' && hunk.auto !== null;
}

/** The order may change while nothing has been merged, but never against a dependency. */
export function orderRefusal(state: IntegrationState, order: readonly EffortName[]): string | null {
  if (state.stage !== 'READY') return 'the order can be changed before the start only';
  const names = state.efforts_included.map((effort) => effort.name);
  if (order.length !== names.length || names.some((name) => !order.includes(name)))
    return 'the order must name every effort once';
  const graph = dependencyGraph(state);
  const taking_part = order.filter((name) => graph.has(name));
  const inside = new Map([...graph].map(([name, needs]) => [name, needs.filter((need) => graph.has(need))]));
  return respectsDependencies(taking_part, inside) ? null : 'an effort would come before one it depends on';
}

/** Efforts are excluded in the plan only. Later they are held, which takes a merge back. */
export function excludeRefusal(state: IntegrationState, name: EffortName): string | null {
  const effort = state.efforts_included.find((candidate) => candidate.name === name);
  if (effort === undefined) return `there is no effort ${name}`;
  if (state.stage !== 'READY') return 'an effort can be excluded in the plan only; press x to hold it';
  return isInTarget(effort) ? `${name} is ${inTargetWords(effort, state.target)}` : null;
}

/** An effort can be held until landing begins. */
export function holdRefusal(state: IntegrationState, name: EffortName): string | null {
  const effort = state.efforts_included.find((candidate) => candidate.name === name);
  if (effort === undefined) return `there is no effort ${name}`;
  if (state.stage === 'FINISHED' || state.stage === 'LANDING')
    return `the integration is ${state.stage.toLowerCase()}`;
  if (state.stage === 'PLANNING' || state.stage === 'READY')
    return 'nothing is merged yet; exclude it with space';
  if (isInTarget(effort)) return `${name} is ${inTargetWords(effort, state.target)}`;
  if (state.take_back_to !== null) return 'the integration branch is being taken back just now';
  if (state.rollback_offer !== null) return 'answer first whether to roll back';
  return effort.status === 'HELD' ? `${name} is held already` : null;
}

/** A held effort can be included again until the target is about to move, unless something it depends on is held too. */
export function includeAgainRefusal(state: IntegrationState, name: EffortName): string | null {
  const effort = state.efforts_included.find((candidate) => candidate.name === name);
  if (effort === undefined) return `there is no effort ${name}`;
  if (effort.status !== 'HELD') return `${name} is not held`;
  if (state.stage === 'FINISHED') return 'the integration is finished; it can take part in the next one';
  if (isLanding(state)) return 'the integration is landing';
  // Its own merge may still be under way, from before it was held; two merges must not meet on the branch.
  if (branchesAreHeld(state))
    return 'the integration branch is being worked on just now; ask again in a moment';
  if (state.take_back_to !== null) return 'the integration branch is being taken back just now';
  if (state.rollback_offer !== null) return 'answer first whether to roll back';
  const needs = missingFor(state, effort).find((need) => effortNamed(state, need).status === 'HELD');
  return needs === undefined
    ? null
    : `${name} depends on ${needs}, which is held too: include ${needs} again first`;
}

/** Returns whether the target is about to move: the landing is under way, and whatever is asked now comes too late. */
function isLanding(state: IntegrationState): boolean {
  return state.in_flight.some(({ action }) => action.type === 'land');
}

/** Rolling back never rewrites what has landed. */
export function rollbackRefusal(state: IntegrationState, to: Sha | null): string | null {
  if (state.end?.outcome === 'LANDED')
    return `${state.target} has moved to ${landedCommit(state)}; use git revert, history is never rewritten`;
  if (state.integration_tip === null || state.target_base === null) return 'nothing was merged yet';
  if (state.end?.outcome === 'ROLLED_BACK') return 'it is rolled back already';
  if (isLanding(state)) return 'the integration is landing';
  // What is about to go back, and has not begun to, can go back all the way.
  const isAll = to === null || to === state.target_base;
  const isGoing = state.in_flight.some(({ action }) => action.type === 'take_back');
  if (state.take_back_to !== null && (isGoing || !isAll))
    return 'the integration branch is being taken back just now';
  if (to !== null && !standsOn(state, to)) {
    return `${to} is no restore point of this session`;
  }
  return null;
}

/** Rule 5 and "never touches what it did not make": an existing branch is used only when one of our sessions made it. */
export function branchRefusal(
  branch: BranchName,
  exists: boolean,
  made_by_us: boolean,
  checked_out_at: string | null,
): { readonly code: ErrorCode; readonly because: string } | null {
  if (checked_out_at !== null)
    return { code: 'BRANCH_CHECKED_OUT', because: `${branch} is checked out in ${checked_out_at}` };
  return exists && !made_by_us
    ? { code: 'BRANCH_NOT_OURS', because: `${branch} exists and was not made by intorch` }
    : null;
}

/** The table of performers: one small file for each thing that can be done. */
import type { Action, ActionOf } from '../domain/integration/action.ts';
import type { Outcome } from '../domain/integration/event.ts';
import { createIntegrationBranch } from './perform-branch.ts';
import { acceptEdit, prepareEdit } from './perform-edit.ts';
import { runGate } from './perform-gate.ts';
import { inspectConflict } from './perform-inspect.ts';
import { land } from './perform-land.ts';
import { mergeEffort } from './perform-merge.ts';
import { makePlan } from './perform-plan.ts';
import { resolveConflict } from './perform-resolve.ts';
import { takeBack } from './perform-take-back.ts';
import type { Performing } from './performing.ts';

type Performers = {
  readonly [Type in Action['type']]: (action: ActionOf<Type>, performing: Performing) => Promise<Outcome>;
};

const PERFORMERS: Performers = {
  make_plan: makePlan,
  create_integration_branch: createIntegrationBranch,
  merge_effort: mergeEffort,
  inspect_conflict: inspectConflict,
  resolve_conflict: resolveConflict,
  prepare_edit: prepareEdit,
  accept_edit: acceptEdit,
  run_gate: runGate,
  take_back: takeBack,
  land,
};

/** Carries out one action. */
export function perform(action: Action, performing: Performing): Promise<Outcome> {
  const performer = PERFORMERS[action.type] as (action: Action, performing: Performing) => Promise<Outcome>;
  return performer(action, performing);
}

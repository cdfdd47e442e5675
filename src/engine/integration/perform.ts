/**
 * This folder: one performer per action of an integration, and the facts that it is reconciled with.
 *
 * The table of performers: one small file for each thing that can be done.
 */
import type { Action, ActionOf } from '../../domain/integration/action.ts';
import type { Happened } from '../../domain/integration/event.ts';
import { runGate } from './gates/perform-gate.ts';
import { acceptEdit, prepareEdit } from './merging/perform-edit.ts';
import { inspectConflict } from './merging/perform-inspect.ts';
import { mergeEffort } from './merging/perform-merge.ts';
import { resolveConflict } from './merging/perform-resolve.ts';
import { land } from './perform-land.ts';
import { surveyResult } from './perform-survey.ts';
import type { Performing } from './performing.ts';
import { makePlan } from './planning/perform-plan.ts';
import { createIntegrationBranch } from './refs/perform-branch.ts';
import { takeBack } from './refs/perform-take-back.ts';

type Performers = {
  readonly [Type in Action['type']]: (action: ActionOf<Type>, performing: Performing) => Promise<Happened>;
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
  survey_result: surveyResult,
  take_back: takeBack,
  land,
};

/** Performs one action. */
export function perform(action: Action, performing: Performing): Promise<Happened> {
  const performer = PERFORMERS[action.type] as (action: Action, performing: Performing) => Promise<Happened>;
  return performer(action, performing);
}

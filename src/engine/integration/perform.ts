/**
 * This folder: one performer per action of an integration, and the facts that it is reconciled with.
 *
 * The table of performers: one small file for each thing that can be done.
 */
import type { Action, ActionOf } from '../../domain/integration/action.ts';
import type { Happened } from '../../domain/integration/event.ts';
import { IntorchError } from '../../domain/shared/errors.ts';
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

/** How often an action is performed for which git no longer has an object. */
const MOST_TIMES = 3;

/** Performs one action. It is performed again where git's housekeeping took an object away meanwhile: it makes the same one. */
export async function perform(action: Action, performing: Performing): Promise<Happened> {
  const performer = PERFORMERS[action.type] as (action: Action, performing: Performing) => Promise<Happened>;
  for (let times = 1; ; times += 1) {
    try {
      return await performer(action, performing);
    } catch (thrown) {
      const isGone = thrown instanceof IntorchError && thrown.code === 'OBJECT_MISSING';
      if (!isGone || times === MOST_TIMES || performing.signal.aborted) throw thrown;
    }
  }
}

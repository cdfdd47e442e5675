/** The stored form of actions: those that were in flight when a state was saved. */
import * as z from 'zod';
import { runIdSchema, subjectSchema } from '../../gate/schema.ts';
import type { ActionKey, ConflictId, EffortName, GateName } from '../../shared/ids.ts';
import { count, type Immutable, named, type Same, sha } from '../../shared/schema.ts';
import type { Action } from '../action.ts';

const effort = named<EffortName>();
const conflict = named<ConflictId>();

export const actionKeySchema = named<ActionKey>();

export const actionSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('make_plan') }),
  z.strictObject({ type: z.literal('create_integration_branch'), at: sha }),
  z.strictObject({ type: z.literal('merge_effort'), effort, onto: sha }),
  z.strictObject({ type: z.literal('inspect_conflict'), effort, onto: sha }),
  z.strictObject({ type: z.literal('resolve_conflict'), effort, onto: sha }),
  z.strictObject({ type: z.literal('prepare_edit'), conflict }),
  z.strictObject({ type: z.literal('accept_edit'), conflict }),
  z.strictObject({
    type: z.literal('run_gate'),
    run: runIdSchema,
    ordinal: count,
    gate: named<GateName>(),
    subject: subjectSchema,
    attempt: count,
  }),
  z.strictObject({ type: z.literal('survey_result'), commit: sha }),
  z.strictObject({ type: z.literal('take_back'), to: sha }),
  z.strictObject({ type: z.literal('land'), commit: sha }),
]);

true satisfies Same<Immutable<z.infer<typeof actionSchema>>, Action>;

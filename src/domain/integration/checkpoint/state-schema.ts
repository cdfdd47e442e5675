/** The stored form of the whole state, field by field as `state.ts` has it. */
import * as z from 'zod';
import { surveySchema } from '../../code/schema.ts';
import { frozenSettingsSchema, gateSettingsSchema } from '../../config/frozen-schema.ts';
import { GATE_POLICIES } from '../../config/settings.ts';
import { conflictSchema, modeSchema, severitySchema } from '../../conflict/schema.ts';
import { baselineTestsSchema, gateRunSchema, subjectSchema } from '../../gate/schema.ts';
import { shortDigest } from '../../shared/digest.ts';
import type { ChoiceId, ConflictId, EffortName, GateName, QuestionId } from '../../shared/ids.ts';
import {
  branchName,
  count,
  flag,
  type Immutable,
  instant,
  named,
  number,
  refName,
  type Same,
  sessionId,
  sha,
  text,
  texts,
} from '../../shared/schema.ts';
import { FINDING_KINDS } from '../finding-kinds.ts';
import { QUESTION_KINDS } from '../question-id.ts';
import { OUTCOMES, STAGES } from '../state.ts';
import { actionKeySchema, actionSchema } from './action-schema.ts';
import { effortSchema } from './effort-schema.ts';
import type { FlatState } from './flat-state.ts';

const effortName = named<EffortName>();
const conflictId = named<ConflictId>();

const forecastSchema = z.strictObject({
  with_target: z.array(z.strictObject({ effort: effortName, files: texts })),
  pairs: z.array(
    z.strictObject({ a: effortName, b: effortName, files: texts, hunks: count, conflict: flag }),
  ),
  touched: z
    .array(
      z.strictObject({
        effort: effortName,
        path: text,
        ranges: z.array(z.strictObject({ first: count, last: count })),
        functions: texts,
      }),
    )
    .default([]),
  cost: z.strictObject({ given: count, chosen: count, because: text }),
});

const decisionSchema = z.strictObject({
  at: instant,
  question: text,
  kind: z.enum(QUESTION_KINDS).nullable(),
  conflict: conflictId.nullable(),
  choice: text,
  by: z.enum(['operator', 'policy', 'rule', 'memory', 'headless']),
  client: z.strictObject({ program: text, pid: count, terminal: text.nullable() }).nullable().default(null),
  about: text,
});

const rememberedSchema = z.strictObject({
  fingerprint: text,
  path: text,
  blob: sha.nullable(),
  mode: modeSchema.nullable(),
  option: text,
  at: instant,
});

const findingSchema = z.strictObject({
  at: instant,
  kind: z.enum(FINDING_KINDS),
  subject: text,
  others: texts.exactOptional(),
  severity: severitySchema,
  checkpoint_says: text,
  git_says: text,
});

// Named separately: a literal `then:` would make the shape look like a promise to a linter.
const then = z.enum(['integrate', 'stop', 'roll_back']);

/** Everything a session consists of, strictly: a missing or extra field is refused with its path. */
export const stateSchema = z.strictObject({
  state: z.literal('INTEGRATION'),
  session_id: sessionId,
  phase: number,
  wave: number,
  stage: z.enum(STAGES),
  outcome: z.enum(OUTCOMES).nullable(),
  outcome_because: text.nullable(),
  settings: frozenSettingsSchema,
  identity: z.strictObject({ name: text, email: text }),
  target: branchName,
  target_base: sha.nullable(),
  integration_branch: branchName,
  integration_tip: sha.nullable(),
  landed_commit: sha.nullable(),
  landing_choice: z.enum(['land', 'hold']).nullable(),
  landing_command: text.nullable(),
  efforts_included: z.array(effortSchema),
  forecast: forecastSchema.nullable(),
  conflicts_detected: z.array(conflictSchema),
  gate_runs: z.array(gateRunSchema),
  baseline_tests: z.strictObject({ gates: z.array(baselineTestsSchema) }).nullable(),
  restore_points: z.array(z.strictObject({ ref: refName, commit: sha, before: text, at: instant })),
  decisions: z.array(decisionSchema),
  remembered: z.array(rememberedSchema),
  findings: z.array(findingSchema),
  survey: surveySchema
    .extend({
      markers: texts.default([]),
      tests_gone: texts.default([]),
      changed_tests: z
        .array(z.strictObject({ path: text, deleted: flag, efforts: z.array(effortName) }))
        .nullable()
        .default(null),
      rewritten: z.array(effortName).default([]),
      hindrance: z.strictObject({ because: text, in_the_way: texts }).nullable().default(null),
    })
    .nullable(),
  highlighted: z.array(z.strictObject({ question: named<QuestionId>(), choice: named<ChoiceId>() })),
  scope: z.enum(['hunk', 'file', 'effort']),
  editing: z
    .strictObject({ conflict: conflictId, file: text.nullable(), done: flag, refused: text.nullable() })
    .nullable(),
  trials: z.array(z.strictObject({ conflict: conflictId, hunk: count, option: text })),
  proofs: z.array(effortName).default([]),
  resume_offer: z
    .strictObject({
      last_sign_of_life: instant,
      gates_now: z.array(gateSettingsSchema).nullable().default(null),
    })
    .nullable(),
  letter: z
    .strictObject({ host: text, settings: frozenSettingsSchema, unknown: z.array(effortName) })
    .nullable()
    .default(null),
  rollback_offer: z.strictObject({ to: sha, before: text }).nullable(),
  take_back_to: z.strictObject({ commit: sha, why: text, then }).nullable(),
  foreign: z
    .strictObject({
      onto: sha,
      commits: z.array(
        z.strictObject({ commit: sha, authors: texts, subject: text, files: texts, more_files: count }),
      ),
    })
    .nullable()
    .default(null),
  gates_cut_off: z
    .array(
      z.strictObject({
        gate: named<GateName>(),
        subject: subjectSchema,
        times: count,
        allowed: count.default(0),
      }),
    )
    .default([]),
  paused: flag,
  in_flight: z.array(
    z.strictObject({ key: actionKeySchema, action: actionSchema, at: instant, cancelled: flag }),
  ),
  trouble: z.strictObject({ action: text, message: text, remedy: text }).nullable(),
  created_at: instant,
  integration_started: instant.nullable(),
  finished_at: instant.nullable(),
  updated_at: instant,
  gate_durations_ms: z.record(z.string(), count),
  gate_policy: z.enum(GATE_POLICIES).nullable().default('each'),
  judged_before: z.strictObject({ efforts: count, red: count }).default({ efforts: 0, red: 0 }),
});

true satisfies Same<Immutable<z.infer<typeof stateSchema>>, FlatState>;

/** Returns a digest of this schema, to tell it from that of another release. */
export function stateShape(): string {
  return shortDigest(JSON.stringify(z.toJSONSchema(stateSchema, { io: 'input', unrepresentable: 'any' })));
}

/** The stored form of the checkpoint document: the envelope, the state, and what people want to read at once. */
import * as z from 'zod';
import { conflictSchema } from '../../conflict/schema.ts';
import type { EffortName } from '../../shared/ids.ts';
import type { Immutable, Same } from '../../shared/schema.ts';
import { count, flag, instant, named, number, sha, text } from '../../shared/schema.ts';
import type { CheckpointDocument } from './document.ts';
import { SCHEMA_VERSION } from './migrations.ts';
import { stateSchema } from './state-schema.ts';

const effort = named<EffortName>();

const testResultSchema = z.strictObject({
  status: z.enum([
    'PENDING',
    'RUNNING',
    'PASSING',
    'SUCCESS',
    'FAILING',
    'PRE_EXISTING',
    'ACCEPTED',
    'DID_NOT_RUN',
    'INCONCLUSIVE',
  ]),
  coverage: number.nullable(),
  progress: text.nullable(),
  tree: sha.nullable().default(null),
});

const sizeValidationSchema = z.union([
  z.strictObject({ effort, lines: count, compliant: flag }),
  z.strictObject({
    current_integration_total: count,
    limit: number.nullable(),
    remaining_capacity: number.nullable(),
  }),
]);

const metricsSchema = z.strictObject({
  integration_started: instant.nullable(),
  conflicts_detected: count,
  resolution_time_so_far: text,
  success_rate_current: number.nullable(),
});

const pendingActionSchema = z.strictObject({
  type: z.enum(['RESOLVE_CONFLICT', 'MERGE_EFFORT', 'RUN_GATE', 'FINAL_VALIDATION', 'LAND']),
  target: text,
  assigned_to: z.enum(['operator', 'intorch']),
  priority: z.enum(['HIGH', 'MEDIUM']),
  depends_on: z.array(effort),
  trigger: z.enum(['ALL_EFFORTS_MERGED', 'FINAL_VALIDATION_PASSED']).nullable(),
});

const healthCheckSchema = z.strictObject({ grade: z.enum(['PASS', 'WARN', 'FAIL']), details: text });

/** Names a file that holds the value of a field: `<field>-<sha256 of the file>.yaml`, below `parts/`. */
const partSchema = z.strictObject({ part: text });

/** Everything below `integration_checkpoint`. */
export const checkpointFieldsSchema = z.strictObject({
  ...stateSchema.shape,
  schema_version: count,
  sequence: count,
  host: text,
  saved_at: instant,
  checkpoint_timestamp: instant,
  persistedAt: instant.nullable().default(null),
  recoveredFrom: text.nullable().default(null),
  conflicts_detected: z.array(conflictSchema.extend({ type: text })),
  size_validations: z.array(sizeValidationSchema),
  test_results: z.record(z.string(), testResultSchema),
  performance_metrics: metricsSchema,
  pending_actions: z.array(pendingActionSchema),
  health: z.strictObject({
    branch_integrity: healthCheckSchema,
    size_compliance: healthCheckSchema,
    test_status: healthCheckSchema,
    conflict_count: healthCheckSchema,
    performance_impact: healthCheckSchema,
  }),
});

/** The type of the fields after they are read. */
export type CheckpointFields = z.infer<typeof checkpointFieldsSchema>;

/** The whole document. */
export const checkpointSchema = z.strictObject({ integration_checkpoint: checkpointFieldsSchema });

true satisfies Same<Immutable<z.infer<typeof checkpointSchema>>, CheckpointDocument>;

/** Returns the JSON Schema of the document, for tools and people; `checkpoints/schema-v<version>.json` is its text. */
export function checkpointJsonSchema(): object {
  const title = `intorch checkpoint, schema version ${SCHEMA_VERSION}`;
  // As it is stored: what is large and constant may stand in a file of its own.
  const { forecast } = checkpointFieldsSchema.shape;
  const stored = checkpointFieldsSchema.extend({ forecast: z.union([partSchema, forecast]) });
  const whole = z.strictObject({ integration_checkpoint: stored });
  return { ...z.toJSONSchema(whole, { io: 'output' }), title };
}

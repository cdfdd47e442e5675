/** The stored form of gate runs. */
import * as z from 'zod';
import type { ConflictId, EffortName, GateName, RunId } from '../shared/ids.ts';
import {
  count,
  flag,
  type Immutable,
  instant,
  named,
  number,
  type Same,
  sha,
  text,
  texts,
} from '../shared/schema.ts';
import { type GateRun, VERDICTS } from './gate.ts';
import type { BaselineTests } from './missing.ts';

const effort = named<EffortName>();

export const runIdSchema = named<RunId>();

export const subjectSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('baseline') }),
  z.strictObject({ kind: z.literal('effort'), effort }),
  z.strictObject({ kind: z.literal('final') }),
  z.strictObject({ kind: z.literal('probe'), effort, with: z.array(effort) }),
  z.strictObject({ kind: z.literal('group'), onto: sha, efforts: z.array(effort) }),
  z.strictObject({ kind: z.literal('guard'), on: sha }),
  z.strictObject({ kind: z.literal('proof'), effort, on: sha }),
  z.strictObject({ kind: z.literal('option'), conflict: named<ConflictId>(), hunk: count, option: text }),
]);

const tallySchema = z.strictObject({
  total: count,
  passed: count,
  failed: count,
  skipped: count,
  failing: texts,
  coverage: number.nullable(),
});

const missingSchema = z.strictObject({
  baseline: runIdSchema,
  count,
  names: texts,
  digest: text,
  removed: z.strictObject({ count, names: texts }).default({ count: 0, names: [] }),
});

const expectationsSchema = z.strictObject({
  failing: z.array(z.strictObject({ test: text, files: texts })),
  unloadable: texts,
  unnamed: flag,
});

/** The names of the tests of a run on the target. */
export const baselineTestsSchema = z.strictObject({
  gate: named<GateName>(),
  run: runIdSchema,
  names: texts,
});

/** One run of one gate on one tree. */
export const gateRunSchema = z.strictObject({
  id: runIdSchema,
  ordinal: count,
  gate: named<GateName>(),
  subject: subjectSchema,
  commit: sha.nullable(),
  tree: sha.nullable(),
  command_digest: text.nullable(),
  attempt: count,
  status: z.enum(['RUNNING', 'FINISHED']),
  verdict: z.enum(VERDICTS).nullable(),
  because: text.nullable(),
  clues: z.array(z.strictObject({ of: z.enum(['output', 'workspace']), says: text })).default([]),
  tests: tallySchema.nullable(),
  summaries: count.nullable().default(null),
  missing: missingSchema.nullable().default(null),
  expectations: expectationsSchema.nullable().default(null),
  new_tests: z
    .strictObject({ passing: z.strictObject({ count, names: texts }), failing: count })
    .nullable()
    .default(null),
  exit_code: number.nullable(),
  started_at: instant,
  duration_ms: number.nullable(),
  log: text,
  workspace: text.nullable(),
  retried: flag,
  meddled: flag.default(false),
  in_doubt: flag.default(false),
  reused_from: runIdSchema.nullable(),
  accepted: z.strictObject({ at: instant, reason: text }).nullable(),
});

true satisfies Same<Immutable<z.infer<typeof gateRunSchema>>, GateRun>;
true satisfies Same<Immutable<z.infer<typeof baselineTestsSchema>>, BaselineTests>;

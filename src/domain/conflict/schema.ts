/** The stored form of conflicts. */
import * as z from 'zod';
import type { ConflictId, EffortName } from '../shared/ids.ts';
import type { Immutable, Same } from '../shared/schema.ts';
import { count, instant, named, sha, text, texts } from '../shared/schema.ts';
import type { Conflict } from './conflict.ts';
import { CONFLICT_KINDS, OPTION_KINDS } from './conflict.ts';

/** How severe it is. */
export const severitySchema = z.enum(['LOW', 'MEDIUM', 'HIGH']);

/** A file mode as git writes it. */
export const modeSchema = z.string().regex(/^[0-7]{6}$/, 'is not a file mode');

const lossSchema = z.strictObject({ lines: count, examples: texts });
const losesSchema = z.strictObject({ current: lossSchema, incoming: lossSchema });

const optionSchema = z.strictObject({
  id: text,
  kind: z.enum(OPTION_KINDS),
  label: text,
  pros: texts,
  cons: texts,
  risk: severitySchema,
  blob: sha.nullable(),
  mode: modeSchema.nullable(),
  tree: sha,
  loses: losesSchema,
});

const hunkSchema = z.strictObject({
  index: count,
  lines: sidesOf(z.strictObject({ start: count, count })).nullable(),
  texts: sidesOf(sha.nullable()),
  // Older sessions did not record it.
  authors: texts.default([]),
  class: text,
  level: z.enum(['file', 'line', 'semantic']),
  severity: severitySchema,
  auto: z.strictObject({ rule: text, because: text, option: text }).nullable(),
  options: z.array(optionSchema),
  recommended: z.strictObject({ option: text, because: text }).nullable(),
  choice: z
    .strictObject({
      option: text,
      by: z.enum(['operator', 'policy', 'rule', 'memory', 'headless']),
      at: instant,
    })
    .nullable(),
});

/** One conflicted path with its hunks and the options worked out for them. */
export const conflictSchema = z.strictObject({
  id: named<ConflictId>(),
  effort: named<EffortName>(),
  path: text,
  kind: z.enum(CONFLICT_KINDS),
  sides: sidesOf(z.strictObject({ mode: modeSchema, blob: sha, path: text }).nullable()),
  files: texts,
  message: text,
  hunks: z.array(hunkSchema),
  edited: z.strictObject({ blob: sha, mode: modeSchema, tree: sha, loses: losesSchema }).nullable(),
  resolution_status: z.enum(['IN_PROGRESS', 'RESOLVED']),
  resolution_strategy: z.enum(['AUTO', 'OPERATOR', 'HELD', 'HANDED_BACK']).nullable(),
  started_at: instant,
  resolved_at: instant.nullable(),
});

true satisfies Same<Immutable<z.infer<typeof conflictSchema>>, Conflict>;

function sidesOf<Schema extends z.ZodType>(schema: Schema) {
  return z.strictObject({ base: schema, current: schema, incoming: schema });
}

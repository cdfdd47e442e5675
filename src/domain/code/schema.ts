/** The stored form of a survey of the code. */
import * as z from 'zod';
import { count, sha, text, texts } from '../shared/schema.ts';

// Documents hold a flag as text.
const yes = z.preprocess((input) => (input === 'true' ? true : input), z.literal(true));
const no = z.preprocess((input) => (input === 'false' ? false : input), z.literal(false));

/** What a look at the code of one commit says. */
export const surveySchema = z.strictObject({
  commit: sha,
  cycles: knownOf(z.array(texts)),
  broken_exports: knownOf(z.array(z.strictObject({ path: text, name: text, users: texts }))),
  migration_note: text.nullable(),
  documentation: z.strictObject({ changed: texts, code_changed: count }),
});

function knownOf<Schema extends z.ZodType>(value: Schema) {
  return z.union([z.strictObject({ known: yes, value }), z.strictObject({ known: no, because: text })]);
}

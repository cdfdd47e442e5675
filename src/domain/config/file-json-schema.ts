import * as z from 'zod';
import type { JsonSchema } from './json-schema.ts';
import { fileSchema } from './schema.ts';

let made: JsonSchema | null = null;

/** Returns the JSON Schema of the file, for editors and for everything derived from the table of keys. It is made once: that takes 15 ms. */
export function fileJsonSchema(): JsonSchema {
  made ??= z.toJSONSchema(fileSchema, { io: 'input', unrepresentable: 'any' }) as JsonSchema;
  return made;
}

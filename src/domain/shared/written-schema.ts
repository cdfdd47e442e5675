/** Checks what is about to be written with the schema that reads it: what passes once is not looked at again. */
import * as z from 'zod';
import type { Fields } from './codec.ts';
import { IntorchError } from './errors.ts';
import { firstIssue } from './schema.ts';

/**
 * Returns a check of fields against the strict schema of these shapes. States share what did not change, so objects and items of lists that
 * passed are remembered by identity: a check costs what is new.
 * @throws BUG with the first field that a reader would refuse
 */
export function readableFields(what: string, shape: z.ZodRawShape): (fields: Fields) => void {
  const whole = z.strictObject(shape);
  const known = Object.entries(shape).map(([field, schema]) => ({
    field,
    passes: passesOnce(schema),
    itemPasses: schema instanceof z.ZodArray ? passesOnce(schema.element) : null,
  }));
  return (fields) => {
    const isReadable =
      Object.keys(fields).every((field) => field in shape) &&
      known.every(({ field, passes, itemPasses }) => {
        const value = fields[field];
        return itemPasses !== null && Array.isArray(value) ? value.every(itemPasses) : passes(value);
      });
    if (isReadable) return;
    const { error } = whole.safeParse(fields);
    const because = error === undefined ? 'is not what it should be' : firstIssue(error, fields);
    throw unreadable(what, because);
  };
}

/** Creates the error for what is not written, because its reader would refuse it for this reason. */
export function unreadable(what: string, because: string): IntorchError {
  return new IntorchError('BUG', `${what} is not written, because nothing could read it: ${because}`);
}

function passesOnce(schema: z.core.$ZodType): (value: unknown) => boolean {
  const passed = new WeakSet<object>();
  return (value) => {
    const isObject = typeof value === 'object' && value !== null;
    if (isObject && passed.has(value)) return true;
    const { success } = z.safeParse(schema, value);
    if (success && isObject) passed.add(value);
    return success;
  };
}

/** What the schemas of intorch.yaml are made of: kinds of values, each with the sentence that says what is allowed. */
import * as z from 'zod';

export const flagSetting = z.boolean({ error: 'true or false' });

export const textSetting = (allowed = 'a text that is not empty') =>
  z.string({ error: allowed }).regex(/\S/, { error: allowed });

export const oneOf = <const Words extends readonly string[]>(words: Words) =>
  z.enum(words, { error: `one of: ${words.join(', ')}` });

export const textsSetting = (allowed = 'a text that is not empty') =>
  z.array(textSetting(allowed), { error: 'a list of texts' });

export const wholeNumber = (from: number, to: number) => {
  const error = `a whole number from ${from} to ${to}`;
  return z.int({ error }).min(from, { error }).max(to, { error });
};

export const mapping = <Shape extends z.core.$ZodShape>(shape: Shape) =>
  z.strictObject(shape, { error: () => `a mapping with ${Object.keys(shape).join(', ')}` });

/**
 * Leaves of stored documents. YAML is read with the failsafe schema, where every scalar except a plain `null` is text. The schema of a
 * leaf determines what it is, never its looks. So a hand-typed `12e456789` stays text where text is expected, and never becomes Infinity.
 *
 * Shapes are strict. Values are checked where git, a path or the shell would see them, because a shared checkpoint may come from anyone
 * who can push.
 */
import * as z from 'zod';
import type { BranchName, Instant, RefName, SessionId, Sha } from './ids.ts';
import { parseBranchName, parseSessionId } from './ids.ts';
import { bounded } from './text.ts';
import { INSTANT } from './time.ts';

const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:e[+-]?\d+)?$/i;

/** A finite number, as a number or as its text. */
export const number = z.preprocess(
  (input) => (typeof input === 'string' && NUMBER.test(input) ? Number(input) : input),
  z.number(),
);

/** A count or an index: a whole number that is not negative. */
export const count = z.preprocess(
  (input) => (typeof input === 'string' && NUMBER.test(input) ? Number(input) : input),
  z.int().min(0),
);

/** True or false, as a boolean or as its text. */
export const flag = z.preprocess(
  (input) => (input === 'true' ? true : input === 'false' ? false : input),
  z.boolean(),
);

/** Text as it stands. */
export const text = z.string();

/** A list of texts. */
export const texts = z.array(text);

/** A full object name. */
export const sha = named<Sha>(z.string().regex(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/, 'is not an object name'));

/** A branch name that git accepts and no command mistakes for an option. */
export const branchName = named<BranchName>(
  z.string().refine((branch) => parseBranchName(branch) !== null, 'is not a branch name'),
);

/** A full ref name. */
export const refName = named<RefName>(
  z
    .string()
    .refine((ref) => ref.startsWith('refs/') && parseBranchName(ref) !== null, 'is not a full ref name'),
);

/** The name of a session; it becomes a folder and part of refs. */
export const sessionId = named<SessionId>(
  z.string().refine((id) => parseSessionId(id) !== null, { error: 'is not the name of a session' }),
);

/** A point in time in UTC with milliseconds. */
export const instant = named<Instant>(
  z.string().regex(INSTANT, 'is not a time such as 2026-11-21T10:15:00.000Z'),
);

/** Types a schema of text as the name it holds. */
export function named<Name extends string>(schema: z.ZodString = z.string()): z.ZodType<Name, Name> {
  // A brand exists for the compiler only: the same text goes in and out.
  return schema as unknown as z.ZodType<Name, Name>;
}

/** The same type with everything in it readonly, to compare what schemas return with the hand-written types. */
export type Immutable<T> = T extends string | number | boolean | null
  ? T
  : T extends readonly (infer Item)[]
    ? readonly Immutable<Item>[]
    : { readonly [Key in keyof T]: Immutable<T[Key]> };

/** True when two types are assignable to each other; a schema asserts `true satisfies Same<...>` for itself and the type it reads. */
export type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;

/** Describes the first thing that is wrong with a value: `efforts_included[1].status: "DONE" is not one of ...`. */
export function firstIssue(error: z.ZodError, input: unknown): string {
  const [issue] = error.issues;
  if (issue === undefined) return 'is not what it should be';
  const place = issue.path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('');
  const reason = reasonOf(issue, valueAt(input, issue.path));
  return place === '' ? reason : `${place.replace(/^\./, '')}: ${reason}`;
}

/** Plain words for zod's type names. */
const WORDS: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'a map',
  record: 'a map',
  array: 'a list',
};

function reasonOf(issue: z.core.$ZodIssue, value: unknown): string {
  const found = value === undefined ? 'nothing' : bounded(JSON.stringify(value) ?? typeof value, 1, 60);
  switch (issue.code) {
    case 'unrecognized_keys':
      return `unknown field ${issue.keys.join(', ')}`;
    case 'invalid_value':
      return `${found} is not one of ${issue.values.join(', ')}`;
    case 'invalid_type':
      return value === undefined
        ? 'is missing'
        : `${found} is not ${WORDS[issue.expected] ?? issue.expected}`;
    default:
      return `${found} ${issue.message}`;
  }
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined),
    input,
  );
}

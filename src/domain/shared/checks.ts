/** Checks by hand of what another process sent: it is refused in words and never believed. Small, so that it loads at once. */

const MAX_TEXT = 4096;
const MAX_LIST = 10_000;

export type Predicate = (value: unknown) => boolean;
/** The fields of one type of message, each with its check. */
export type CheckedFields = Readonly<Record<string, Predicate>>;

export const isText: Predicate = (value) => typeof value === 'string' && value.length <= MAX_TEXT;
export const isFlag: Predicate = (value) => typeof value === 'boolean';
export const isCount: Predicate = (value) => Number.isSafeInteger(value) && Number(value) >= 0;
export const isTexts: Predicate = (value) =>
  Array.isArray(value) && value.length <= MAX_LIST && value.every(isText);

/** Checks whether a value is an object with fields. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Returns a message of a known type with the fields that the table names and no others, or why it is refused. */
export function checkedMessage<Message extends { readonly type: string }>(
  value: unknown,
  table: Readonly<Record<Message['type'], CheckedFields>>,
  noun: string,
): Message | { readonly refused: string } {
  const type = isRecord(value) ? value['type'] : undefined;
  if (!isRecord(value) || typeof type !== 'string') return { refused: `this is no ${noun}` };
  const fields = Object.hasOwn(table, type) ? table[type as Message['type']] : undefined;
  if (fields === undefined) return { refused: `the ${noun} "${type.slice(0, 40)}" is not known here` };
  const wrong = Object.entries(fields).find(([name, isRight]) => !isRight(value[name]));
  if (wrong !== undefined) return { refused: `the ${noun} "${type}" has no usable "${wrong[0]}"` };
  const known = Object.fromEntries(Object.keys(fields).map((name) => [name, value[name]]));
  return { type, ...known } as Message;
}

/** What a screen may ask, checked by hand: a peer of another make is refused in words and never believed. */
import type { Command } from '../domain/integration/command.ts';
import { parseSha } from '../domain/shared/ids.ts';
import type { Request } from './protocol.ts';

const MAX_TEXT = 4096;
const MAX_LIST = 10_000;

type Check = (value: unknown) => boolean;
type Fields = Readonly<Record<string, Check>>;

const isText: Check = (value) => typeof value === 'string' && value.length <= MAX_TEXT;
const isFlag: Check = (value) => typeof value === 'boolean';
const isCount: Check = (value) => Number.isSafeInteger(value) && Number(value) >= 0;
const isScope: Check = (value) => value === 'hunk' || value === 'file' || value === 'effort';
const isTexts: Check = (value) => Array.isArray(value) && value.length <= MAX_LIST && value.every(isText);
const isShaOrNull: Check = (value) =>
  value === null || (typeof value === 'string' && parseSha(value) !== null);

const COMMANDS = {
  highlight: { question: isText, choice: isText },
  choose: { question: isText },
  choose_named: { question: isText, choice: isText },
  set_scope: { scope: isScope },
  reorder: { order: isTexts },
  leave_out: { effort: isText, left_out: isFlag },
  plan_again: {},
  try_option: { conflict: isText, hunk: isCount, option: isText },
  edit_done: {},
  put_aside: { effort: isText },
  take_in: { effort: isText },
  roll_back: { to: isShaOrNull },
  pause: {},
  go_on: {},
  retry: {},
} as const satisfies Record<Command['type'], Fields>;

const REQUESTS = {
  hello: { protocol: isCount },
  command: { id: isCount, command: isRecord },
  stop: { now: isFlag },
} as const satisfies Record<Request['type'], Fields>;

/** Gives the request that a message holds, with nothing in it that is not known; or the reason of its refusal. */
export function parseRequest(message: unknown): Request | { readonly refused: string } {
  const found = known(message, REQUESTS, 'request');
  if ('refused' in found) return { refused: String(found['refused']) };
  const command = found['command'];
  if (command === undefined) return found as unknown as Request;
  const checked = known(command, COMMANDS, 'command');
  if ('refused' in checked) return { refused: String(checked['refused']) };
  return { ...found, command: checked } as unknown as Request;
}

/** Says whether a value is an object with fields. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function known(
  value: unknown,
  table: Readonly<Record<string, Fields>>,
  noun: string,
): Readonly<Record<string, unknown>> {
  const type = isRecord(value) ? value['type'] : undefined;
  if (!isRecord(value) || typeof type !== 'string') return { refused: `this is no ${noun}` };
  const fields = Object.hasOwn(table, type) ? table[type] : undefined;
  if (fields === undefined) return { refused: `the ${noun} "${type.slice(0, 40)}" is not known here` };
  const wrong = Object.entries(fields).find(([name, isRight]) => !isRight(value[name]));
  if (wrong !== undefined) return { refused: `the ${noun} "${type}" has no usable "${wrong[0]}"` };
  return { type, ...Object.fromEntries(Object.keys(fields).map((name) => [name, value[name]])) };
}

/** Checks requests from screens by hand: a foreign client is refused with a message and never trusted. */
import {
  type CheckedFields,
  checkedMessage,
  isCount,
  isFlag,
  isRecord,
  isText,
  type Predicate,
} from '../domain/shared/checks.ts';
import type { Request } from './protocol.ts';

const REQUESTS = {
  hello: { protocol: isCount, key: orNone(isText), client: orNone(isClient) },
  command: { id: isCount, command: isRecord },
  stop: { now: isFlag },
} as const satisfies Record<Request<never>['type'], CheckedFields>;

/** Returns the command in a value that came over the line, or why it is refused. */
export type CommandParser<Command> = (value: unknown) => Command | { readonly refused: string };

/** Returns the request that a message holds, with nothing in it that is not known; or the reason of its refusal. */
export function parseRequest<Command extends object>(
  message: unknown,
  parseCommand: CommandParser<Command>,
): Request<Command> | { readonly refused: string } {
  const found = checkedMessage<Request<unknown>>(message, REQUESTS, 'request');
  if ('refused' in found) return found;
  if (found.type !== 'command') return found;
  const command = parseCommand(found.command);
  return isRefused(command) ? command : { ...found, command };
}

function isRefused(command: object): command is { readonly refused: string } {
  return 'refused' in command;
}

function orNone(isRight: Predicate): Predicate {
  return (value) => value === undefined || isRight(value);
}

/** What it says of itself is recorded and shown. */
function isClient(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const { program, pid, terminal, ...others } = value;
  const isPlain = matches(program, /^[a-z-]{1,20}$/) && isCount(pid) && Object.keys(others).length === 0;
  return isPlain && (terminal === null || matches(terminal, /^\/dev\/[\w/]{1,40}$/));
}

function matches(value: unknown, pattern: RegExp): boolean {
  return typeof value === 'string' && pattern.test(value);
}

import {
  type CheckedFields,
  checkedMessage,
  isCount,
  isFlag,
  isText,
  isTexts,
  type Predicate,
} from '../shared/checks.ts';
import { parseSha } from '../shared/ids.ts';
import type { Command } from './command.ts';

const isScope: Predicate = (value) => value === 'hunk' || value === 'file' || value === 'effort';
const isShaOrNull: Predicate = (value) =>
  value === null || (typeof value === 'string' && parseSha(value) !== null);

const COMMANDS = {
  highlight: { question: isText, choice: isText },
  choose: { question: isText },
  choose_named: { question: isText, choice: isText },
  set_scope: { scope: isScope },
  reorder: { order: isTexts },
  exclude: { effort: isText, excluded: isFlag },
  plan_again: {},
  try_option: { conflict: isText, hunk: isCount, option: isText },
  prove_tests: { effort: isText },
  edit_done: {},
  hold_effort: { effort: isText },
  include_again: { effort: isText },
  roll_back: { to: isShaOrNull },
  pause: {},
  go_on: {},
  retry: {},
} as const satisfies Record<Command['type'], CheckedFields>;

/** Returns the command that another process sent, with nothing in it that is not known; or why it is refused. */
export function parseCommand(value: unknown): Command | { readonly refused: string } {
  return checkedMessage<Command>(value, COMMANDS, 'command');
}

import { parseArgs } from 'node:util';
import { IntorchError } from '../../domain/shared/errors.ts';
import { nearest } from '../../domain/shared/nearest.ts';
import { sanitizeLine } from '../../domain/shared/text.ts';
import {
  COMMANDS,
  type CommandName,
  type CommandSpec,
  commandNamed,
  type Flag,
  type FlagName,
  GLOBAL_FLAGS,
  listedCommands,
} from './args.ts';

/** A parsed command line. */
export interface Invocation {
  /** null when the command line names no command. */
  readonly command: CommandName | null;
  readonly words: readonly string[];
  readonly flags: FlagValues;
}

/** The flags of a command line, with their values in order. A flag without a value has an empty list. */
export type FlagValues = ReadonlyMap<string, readonly string[]>;

/** Checks whether a flag was given. */
export function flagOn(flags: FlagValues, name: FlagName): boolean {
  return flags.has(name);
}

/** Returns the last value of a flag, or null when it was not given. */
export function flagValue(flags: FlagValues, name: FlagName): string | null {
  return flags.get(name)?.at(-1) ?? null;
}

/** Returns every value of a flag that may be repeated. */
export function flagValues(flags: FlagValues, name: FlagName): readonly string[] {
  return flags.get(name) ?? [];
}

/** Parses the command line by the table. @throws IntorchError WRONG_USE, with a suggestion of what was probably meant */
export function parseCommandLine(argv: readonly string[]): Invocation {
  const { tokens } = parseArgs({
    args: [...argv],
    options: everyOption(),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const positionals = tokens.flatMap((token) => (token.kind === 'positional' ? [token.value] : []));
  const command = positionals[0] === undefined ? null : knownCommand(positionals[0]);
  const allowed: readonly Flag[] = [...GLOBAL_FLAGS, ...((command ?? commandNamed('tui'))?.flags ?? [])];
  const flags = new Map<string, readonly string[]>();
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    const flag = allowed.find((one) => one.name === token.name);
    if (flag === undefined) throw unknownFlag(token.rawName, allowed, command);
    const value = checkedValue(flag, token.value, token.inlineValue === true);
    flags.set(flag.name, value === null ? [] : [...(flags.get(flag.name) ?? []), value]);
  }
  const words = positionals.slice(1);
  // Show help on a command whatever else is wrong with the arguments.
  if (command !== null && !flags.has('help')) checkWords(command, words);
  return { command: command === null ? null : (command.name as CommandName), words, flags };
}

/** Lists all flags: the parser must know which take a value before it knows the command. A test keeps equal names equal. */
function everyOption() {
  const all: readonly CommandSpec[] = COMMANDS;
  const flags: readonly Flag[] = [...GLOBAL_FLAGS, ...all.flatMap((command) => command.flags)];
  return Object.fromEntries(
    flags.map(({ name, short, value }) => [
      name,
      {
        type: value === undefined ? ('boolean' as const) : ('string' as const),
        ...(short === undefined ? {} : { short }),
      },
    ]),
  );
}

function knownCommand(name: string): CommandSpec {
  const command = commandNamed(name);
  if (command !== null) return command;
  const near = nearest(
    name,
    listedCommands().map((one) => one.name),
  );
  throw wrongUse(`There is no command ${sanitizeLine(name)}`, near === null ? null : `intorch ${near}`);
}

function unknownFlag(raw: string, allowed: readonly Flag[], command: CommandSpec | null): IntorchError {
  const near = nearest(
    raw.replace(/^-+/, ''),
    allowed.map((flag) => flag.name),
  );
  const whose = command === null ? 'intorch' : `intorch ${command.name}`;
  return wrongUse(`${whose} has no flag ${sanitizeLine(raw)}`, near === null ? null : `--${near}`);
}

function checkedValue(flag: Flag, value: string | undefined, inline: boolean): string | null {
  if (flag.value === undefined) {
    if (value !== undefined) throw wrongUse(`--${flag.name} takes no value`, null);
    return null;
  }
  // `--onto --json` means a forgotten value. A value that really starts with a dash is written as `--onto=-x`.
  if (value === undefined || (!inline && value.startsWith('-')))
    throw wrongUse(`--${flag.name} needs a value: --${flag.name} ${flag.value}`, null);
  if (flag.choices !== undefined && !flag.choices.includes(value)) {
    throw wrongUse(
      `--${flag.name} takes ${flag.choices.join(', ')}; not ${sanitizeLine(value)}`,
      nearest(value, flag.choices),
    );
  }
  return value;
}

function checkWords(command: CommandSpec, words: readonly string[]): void {
  const { usage = '', most = 0, least = 0, choices } = command.words ?? {};
  const surplus = words[most];
  if (surplus !== undefined)
    throw wrongUse(`intorch ${command.name} does not know what to do with ${sanitizeLine(surplus)}`, null);
  const first = words[0];
  if (words.length < least)
    throw wrongUse(`intorch ${command.name} needs more: intorch ${command.name} ${usage}`, null);
  if (first !== undefined && choices !== undefined && !choices.includes(first)) {
    throw wrongUse(
      `intorch ${command.name} takes ${choices.join(', ')}; not ${sanitizeLine(first)}`,
      nearest(first, choices),
    );
  }
}

function wrongUse(message: string, meant: string | null): IntorchError {
  return new IntorchError('WRONG_USE', message, meant === null ? {} : { remedy: `Did you mean ${meant}?` });
}

import { type CommandSpec, type Flag, flagUsage, GLOBAL_FLAGS, listedCommands } from './args.ts';
import { EXIT_STATUSES } from './exit.ts';

/** Prints the whole help. */
export function generalHelp(): string {
  return [
    'Turns many parallel branches into one verified branch, and lands it.',
    'An effort is a branch to integrate. A gate is a command that must pass: tests.',
    '',
    'Usage: intorch [COMMAND] [FLAGS]',
    '',
    'Commands:',
    ...columns(listedCommands().map((command) => [command.name, command.about])),
    '',
    'Flags everywhere:',
    ...columns(GLOBAL_FLAGS.map((flag) => [flagUsage(flag), flag.about])),
    '',
    'Exit status:',
    ...columns(Object.entries(EXIT_STATUSES)),
    '',
    'Help on a command: intorch COMMAND --help. Keys: intorch help keys.',
    '',
  ].join('\n');
}

/** Prints the help on one command. */
export function commandHelp(command: CommandSpec): string {
  const flags: readonly Flag[] = [
    ...command.flags,
    ...GLOBAL_FLAGS.filter(({ name }) => name !== 'version' && !(command.anywhere && name === 'repo')),
  ];
  return [
    `${command.about}.`,
    '',
    `Usage: intorch ${usageOf(command)}${command.flags.length > 0 ? ' [FLAGS]' : ''}`,
    '',
    'Flags:',
    ...columns(flags.map((flag) => [flagUsage(flag), aboutOf(flag)])),
    '',
  ].join('\n');
}

/** Formats the commands and their flags as a Markdown table, for the README. */
export function commandTable(): string {
  const rows = listedCommands().map((command) => {
    const flags = command.flags.map((flag) => `\`${flagUsage(flag)}\``).join(' ');
    return [`\`intorch ${usageOf(command)}\``, command.about, flags];
  });
  const cells = (row: readonly string[]) =>
    `| ${row.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [cells(['command', 'what it does', 'flags']), '| --- | --- | --- |', ...rows.map(cells), ''].join(
    '\n',
  );
}

function usageOf(command: CommandSpec): string {
  return command.words === undefined ? command.name : `${command.name} ${command.words.usage}`;
}

function aboutOf(flag: Flag): string {
  return flag.choices === undefined ? flag.about : `${flag.about} (${flag.choices.join(', ')})`;
}

function columns(rows: readonly (readonly [string, string])[]): readonly string[] {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}

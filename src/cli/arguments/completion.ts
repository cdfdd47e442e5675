/** Completion scripts, generated from the table of commands. They ask git for branch names, and never run intorch. */
import { type CommandSpec, type Flag, GLOBAL_FLAGS, listedCommands } from './args.ts';

export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

/** Returns the completion script of a shell. */
export function completionScript(shell: Shell): string {
  return { bash, zsh, fish }[shell]();
}

const BRANCHES = "git for-each-ref --format='%(refname:short)' refs/heads 2>/dev/null";

function flagsOf(command: CommandSpec | null): readonly Flag[] {
  return [...(command?.flags ?? []), ...GLOBAL_FLAGS];
}

function wordsOf(command: CommandSpec): readonly string[] {
  return command.name === 'help'
    ? ['keys', ...listedCommands().map((one) => one.name)]
    : (command.words?.choices ?? []);
}

function bash(): string {
  const names = listedCommands().map((command) => command.name);
  const dashed = (command: CommandSpec | null) =>
    flagsOf(command).flatMap((flag) => [`--${flag.name}`, ...(flag.short ? [`-${flag.short}`] : [])]);
  const withValue = [
    ...new Map(
      listedCommands()
        .flatMap(flagsOf)
        .filter((flag) => flag.value)
        .map((flag) => [flag.name, flag]),
    ).values(),
  ];
  const values = withValue.map((flag) => {
    const dashes = flag.short ? `--${flag.name}|-${flag.short}` : `--${flag.name}`;
    if (flag.completes === 'branches') return `    ${dashes}) _intorch_branches; return ;;`;
    if (flag.completes === 'directories') return `    ${dashes}) _intorch_files -d; return ;;`;
    if (flag.completes === 'files') return `    ${dashes}) _intorch_files -f; return ;;`;
    return `    ${dashes}) COMPREPLY=($(compgen -W "${(flag.choices ?? []).join(' ')}" -- "$cur")); return ;;`;
  });
  return [
    '# bash completion of intorch: eval "$(intorch completion bash)"',
    // A name may hold whatever a shell obeys: compgen -W would expand it, and the line would run it.
    '_intorch_branches() {',
    '  local name word',
    '  while IFS= read -r name; do',
    `    printf -v word %q "$name"`,
    `    if [[ $name == "$cur"* || $word == "$cur"* ]]; then COMPREPLY+=("$word"); fi`,
    `  done < <(${BRANCHES})`,
    '}',
    '_intorch_files() {',
    '  local name',
    '  compopt -o filenames 2>/dev/null',
    `  while IFS= read -r name; do COMPREPLY+=("$name"); done < <(compgen "$1" -- "$cur")`,
    '}',
    '_intorch() {',
    '  COMPREPLY=()',
    `  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]} command= word`,
    '  case $prev in',
    ...values,
    '  esac',
    `  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do`,
    `    case $word in ${names.join('|')}) command=$word; break ;; esac`,
    '  done',
    '  case $command in',
    ...listedCommands().map(
      (command) =>
        `    ${command.name}) COMPREPLY=($(compgen -W "${[...wordsOf(command), ...dashed(command)].join(' ')}" -- "$cur")) ;;`,
    ),
    `    *) COMPREPLY=($(compgen -W "${[...names, ...dashed(null)].join(' ')}" -- "$cur")) ;;`,
    '  esac',
    '}',
    'complete -F _intorch intorch',
    '',
  ].join('\n');
}

function zsh(): string {
  const quoted = (text: string) => text.replaceAll("'", "'\\''").replaceAll(/[[\]:\\]/g, '\\$&');
  const value = (flag: Flag) => {
    if (flag.value === undefined) return '';
    const what = quoted(flag.value.toLowerCase());
    if (flag.completes === 'branches') return `:${what}:_intorch_branches`;
    if (flag.completes === 'directories') return `:${what}:_files -/`;
    if (flag.completes === 'files') return `:${what}:_files`;
    return `:${what}:${flag.choices === undefined ? ' ' : `(${flag.choices.join(' ')})`}`;
  };
  const argument = (flag: Flag) => {
    const rest = `[${quoted(flag.about)}]${value(flag)}`;
    if (flag.short) return `{-${flag.short},--${flag.name}}'${rest}'`;
    return `'${flag.repeat ? '*' : ''}--${flag.name}${rest}'`;
  };
  const positional = (command: CommandSpec) =>
    wordsOf(command).length === 0 ? [] : [`'1:word:(${wordsOf(command).join(' ')})'`];
  return [
    '#compdef intorch',
    '# zsh completion of intorch: eval "$(intorch completion zsh)"',
    '_intorch_branches() {',
    `  compadd -- \${(f)"$(${BRANCHES})"}`,
    '}',
    '_intorch() {',
    '  local context state line curcontext="$curcontext"',
    `  _arguments -C ${flagsOf(null).map(argument).join(' ')} '1:command:->command' '*::argument:->argument'`,
    '  case $state in',
    '    command)',
    '      local -a commands=(',
    ...listedCommands().map((command) => `        '${command.name}:${quoted(command.about)}'`),
    '      )',
    '      _describe command commands ;;',
    '    argument)',
    '      case $line[1] in',
    ...listedCommands().map(
      (command) =>
        `        ${command.name}) _arguments ${[...positional(command), ...flagsOf(command).map(argument)].join(' ')} ;;`,
    ),
    '      esac ;;',
    '  esac',
    '}',
    'compdef _intorch intorch',
    '',
  ].join('\n');
}

function fish(): string {
  const quoted = (text: string) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
  const line = (flag: Flag, condition: string) => {
    const short = flag.short ? ` -s ${flag.short}` : '';
    const branches = flag.completes === 'branches' ? ` -a ${quoted(`(${BRANCHES})`)}` : '';
    const choices = flag.choices ? ` -a ${quoted(flag.choices.join(' '))}` : '';
    const files = flag.completes === 'files' ? ' -rF' : flag.completes === 'directories' ? ' -r' : ' -x';
    const value = flag.value ? files : '';
    return `complete -c intorch${condition}${short} -l ${flag.name}${value}${branches}${choices} -d ${quoted(flag.about)}`;
  };
  return [
    '# fish completion of intorch: intorch completion fish | source',
    'complete -c intorch -f',
    ...GLOBAL_FLAGS.map((flag) => line(flag, '')),
    ...listedCommands().flatMap((command) => {
      const condition = ` -n '__fish_seen_subcommand_from ${command.name}'`;
      const words = wordsOf(command);
      return [
        `complete -c intorch -n __fish_use_subcommand -a ${command.name} -d ${quoted(command.about)}`,
        ...(words.length === 0 ? [] : [`complete -c intorch${condition} -a ${quoted(words.join(' '))}`]),
        ...command.flags.map((flag) => line(flag, condition)),
      ];
    }),
    '',
  ].join('\n');
}

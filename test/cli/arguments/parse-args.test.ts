import { expect, test } from 'vitest';
import {
  COMMANDS,
  type CommandSpec,
  commandNamed,
  type Flag,
  GLOBAL_FLAGS,
} from '../../../src/cli/arguments/args.ts';
import { flagOverrides } from '../../../src/cli/arguments/flag-overrides.ts';
import { flagOn, flagValue, flagValues, parseCommandLine } from '../../../src/cli/arguments/parse-args.ts';
import { IntorchError } from '../../../src/domain/shared/errors.ts';

const commands: readonly CommandSpec[] = COMMANDS;

function refusal(...argv: readonly string[]): readonly [string, string] {
  try {
    parseCommandLine(argv);
  } catch (error) {
    if (error instanceof IntorchError && error.code === 'WRONG_USE') return [error.message, error.remedy];
    throw error;
  }
  throw new Error('it was accepted');
}

test('flags stand before or behind the command, long or short, with a space or an equals sign', () => {
  const { command, words, flags } = parseCommandLine([
    '-C',
    '/x',
    'report',
    'plan',
    '--list',
    '--session=wave1',
  ]);

  expect([command, words]).toEqual(['report', ['plan']]);
  expect([flagValue(flags, 'repo'), flagOn(flags, 'list'), flagValue(flags, 'session')]).toEqual([
    '/x',
    true,
    'wave1',
  ]);
});

test('without a command there are the flags of the screen', () => {
  expect(parseCommandLine([])).toEqual({ command: null, words: [], flags: new Map() });
  expect(flagOn(parseCommandLine(['--resume', '--ascii']).flags, 'ascii')).toBe(true);
});

test('a flag that may be repeated keeps every value in order', () => {
  const { flags } = parseCommandLine([
    'run',
    '--gate',
    'a=x',
    '--gate',
    'b=y',
    '--onto',
    'one',
    '--onto',
    'two',
  ]);

  expect(flagValues(flags, 'gate')).toEqual(['a=x', 'b=y']);
  expect(flagValue(flags, 'onto')).toBe('two');
});

test.each([
  [['stauts'], 'There is no command stauts', 'Did you mean intorch status?'],
  [['run', '--decid', 'x'], 'intorch run has no flag --decid', 'Did you mean --decide?'],
  [
    ['run', '--decide', 'recomended'],
    '--decide takes recommended, fail; not recomended',
    'Did you mean recommended?',
  ],
  [['run', '--onto'], '--onto needs a value: --onto BRANCH', 'See `intorch --help`'],
  [['run', '--onto', '--json'], '--onto needs a value: --onto BRANCH', 'See `intorch --help`'],
  [['run', '--json=yes'], '--json takes no value', 'See `intorch --help`'],
  [['status', '--resume'], 'intorch status has no flag --resume', 'See `intorch --help`'],
  [['status', 'now'], 'intorch status does not know what to do with now', 'See `intorch --help`'],
  [
    ['checkpoint'],
    'intorch checkpoint needs more: intorch checkpoint <ls|show|verify|prune|fetch> [NAME|REMOTE]',
    'See `intorch --help`',
  ],
  [
    ['checkpoint', 'verfy'],
    'intorch checkpoint takes ls, show, verify, prune, fetch; not verfy',
    'Did you mean verify?',
  ],
  [['completion', 'bahs'], 'intorch completion takes bash, zsh, fish; not bahs', 'Did you mean bash?'],
  [['--version=3'], '--version takes no value', 'See `intorch --help`'],
])('%j is wrong use, and says what was probably meant', (argv, message, remedy) => {
  expect(refusal(...argv)).toEqual([message, remedy]);
});

test('control characters of a wrong word do not reach the terminal', () => {
  expect(refusal('\x1b[2Jx')[0]).toBe('There is no command x');
});

test('flags become settings that say where they come from', () => {
  const { flags } = parseCommandLine([
    'run',
    '--onto',
    'dev',
    '--efforts',
    'a,b',
    '--efforts',
    'c',
    '--no-land',
    '--gate',
    'test=npm run a=b',
    '--setup',
    'npm ci',
    '--strategy',
    'hybrid',
  ]);

  expect(flagOverrides(flags)).toEqual([
    { path: ['target'], value: 'dev', from: '--onto' },
    { path: ['efforts', 'strategy'], value: 'hybrid', from: '--strategy' },
    { path: ['worktree', 'setup'], value: 'npm ci', from: '--setup' },
    { path: ['efforts', 'patterns'], value: ['a', 'b', 'c'], from: '--efforts' },
    { path: ['landing', 'mode'], value: 'none', from: '--no-land' },
    { path: ['gates', 'test'], value: 'npm run a=b', from: '--gate' },
  ]);
});

test('a gate without a command is wrong use', () => {
  expect(() => flagOverrides(parseCommandLine(['run', '--gate', 'test']).flags)).toThrow(
    '--gate needs a name and a command',
  );
});

test('flags of one name are of one kind in every command, because the parser reads them before it knows the command', () => {
  const kinds = new Map<string, Set<boolean>>();
  const flags: readonly Flag[] = [...GLOBAL_FLAGS, ...commands.flatMap((command) => command.flags)];
  for (const { name, value } of flags)
    kinds.set(name, (kinds.get(name) ?? new Set()).add(value !== undefined));

  expect([...kinds].filter(([, kind]) => kind.size > 1)).toEqual([]);
});

test('the engine takes every flag of the screen that is not about drawing', () => {
  const drawing = ['ascii', 'no-color', 'screen-reader'];
  const flags = (name: string) => (commandNamed(name)?.flags ?? []).map((flag) => flag.name);

  expect(flags('engine').toSorted()).toEqual(
    flags('tui')
      .filter((name) => !drawing.includes(name))
      .toSorted(),
  );
});

test('every command, flag and choice is named once and told in one line that fits', () => {
  const names = commands.map((command) => command.name);

  expect(new Set(names).size).toBe(names.length);
  for (const command of commands) {
    const flags = [...command.flags, ...GLOBAL_FLAGS].map((flag) => flag.name);
    expect(new Set(flags).size, command.name).toBe(flags.length);
    for (const about of [command.about, ...command.flags.map((flag) => flag.about)])
      expect(about).toMatch(/^[A-Za-z].{5,64}[^.]$/);
  }
  expect(commandNamed('engine')?.hidden).toBe(true);
});

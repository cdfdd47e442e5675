/**
 * This folder: the table of commands and flags, help and completion.
 *
 * The single table of commands and flags. Parsing, `--help`, shell completion and the table in the README all derive from it, so they
 * cannot contradict each other.
 */
import { STRATEGIES } from '../../domain/config/settings.ts';

export interface Flag {
  /** Without the leading dashes. */
  readonly name: string;
  readonly short?: string;
  /** Placeholder for the flag's value in help texts; absent for a flag that is on or off. */
  readonly value?: string;
  /** May be given several times. */
  readonly repeat?: true;
  readonly choices?: readonly string[];
  /** What a shell completes its value with. */
  readonly completes?: 'branches' | 'directories' | 'files';
  readonly about: string;
}

export interface CommandSpec {
  readonly name: string;
  /** One line for the list of commands. */
  readonly about: string;
  /** Positional arguments, in order. Where there are choices, the first argument must be one of them. */
  readonly words?: {
    readonly usage: string;
    readonly most: number;
    readonly least?: number;
    readonly choices?: readonly string[];
  };
  readonly flags: readonly Flag[];
  /** Needs no repository, so that help does not offer to name one. */
  readonly anywhere?: true;
  /** Works, but help does not list it. */
  readonly hidden?: true;
}

const efforts = {
  name: 'efforts',
  value: 'A,B',
  completes: 'branches',
  about: 'Integrate these only: branches, patterns or names of efforts',
} as const satisfies Flag;
const onto = {
  name: 'onto',
  value: 'BRANCH',
  completes: 'branches',
  about: 'Land on this branch',
} as const satisfies Flag;
const json = { name: 'json', about: 'Print JSON' } as const satisfies Flag;
const resume = {
  name: 'resume',
  about: 'Resume the unfinished session without asking',
} as const satisfies Flag;
const session = {
  name: 'session',
  value: 'ID',
  about: 'Use this session (default: the newest)',
} as const satisfies Flag;
const strategy = {
  name: 'strategy',
  value: 'HOW',
  choices: STRATEGIES,
  about: 'How branches are merged; overrides intorch.yaml',
} as const satisfies Flag;
const gate = {
  name: 'gate',
  value: 'NAME=COMMAND',
  repeat: true,
  about: 'Add a gate, or replace its command; may be repeated',
} as const satisfies Flag;
const setup = {
  name: 'setup',
  value: 'COMMAND',
  about: 'Install dependencies with this command',
} as const satisfies Flag;
const configFile = {
  name: 'config',
  value: 'FILE',
  completes: 'files',
  about: 'Use this file, not the intorch.yaml of the target',
} as const satisfies Flag;
/** Flags that say what to integrate and how to judge it. The engine takes these from the screen that starts it. */
const choosing = [efforts, onto, strategy, gate, setup, configFile] as const satisfies readonly Flag[];
const noColor = { name: 'no-color', about: 'Draw without colours' } as const satisfies Flag;
const screen = [
  { name: 'ascii', about: 'Draw with plain characters' },
  noColor,
  { name: 'screen-reader', about: 'Write lines that a screen reader can follow' },
] as const satisfies readonly Flag[];
const unattended = [
  {
    name: 'decide',
    value: 'HOW',
    choices: ['recommended', 'fail'],
    about: 'Answer as recommended, or exit with 3; default: fail',
  },
  { name: 'no-land', about: 'Stop before landing' },
  { ...json, about: 'Print one JSON object per event and a summary' },
] as const satisfies readonly Flag[];

/** Flags that every command takes. */
export const GLOBAL_FLAGS = [
  {
    name: 'repo',
    short: 'C',
    value: 'DIR',
    completes: 'directories',
    about: 'Work on the repository in this folder',
  },
  { name: 'help', short: 'h', about: 'Show help, or help on a command after it' },
  { name: 'version', short: 'V', about: 'Show the version' },
] as const satisfies readonly Flag[];

export const COMMANDS = [
  {
    name: 'tui',
    about: 'Integrate on a screen; the default on a terminal',
    flags: [resume, ...choosing, ...screen],
  },
  {
    name: 'run',
    about: 'Integrate without a screen',
    flags: [...choosing, resume, ...unattended],
  },
  {
    name: 'plan',
    about: 'Show order, forecast of conflicts and sizes; change nothing',
    flags: [efforts, onto, strategy, configFile, json],
  },
  {
    name: 'watch',
    about: 'Say what begins or ceases to collide, uncommitted work too',
    flags: [
      efforts,
      onto,
      configFile,
      { name: 'every', value: 'SECONDS', about: 'Look at least this often, in seconds (default 10)' },
      { name: 'once', about: 'Say what collides now, and end' },
      noColor,
      json,
    ],
  },
  {
    name: 'audit',
    about: 'Find what landings took back of earlier ones; change nothing',
    words: { usage: '[RANGE]', most: 1 },
    flags: [{ name: 'markdown', about: 'Print Markdown' }, json],
  },
  { name: 'status', about: 'Show progress and any open question', flags: [session, json] },
  {
    name: 'decide',
    about: 'Answer the open question, or show it',
    words: { usage: '[ID CHOICE]', most: 2 },
    flags: [session, json],
  },
  {
    name: 'resume',
    about: 'Resume the session without a screen',
    flags: [
      {
        name: 'from',
        value: 'REMOTE',
        about: 'Resume a session that another machine pushed to this remote',
      },
      ...unattended,
    ],
  },
  {
    name: 'stop',
    about: 'Stop the engine or a run; the session can be resumed',
    flags: [{ name: 'now', about: 'Do not wait for running gates of the engine; a run never does' }],
  },
  {
    name: 'guard',
    about: 'Find new tests of an effort that pass without its change',
    flags: [{ name: 'reverse', value: 'EFFORT', about: 'Whose tests to run without its change' }, session],
  },
  {
    name: 'rollback',
    about: 'Take merges back, to a restore point or all of them',
    flags: [
      { name: 'to', value: 'POINT', about: 'Effort to take back, with all after it; or a commit' },
      { name: 'yes', short: 'y', about: 'Roll back without asking' },
    ],
  },
  {
    name: 'report',
    about: 'Print a report of the session',
    words: { usage: '[NAME]', most: 1 },
    flags: [{ name: 'list', about: 'List the reports with their paths' }, session, json],
  },
  {
    name: 'checkpoint',
    about: 'Look at checkpoints, remove old ones, or fetch them from a remote',
    words: {
      usage: '<ls|show|verify|prune|fetch> [NAME|REMOTE]',
      most: 2,
      least: 1,
      choices: ['ls', 'show', 'verify', 'prune', 'fetch'],
    },
    flags: [{ name: 'newest', value: 'COUNT', about: 'prune: keep this many (default 10)' }, session, json],
  },
  {
    name: 'prune',
    about: 'Remove old sessions; what is nowhere else stays',
    flags: [{ name: 'dry-run', about: 'Only say what would be removed' }, json],
  },
  {
    name: 'pipeline',
    about: 'Check, run, follow and resume pipelines: JSON plans of steps',
    words: {
      usage: '<check|run|runs|show|monitor|cancel|resume|events> [FILE|ID] [STEP]',
      most: 3,
      least: 1,
      choices: ['check', 'run', 'runs', 'show', 'monitor', 'cancel', 'resume', 'events'],
    },
    flags: [
      { name: 'var', value: 'NAME=VALUE', repeat: true, about: 'check, run: a variable of the pipeline' },
      {
        name: 'var-file',
        value: 'FILE',
        completes: 'files',
        about: 'check, run: variables, one NAME=VALUE a line',
      },
      {
        name: 'state',
        value: 'STATE',
        choices: ['pending', 'running', 'succeeded', 'failed', 'cancelled'],
        about: 'runs: those in this state alone',
      },
      { name: 'plan', value: 'PLAN_ID', about: 'runs: those of this pipeline alone' },
      { name: 'after', value: 'NUMBER', about: 'events: those after this one' },
      { name: 'follow', about: 'events: go on until the run is over' },
      { name: 'monitor', about: 'run: go on in the background, and show it on the monitor' },
      ...screen,
      json,
    ],
  },
  { name: 'doctor', about: 'Check machine, repository and configuration', flags: [json] },
  {
    name: 'init',
    about: 'Inspect the repository and write intorch.yaml',
    flags: [
      { name: 'print', about: 'Print the file and write nothing' },
      { name: 'force', about: 'Overwrite an existing file' },
    ],
  },
  {
    name: 'demo',
    about: 'Try intorch on a throw-away repository',
    anywhere: true,
    flags: [
      { name: 'keep', about: 'Keep the folder afterwards' },
      { name: 'no-tui', about: 'Run without a screen, with recommended decisions' },
    ],
  },
  {
    name: 'completion',
    about: 'Print the completion script of a shell',
    anywhere: true,
    words: { usage: '<bash|zsh|fish>', most: 1, least: 1, choices: ['bash', 'zsh', 'fish'] },
    flags: [],
  },
  {
    name: 'help',
    about: 'Show help on a command, or the table of keys',
    anywhere: true,
    words: { usage: '[COMMAND|keys]', most: 1 },
    flags: [],
  },
  { name: 'engine', about: 'Drive a session in the background', flags: [resume, ...choosing], hidden: true },
] as const satisfies readonly CommandSpec[];

export type CommandName = (typeof COMMANDS)[number]['name'];
/** Names of flags. A command can only ask for its own. */
export type FlagName =
  | (typeof COMMANDS)[number]['flags'][number]['name']
  | (typeof GLOBAL_FLAGS)[number]['name'];

/** Finds the entry of a command. */
export function commandNamed(name: string): CommandSpec | null {
  return COMMANDS.find((command) => command.name === name) ?? null;
}

/** Lists the commands that help shows. */
export function listedCommands(): readonly CommandSpec[] {
  const all: readonly CommandSpec[] = COMMANDS;
  return all.filter((command) => command.hidden !== true);
}

/** Formats a flag the way people type it: `-C, --repo DIR`. */
export function flagUsage(flag: Flag): string {
  const long = `--${flag.name}${flag.value === undefined ? '' : ` ${flag.value}`}`;
  return flag.short === undefined ? long : `-${flag.short}, ${long}`;
}

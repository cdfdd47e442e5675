/** Somebody at a terminal who uses the built program in a small repository of their own. */
import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { builtProgram, type Place, placeFor, processesWith, runBuilt } from '../../support/built-program.ts';
import { askedIn, watchedInto } from '../../support/git-log.ts';
import { makeRepository, type TestRepository, temporaryFolder } from '../../support/repository.ts';
import { KEYS, openTerminal, type Terminal } from '../../support/terminal.ts';
import { type Transcript, transcript } from '../../support/transcript.ts';

const CONFIG = `
target: main
efforts: { patterns: ['effort/*'], list: [{ branch: effort/rusty, depends_on: [beta] }] }
gates:
  - { name: test, command: 'sh check.sh', parser: exit }
`;
/** Red while a file called "red" exists. */
const CHECK = 'test ! -e red\n';
const LINES = ['one', 'two', 'three'];

/** Creates the repository: alpha and beta change the same line, and rusty, which comes after them, is red by itself. */
function world(): Promise<TestRepository> {
  const second = (line: string) => `${[LINES[0], line, LINES[2]].join('\n')}\n`;
  return makeRepository({
    main: [{ 'intorch.yaml': CONFIG, 'check.sh': CHECK, 'poem.txt': second('two') }],
    'effort/alpha': { from: 'main', commits: [{ 'poem.txt': second('two of alpha') }] },
    'effort/beta': { from: 'main', commits: [{ 'poem.txt': second('two of beta') }] },
    'effort/rusty': { from: 'main', commits: [{ red: 'x\n' }] },
  });
}

export interface Traveller {
  readonly repo: TestRepository;
  readonly place: Place;
  /** Starts `intorch tui` on a terminal of its own. */
  readonly tui: (options?: {
    readonly columns?: number;
    readonly rows?: number;
    readonly env?: Readonly<Record<string, string>>;
    readonly flags?: readonly string[];
  }) => Promise<Terminal>;
  /** Starts a shell with job control on a terminal. Returns it with the command line that starts the screen. */
  readonly shell: () => Promise<{ readonly terminal: Terminal; readonly tui: string }>;
  /** Writes an editor: a shell script that gets the file as `$1`. Returns the environment that selects it. */
  readonly editor: (script: string) => Promise<Readonly<Record<string, string>>>;
  /** Returns the output of `intorch status --json`. */
  readonly status: () => Promise<string>;
  /** Waits until nothing runs, ends the engine, and returns the table of what terminals and engine did to the repository. */
  readonly transcript: () => Promise<Transcript>;
}

/** Creates a repository whose target may move, and a home. When the test is over, everything that was started there is ended. */
export async function travel(): Promise<Traveller> {
  const repo = await world();
  // A target that is checked out would only be held for review.
  await repo.git('switch', '--quiet', '--detach');
  const home = await temporaryFolder();
  const place = placeFor(repo.dir, home, { TERM: 'xterm-256color', INTORCH_MOTION: '0', PS1: 'shell> ' });
  const { node, intorch } = await builtProgram();
  const log = join(home, 'git-log');
  const watched = { ...place.env, ...watchedInto(log) };
  const status = async () => (await runBuilt(place, ['status', '--json'])).out;
  onTestFinished(async () => {
    for (const pid of await processesWith(`HOME=${home}`)) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // It ended by itself in between.
      }
    }
  });
  return {
    repo,
    place,
    tui: async ({ env = {}, flags = [], ...size } = {}) =>
      openTerminal({
        file: node,
        args: [intorch, 'tui', ...flags],
        cwd: place.dir,
        env: { ...watched, ...env },
        ...size,
      }),
    shell: async () => ({
      terminal: openTerminal({ file: 'bash', args: ['--norc', '-i'], cwd: place.dir, env: watched }),
      tui: `${node} ${intorch} tui`,
    }),
    editor: async (script) => {
      const file = join(home, 'editor.sh');
      await writeFile(file, `#!/bin/sh\n${script}\n`);
      await chmod(file, 0o755);
      return { EDITOR: file };
    },
    status,
    transcript: async () => {
      await expect.poll(async () => isEngineBusy(await status()), { interval: 200 }).toBe(false);
      // A run that a test holds still cannot end.
      if (driverIn(await status())?.role !== 'run') await runBuilt(place, ['stop']);
      return transcript(repo, askedIn(log));
    },
  };
}

/** Reads from a status whether an engine is at work; a run that a test holds still is none. */
function isEngineBusy(status: string): boolean {
  const { running = [] } = status === '' ? {} : JSON.parse(status);
  return driverIn(status)?.role === 'engine' && running.length > 0;
}

function driverIn(status: string): { readonly role: string } | null {
  return status === '' ? null : (JSON.parse(status).driver ?? null);
}

const TOO_SOON = 'just appeared';

/** Presses a key until the screen accepts it. The screen refuses, visibly, to answer what nobody can have read yet. */
export async function press(terminal: Terminal, key: string, then: string | RegExp): Promise<void> {
  const wanted = typeof then === 'string' ? then.replace(/[.*+?^${}()|[\]\\]/g, '\\$&') : then.source;
  terminal.type(key);
  await terminal.until(new RegExp(`(?:${wanted})|${TOO_SOON}`, 's'));
  if (!terminal.rows().join('\n').includes(TOO_SOON)) return;
  // A key that does nothing clears the notice, so that a repeated notice can be recognized.
  terminal.type('Z');
  await terminal.until(new RegExp(`(?:${wanted})|Z does nothing here`, 's'));
  if (terminal.rows().join('\n').includes('Z does nothing here')) await press(terminal, key, then);
}

/** Presses Enter until the screen accepts it. */
export function enter(terminal: Terminal, then: string | RegExp): Promise<void> {
  return press(terminal, KEYS.enter, then);
}

/** Goes from a fresh screen to the question about the conflict. */
export async function toConflict(terminal: Terminal): Promise<void> {
  await terminal.until('enter start');
  await enter(terminal, CONFLICT);
  await terminal.until('> Keep alpha only');
}

/** Continues from the red gate until the target has landed, taking the recommended choices. */
export async function toLanded(terminal: Terminal): Promise<void> {
  await terminal.until('> Hold rusty');
  await enterTwice(terminal, '> Land');
  await enterTwice(terminal, '✓ landed');
}

/** The title on the conflict's screen. */
export const CONFLICT = 'poem.txt at line 2: how do alpha and beta go together?';

/** Presses Enter on a choice that asks for confirmation, and confirms it. */
export async function enterTwice(terminal: Terminal, then: string | RegExp): Promise<void> {
  await enter(terminal, 'enter yes');
  await enter(terminal, then);
}

/** Reads the engine's process id from the header. */
export function enginePid(terminal: Terminal): number {
  const [, pid] = /engine (\d+) live/.exec(terminal.rows().join('\n')) ?? [];
  if (pid === undefined) throw new Error(`no engine is named:\n${terminal.rows().join('\n')}`);
  return Number(pid);
}

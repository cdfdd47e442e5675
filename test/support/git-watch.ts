/**
 * Every git that this process starts, whoever starts it and whether it is reported or not, and every transaction that a git that stays
 * (`update-ref --stdin`) is given. Where nobody looks it costs nothing: what is watched is Node, not the program under test.
 */
import { ChildProcess, type SpawnOptions } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { BY_HAND } from './by-hand.ts';

export interface AskedGit {
  /** The command line without `git`. */
  readonly words: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** Where it ran and what that belonged to at the time: the git directory that was named, is linked to, or lends its objects. */
  readonly places: readonly string[];
  /** The instructions of a transaction, each with its fields: `['update', ref, to, from]`; null: it is none. */
  readonly transaction: readonly (readonly string[])[] | null;
  /** How it ended: 'ok', 'refused' (a transaction), 'exit 1', or 'cut off' with the process that asked. */
  readonly outcome: () => string;
  /** Settles when the outcome is known: the process is gone, or a git that stays has answered. */
  readonly ended: Promise<void>;
}

/** What Node gives to `spawn`, which every way to start a process goes through. */
interface Start extends Pick<SpawnOptions, 'cwd'> {
  readonly file: string;
  readonly args: readonly string[];
  readonly envPairs: readonly string[];
}

interface Spawning {
  spawn: (this: ChildProcess, start: Start) => unknown;
}

const ASKED: AskedGit[] = [];
const listeners: ((one: AskedGit) => void)[] = [];
const node = ChildProcess.prototype as unknown as Spawning;
const spawn = node.spawn;

node.spawn = function watched(start) {
  const result = spawn.call(this, start);
  if (basename(start.file) === 'git') watch(this, start);
  return result;
};

/** Returns what git was asked since this was imported, in order; what tests do in their repositories by hand is not in it. */
export function askedOfGit(): readonly AskedGit[] {
  return ASKED;
}

/** Calls back with each git that is asked from now on. */
export function whenGitIsAsked(listener: (one: AskedGit) => void): void {
  listeners.push(listener);
}

function remember(one: AskedGit): void {
  ASKED.push(one);
  for (const listener of listeners) listener(one);
}

function watch(child: ChildProcess, { args, cwd, envPairs }: Start): void {
  const env = Object.fromEntries(
    envPairs.map((pair): [string, string] => {
      const at = pair.indexOf('=');
      return [pair.slice(0, at), pair.slice(at + 1)];
    }),
  );
  if (Object.keys(BY_HAND).some((name) => name in env)) return;
  const folder = String(cwd ?? process.cwd());
  const git_dir = env['GIT_DIR'] ?? join(folder, '.git');
  const related = [join(folder, '.git'), join(git_dir, 'objects', 'info', 'alternates')];
  const places = [env['GIT_DIR'] ?? folder, ...related.map((file) => contentOf(file).trim())];
  const call = { words: args.slice(1), cwd: folder, env, places };
  const gone = new Promise<void>((resolve) => {
    child.once('close', () => resolve());
    child.once('error', () => resolve());
  });
  if (call.words[0] === 'update-ref' && call.words.includes('--stdin')) {
    watchTransactions(child, gone, (asked) => remember({ ...call, ...asked }));
    return;
  }
  const outcome = () => (child.exitCode === 0 ? 'ok' : `exit ${child.exitCode ?? child.signalCode}`);
  remember({ ...call, transaction: null, outcome, ended: gone });
}

function contentOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/** Reads along what an `update-ref --stdin -z` is asked and answers. */
function watchTransactions(
  child: ChildProcess,
  gone: Promise<void>,
  tell: (asked: Pick<AskedGit, 'transaction' | 'outcome' | 'ended'>) => void,
): void {
  const { stdin, stdout } = child;
  if (stdin === null || stdout === null) throw new Error('an update-ref --stdin that nobody can ask');
  let said = '';
  const waiting = new Set<() => void>();
  stdout.on('data', (chunk: Buffer | string) => {
    said += chunk.toString();
    for (const look of waiting) look();
  });
  let asked = '';
  let count = 0;
  const read = (chunk: unknown) => {
    if (typeof chunk !== 'string' && !(chunk instanceof Uint8Array)) return;
    asked += Buffer.from(chunk as string, 'latin1').toString();
    for (;;) {
      const [whole, inside = '', end] = /^start\0(.*?)(?:prepare\0)?(commit|abort)\0/s.exec(asked) ?? [];
      if (whole === undefined) return;
      asked = asked.slice(whole.length);
      const number = ++count;
      const isDone = () => said.split('start: ok\n')[number]?.includes(`${end}: ok\n`) === true;
      const answered = new Promise<void>((resolve) => {
        waiting.add(() => isDone() && resolve());
      });
      tell({
        transaction: instructions(inside),
        outcome: () => (isDone() ? 'ok' : 'refused'),
        ended: Promise.race([answered, gone]),
      });
    }
  };
  for (const way of ['write', 'end'] as const) {
    const plain = stdin[way].bind(stdin) as (...given: readonly unknown[]) => never;
    stdin[way] = (...given: readonly unknown[]) => {
      read(given[0]);
      return plain(...given);
    };
  }
}

/** Fields that follow each instruction. @see git-update-ref(1), `-z` */
const FIELDS: Readonly<Record<string, number>> = { create: 2, update: 3, delete: 2, verify: 2 };

function instructions(text: string): readonly (readonly string[])[] {
  const fields = text.split('\0').slice(0, -1);
  const found: (readonly string[])[] = [];
  for (let at = 0; at < fields.length; ) {
    const [what = '', ref = ''] = fields[at]?.split(' ', 2) ?? [];
    const count = FIELDS[what];
    if (count === undefined) throw new Error(`update-ref is asked for "${what}", which nobody here can read`);
    found.push([what, ref, ...fields.slice(at + 1, at + count)]);
    at += count;
  }
  return found;
}

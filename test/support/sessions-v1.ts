/**
 * Sessions that release 0.1.0 left behind, in the stored form of schema version 1: one of each critical moment. They are files made by
 * that release (test/fixtures/sessions-v1/make.mjs says how), so no change of today's program can change them.
 */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, realpath, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { promisify } from 'node:util';
import { BY_HAND } from './by-hand.ts';

const run = promisify(execFile);
const FIXTURES = join(import.meta.dirname, '..', 'fixtures', 'sessions-v1');

/** Stands in the stored files for the folder that a session is restored into. */
export const PLACEHOLDER = '/fixture-root';

/** Where a session was left; make.mjs says what leads there. */
export const SESSION_MOMENTS = [
  'planning',
  'ready',
  'baseline_running',
  'merging',
  'conflict_inspected',
  'conflict',
  'conflict_half_decided',
  'conflict_resolving',
  'put_off',
  'option_trial',
  'edit',
  'edited',
  'picking',
  'oversize',
  'loss',
  'gate_running',
  'red_gate',
  'handed_back',
  'taking_back',
  'redoing',
  'rollback_asked',
  'paused',
  'trouble',
  'resume_offered',
  'changed_outside',
  'moved_outside',
  'validating',
  'landing_asked',
  'landing',
  'landing_declined',
  'landing_refused',
  'journal_ahead',
  'journal_alone',
  'backup_only',
  'checkpoints_alone',
  'mirror_only',
  'superseded',
  'nothing_to_do',
  'failed',
  'held_for_review',
  'landed',
  'rolled_back',
] as const;
export type SessionMoment = (typeof SESSION_MOMENTS)[number];

/** What is expected of a program that reads a stored session. */
export interface Expectation {
  /** What is special about the moment, in a sentence. */
  readonly about: string;
  /** What `intorch status --json` said of the stored session; it reads the newest usable checkpoint alone. */
  readonly status: Readonly<Record<string, unknown>>;
  /** Number of the newest event that a checkpoint file contains; null: no file can be used. */
  readonly sequence: number | null;
  /** Where an engine that takes the session up comes to wait; null: the session is finished. */
  readonly waits: {
    readonly stage: string;
    readonly question: {
      readonly kind: string;
      readonly title: string;
      readonly choices: readonly string[];
      /** The choice that the cursor is on. */
      readonly cursor: string;
    } | null;
    /** Status of each effort, in merge order. */
    readonly efforts: Readonly<Record<string, string>>;
  } | null;
  /** What an operator answers first; the rest is decided as recommended. */
  readonly answers: readonly {
    readonly kind: string;
    readonly choice: string;
    /** What is in the edited file by then. */
    readonly edited?: string;
  }[];
  /** How a run with the same answers came out that nobody disturbed; of a finished session, how it came out itself. */
  readonly end: End;
}

export interface End {
  readonly outcome: string | null;
  readonly because: string | null;
  readonly merged: readonly string[];
  readonly held: readonly { readonly effort: string; readonly because: string }[];
  readonly exit_status: number;
  /** null: there is no such branch. */
  readonly trees: { readonly target: string; readonly integration: string | null };
  /** The target's commit that everything was built on. */
  readonly base: string;
  /** Subjects of the commits on top of it, newest first. */
  readonly line: readonly string[];
}

/** A session as it was left. */
export interface RestoredSession {
  /** The folder that it was restored into. */
  readonly root: string;
  /** The working tree. */
  readonly dir: string;
  /** An empty folder, for everything that is the user's. */
  readonly home: string;
}

/** Restores a session, with its repository, into an empty folder. */
export async function restoreSession(moment: SessionMoment, directory: string): Promise<RestoredSession> {
  const root = await realpath(directory);
  if (!/^[\w./-]+$/.test(root)) throw new Error(`${root} cannot stand in YAML and JSON as it is`);
  await run('tar', ['-xzf', join(FIXTURES, `${moment}.tar.gz`), '-C', root]);
  const dir = join(root, 'repo');
  const home = join(root, 'home');
  await mkdir(home);
  await movePaths(join(dir, '.git', 'intorch'), PLACEHOLDER, root);
  return { root, dir, home };
}

/** Reads what is expected of a moment, in today's words. */
export async function expectationOf(moment: SessionMoment): Promise<Expectation> {
  const text = await readFile(join(FIXTURES, `${moment}.json`), 'utf8');
  return JSON.parse(
    TODAYS_WORDS.reduce((now, [was, is]) => now.replaceAll(was, is), withTodaysReasons(text)),
  );
}

/** Questions and choices that had another id or text when the fixtures were made. */
const TODAYS_WORDS: readonly (readonly [RegExp, string])[] = [
  [/"later"/g, '"defer"'],
  [/"put_aside"/g, '"hold_effort"'],
  [/"hand_back"/g, '"return_to_author"'],
  [/"Put (\w+) aside"/g, '"Hold $1"'],
  [/"Hand (\w+) back"/g, '"Return $1 to its author"'],
  [/"Look around in the slot"/g, '"Look around in the workspace"'],
  [/Go back to before (\w+)\?/g, 'Take back the merge of $1?'],
  [/"Stop here"/g, '"Pause here"'],
  [/"Decide about (\w+) later"/g, '"Ask me about $1 at the end"'],
  [/"Accept this (loss|failure) by name"/g, '"Accept this $1"'],
  [/"Take it whole"/g, '"Merge it whole"'],
  [/"Look again"/g, '"Plan again"'],
  [/"Take the file"/g, '"Use the edited file"'],
  [/"Back to the options"/g, '"Choose again"'],
  [/"Stay", "Roll back"/g, '"Keep it", "Take it back"'],
  [/and no decision says so/g, 'and no decision explains it'],
  [/(\w+) is red with (\w+): /g, '$1 fails once $2 is merged: '],
];

/** Puts today's words for why an effort is held in place of those of that release, which stay as they were stored. */
export function withTodaysReasons(text: string): string {
  return text
    .replaceAll(/its conflict in ([\w.]+) was put aside/g, 'conflict in $1')
    .replaceAll(/its author is asked to resolve ([\w.]+)/g, 'conflict in $1')
    .replaceAll('it conflicts in ', 'conflict in ')
    .replaceAll('held for review by choice', 'you chose to hold it')
    .replaceAll('has not run on exactly this commit', 'has not run on the final tree')
    .replaceAll('test is red by itself on main: ', 'test fails with breaks alone: ')
    .replaceAll('put aside by the operator', 'held by the operator')
    .replaceAll(' is taken out: ', ' is held: ');
}

/** Runs git in a restored repository. */
export async function gitIn(
  { dir, home }: Pick<RestoredSession, 'dir' | 'home'>,
  ...args: readonly string[]
): Promise<string> {
  const clean = { HOME: home, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' };
  const env = { ...process.env, ...clean, ...BY_HAND };
  return (await run('git', [...args], { cwd: dir, env })).stdout.trimEnd();
}

/** Puts another folder in place of one in all that is stored in an intorch folder, and seals again what had an unbroken seal. */
export async function movePaths(intorch: string, from: string, to: string): Promise<void> {
  const entries = await readdir(intorch, { recursive: true, withFileTypes: true });
  for (const entry of entries.filter((one) => one.isFile())) {
    const path = join(entry.parentPath, entry.name);
    if (entry.name === 'intorch.db') movePathsInDatabase(path, from, to);
    else if (/\.(?:yaml|json)$/.test(entry.name)) await movePathsInText(path, from, to);
  }
}

async function movePathsInText(path: string, from: string, to: string): Promise<void> {
  const before = await readFile(path, 'utf8');
  const after = before.replaceAll(from, to);
  if (after !== before) await writeFile(path, isSealed(before) ? sealed(after) : after);
}

function movePathsInDatabase(path: string, from: string, to: string): void {
  const database = new DatabaseSync(path);
  database
    .prepare('UPDATE events SET body = replace(body, ?, ?) WHERE instr(body, ?) > 0')
    .run(from, to, from);
  database.close();
}

/** The seal of schema version 1, written down here once more: what is stored does not follow the program. */
const SEAL = '# sha256: ';

function isSealed(text: string): boolean {
  return text.includes(`\n${SEAL}`) && sealed(text) === text;
}

function sealed(text: string): string {
  const body = text.slice(0, text.lastIndexOf(SEAL));
  return `${body}${SEAL}${createHash('sha256').update(body).digest('hex')}\n`;
}

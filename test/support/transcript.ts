/**
 * What a story did to a repository: the table of the git commands that moved refs or wrote, at the end of each story.
 *
 *   ref                      | command    | outcome
 *   <session>/tip            | update-ref | start → A
 *   phase1/wave1-integration |            | start → A
 *   main                     | update-ref | start → A
 *   <slot>                   | clean -ffdq | ok
 *
 * Refs of one transaction follow each other, the command at the first. The target is `start` where a session begins, a branch has the
 * name of its effort, and every other object a letter, in order of appearance. Commands that read, or that only add objects which nothing
 * names yet, are left out by the lists here: whatever is in none of them is shown.
 */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect } from 'vitest';
import { type AskedGit, askedOfGit } from './git-watch.ts';
import { hermeticEnv, type TestRepository } from './repository.ts';

/** Commands that change nothing, whatever follows. */
const READING: ReadonlySet<string> = new Set([
  ...[
    'cat-file',
    'check-attr',
    'diff',
    'diff-index',
    'diff-tree',
    'for-each-ref',
    'log',
    'ls-remote',
    'ls-files',
    'ls-tree',
    'merge-base',
  ],
  ...['rev-list', 'rev-parse', 'status', 'version'],
]);
/** Commands that change nothing as they are put here; `$` ends the line. */
const READING_THUS = [
  'config --get ',
  'config --list ',
  'config -z --name-only --get-regexp ',
  'config -z --get-regexp ',
  'merge-file -p ',
  'symbolic-ref --quiet HEAD$',
  'symbolic-ref --quiet --short HEAD$',
  'worktree list ',
];
/** Commands that add objects, and move no ref to them. */
const ADDING: ReadonlySet<string> = new Set([
  'hash-object',
  'merge-tree',
  'mktree',
  'pack-objects',
  'index-pack',
]);
/** Commands that write an index, shown where that is the operator's. */
const INDEXING: ReadonlySet<string> = new Set(['read-tree', 'update-index', 'write-tree']);

interface Row {
  readonly ref: string;
  readonly command: string;
  readonly outcome: string;
}

/** The rows of one command. */
type Group = readonly Row[];

/** A table, which a snapshot shows as it is. */
export class Transcript {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

expect.addSnapshotSerializer({
  test: (value: unknown) => value instanceof Transcript,
  serialize: (value: Transcript) => value.text,
});

/**
 * Returns the table of what was done to a repository so far; what the test itself did to it is not in it. `everything` is what git was
 * asked where that was not in this process.
 */
export async function transcript(
  repo: Pick<TestRepository, 'dir'>,
  everything: readonly AskedGit[] = askedOfGit(),
): Promise<Transcript> {
  const about = everything.filter((one) => isAbout(repo.dir, one));
  // A slot that is being made borrows nothing yet.
  const slots = new Set(about.filter(isSlot).map(({ env }) => env['GIT_DIR']));
  const asked = everything.filter(
    (one) => isWriting(one) && (about.includes(one) || slots.has(one.env['GIT_DIR'])),
  );
  await Promise.all(asked.map(({ ended }) => ended));
  const lanes = [0, 1, 2].map((lane) => asked.filter((one) => laneOf(one) === lane));
  const [inOrder = [], ...atAnyTime] = lanes.map((lane) => lane.map(groupOf));
  const groups = [...counted(inOrder), ...atAnyTime.flatMap(distinct)];
  if (groups.length === 0) return new Transcript('nothing was written');
  const plain = namer(repo, groups);
  const rows = groups.flat().map(({ ref, command, outcome }) => [ref, command, outcome].map(plain));
  return new Transcript(table([['ref', 'command', 'outcome'], ...rows]));
}

function isWriting({ words, env, cwd, transaction }: AskedGit): boolean {
  if (transaction !== null) return transaction.some(([what]) => what !== 'verify');
  const rest = plainWords(words);
  const [command = ''] = rest;
  const line = `${rest.join(' ')} `;
  if (READING.has(command) || ADDING.has(command)) return false;
  if (INDEXING.has(command)) return env['GIT_INDEX_FILE'] === undefined && !isSlot({ env, cwd });
  return !READING_THUS.some((thus) =>
    thus.endsWith('$') ? line === thus.replace('$', ' ') : line.startsWith(thus),
  );
}

/** Without the options before the command. */
function plainWords(words: readonly string[]): readonly string[] {
  const at = words.findIndex(
    (word, index) => !word.startsWith('-') && !/^-[cC]$/.test(words[index - 1] ?? ''),
  );
  return at === -1 ? words : words.slice(at);
}

/** A slot has a git directory of its own in the workspace that is named. */
function isSlot({ env }: Pick<AskedGit, 'env' | 'cwd'>): boolean {
  const tree = env['GIT_WORK_TREE'];
  return tree !== undefined && env['GIT_DIR'] === join(tree, '.git');
}

/** Says whether a command was about a repository: in it, in a worktree of it, or in a slot that borrows its objects. */
function isAbout(dir: string, { places }: AskedGit): boolean {
  return places.some((place) => `${place}/`.includes(`${dir}/`));
}

const MIRROR = 'refs/intorch/checkpoints/';

/** What the engine does one after the other is lane 0; the copies of checkpoints (1) and the slots (2) have a time of their own. */
function laneOf(asked: AskedGit): number {
  if (isSlot(asked)) return 2;
  const isMirrors = (name: string) => name.startsWith(MIRROR);
  const isCopy = asked.transaction?.every(([, ref = '']) => isMirrors(ref)) ?? asked.words.some(isMirrors);
  return isCopy && plainWords(asked.words)[0] !== 'fetch' ? 1 : 0;
}

function groupOf(asked: AskedGit): Group {
  const outcome = asked.outcome();
  if (asked.transaction === null) return [{ ref: subjectOf(asked), command: commandOf(asked), outcome }];
  return asked.transaction.map((instruction, index) => {
    const [, ref = ''] = instruction;
    const change = ref.startsWith(MIRROR) ? 'a checkpoint more' : changeOf(instruction);
    return {
      ref: ref.replace(/^refs\/(?:heads|intorch\/sessions)\//, ''),
      command: index === 0 ? 'update-ref' : '',
      outcome: outcome === 'ok' ? change : `${change}, ${outcome}`,
    };
  });
}

function changeOf([what, , to = '', from = '']: readonly string[]): string {
  if (what === 'create') return `new: ${to}`;
  if (what === 'update') return `${from} → ${to}`;
  if (what === 'delete') return `gone: ${to}`;
  return to === '' ? 'is not there' : `is ${to}`;
}

/** What a command other than a transaction works on. */
function subjectOf(asked: AskedGit): string {
  const [command, ...words] = plainWords(asked.words);
  if (isSlot(asked)) return '<slot>';
  return command === 'push' || command === 'fetch'
    ? (words.find((word) => !word.startsWith('-')) ?? '')
    : 'HEAD';
}

function commandOf(asked: AskedGit): string {
  const line = asked.words.filter((word) => !/^(?:--quiet|-q)$/.test(word)).join(' ');
  // Which commit is in a slot, the gates of a story say; how its empty git directory is made is for the tests of slots.
  return isSlot(asked) ? line.replace(OBJECT, '<commit>').replace(/^init .*/, 'init') : line;
}

/**
 * Each group once, with the number of times that it came in a row. A transaction that is refused is asked for once more, by a git that
 * says why (or does it, where the one that stays was gone): that is no second move.
 */
function counted(groups: readonly Group[]): readonly Group[] {
  const kept: { group: Group; times: number }[] = [];
  for (const group of groups) {
    const last = kept.at(-1);
    if (last !== undefined && isRefused(last.group) && isSame(asDone(last.group), asDone(group)))
      kept[kept.length - 1] = { group, times: 1 };
    else if (last !== undefined && isSame(last.group, group)) last.times++;
    else kept.push({ group, times: 1 });
  }
  return kept.map(({ group, times }) =>
    group.map((row, index) =>
      index > 0 || times === 1 ? row : { ...row, command: `${row.command} (${times} times)` },
    ),
  );
}

const REFUSED = ', refused';

function isRefused(group: Group): boolean {
  return group.every(({ outcome }) => outcome.endsWith(REFUSED));
}

function asDone(group: Group): Group {
  return group.map((row) => ({ ...row, outcome: row.outcome.replace(REFUSED, '') }));
}

/** Each group once; one that was refused only if it was never done, as whether two of these meet is a matter of time. */
function distinct(groups: readonly Group[]): readonly Group[] {
  return groups.filter((group, index) => {
    const isDoneToo = isRefused(group) && groups.some((other) => isSame(other, asDone(group)));
    return !isDoneToo && groups.findIndex((other) => isSame(other, group)) === index;
  });
}

function isSame(one: Group, other: Group): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

const OBJECT = /\b(?:[0-9a-f]{64}|[0-9a-f]{40})\b/g;
const SESSION = /\b[\w]+-\d{8}-\d{6}(?:-\w+)?\b/g;

/** Returns what puts names into a text that are the same each time, for object names, sessions and folders. */
function namer(repo: Pick<TestRepository, 'dir'>, groups: readonly Group[]): (text: string) => string {
  const rows = groups.flat();
  const text = rows.map(({ ref, command, outcome }) => `${ref} ${command} ${outcome}`).join('\n');
  const same = identities(repo, [...new Set(text.match(OBJECT))]);
  const sessions = [...new Set(text.match(SESSION))];
  const names = new Map<string, string>();
  const [moved, kept] = [rows.map(({ ref, outcome }) => `${ref} ${outcome}`), sessionRefs(repo)];
  for (const line of [...moved, ...kept]) {
    const name = /\/(?:efforts\/(\S+)|restore\/(start)) /.exec(line)?.slice(1).join('');
    const [object] = line.match(OBJECT)?.slice(-1) ?? [];
    if (object === undefined || name === undefined || names.has(same(object))) continue;
    if (![...names.values()].includes(name)) names.set(same(object), name);
  }
  let letters = 0;
  const nameOf = (object: string) => {
    const known = names.get(same(object)) ?? letter(letters++);
    names.set(same(object), known);
    return known;
  };
  return (cell) =>
    cell
      .replace(OBJECT, nameOf)
      .replace(SESSION, (id) => (id === sessions[0] ? '<session>' : `<session ${sessions.indexOf(id) + 1}>`))
      .replace(/\/\S*\/intorch-test-\w+/g, '<folder>');
}

/** The refs of sessions as they are now: what a former life of a session named is in no row. */
function sessionRefs(repo: Pick<TestRepository, 'dir'>): readonly string[] {
  return ask(repo, [], 'for-each-ref', '--format=%(refname) %(objectname)', 'refs/intorch/sessions').split(
    '\n',
  );
}

function ask(
  { dir }: Pick<TestRepository, 'dir'>,
  lines: readonly string[],
  ...args: readonly string[]
): string {
  const input = lines.map((line) => `${line}\n`).join('');
  return execFileSync('git', args, { cwd: dir, env: hermeticEnv(), input, encoding: 'utf8' });
}

function letter(number: number): string {
  const last = String.fromCharCode('A'.charCodeAt(0) + (number % 26));
  return number < 26 ? last : `${letter(Math.floor(number / 26) - 1)}${last}`;
}

/**
 * Commits that differ in nothing but their time are one: a merge that is made again has the same object name where that happens in the
 * same second, and another a moment later.
 */
function identities(
  repo: Pick<TestRepository, 'dir'>,
  objects: readonly string[],
): (object: string) => string {
  const types = ask(repo, objects, 'cat-file', '--batch-check=%(objecttype) %(objectname)').split('\n');
  const commits = types.flatMap((line) => (line.startsWith('commit ') ? [line.slice('commit '.length)] : []));
  const format = '--format=%H%x00%T%x00%P%x00%B%x01';
  const walk = ['rev-list', '--topo-order', '--reverse', '--no-commit-header', format, '--stdin'];
  const log = commits.length === 0 ? '' : ask(repo, commits, ...walk);
  const first = new Map<string, string>();
  const same = new Map<string, string>();
  for (const record of log.split('\x01\n').slice(0, -1)) {
    const [commit = '', tree, parents = '', message] = record.split('\0');
    const identity = [tree, parents.split(' ').map((parent) => same.get(parent) ?? parent), message].join(
      '\n',
    );
    if (!first.has(identity)) first.set(identity, commit);
    same.set(commit, first.get(identity) ?? commit);
  }
  return (object) => same.get(object) ?? object;
}

/** A longer cell pushes the rest of its row aside, and no other row. */
const WIDEST = 40;

function table(rows: readonly (readonly string[])[]): string {
  const widths = [0, 1].map((column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0).filter((width) => width <= WIDEST)),
  );
  return rows
    .map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | '))
    .join('\n');
}

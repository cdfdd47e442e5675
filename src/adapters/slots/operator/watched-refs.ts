/** The operator's branches and tags, and the refs of the session, which gates must leave alone. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { RefName, Sha } from '../../../domain/shared/ids.ts';
import type { Tampering } from '../../../ports/workspaces.ts';
import { decodePath } from '../../git/process/path-bytes.ts';
import type { RunGit } from '../../git/process/run.ts';
import { GIVEN_REFS, REF_LINE } from '../slot-repository.ts';
import { stampOfAll, whileUnchanged } from '../stamps.ts';

export interface WatchedRefs {
  /** Refs, with the object that each points at. */
  readonly refs: ReadonlyMap<string, string>;
  /** Lines of `packed-refs` with those that a slot gets. */
  readonly given: string;
  /** Checked-out branches: people and agents work there while gates run. */
  readonly busy: ReadonlySet<string>;
}

/** Where refs are, or are about to be, after the moves of this process; null: gone. Refs that it did not move are left out. */
export type OwnMoves = ReadonlyMap<RefName, readonly (Sha | null)[]>;

/** What this process does to refs while gates run. */
export interface MovedByUs {
  /** Prefixes of refs that nobody else moves. */
  readonly watched: readonly string[];
  /** The integration branch. */
  readonly branch: RefName;
  readonly moves: () => OwnMoves;
}

/** Reads refs and checked-out branches of a repository: with git, where its files are not as they were. */
export function refsReader(
  git: RunGit,
  git_dir: string,
  prefixes: readonly string[],
): () => Promise<WatchedRefs> {
  const within = (...names: readonly string[]) => join(git_dir, ...names);
  const worktrees = () => readdirSync(within('worktrees')).map((name) => within('worktrees', name, 'HEAD'));
  const heads = () => [
    ...['HEAD', 'config', 'config.worktree'].map((name) => within(name)),
    ...(existsSync(within('worktrees')) ? worktrees() : []),
  ];
  const stores = ['packed-refs', 'refs', 'reftable'].map((name) => within(name));
  const refs = whileUnchanged(
    () => stampOfAll(stores),
    () => readRefs(git, prefixes),
  );
  const busy = whileUnchanged(
    () => stampOfAll(heads()),
    () => readBusy(git),
  );
  return async () => ({ ...(await refs()), busy: await busy() });
}

/** Reads where branches, tags, replacements and the refs with these prefixes are, and those that a slot gets. */
async function readRefs(
  git: RunGit,
  prefixes: readonly string[],
): Promise<Pick<WatchedRefs, 'refs' | 'given'>> {
  const watched = ['refs/heads/', 'refs/tags/', 'refs/replace/', ...prefixes];
  const { stdout } = await git(['for-each-ref', REF_LINE, ...new Set([...watched, ...GIVEN_REFS])]);
  const lines = stdout.split('\n').flatMap((line) => {
    const [, object = '', name = ''] = /^(\w+) (.*)$/.exec(line) ?? [];
    return name === '' ? [] : [{ line, name, object }];
  });
  const among = (places: readonly string[]) =>
    lines.filter(({ name }) => places.some((place) => `${name}/`.startsWith(place.replace(/\/?$/, '/'))));
  return {
    refs: new Map(among(watched).map(({ name, object }) => [decodePath(name), object])),
    given: among(GIVEN_REFS)
      .map(({ line }) => `${line}\n`)
      .join(''),
  };
}

/** Reads which branches are checked out. */
async function readBusy(git: RunGit): Promise<WatchedRefs['busy']> {
  const { stdout } = await git(['worktree', 'list', '--porcelain', '-z']);
  const branches = stdout.split('\0').flatMap((line) => /^branch (.*)$/s.exec(line)?.slice(1) ?? []);
  return new Set(branches.map(decodePath));
}

/**
 * Describes which refs are gone, or moved so that commits are lost. New refs are harmless, unless they replace objects. A branch that only
 * moved forward comes from somebody who pushed or fetched while a gate ran: nothing is lost, and our own moves compare before they swap.
 * Where it is the integration branch, somebody has to say whether they did it. `moves`: ours, before and after the refs were read.
 */
export async function movedRefs(
  git: RunGit,
  before: WatchedRefs,
  after: WatchedRefs,
  branch: RefName,
  moves: readonly OwnMoves[],
): Promise<Tampering> {
  const by_gate: string[] = [];
  const by_somebody = [...after.refs.keys()]
    .filter((ref) => ref.startsWith('refs/replace/') && !before.refs.has(ref))
    .map((ref) => `${ref} written`);
  for (const [ref, was] of before.refs) {
    const now = after.refs.get(ref) ?? null;
    const ours = moves.flatMap((made) => made.get(ref as RefName) ?? []);
    const isBusy = ref !== branch && (before.busy.has(ref) || after.busy.has(ref));
    if (isBusy || (ours.length === 0 ? now === was : ours.includes(now as Sha | null))) continue;
    const name = `${ref} of the repository`;
    if (now === null) by_gate.push(`${name} is gone`);
    else if (!(await isForward(git, ref, ours.findLast((sha) => sha !== null) ?? was, now)))
      by_gate.push(`${name} moved`);
    else if (ref === branch) by_somebody.push(`${name} moved to ${now.slice(0, 7)}`);
  }
  return { by_gate, by_somebody };
}

async function isForward(git: RunGit, ref: string, from: string, to: string): Promise<boolean> {
  if (!ref.startsWith('refs/heads/')) return false;
  const { exit_code } = await git(['merge-base', '--is-ancestor', from, to], { ok: 'any' });
  return exit_code === 0;
}

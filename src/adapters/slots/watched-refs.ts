/** The operator's own branches and tags, which gates must leave alone. */
import type { RefName } from '../../domain/shared/ids.ts';
import type { RunGit } from '../git/process/run.ts';

export interface WatchedRefs {
  /** Branches and tags, with the object that each points at. */
  readonly refs: ReadonlyMap<string, string>;
  /** Checked-out branches: people and agents work there while gates run. */
  readonly busy: ReadonlySet<string>;
}

/** Reads where the branches and tags of a repository are. */
export async function watchedRefs(git: RunGit): Promise<WatchedRefs> {
  const refs = await git(['for-each-ref', '--format=%(objectname) %(refname)', 'refs/heads', 'refs/tags']);
  const worktrees = await git(['worktree', 'list', '--porcelain', '-z']);
  const busy = worktrees.stdout.split('\0').flatMap((line) => /^branch (.*)$/s.exec(line)?.[1] ?? []);
  const pairs = refs.stdout.split('\n').flatMap((line): [string, string][] => {
    const [, object = '', name = ''] = /^(\w+) (.*)$/.exec(line) ?? [];
    return name === '' ? [] : [[name, object]];
  });
  return { refs: new Map(pairs), busy: new Set(busy) };
}

/**
 * Describes which refs are gone, or moved so that commits are lost. New refs are harmless. One that only moved forward comes from
 * somebody who pushed or fetched while a gate ran: nothing is lost, and our own moves compare before they swap.
 */
export async function movedRefs(
  git: RunGit,
  before: WatchedRefs,
  after: WatchedRefs,
  isOurs: (ref: RefName) => boolean,
): Promise<readonly string[]> {
  const moved: string[] = [];
  for (const [ref, object] of before.refs) {
    const now = after.refs.get(ref);
    if (now === object || before.busy.has(ref) || after.busy.has(ref) || isOurs(ref as RefName)) continue;
    if (now === undefined) moved.push(`${ref} of the repository is gone`);
    else if (!(await isForward(git, ref, object, now))) moved.push(`${ref} of the repository moved`);
  }
  return moved;
}

async function isForward(git: RunGit, ref: string, from: string, to: string): Promise<boolean> {
  if (!ref.startsWith('refs/heads/')) return false;
  const { exit_code } = await git(['merge-base', '--is-ancestor', from, to], { ok: 'any' });
  return exit_code === 0;
}

/** The operator's own branches and tags, which no gate has any business with. */
import type { RefName } from '../../domain/shared/ids.ts';
import type { RunGit } from '../git/run.ts';

export interface WatchedRefs {
  /** Branches and tags, and the object each points at. */
  readonly refs: ReadonlyMap<string, string>;
  /** Branches that are checked out: people and agents work there while gates run. */
  readonly busy: ReadonlySet<string>;
}

/** Gives where the branches and tags of a repository are. */
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

/** Gives in words which refs moved or went; new ones do no harm. */
export function movedRefs(
  before: WatchedRefs,
  after: WatchedRefs,
  isOurs: (ref: RefName) => boolean,
): readonly string[] {
  return [...before.refs].flatMap(([ref, object]) => {
    const now = after.refs.get(ref);
    if (now === object || before.busy.has(ref) || after.busy.has(ref) || isOurs(ref as RefName)) return [];
    return [`${ref} of the repository ${now === undefined ? 'is gone' : 'moved'}`];
  });
}

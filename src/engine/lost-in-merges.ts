import type { Landing } from '../domain/landed/audit.ts';
import { releaseBranchOf, subjectOf } from '../domain/landed/explanation.ts';
import { doubtfulFiles, type LostInMerge, lostInMerge } from '../domain/landed/lost-in-merge.ts';
import type { CommitGraph } from '../domain/shared/commit-graph.ts';
import type { Sha } from '../domain/shared/ids.ts';
import type { History } from '../ports/git.ts';

/**
 * Finds what merges lack of their sides, by the trees of merge base, parents and result; two git processes serve them all. Left out: a merge
 * that brings a release branch forward, which says which side it takes, and one with several merge bases.
 * `isBefore` tells whether a commit was in when a landing came.
 */
export async function lostInMerges(
  history: History,
  { parentsOf, forkOf }: CommitGraph,
  isBefore: (commit: Sha, landing: Sha) => boolean,
  landings: readonly Pick<Landing, 'commit' | 'message' | 'committed_at'>[],
): Promise<readonly LostInMerge[]> {
  const merges = landings.flatMap((landing) => {
    const [current, incoming, ...more] = parentsOf(landing.commit);
    if (current === undefined || incoming === undefined || more.length > 0) return [];
    if (releaseBranchOf({ messages: [landing.message], branches: [] }) !== null) return [];
    const base = forkOf(incoming, (commit) => isBefore(commit, landing.commit));
    return base === null
      ? []
      : [{ landing, spans: [current, incoming, landing.commit].map((to) => ({ from: base, to })) }];
  });
  const changed = await history.changedBlobs(merges.flatMap(({ spans }) => spans));
  const doubtful = merges.map(({ landing }, at) => {
    const [current = new Map(), incoming = new Map(), result = new Map()] = changed.slice(at * 3, at * 3 + 3);
    const files = doubtfulFiles(current, incoming, result);
    const added =
      files.length === 0
        ? []
        : [...result.values()].flatMap(({ before, after }) => (before === null ? (after ?? []) : []));
    return { landing, files, added };
  });
  const blobs = doubtful.flatMap(({ files, added }) => [
    ...added,
    ...files.flatMap(({ base, current, incoming, result }) => [base, current, incoming, result]),
  ]);
  const texts = await history.blobTexts([...new Set(blobs.filter((blob) => blob !== null))]);
  const textOf = (blob: Sha | null) => (blob === null ? null : (texts.get(blob) ?? null));
  return doubtful.flatMap(({ landing: { commit, message, committed_at: at }, files, added }) =>
    lostInMerge(
      { commit, subject: subjectOf(message), at },
      files.map(({ path, base, current, incoming, result }) => ({
        path,
        base: textOf(base),
        current: textOf(current),
        incoming: textOf(incoming),
        result: textOf(result),
      })),
      added.flatMap((blob) => textOf(blob) ?? []),
    ),
  );
}

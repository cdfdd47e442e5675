import type { ChangedBlobs } from '../domain/landed/lost-in-merge.ts';
import type { CommitPatch, FilePatch } from '../domain/landed/patch.ts';
import type { Sha } from '../domain/shared/ids.ts';

/** Commits of `tip` that none of `without` has. */
export interface LandedRange {
  readonly tip: Sha;
  readonly without: readonly Sha[];
  /** `commits`: each but merges. `landings`: the first-parent line, each with all that it brought. */
  readonly by: 'commits' | 'landings';
}

/** What commits change line by line, and what they say: read for many at once. */
export interface Patches {
  /** What each span changes, with moved files as such. */
  readonly spanPatches: (
    spans: readonly { readonly from: Sha; readonly to: Sha }[],
  ) => Promise<readonly (readonly FilePatch[])[]>;
  /** Which objects each span changes, by path, without the lines. */
  readonly changedBlobs: (
    spans: readonly { readonly from: Sha; readonly to: Sha }[],
  ) => Promise<readonly ChangedBlobs[]>;
  /** Reads blobs as Latin-1 strings. Rejects when an object is missing. */
  readonly blobTexts: (blobs: readonly Sha[]) => Promise<ReadonlyMap<Sha, string>>;
  /** Commits with all that they change, newest first; at most 5,000. */
  readonly landedPatches: (range: LandedRange) => Promise<readonly CommitPatch[]>;
  /** The newest commit that all others and the given number of landings before a tip stand on; null: history is shorter. */
  readonly before: (tip: Sha, landings: number, others: readonly Sha[]) => Promise<Sha | null>;
  /** Paths of text files where whole words stand, by tree and word. */
  readonly wordPaths: (
    trees: readonly Sha[],
    words: readonly string[],
  ) => Promise<ReadonlyMap<Sha, ReadonlyMap<string, readonly string[]>>>;
  /** Messages of commits: subject and body. */
  readonly messages: (commits: readonly Sha[]) => Promise<ReadonlyMap<Sha, string>>;
}

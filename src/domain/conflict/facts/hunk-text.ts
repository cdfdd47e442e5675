/** This folder: what is known about the texts of a hunk. */
import type { Sides } from '../conflict.ts';

/** The texts of one hunk and where it stands; all that classifier and resolvers look at. */
export interface HunkText extends Sides<string> {
  readonly path: string;
  /** The merged lines right above and below the hunk, as far as they are known and clean. */
  readonly before?: string;
  readonly after?: string;
  /** How the file begins, where generated files say that they are. */
  readonly head?: string;
  /** The rest of the file, where a rule has to know it. */
  readonly rest?: RestOfFile;
}

/** What is around a hunk: how often each word comes, on each whole side and in what is decided of the merged file. */
export interface RestOfFile {
  readonly current: ReadonlyMap<string, number>;
  readonly incoming: ReadonlyMap<string, number>;
  /** Clean lines, and hunks that are resolved without anybody. */
  readonly decided: ReadonlyMap<string, number>;
  readonly decided_lines: ReadonlySet<string>;
  /** The lines that a side has and base has not. */
  readonly added: { readonly current: readonly string[]; readonly incoming: readonly string[] };
  /** Another hunk of the file, other than of imports, has to be asked about. */
  readonly open: boolean;
}

/** Gives the hunk as it looks from the other side. */
export function mirrored<Hunk extends Sides<string>>(hunk: Hunk): Hunk {
  return { ...hunk, current: hunk.incoming, incoming: hunk.current };
}

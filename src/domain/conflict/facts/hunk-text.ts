/** This folder: what is known about the texts of a hunk. */
import type { Sides } from '../conflict.ts';

/** The texts of one hunk and its surroundings: all that the classifier and the resolvers look at. */
export interface HunkText extends Sides<string> {
  readonly path: string;
  /** The merged lines right before and after the hunk, as far as they are known and clean. */
  readonly before?: string;
  readonly after?: string;
  /** The beginning of the file, where generated files declare themselves. */
  readonly head?: string;
  /** Whether both sides brought the file, and most of it is the same in both. */
  readonly two_versions?: boolean;
  /** The rest of the file, for rules that need it. */
  readonly rest?: RestOfFile;
}

/** What surrounds a hunk: how often each word occurs, on each whole side and in the decided part of the merged file. */
export interface RestOfFile {
  readonly current: ReadonlyMap<string, number>;
  readonly incoming: ReadonlyMap<string, number>;
  /** Words of clean lines, and of hunks that are resolved without asking the operator. */
  readonly decided: ReadonlyMap<string, number>;
  readonly decided_lines: ReadonlySet<string>;
  /** The lines that a side has and base does not. */
  readonly added: { readonly current: readonly string[]; readonly incoming: readonly string[] };
  /** Whether the operator has to decide about another hunk of the file that is not about imports. */
  readonly open: boolean;
}

/** Returns the hunk as seen from the other side. */
export function mirrored<Hunk extends Sides<string>>(hunk: Hunk): Hunk {
  return { ...hunk, current: hunk.incoming, incoming: hunk.current };
}

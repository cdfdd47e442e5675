/**
 * This folder: from what git reports to hunks, classes, candidates and what each loses.
 *
 * What a conflict is. A conflict is one path that git could not merge for one effort. It consists of hunks: the places where lines
 * collide, or one hunk for the whole file when the collision is not about lines (deleted against modified, mode, symlink, binary ...).
 * Every way out is an `Option` whose result exists in the object database before anybody sees it.
 *
 * "current" is what the integration branch has (git: ours), "incoming" is what the effort brings (git: theirs).
 */
import type { ConflictId, EffortName, Instant, Sha } from '../shared/ids.ts';

/** What collided. @see git-merge-tree(1), "informational messages" */
export const CONFLICT_KINDS = [
  'content',
  'add_add',
  'modify_delete',
  'rename_delete',
  'rename_rename',
  'directory_file',
  'mode',
  'symlink',
  'submodule',
  'binary',
] as const;
export type ConflictKind = (typeof CONFLICT_KINDS)[number];

/** Where it collides: in the file as such, in its lines, or in what the lines mean. Only the operator resolves the last (rule 3). */
export type ConflictLevel = 'file' | 'line' | 'semantic';
export type Severity = 'LOW' | 'MEDIUM' | 'HIGH';

/** One side of a conflicted path; null where that side has no file. */
export interface TreeEntry {
  /** Octal as git writes it: `100644`, `100755`, `120000` (symlink), `160000` (submodule). */
  readonly mode: string;
  readonly blob: Sha;
  readonly path: string;
}

export interface Sides<T> {
  readonly base: T;
  readonly current: T;
  readonly incoming: T;
}

/** A run of lines: first line counted from 1, and how many. */
export interface LineRange {
  readonly start: number;
  readonly count: number;
}

/** Ways to resolve a hunk: first those that keep what the sides have, then a resolver's or a remembered result, then a person's edit. */
export const OPTION_KINDS = [
  'combine_current_incoming',
  'combine_incoming_current',
  'keep_current',
  'take_incoming',
  'keep_base',
  'delete_file',
  'keep_both_files',
  'resolver',
  'remembered',
  'edited',
] as const;
export type OptionKind = (typeof OPTION_KINDS)[number];

/** The number of lines that a side added or changed and a result lacks, with the first few of them. */
export interface Loss {
  readonly lines: number;
  readonly examples: readonly string[];
}

/** What a side lost of a file that no recorded decision explains. */
export interface UnexplainedLoss {
  readonly path: string;
  readonly side: 'current' | 'incoming';
  readonly lines: number;
  readonly examples: readonly string[];
}

/** One way to resolve one hunk, with its result worked out. */
export interface Option {
  /** Unique within its hunk; equal to the kind, or `resolver:<rule>`. */
  readonly id: string;
  readonly kind: OptionKind;
  /** Label shown to the operator, with the names of the efforts: `Keep both: current, then auth`. */
  readonly label: string;
  readonly pros: readonly string[];
  readonly cons: readonly string[];
  readonly risk: Severity;
  /** The resolved text of the hunk (of the whole file for a hunk without lines); null when the result is "no file". */
  readonly blob: Sha | null;
  /** Mode of the resulting file; null when the result is "no file". */
  readonly mode: string | null;
  /** The whole tree with this hunk resolved this way and every other open hunk resolved by its own first option. */
  readonly tree: Sha;
  readonly loses: { readonly current: Loss; readonly incoming: Loss };
}

/** A resolution that does not need the operator: the rule that applies and the fact that makes it safe. */
export interface AutoResolution {
  readonly rule: string;
  readonly because: string;
  readonly option: string;
}

export interface Choice {
  readonly option: string;
  readonly by: 'operator' | 'policy' | 'rule' | 'memory' | 'headless';
  readonly at: Instant;
}

export interface Hunk {
  /** 0-based within its conflict. */
  readonly index: number;
  /** Line ranges on each side; null for a collision that is not about lines. */
  readonly lines: Sides<LineRange> | null;
  /** The hunk's text on each side as a blob; null where the side has no file. */
  readonly texts: Sides<Sha | null>;
  /** Who wrote the current side's lines: efforts that are in, or the target by its name. */
  readonly authors: readonly string[];
  /** Name of the class that the classifier chose: `imports`, `adjacent`, `overlap`, `whitespace` ... */
  readonly class: string;
  readonly level: ConflictLevel;
  readonly severity: Severity;
  readonly auto: AutoResolution | null;
  /** At least three; the recommended one first. */
  readonly options: readonly Option[];
  readonly recommended: { readonly option: string; readonly because: string } | null;
  readonly choice: Choice | null;
}

export interface EditedFile {
  readonly blob: Sha;
  readonly mode: string;
  /** The whole tree with the edited file in it. */
  readonly tree: Sha;
  readonly loses: { readonly current: Loss; readonly incoming: Loss };
}

export interface Conflict {
  readonly id: ConflictId;
  readonly effort: EffortName;
  readonly path: string;
  readonly kind: ConflictKind;
  readonly sides: Sides<TreeEntry | null>;
  /** Every path involved in the conflict; more than one for renames. */
  readonly files: readonly string[];
  /** Git's message about the conflict. */
  readonly message: string;
  readonly hunks: readonly Hunk[];
  /** The whole file as the operator's editor left it; it overrides the choices of all hunks. */
  readonly edited: EditedFile | null;
  readonly resolution_status: 'IN_PROGRESS' | 'RESOLVED';
  /** The specification's name for how the conflict ended: `AUTO`, `OPERATOR`, `HELD`, `HANDED_BACK`; null while open. */
  readonly resolution_strategy: 'AUTO' | 'OPERATOR' | 'HELD' | 'HANDED_BACK' | null;
  readonly started_at: Instant;
  readonly resolved_at: Instant | null;
}

/** Returns the hunks that still wait for a choice. */
export function openHunks(conflict: Conflict): readonly Hunk[] {
  return conflict.hunks.filter((hunk) => hunk.choice === null);
}

/** An option whose tree the operator wants the gates to judge before choosing. */
export interface Trial {
  readonly conflict: ConflictId;
  readonly hunk: number;
  readonly option: string;
}

/** A conflict about whole files, and the ways out of it. */
import type { ConflictKind, Option, OptionKind, Sides } from '../conflict.ts';
import type { ConflictedPath } from '../merge-report.ts';
import type { OptionContent, SideNames } from './option-draft.ts';

/** The files of a folder that one side has where the other has a file, with their texts; null for a file that is not text. */
export interface FolderInTheWay {
  readonly files: readonly { readonly path: string; readonly text: string | null }[];
}

/** A collision that is not about lines. */
export interface FileCollision {
  readonly kind: ConflictKind;
  readonly conflicted: ConflictedPath;
  readonly texts: Sides<string | null>;
  readonly names: SideNames;
  /** Whether git suggests this place for a file added to a folder that the other side moved. */
  readonly suggested_place: boolean;
  /** Where the side that added the file put it. */
  readonly first_place: string | null;
  readonly folder: FolderInTheWay | null;
  /** Whether its lines collide, and nobody looked at them one by one. */
  readonly unseen: boolean;
}

/** A way to resolve a whole file, before its losses are worked out. */
export interface FileWay {
  readonly kind: OptionKind;
  readonly label: string;
  readonly content: OptionContent;
  /** The text of the resulting file; null when there is no file or it is not text. */
  readonly text: string | null;
  readonly pros: readonly string[];
  readonly cons: readonly string[];
  /** Lines that the sides lose in other files. */
  readonly also_loses?: Partial<Option['loses']>;
}

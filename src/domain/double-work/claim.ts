/**
 * This folder: finds work that two changes do twice, or against each other, before anything of it is merged.
 *
 * Each change claims what only one can have: an issue, a name, a number, a port. Where two claim the same, they are compared no further: maps
 * find that, in time that grows with the lines.
 */
import type { FilePatch } from '../landed/patch.ts';

export const CLAIM_KINDS = ['issue', 'number', 'name', 'route', 'port', 'key', 'value'] as const;
export type ClaimKind = (typeof CLAIM_KINDS)[number];

/** What is known of an effort, or of a landing. */
export interface ClaimingChange<Name extends string = string> {
  readonly name: Name;
  /** Names of branches that it is. */
  readonly branches: readonly string[];
  /** Messages of its own commits. */
  readonly messages: readonly string[];
  readonly files: readonly FilePatch[];
}

/** Something that a change takes for itself. */
export interface Claim {
  readonly kind: ClaimKind;
  /** The same for all that claim the same. */
  readonly key: string;
  /** In a few words: `parseDate`, `#12`, `port 8080`. */
  readonly what: string;
  /** Where; null: in a message or a branch name. */
  readonly path: string | null;
  /** What it is claimed with: the line, the message, the name of a file. */
  readonly text: string;
  /** A word that the target must not have yet, below this path; null: nothing of the kind. */
  readonly unless_known: { readonly word: string; readonly within: string } | null;
}

/** Checks whether a name is one of several words, or long: two people do not choose it by chance. */
export function isTelling(name: string): boolean {
  return /[a-z0-9][A-Z]|[A-Za-z0-9][._-]+[A-Za-z0-9]|[A-Z]{2}[a-z]/.test(name) || name.length >= 14;
}

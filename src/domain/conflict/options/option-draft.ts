/** Options and hunks as they are worked out, before anything of them is written. */
import type { Sha } from '../../shared/ids.ts';
import type { AutoResolution, Choice, Hunk, Option, Sides } from '../conflict.ts';

/** Display names of the two sides. */
export interface SideNames {
  readonly current: string;
  readonly incoming: string;
}

/** What supports an option before the operator is asked. */
export interface Support {
  readonly auto: AutoResolution | null;
  readonly recommended: Hunk['recommended'];
}

/**
 * What an option does to its hunk or file: write a new text, take a side's entry unchanged, or leave no file. The result goes to each of
 * `paths`. The other paths of the conflict's `files` are deleted, unless another file has taken that path by now.
 */
export type OptionContent =
  | {
      readonly kind: 'text';
      readonly text: string;
      readonly mode: string;
      readonly paths: readonly string[];
    }
  | {
      readonly kind: 'entry';
      readonly mode: string;
      readonly blob: Sha;
      readonly paths: readonly string[];
      /** Files of a folder that are deleted to make room for it. */
      readonly without?: readonly string[];
    }
  | { readonly kind: 'none' };

/** An option before its blob and its tree are written. */
export interface OptionDraft extends Omit<Option, 'blob' | 'mode' | 'tree'> {
  readonly content: OptionContent;
}

/** A hunk before its texts are written. It already has a choice if the operator does not have to be asked. */
export interface HunkDraft extends Omit<Hunk, 'texts' | 'options' | 'choice'> {
  readonly texts: Sides<string | null>;
  readonly options: readonly OptionDraft[];
  readonly choice: Pick<Choice, 'option' | 'by'> | null;
}

/** Moves the recommended option to the front and leaves the others in their order. */
export function recommendedFirst(
  options: readonly OptionDraft[],
  recommended: Hunk['recommended'],
): readonly OptionDraft[] {
  const first = options.filter((option) => option.id === recommended?.option);
  return [...first, ...options.filter((option) => !first.includes(option))];
}

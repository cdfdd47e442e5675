/** Options and hunks as they are worked out, before anything of them is written. */
import type { Sha } from '../../shared/ids.ts';
import type { AutoResolution, Choice, Hunk, Option, Sides } from '../conflict.ts';

/** People's names of the two sides. */
export interface SideNames {
  readonly current: string;
  readonly incoming: string;
}

/** What supports an option before anybody is asked. */
export interface Support {
  readonly auto: AutoResolution | null;
  readonly recommended: Hunk['recommended'];
}

/**
 * What an option makes of its hunk or file: a new text, a side's entry taken unchanged, or no file. It goes to every one of `paths`;
 * all other paths of the conflict's `files` that are no file of anybody else's go.
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
      /** Files of a folder that make room for it. */
      readonly without?: readonly string[];
    }
  | { readonly kind: 'none' };

/** An option before its blob and its tree are written. */
export interface OptionDraft extends Omit<Option, 'blob' | 'mode' | 'tree'> {
  readonly content: OptionContent;
}

/** A hunk before its texts are written, with a choice where nobody has to be asked. */
export interface HunkDraft extends Omit<Hunk, 'texts' | 'options' | 'choice'> {
  readonly texts: Sides<string | null>;
  readonly options: readonly OptionDraft[];
  readonly choice: Pick<Choice, 'option' | 'by'> | null;
}

/** Puts the recommended option first and leaves the others as they are. */
export function recommendedFirst(
  options: readonly OptionDraft[],
  recommended: Hunk['recommended'],
): readonly OptionDraft[] {
  const first = options.filter((option) => option.id === recommended?.option);
  return [...first, ...options.filter((option) => !first.includes(option))];
}

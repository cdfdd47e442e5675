import type { AutoResolution, Hunk } from '../conflict.ts';
import type { OptionDraft } from '../draft.ts';

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

/** Puts the recommended option first and leaves the others as they are. */
export function recommendedFirst(
  options: readonly OptionDraft[],
  recommended: Hunk['recommended'],
): readonly OptionDraft[] {
  const first = options.filter((option) => option.id === recommended?.option);
  return [...first, ...options.filter((option) => !first.includes(option))];
}

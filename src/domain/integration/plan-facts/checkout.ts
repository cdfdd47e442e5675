import { shellWord } from '../../shared/shell-word.ts';

/** A worktree that has the target checked out, or is about to have it again. */
export interface Checkout {
  readonly path: string;
  /** What git is doing to the target there while HEAD is detached; null: nothing. */
  readonly busy: 'rebase' | 'bisect' | null;
  readonly folder: { readonly is: 'there' | 'gone' } | { readonly is: 'moved'; readonly to: string };
  /** Why git keeps it although its folder may be gone; null: it need not. */
  readonly locked: string | null;
}

/** A folder in which somebody looks at the target. */
export interface Place extends Pick<Checkout, 'busy'> {
  readonly at: string;
  /** Where git thinks that it is; null: there it is. */
  readonly was: string | null;
}

/** Returns the folder where somebody looks at the target; none where it is gone. */
export function placesOf({ path, folder, busy }: Checkout): readonly Place[] {
  if (folder.is === 'there') return [{ at: path, was: null, busy }];
  return folder.is === 'moved' ? [{ at: folder.to, was: path, busy }] : [];
}

/** Checks whether git keeps a checkout whose folder is gone: it may be on a disk that comes back. */
export function isKept({ folder, locked }: Checkout): boolean {
  return folder.is === 'gone' && locked !== null;
}

/** Says so of such a checkout, with the way out. */
export function keptWords({ path, locked }: Checkout): string {
  const why = locked === null || locked === '' ? '' : ` (${locked})`;
  const word = shellWord(path);
  return `checked out in ${path}, which is gone but locked${why}; if it does not come back: git worktree unlock ${word} && git worktree prune`;
}

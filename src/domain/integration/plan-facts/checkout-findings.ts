import type { Settings } from '../../config/settings.ts';
import type { BranchName } from '../../shared/ids.ts';
import { shellWord } from '../../shared/shell-word.ts';
import { counted } from '../../shared/text.ts';
import { type Checkout, isKept, keptWords, placesOf } from './checkout.ts';
import type { PlanFinding } from './plan-finding.ts';

type LandingMode = Settings['landing']['mode'];

/** A checkout of the target, with what is not committed in it; null: not known. */
export interface CheckoutFacts extends Checkout {
  readonly local: { readonly changed: readonly string[]; readonly untracked: readonly string[] } | null;
}

/** Says where the target is checked out, and what that means at landing. `paths` are those that efforts change. */
export function checkoutFindings(
  target: BranchName,
  checkouts: readonly CheckoutFacts[],
  { paths, mode }: { readonly paths: ReadonlySet<string>; readonly mode: LandingMode },
): readonly PlanFinding[] {
  const many = checkouts.flatMap(placesOf).length > 1;
  return checkouts.map((checkout): PlanFinding => {
    const blocking = inTheWay(checkout, paths);
    return {
      kind: 'target_checked_out',
      subject: target,
      severity: blocking.length > 0 || checkout.folder.is !== 'there' || many ? 'MEDIUM' : 'LOW',
      checkpoint_says: whereWords(checkout, blocking),
      git_says: thenWords(checkout, { many, blocked: blocking.length > 0, mode }),
    };
  });
}

/** Lists what is not committed in a checkout and would make git refuse to move it; `paths` are those that change. */
export function inTheWay({ local }: CheckoutFacts, paths: ReadonlySet<string>): readonly string[] {
  if (local === null) return [];
  const below = (folder: string) => [...paths].some((path) => path.startsWith(folder));
  return [
    ...local.changed.filter((path) => paths.has(path)),
    ...local.untracked.filter((path) => paths.has(path) || (path.endsWith('/') && below(path))),
  ];
}

const MOST_NAMED = 3;

function whereWords(checkout: CheckoutFacts, blocking: readonly string[]): string {
  const { path, folder, busy, local } = checkout;
  if (isKept(checkout)) return keptWords(checkout);
  if (folder.is === 'gone') return `checked out in ${path}, which is gone: nobody looks at it there`;
  if (folder.is === 'moved') return `checked out in ${folder.to}, which was moved there by hand from ${path}`;
  if (busy !== null) return `in the middle of a ${busy} in ${path}`;
  const more = blocking.length > MOST_NAMED ? ` and ${blocking.length - MOST_NAMED} more` : '';
  if (blocking.length > 0)
    return `checked out in ${path}, where ${blocking.slice(0, MOST_NAMED).join(', ')}${more} would be in the way: not committed there, and changed by efforts`;
  const count = local === null ? 0 : local.changed.length + local.untracked.length;
  return count === 0
    ? `checked out in ${path}`
    : `checked out in ${path}, with ${counted(count, 'uncommitted change')}, not in the way`;
}

function thenWords(
  checkout: CheckoutFacts,
  { many, blocked, mode }: { readonly many: boolean; readonly blocked: boolean; readonly mode: LandingMode },
): string {
  const { folder, busy } = checkout;
  if (isKept(checkout)) return 'intorch leaves it there, and prints the one command that moves it';
  if (folder.is === 'gone') return 'it can land; to forget that folder: git worktree prune';
  if (folder.is === 'moved') return `mend that with: git worktree repair ${shellWord(folder.to)}`;
  if (busy !== null) return 'finish that first, or it will not land';
  if (mode === 'fast_forward' && !many)
    return blocked || (checkout.local?.changed.length ?? 0) > 0
      ? 'it is moved forward there at the end only if that is committed or stashed'
      : 'it is moved forward there at the end';
  if (blocked) return 'git would refuse the one command that finishes: commit, stash or move them first';
  return many
    ? 'at the end one command moves every checkout of it; intorch itself touches none'
    : 'at the end one command moves it there; intorch itself touches no checkout';
}

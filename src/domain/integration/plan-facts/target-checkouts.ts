/**
 * What it means for landing that the target is checked out. Nobody's checkout is moved under them, so it decides whether the target can move
 * by itself, and which command moves it. The plan says so beforehand, and landing goes by the same.
 */
import type { Settings } from '../../config/settings.ts';
import type { BranchName, RefName, Sha } from '../../shared/ids.ts';
import { shellWord } from '../../shared/shell-word.ts';
import { counted } from '../../shared/text.ts';
import type { PlanFinding } from './plan-finding.ts';

type LandingMode = Settings['landing']['mode'];

/** A worktree that has the target checked out, or is about to have it again. */
export interface Checkout {
  readonly path: string;
  /** What git is doing to the target there while HEAD is detached; null: nothing. */
  readonly busy: 'rebase' | 'bisect' | null;
  readonly folder: { readonly is: 'there' | 'gone' } | { readonly is: 'moved'; readonly to: string };
  /** Why git keeps it although its folder may be gone; null: it need not. */
  readonly locked: string | null;
}

/** The commits that landing is about. */
export interface LandingMove {
  readonly ref: RefName;
  readonly from: Sha;
  readonly to: Sha;
}

/** How the target gets to the verified commit. */
export interface LandingWay {
  /** The one command that does it, with nothing lost in any checkout. */
  readonly command: string;
  /** Why it is left to a person; null: nobody looks at the target, so it may move. */
  readonly because: string | null;
  /** The only folder in which the target is checked out, for whoever allows its move; null: there is none, or more. */
  readonly movable: string | null;
}

/** Returns how the target gets to a commit, given where it is checked out. */
export function landingWay(
  target: BranchName,
  checkouts: readonly Checkout[],
  { ref, from, to }: LandingMove,
): LandingWay {
  const places = checkouts.flatMap(placesOf);
  const busy = places.find((place) => place.busy !== null);
  const [first, ...more] = places.map(({ at }) => at);
  const by_ref = `git update-ref ${shellWord(ref)} ${to} ${from}`;
  if (first === undefined) {
    const kept = checkouts.filter(isKept).map(keptWords);
    const because = kept.length === 0 ? null : `${target} is ${kept.join('; ')}`;
    return { command: by_ref, because, movable: null };
  }
  const repairs = checkouts.flatMap(({ folder }) =>
    folder.is === 'moved' ? [`git worktree repair ${shellWord(folder.to)}`] : [],
  );
  // By object name: the branch may have moved by the time somebody types this.
  const merge = `git -C ${shellWord(first)} merge --ff-only ${to}`;
  // The branch has moved already when the others are brought after it; git refuses where that would cost somebody's changes.
  const follow = more.map((path) => `git -C ${shellWord(path)} read-tree -m -u ${from} ${to}`);
  const command = [...repairs, merge, ...follow].join(' && ');
  if (busy?.busy)
    return {
      command,
      because: `${target} is in the middle of a ${busy.busy} in ${busy.at}; finish that first`,
      movable: null,
    };
  const moved = places.find((place) => place.was !== null);
  if (moved !== undefined)
    return {
      command,
      because: `${target} is checked out in ${moved.at}, which was moved there by hand from ${moved.was}`,
      movable: null,
    };
  const because = `${target} is checked out in ${[first, ...more].join(' and in ')}, and intorch does not touch a checkout`;
  return { command, because, movable: more.length === 0 ? first : null };
}

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

/** Lists what is not committed in a checkout and would make git refuse to move it. */
function inTheWay({ local }: CheckoutFacts, paths: ReadonlySet<string>): readonly string[] {
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

interface Place extends Pick<Checkout, 'busy'> {
  readonly at: string;
  /** Where git thinks that it is; null: there it is. */
  readonly was: string | null;
}

/** Returns the folder where somebody looks at the target; none where it is gone. */
function placesOf({ path, folder, busy }: Checkout): readonly Place[] {
  if (folder.is === 'there') return [{ at: path, was: null, busy }];
  return folder.is === 'moved' ? [{ at: folder.to, was: path, busy }] : [];
}

/** Checks whether git keeps a checkout whose folder is gone: it may be on a disk that comes back. */
function isKept({ folder, locked }: Checkout): boolean {
  return folder.is === 'gone' && locked !== null;
}

function keptWords({ path, locked }: Checkout): string {
  const why = locked === null || locked === '' ? '' : ` (${locked})`;
  const word = shellWord(path);
  return `checked out in ${path}, which is gone but locked${why}; if it does not come back: git worktree unlock ${word} && git worktree prune`;
}

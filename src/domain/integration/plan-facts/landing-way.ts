/**
 * What it means for landing that the target is checked out. Nobody's checkout is moved under them, so it decides whether the target can move
 * by itself, and which command moves it. The plan says so beforehand, and landing goes by the same.
 */
import type { BranchName, RefName, Sha } from '../../shared/ids.ts';
import { shellWord } from '../../shared/shell-word.ts';
import { type Checkout, isKept, keptWords, placesOf } from './checkout.ts';

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

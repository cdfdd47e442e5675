import type { Settings } from '../../domain/config/settings.ts';
import { IntorchError } from '../../domain/shared/errors.ts';
import { type BranchName, branchRef, localBranch, parseBranchName } from '../../domain/shared/ids.ts';
import { nearest } from '../../domain/shared/nearest.ts';
import type { History } from '../../ports/git.ts';

/** Returns the branch to land on: the one in the settings, else the checked-out one. @throws TARGET_MISSING when it does not exist */
export async function targetOf(history: History, settings: Pick<Settings, 'target'>): Promise<BranchName> {
  const named = settings.target ?? (await history.currentBranch());
  const target = named === null ? null : parseBranchName(named);
  if (target !== null && (await history.resolve(branchRef(target))) !== null) return target;
  if (target !== null) {
    const refs = await history.refs(['refs/heads/', 'refs/remotes/']);
    const isEmpty = refs.size === 0;
    const meant = nearest(
      target,
      [...refs.keys()].flatMap((ref) => localBranch(ref) ?? []),
    );
    throw new IntorchError(
      'TARGET_MISSING',
      isEmpty
        ? 'this repository has no commits yet, so there is nothing to integrate'
        : `there is no branch ${target} to integrate onto${meant === null ? '' : `; did you mean ${meant}?`}`,
      isEmpty ? { remedy: 'Commit something first, and make branches from it' } : {},
    );
  }
  throw new IntorchError(
    'TARGET_MISSING',
    named === null
      ? 'HEAD is on no branch, so there is nothing to land on'
      : `${named} is no name of a branch`,
  );
}

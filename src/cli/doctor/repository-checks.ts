import type { RepositoryFacts } from '../../ports/machine.ts';
import { type Check, fail, ok, warn } from './check.ts';

/** Checks the repository. */
export function repositoryChecks(repository: RepositoryFacts | null): readonly Check[] {
  if (repository === null) {
    return [
      fail('repository', 'this folder is in no git repository', 'Go into one, or name one with --repo'),
    ];
  }
  const { shallow, partial, submodules, drivers, signing, identity } = repository;
  const odd = [
    ...(shallow
      ? [warn('history', 'the clone is shallow, so merge bases may be missing', 'git fetch --unshallow')]
      : []),
    ...(partial
      ? [
          warn(
            'objects',
            'the clone is partial; merging may have to fetch objects',
            'Stay online, or clone without --filter',
          ),
        ]
      : []),
    ...(submodules
      ? [
          warn(
            'submodules',
            'workspaces get the commits that this clone has; what is not fetched stays empty in them',
            'git submodule update --init, here or as worktree.setup',
          ),
        ]
      : []),
    ...(drivers.length > 0
      ? [
          warn(
            'drivers',
            `${drivers.join(', ')}: none of them runs unless it is trusted; without its filter, a file is in workspaces as git stores it`,
            'List merge drivers under conflicts.trusted_drivers, and filters under worktree.filters',
          ),
        ]
      : []),
    ...(signing ? [ok('signing', 'commits are signed; a merge is proved by its parents and tree')] : []),
    ...(identity
      ? []
      : [
          warn(
            'identity',
            'no name for commits is configured',
            'git config --global user.name and user.email',
          ),
        ]),
  ];
  const plain = odd.every((check) => check.verdict === 'ok') ? 'complete' : 'usable';
  return [ok('repository', `${repository.top_level ?? `${repository.common_dir} (bare)`}: ${plain}`), ...odd];
}

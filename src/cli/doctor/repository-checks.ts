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
            'changed submodules are conflicts to decide, never followed',
            'Check them in the plan',
          ),
        ]
      : []),
    ...(drivers.length > 0
      ? [
          warn(
            'drivers',
            `${drivers.join(', ')}: merge drivers run only when trusted; filters run on check-out of workspaces`,
            'List merge drivers to run under conflicts.trusted_drivers',
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

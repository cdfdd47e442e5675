import type { MachineFacts, RepositoryFacts } from '../../src/ports/machine.ts';

/** A repository about which there is nothing to say. */
export const plainRepository: RepositoryFacts = {
  top_level: '/repo',
  common_dir: '/repo/.git',
  shallow: false,
  partial: false,
  submodules: false,
  drivers: [],
  signing: false,
  identity: true,
};

/** A machine as it should be. */
export const fine: MachineFacts = {
  node_version: '24.21.0',
  sqlite_version: '3.51.3',
  git_version: 'git version 2.47.1',
  repository: plainRepository,
  free_bytes: 20 * 1024 ** 3,
};

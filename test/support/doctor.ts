import type { MachineFacts, PlaceFacts, RepositoryFacts } from '../../src/ports/machine.ts';

/** A repository with nothing to report. */
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

/** Returns a folder with nothing to report. */
export function somePlace(path: string, overrides: Partial<PlaceFacts> = {}): PlaceFacts {
  const plain = { unwritable: null, free_bytes: 20 * 1024 ** 3, free_files: null, network: null };
  return { path, ...plain, ...overrides };
}

/** A machine as it should be. */
export const fine: MachineFacts = {
  node_version: '24.21.0',
  sqlite_version: '3.51.3',
  git_version: 'git version 2.47.1',
  repository: plainRepository,
  state: somePlace('/repo/.git'),
  copies: somePlace('/cache/repo'),
};

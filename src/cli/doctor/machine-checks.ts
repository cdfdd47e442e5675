import { hasSafeWal } from '../../adapters/sqlite/node-sqlite.ts';
import type { MachineFacts } from '../../ports/machine.ts';
import { type Check, fail, isAtLeast, ok, warn } from './check.ts';

const MEBIBYTE = 1024 * 1024;

/** Gives what there is to say about the programs and the disk. */
export function machineChecks(facts: MachineFacts): readonly Check[] {
  return [git(facts), node(facts), sqlite(facts), disk(facts)];
}

function git({ git_version }: MachineFacts): Check {
  if (git_version === null) return fail('git', 'git is missing', 'Install git 2.38 or newer');
  const version = git_version.replace(/^git version /, '');
  if (!isAtLeast(version, [2, 38, 0]))
    return fail('git', `${version} cannot merge in memory`, 'Install git 2.38 or newer');
  if (!isAtLeast(version, [2, 39, 4])) {
    const says = `${version}: security advisories are fixed in 2.39.4 and later; a distribution may have the fixes in an older one`;
    return warn('git', says, 'Keep git at the newest your distribution has');
  }
  return ok('git', version);
}

function node({ node_version }: MachineFacts): Check {
  if (isAtLeast(node_version, [22, 18, 0])) return ok('node', node_version);
  return fail('node', `${node_version} is too old`, 'Install Node 22.18 or newer');
}

function sqlite({ sqlite_version }: MachineFacts): Check {
  const safe = hasSafeWal(sqlite_version);
  return ok(
    'sqlite',
    safe
      ? `${sqlite_version}, write-ahead log`
      : `${sqlite_version}, rollback journal: its write-ahead log can lose writes`,
  );
}

function disk({ free_bytes }: MachineFacts): Check {
  if (free_bytes === null) return ok('disk', 'free space is not known');
  const mebibytes = Math.floor(free_bytes / MEBIBYTE);
  const says = mebibytes >= 10_240 ? `${Math.floor(mebibytes / 1024)} GiB free` : `${mebibytes} MiB free`;
  const remedy = 'Free some space: each gate gets a working copy, and set-up may install into it';
  if (mebibytes < 100) return fail('disk', says, remedy);
  return mebibytes < 1024 ? warn('disk', says, remedy) : ok('disk', says);
}

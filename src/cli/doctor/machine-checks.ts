import { hasSafeWal } from '../../adapters/sqlite/node-sqlite.ts';
import { counted } from '../../domain/shared/text.ts';
import type { MachineFacts, PlaceFacts } from '../../ports/machine.ts';
import { onNetwork } from '../session/doubtful-storage.ts';
import { type Check, fail, meetsVersion, ok, warn } from './check.ts';

const MEBIBYTE = 1024 * 1024;

/** Checks the programs and the disk. */
export function machineChecks(facts: MachineFacts): readonly Check[] {
  return [
    git(facts),
    node(facts),
    sqlite(facts),
    ...(facts.repository === null ? [] : [place('state', facts.state), place('copies', facts.copies)]),
  ];
}

function git({ git_version }: MachineFacts): Check {
  if (git_version === null) return fail('git', 'git is missing', 'Install git 2.38 or newer');
  const version = git_version.replace(/^git version /, '');
  if (!meetsVersion(version, [2, 38, 0]))
    return fail('git', `${version} cannot merge in memory`, 'Install git 2.38 or newer');
  if (!meetsVersion(version, [2, 39, 4])) {
    const says = `${version}: security advisories are fixed in 2.39.4 and later; a distribution may have the fixes in an older one`;
    return warn('git', says, 'Keep git at the newest your distribution has');
  }
  return ok('git', version);
}

function node({ node_version }: MachineFacts): Check {
  if (meetsVersion(node_version, [22, 18, 0])) return ok('node', node_version);
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

const REMEDIES = {
  state: {
    rights:
      'Fix the permissions of that folder, or move away what is in its place: intorch keeps its state and refs there',
    name: 'state',
  },
  copies: {
    rights: 'Fix the permissions of that folder, or name another under worktree.directory',
    name: 'copies',
  },
} as const;

/** Checks a folder that intorch writes to: permissions, free space, and whether it is on a local disk. */
function place(name: 'state' | 'copies', facts: PlaceFacts): Check {
  const { path, unwritable, free_bytes, free_files, network } = facts;
  if (unwritable !== null) return fail(name, `cannot be written: ${unwritable}`, REMEDIES[name].rights);
  const mebibytes = free_bytes === null ? null : Math.floor(free_bytes / MEBIBYTE);
  const free =
    mebibytes === null
      ? 'free space is not known'
      : mebibytes >= 10_240
        ? `${Math.floor(mebibytes / 1024)} GiB free`
        : `${mebibytes} MiB free`;
  const says = `${name === 'copies' ? 'workspaces in ' : ''}${path}: ${free}`;
  const room = 'Free some space: each gate gets a workspace, and set-up may install into it';
  if (mebibytes !== null && mebibytes < 100) return fail(name, says, room);
  if (free_files !== null && free_files < 1000)
    return fail(
      name,
      `${says}, but room for only ${counted(free_files, 'more file')}`,
      'Remove files: the file system counts them',
    );
  if (network !== null)
    return warn(name, `${says}; ${onNetwork(network)}`, 'Work in a clone on a local disk');
  return mebibytes !== null && mebibytes < 1024 ? warn(name, says, room) : ok(name, says);
}

import { statfs } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { MachineFacts, RepositoryFacts } from '../../ports/machine.ts';
import { askGit, topLevelOf } from './ask-git.ts';

/** Looks at the machine and the repository for `doctor`. */
export async function surveyMachine(directory: string): Promise<MachineFacts> {
  const [version, repository] = await Promise.all([
    askGit(directory, ['--version']),
    repositoryFacts(directory),
  ]);
  return {
    node_version: process.versions.node,
    sqlite_version: process.versions['sqlite'] ?? 'unknown',
    git_version: version?.trim() ?? null,
    repository,
    free_bytes: await freeBytes(repository?.common_dir ?? directory),
  };
}

async function repositoryFacts(directory: string): Promise<RepositoryFacts | null> {
  const common = await askGit(directory, ['rev-parse', '--git-common-dir']);
  if (common === null) return null;
  const ask = (...args: readonly string[]) => askGit(directory, args);
  const [top_level, shallow, config, links, ident] = await Promise.all([
    topLevelOf(directory),
    ask('rev-parse', '--is-shallow-repository'),
    ask('config', '--list', '-z'),
    ask('ls-tree', '-r', '--full-tree', '--format=%(objectmode)', 'HEAD'),
    ask('var', 'GIT_COMMITTER_IDENT'),
  ]);
  const settings = new Map((config ?? '').split('\0').map(settingOf));
  return {
    top_level,
    common_dir: resolve(directory, common.replace(/\n$/, '')),
    shallow: shallow?.trim() === 'true',
    partial: [...settings.keys()].some(
      (key) => key === 'extensions.partialclone' || key.endsWith('.promisor'),
    ),
    submodules: /^160000$/m.test(links ?? ''),
    drivers: [...new Set([...settings.keys()].flatMap(driverOf))].sort(),
    signing: /^(?:true|yes|on|1|)$/.test(settings.get('commit.gpgsign') ?? 'false'),
    identity: ident !== null && settings.has('user.name') && settings.has('user.email'),
  };
}

/** Git separates key and value by a line feed, and writes a key without a value alone. */
function settingOf(record: string): readonly [key: string, value: string] {
  const end = record.indexOf('\n');
  return end === -1 ? [record, ''] : [record.slice(0, end), record.slice(end + 1)];
}

function driverOf(key: string): readonly string[] {
  const [, driver] = /^((?:filter|merge)\..+)\.(?:clean|smudge|process|driver)$/.exec(key) ?? [];
  return driver === undefined ? [] : [driver];
}

async function freeBytes(directory: string): Promise<number | null> {
  try {
    const { bavail, bsize } = await statfs(directory);
    return bavail * bsize;
  } catch {
    return null;
  }
}

import { access, constants, lstat, statfs } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { reasonOf } from '../../domain/shared/system-error.ts';
import type { MachineFacts, PlaceFacts, RepositoryFacts } from '../../ports/machine.ts';
import { nearestFolder, networkFileSystem } from '../disk/file-system.ts';
import { askGit, topLevelOf } from './ask-git.ts';

/** Surveys the machine and the repository for `doctor`; `copies` is the folder for workspaces. */
export async function surveyMachine(directory: string, copies: string): Promise<MachineFacts> {
  const [version, repository] = await Promise.all([
    askGit(directory, ['--version']),
    repositoryFacts(directory),
  ]);
  const common_dir = repository?.common_dir ?? directory;
  // Folders that a session writes to: its own, and git's objects and refs.
  const written = repository === null ? [] : ['intorch', 'objects', 'refs', 'refs/intorch'];
  return {
    node_version: process.versions.node,
    sqlite_version: process.versions['sqlite'] ?? 'unknown',
    git_version: version?.trim() ?? null,
    repository,
    state: await placeFacts(common_dir, written),
    copies: await placeFacts(copies, []),
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

/** Splits a setting: git separates key and value by a line feed, and prints a key without a value alone. */
function settingOf(record: string): readonly [key: string, value: string] {
  const end = record.indexOf('\n');
  return end === -1 ? [record, ''] : [record.slice(0, end), record.slice(end + 1)];
}

function driverOf(key: string): readonly string[] {
  const [, driver] = /^((?:filter|merge)\..+)\.(?:clean|smudge|process|driver)$/.exec(key) ?? [];
  return driver === undefined ? [] : [driver];
}

/** Surveys a folder, or the place where it would be created, and folders in it. */
async function placeFacts(path: string, inside: readonly string[]): Promise<PlaceFacts> {
  const folder = await nearestFolder(path);
  const there = await Promise.all(inside.map((name) => lstat(join(folder, name)).catch(() => null)));
  const folders = [folder, ...inside.filter((_, index) => there[index]).map((name) => join(folder, name))];
  const refusals = await Promise.all(folders.map(whyUnwritable));
  const space = await statfs(folder).catch(() => null);
  return {
    path,
    unwritable: refusals.find((refusal) => refusal !== null) ?? null,
    free_bytes: space === null ? null : space.bavail * space.bsize,
    // Some file systems do not count files: they report a total of 0.
    free_files: space === null || space.files === 0 ? null : space.ffree,
    network: await networkFileSystem(folder),
  };
}

/** Finds out without writing: checks permissions and read-only file systems. */
async function whyUnwritable(folder: string): Promise<string | null> {
  try {
    if (!(await lstat(folder)).isDirectory()) return `${folder} is not a folder`;
    await access(folder, constants.W_OK | constants.X_OK);
    return null;
  } catch (error) {
    return `${folder}: ${reasonOf(error)}`;
  }
}

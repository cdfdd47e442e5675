/** Files beside the operator's objects and refs that decide what their git runs and believes. */
import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Digests the content of a file; null: it is not there. What is no plain file is never read. */
export type DigestFile = (path: string) => Promise<string | null>;

const LARGEST = 1_000_000;
const MOST_HOOKS = 500;
/** A gate can make folders without end. */
const MOST_FOLDERS = 200;
const MOST_NESTED = 6;
/** Of other files below `info/`, git writes some by itself and reads none back here. */
const INFO = ['attributes', 'exclude', 'grafts', 'sparse-checkout'];
const SINGLE = ['commondir', 'gitdir', 'shallow', 'objects/info/alternates', 'objects/info/http-alternates'];
/** People and agents switch branches while gates run. */
const USUAL_HEAD = /^(?:ref: refs\/heads\/[^\0]+|[0-9a-f]{40,64})\n?$/;

/** Creates the digest of files that reads only what changed: a program can set every time of a file but that of its last change. */
export function fileDigests(): DigestFile {
  const known = new Map<string, { readonly stamp: string; readonly digest: string }>();
  return async (path) => {
    const now = statOf(path);
    if (now === null) return null;
    const stamp = [now.ino, now.size, now.mode, now.mtimeNs, now.ctimeNs].join(':');
    const before = known.get(path);
    if (before?.stamp === stamp) return before.digest;
    // Files of the kernel have no size, and may be read for ever.
    const isPlain = now.isFile() && now.size > 0 && now.size <= LARGEST;
    // What is not read is as it was only if nothing at all changed.
    const digest = isPlain ? `${now.mode} ${await contentOf(path)}` : now.isFile() ? stamp : 'special';
    known.set(path, { stamp, digest });
    return digest;
  };
}

/** Asks the kernel at once: a promise for each of some hundred files costs ten times as much as the answer. */
function statOf(path: string) {
  try {
    return statSync(path, { bigint: true, throwIfNoEntry: false }) ?? null;
  } catch {
    return null;
  }
}

async function contentOf(path: string): Promise<string> {
  const content = await readFile(path).catch(() => Buffer.from('unreadable'));
  if (/(?:^|\/)HEAD$/.test(path) && USUAL_HEAD.test(content.toString('latin1'))) return 'a usual HEAD';
  return createHash('sha256').update(content).digest('hex');
}

/** Lists what is to be watched in a git directory and in those of its submodules, whether it is there or not. */
export async function watchedFiles(git_dir: string): Promise<readonly string[]> {
  const modules = await modulesBelow(join(git_dir, 'modules'), MOST_NESTED);
  const all = await Promise.all([git_dir, ...modules].map(filesOf));
  return all.flat();
}

async function filesOf(git_dir: string): Promise<readonly string[]> {
  const own = ['HEAD', 'config', 'config.worktree', ...SINGLE, ...INFO.map((name) => `info/${name}`)];
  return [...own.map((name) => join(git_dir, name)), ...(await hooksIn(join(git_dir, 'hooks')))];
}

/** Lists the files of a folder for hooks. What is in its folders is not looked at: it may be any folder. */
export async function hooksIn(folder: string): Promise<readonly string[]> {
  return (await entriesOf(folder)).files.slice(0, MOST_HOOKS);
}

/** A submodule is called as it likes, with slashes too, and may have submodules of its own. */
async function modulesBelow(folder: string, depth: number): Promise<readonly string[]> {
  if (depth === 0) return [];
  const found = await Promise.all(
    (await entriesOf(folder)).folders.map(async (each) =>
      (await stat(join(each, 'HEAD')).catch(() => null)) === null
        ? modulesBelow(each, depth - 1)
        : [each, ...(await modulesBelow(join(each, 'modules'), depth - 1))],
    ),
  );
  return found.flat();
}

async function entriesOf(folder: string): Promise<{ files: readonly string[]; folders: readonly string[] }> {
  const all = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const paths = (isFolder: boolean) =>
    all.filter((entry) => entry.isDirectory() === isFolder).map(({ name }) => join(folder, name));
  return { files: paths(false), folders: paths(true).slice(0, MOST_FOLDERS) };
}

/** What says where one worktree belongs. */
export interface WorktreeEntry {
  /** Its folder; null: nothing says where it is. */
  readonly folder: string | null;
  readonly digest: string;
}

/** Reads the entries of a repository's worktrees. */
export async function worktreeEntries(
  git_dir: string,
  digest: DigestFile,
): Promise<ReadonlyMap<string, WorktreeEntry>> {
  const root = join(git_dir, 'worktrees');
  const names = await readdir(root).catch(() => []);
  const entries = names.map(async (name): Promise<[string, WorktreeEntry]> => {
    const path = join(root, name);
    const link = await readFile(join(path, 'gitdir'), 'utf8').catch(() => null);
    const files = ['HEAD', 'gitdir', 'commondir', 'config.worktree'];
    const digests = await Promise.all(files.map((file) => digest(join(path, file))));
    return [path, { folder: link === null ? null : dirname(link.trim()), digest: digests.join(' ') }];
  });
  return new Map(await Promise.all(entries));
}

/** Lists the worktrees that are not as they were. New ones are harmless, and so are those that were removed with their folders. */
export async function changedWorktrees(
  before: ReadonlyMap<string, WorktreeEntry>,
  after: ReadonlyMap<string, WorktreeEntry>,
): Promise<readonly string[]> {
  const changed: string[] = [];
  for (const [path, { folder, digest }] of before) {
    const now = after.get(path);
    if (now?.digest === digest) continue;
    const isRemoved = now === undefined && folder !== null && (await stat(folder).catch(() => null)) === null;
    if (!isRemoved) changed.push(path);
  }
  return changed;
}

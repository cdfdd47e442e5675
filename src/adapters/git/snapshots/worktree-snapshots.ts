/**
 * This folder: worktrees as trees.
 *
 * A snapshot goes by way of a copy of the worktree's index, and its objects into a folder of our own: neither worktree nor repository is
 * written. Programs that the configuration names (filters, hooks, a file system monitor) do not run.
 */
import { createHash } from 'node:crypto';
import { copyFile, lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { IntorchError } from '../../../domain/shared/errors.ts';
import { parseSha, type Sha } from '../../../domain/shared/ids.ts';
import { codeOf } from '../../../domain/shared/system-error.ts';
import type { WorktreeSnapshot, WorktreeSnapshots } from '../../../ports/worktree-snapshots.ts';
import { memoize } from '../../async/memoize.ts';
import { parseStatus } from '../history/local-changes.ts';
import type { Setting } from '../process/environment.ts';
import { writingInto } from '../process/object-folders.ts';
import { encodePath } from '../process/path-bytes.ts';
import { type CallOptions, type Git, gitRunner } from '../process/run.ts';
import { scratchSpace } from '../process/scratch.ts';
import { gitDirOf } from '../process/surroundings.ts';

export interface SnapshotOptions {
  /** Absolute path of the common git directory. */
  readonly git_dir: string;
  /** Folder for the objects that it writes. */
  readonly own_objects: string;
  /** Folder for temporary files. */
  readonly scratch_dir: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly onCommand?: (line: string) => void;
}

/** More than this is not read at every change: build products that nobody ignores, or large data. */
const MOST_FILES = 2_000;
const MOST_BYTES = 64 * 1024 * 1024;
/** A worktree that takes longer to look through is not worth the wait. */
const PATIENCE_MS = 10_000;

const STATUS = ['status', '--porcelain', '-z', '--untracked-files=all', '--ignore-submodules=dirty'];
const ADD = ['update-index', '--add', '--remove', '--replace', '-z', '--stdin'];

/** Objects written here are always thrown away, and a split index would put its shared part into the repository. */
const SETTINGS: readonly Setting[] = [
  ['core.fsync', 'none'],
  ['core.looseCompression', '0'],
  ['core.splitIndex', 'false'],
  ['core.safecrlf', 'false'],
];

/** Opens what takes snapshots of worktrees. Those that have not changed since the last one are not read again. */
export function worktreeSnapshots(options: SnapshotOptions): WorktreeSnapshots {
  const { git_dir, own_objects, scratch_dir, env, onCommand } = options;
  const git = gitRunner({ git_dir, env, onCommand, objects: writingInto(own_objects, git_dir) });
  const scratch = scratchSpace(scratch_dir);
  const settings = memoize(async () => [...SETTINGS, ...(await filtersOff(git))]);
  const known = new Map<string, { readonly signature: string; readonly snapshot: WorktreeSnapshot }>();

  const take = async (worktree: string): Promise<WorktreeSnapshot> => {
    const own = gitDirOf(worktree);
    const call: CallOptions = {
      cwd: worktree,
      env: { GIT_DIR: own, GIT_WORK_TREE: worktree },
      settings: await settings(),
      timeout_ms: PATIENCE_MS,
    };
    const status = (await git(STATUS, call)).stdout;
    const paths = changedPaths(status);
    if (paths.length === 0) return { is: 'clean' };
    const files = paths.length;
    if (files > MOST_FILES) return { is: 'too_large', files };
    const { bytes, signature } = await measured(own, status, placesOf(worktree, paths));
    if (bytes > MOST_BYTES) return { is: 'too_large', files };
    const last = known.get(worktree);
    if (last?.signature === signature) return last.snapshot;
    const trees = await scratch.within('index', async (folder) => {
      const index = join(folder, 'index');
      await copyIndex(join(own, 'index'), index);
      const copy: CallOptions = { ...call, env: { ...call.env, GIT_INDEX_FILE: index } };
      const first = await treeWith(git, paths, copy);
      const again = changedPaths((await git(STATUS, call)).stdout);
      return [first, await treeWith(git, [...new Set([...paths, ...again])], copy)] as const;
    });
    const snapshot: WorktreeSnapshot =
      trees[0] === trees[1] ? { is: 'counted', tree: trees[0], files } : { is: 'unstable', files };
    if (snapshot.is === 'counted') known.set(worktree, { signature, snapshot });
    return snapshot;
  };

  return {
    take: async (worktree) => {
      try {
        return await take(worktree);
      } catch (error) {
        if (error instanceof IntorchError || codeOf(error) !== null) return { is: 'unreadable' };
        throw error;
      }
    },
    close: git.close,
  };
}

/** Lists what is not as committed. A repository inside of the worktree, which ends with a slash, is none of its files. */
function changedPaths(status: string): readonly string[] {
  const { changed, untracked } = parseStatus(status);
  return [...changed, ...untracked].filter((path) => !path.endsWith('/'));
}

/** A worktree without an index has nothing added to it yet. */
async function copyIndex(from: string, to: string): Promise<void> {
  await copyFile(from, to).catch((error) => {
    if (codeOf(error) !== 'ENOENT') throw error;
  });
}

async function treeWith(git: Git, paths: readonly string[], call: CallOptions): Promise<Sha> {
  await git(ADD, { ...call, input: paths.map((path) => `${encodePath(path)}\0`).join('') });
  const tree = parseSha((await git(['write-tree'], call)).stdout.trimEnd());
  if (tree === null) throw new IntorchError('GIT_FAILED', 'git write-tree names no tree');
  return tree;
}

function placesOf(worktree: string, paths: readonly string[]): readonly Buffer[] {
  const folder = Buffer.from(worktree).toString('latin1');
  return paths.map((path) => Buffer.from(`${folder}/${encodePath(path)}`, 'latin1'));
}

/** Returns how much there is to read, and a text that changes with it or with what is committed. What is gone counts nothing. */
async function measured(git_dir: string, status: string, places: readonly Buffer[]) {
  const signature = createHash('sha256').update(status);
  let bytes = 0;
  for (const place of [join(git_dir, 'index'), join(git_dir, 'HEAD'), ...places]) {
    const found = await lstat(place, { bigint: true }).catch(() => null);
    if (Buffer.isBuffer(place) && found?.isFile()) bytes += Number(found.size);
    signature.update(
      found === null
        ? 'gone '
        : `${found.ino} ${found.mode} ${found.size} ${found.mtimeNs} ${found.ctimeNs} `,
    );
  }
  return { bytes, signature: signature.digest('hex') };
}

/** A branch says on which files a filter runs, so none does. @see git source, convert.c, `apply_filter`: an empty command is none */
async function filtersOff(git: Git): Promise<readonly Setting[]> {
  const args = ['config', '-z', '--name-only', '--get-regexp', '^filter\\..*\\.(clean|process|required)$'];
  const { stdout } = await git(args, { ok: 'any' });
  const names = new Set(stdout.split('\0').flatMap((key) => /^filter\.(.+)\.\w+$/s.exec(key)?.[1] ?? []));
  return [...names].flatMap((name): readonly Setting[] => [
    [`filter.${name}.clean`, ''],
    [`filter.${name}.process`, ''],
    [`filter.${name}.required`, 'false'],
  ]);
}

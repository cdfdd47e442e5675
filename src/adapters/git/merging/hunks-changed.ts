/**
 * Reads what each of many commits changed since a base: which files, and which lines of the base. Two processes serve any number of
 * commits.
 */
import type { Sha } from '../../../domain/shared/ids.ts';
import type { CallOptions, Git } from '../process/run.ts';
import { type ChangedFile, parseChangedFiles, WHOLE } from './patch-lines.ts';

/** Paths are bytes, one character each. */
export interface Changes {
  readonly files: ReadonlyMap<string, ChangedFile>;
  readonly added: ReadonlySet<string>;
  /** Every folder that contains a new file. */
  readonly folders: ReadonlySet<string>;
  /** Whether a path of the base is gone, or is no longer a file of the same type. */
  readonly takes_away: boolean;
}

interface Side {
  readonly base: Sha;
  readonly commit: Sha;
}

/** With `--always`, a commit without changes is listed too, so that the number of answers can be checked. */
const COMMON = ['diff-tree', '--stdin', '--always', '-r', '--no-renames', '--no-abbrev', '--no-color'];
const LINES = [
  '-p',
  '-U1',
  '--inter-hunk-context=0',
  '--histogram',
  '--no-indent-heuristic',
  '--no-ext-diff',
  '--no-textconv',
  '--diff-filter=M',
];

/** Reads the changes by `<base> <commit>`. The map lacks those that could not be read. */
export async function readChanges(
  git: Git,
  sides: readonly Side[],
  call: CallOptions,
): Promise<ReadonlyMap<string, Changes>> {
  const distinct = new Map(sides.map((side) => [`${side.base} ${side.commit}`, side]));
  const input = [...distinct.values()].map(({ base, commit }) => `${commit} ${base}\n`).join('');
  const options: CallOptions = { ...call, input, ok: 'any' };
  const [listed, patched] = await Promise.all([
    git([...COMMON, '--raw', '-z'], options),
    git([...COMMON, ...LINES], options),
  ]);
  const lists = listsIn(listed.stdout);
  const patches = parseChangedFiles(patched.stdout);
  if (lists.length !== distinct.size || patches.length !== distinct.size) return new Map();
  return new Map(
    [...distinct.keys()].flatMap((key, index) => {
      const changes = changesOf(lists[index] ?? [], patches[index] ?? []);
      return changes === null ? [] : [[key, changes]];
    }),
  );
}

interface ListedChange {
  readonly status: string;
  /** Whether it is a regular file before and after, with the same mode. */
  readonly plain: boolean;
  readonly path: string;
}

/** Parses `<commit> NUL ( :<mode> SP <mode> SP <object> SP <object> SP <status> NUL <path> NUL )*` for each commit. */
function listsIn(stdout: string): readonly (readonly ListedChange[])[] {
  const lists: ListedChange[][] = [];
  const fields = stdout.split('\0');
  for (let at = 0; at + 1 < fields.length; at += 1) {
    const field = fields[at] ?? '';
    if (!field.startsWith(':')) {
      lists.push([]);
      continue;
    }
    at += 1;
    const [before = '', after = '', , , status = ''] = field.slice(1).split(' ');
    const plain = before === after && before.startsWith('100');
    lists.at(-1)?.push({ status, plain, path: fields[at] ?? '' });
  }
  return lists;
}

/** Combines a commit's list of changes with its patches; null: they do not match. */
function changesOf(list: readonly ListedChange[], patches: readonly ChangedFile[]): Changes | null {
  const modified = list.filter(({ status }) => status === 'M');
  if (modified.length !== patches.length) return null;
  const files = new Map(list.map(({ path }) => [path, WHOLE]));
  for (const [index, { path, plain }] of modified.entries())
    if (plain) files.set(path, patches[index] ?? WHOLE);
  const added = list.filter(({ status }) => status === 'A').map(({ path }) => path);
  return {
    files,
    added: new Set(added),
    folders: new Set(added.flatMap(foldersOf)),
    takes_away: list.some(({ status }) => status !== 'A' && status !== 'M'),
  };
}

function foldersOf(path: string): readonly string[] {
  const parts = path.split('/');
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('/'));
}

/** Lists what commits changed since a base: which paths, and from which object to which. One process serves any number, whatever their bases. */
import type { Sha } from '../../../domain/shared/ids.ts';
import type { Git } from '../process/run.ts';

/** A commit beside one that it is compared with. */
export interface ComparedCommit {
  readonly base: Sha;
  readonly commit: Sha;
}

export interface ListedChange {
  readonly status: string;
  /** The objects before and after. */
  readonly blobs: string;
  /** Whether it is a regular file before and after, with the same mode. */
  readonly plain: boolean;
}

/** Paths are bytes, one character each. */
export interface Changes extends ComparedCommit {
  readonly files: ReadonlyMap<string, ListedChange>;
  readonly added: readonly string[];
  /** Every folder that contains a new file. */
  readonly grown: ReadonlySet<string>;
  /** Every folder that a path is gone from. */
  readonly shrunk: ReadonlySet<string>;
}

/** Lists the changes of many; null for one that cannot be read. */
export type ListChanges = (sides: readonly ComparedCommit[]) => Promise<readonly (Changes | null)[]>;

/** With `--always`, a commit without changes is listed too, so that the number of answers can be checked. */
const LIST = ['diff-tree', '--stdin', '--always', '-r', '--no-renames', '--no-abbrev', '--raw', '-z'];
const MOST_KNOWN = 2_000;

/** Creates the list of a repository's changes, which reads each once. */
export function changeLister(git: Git): ListChanges {
  const known = new Map<string, Promise<Changes | null>>();
  return async (sides) => {
    const keyOf = ({ base, commit }: ComparedCommit) => `${commit} ${base}`;
    if (known.size > MOST_KNOWN) known.clear();
    const unknown = new Map(
      sides.filter((side) => !known.has(keyOf(side))).map((side) => [keyOf(side), side]),
    );
    const lists = listEach(git, [...unknown.keys()]);
    for (const [index, [key, side]] of [...unknown].entries()) {
      const changes = lists.then((all) => {
        const list = all[index];
        return list === undefined ? null : changesOf(side, list);
      });
      known.set(key, changes);
      changes.then((found) => found ?? known.delete(key)).catch(() => known.delete(key));
    }
    return Promise.all(sides.map((side) => known.get(keyOf(side)) ?? null));
  };
}

type List = readonly (readonly [path: string, change: ListedChange])[];

/** Lists the changes of each commit since its first parent, or since another one where two are named. Empty: git cannot read one of them. */
export async function listEach(
  git: Git,
  questions: readonly string[],
  flags: readonly string[] = [],
): Promise<readonly List[]> {
  if (questions.length === 0) return [];
  const input = questions.map((question) => `${question}\n`).join('');
  const { stdout } = await git([...LIST, ...flags], { input, ok: 'any' });
  const lists = listsIn(stdout);
  return lists.length === questions.length ? lists : [];
}

/** Parses `<commit> NUL ( :<mode> SP <mode> SP <object> SP <object> SP <status> NUL <path> NUL )*` for each commit. */
function listsIn(stdout: string): readonly List[] {
  const lists: (readonly [string, ListedChange])[][] = [];
  const fields = stdout.split('\0');
  for (let at = 0; at + 1 < fields.length; at += 1) {
    const field = fields[at] ?? '';
    if (!field.startsWith(':')) {
      lists.push([]);
      continue;
    }
    at += 1;
    const [before = '', after = '', from = '', to = '', status = ''] = field.slice(1).split(' ');
    const plain = before === after && before.startsWith('100');
    lists.at(-1)?.push([fields[at] ?? '', { status, blobs: `${from} ${to}`, plain }]);
  }
  return lists;
}

function changesOf(side: ComparedCommit, list: List): Changes {
  const pathsOf = (wanted: string) => list.flatMap(([path, { status }]) => (status === wanted ? [path] : []));
  const added = pathsOf('A');
  return {
    ...side,
    files: new Map(list),
    added,
    grown: new Set(added.flatMap(foldersOf)),
    shrunk: new Set(pathsOf('D').flatMap(foldersOf)),
  };
}

function foldersOf(path: string): readonly string[] {
  const parts = path.split('/');
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('/'));
}

/** The history of a made repository, as a stream for `git fast-import`. */
import { branchName, type Shape } from './repositories.ts';

const POPULAR = 8;
/** Lines between two edits of a popular file: git merges edits that do not touch. */
const APART = 4;
const FIRST_DATE = Date.UTC(2026, 0, 5, 9) / 1000;
/** Commits of main that branches of the kind `bases` start from. */
const MAIN_COMMITS = 10;

type Changes = ReadonlyMap<string, string | null>;

/** Writes main, whose first commit has all files, and one branch after the other. A null text takes a file away. */
export function streamOf(shape: Shape): string {
  const out: string[] = [];
  const data = (text: string) => out.push(`data ${Buffer.byteLength(text)}\n${text}\n`);
  let mark = 0;
  const commit = (ref: string, parents: readonly number[], changes: Changes): number => {
    mark += 1;
    out.push(`commit refs/heads/${ref}\nmark :${mark}\n`);
    out.push(`committer Ada Author <ada@example.org> ${FIRST_DATE + mark * 60} +0000\n`);
    data(`Commit ${mark}`);
    for (const [index, parent] of parents.entries())
      out.push(`${index === 0 ? 'from' : 'merge'} :${parent}\n`);
    for (const [path, text] of changes) {
      if (text === null) out.push(`D ${path}\n`);
      else {
        out.push(`M 100644 inline ${path}\n`);
        data(text);
      }
    }
    return mark;
  };
  const main = [commit('main', [], firstFiles(shape))];
  const drift = new Map<string, string>();
  for (let number = 1; shape.kind === 'bases' && number < MAIN_COMMITS; number += 1)
    main.push(commit('main', [main.at(-1) ?? 1], new Map([[`src/main_${number}.ts`, textOf(number)]])));
  for (let branch = 0; branch < shape.branches; branch += 1) {
    const name = branchName(branch);
    const start = branch % main.length;
    if (shape.kind !== 'bases' || branch % 5 !== 0)
      commit(name, [main[start] ?? 1], changesOf(shape, branch));
    else crossed(name, branch, start);
  }
  out.push('done\n');
  return out.join('');

  /** A branch that was merged into main by part, and that has merged main: two merge bases. */
  function crossed(name: string, branch: number, start: number): void {
    const part = new Map([[`src/effort_${branch}/early.ts`, textOf(branch)]]);
    const early = commit(name, [main[start] ?? 1], part);
    const seen = main.at(-1) ?? 1;
    main.push(commit('main', [seen, early], part));
    for (const [path, text] of part) drift.set(path, text);
    const merged = new Map([
      ...Array.from(
        { length: MAIN_COMMITS - 1 },
        (_, index) => [`src/main_${index + 1}.ts`, textOf(index + 1)] as const,
      ),
      ...drift,
    ]);
    commit(name, [commit(name, [early, seen], merged)], changesOf(shape, branch));
  }
}

function firstFiles({ files, branches, settings }: Shape): Changes {
  return new Map([
    ...(settings === undefined ? [] : [['intorch.yaml', settings] as const]),
    ...Array.from(
      { length: POPULAR },
      (_, index) => [popularPath(index), joined(popularFile(index, branches))] as const,
    ),
    ...Array.from({ length: files }, (_, index) => [pathOf(index), textOf(index)] as const),
  ]);
}

function changesOf({ kind, branches, files, red = [] }: Shape, branch: number): Changes {
  const changes = new Map<string, string | null>();
  // Two popular files, so that pairs share files as the efforts of a wave do; of the kind `conflicts` every fourth edits its neighbour's place.
  const place = kind === 'conflicts' && branch % 4 === 0 && branch > 0 ? branch - 1 : branch;
  for (const index of [place % POPULAR, (place * 3 + 1) % POPULAR]) {
    const lines = popularFile(index, branches).with(place * APART + 1, `const by_effort_${branch} = true;`);
    changes.set(popularPath(index), joined(lines));
  }
  for (let more = 0; more < 3; more += 1)
    changes.set(`src/effort_${branch}/part_${more}.ts`, textOf(branch * 7 + more));
  if (red.includes(branch)) changes.set(`red/${branch}`, 'red\n');
  const other = (branch * 13) % files;
  if (kind === 'renames' && branch % 3 === 0) {
    changes.set(pathOf(other), null);
    changes.set(pathOf(other).replace('file_', 'renamed_'), `// renamed\n${textOf(other)}`);
  }
  if (kind === 'renames' && branch % 3 === 1) {
    const theirs = ((branch - 1) * 13) % files;
    changes.set(pathOf(theirs), textOf(theirs).replace(/\n$/, '\n// edited\n'));
  }
  // Every tenth branch moves a whole folder; the branch after it adds a file to the old one, and others take a file out of theirs.
  const folder = (of: number) => of % Math.min(97, files);
  if (kind === 'folders' && branch % 10 === 0)
    for (let index = folder(branch); index < files; index += 97) {
      changes.set(pathOf(index), null);
      changes.set(pathOf(index).replace('/src/', '/lib/'), textOf(index));
    }
  if (kind === 'folders' && branch % 10 === 1)
    changes.set(pathOf(folder(branch - 1)).replace('file_', `added_${branch}_`), textOf(branch));
  if (kind === 'folders' && branch % 10 > 5)
    changes.set(pathOf(folder(branch) + (files > 200 ? 97 : 0)), null);
  return changes;
}

function popularFile(index: number, branches: number): string[] {
  return Array.from(
    { length: (branches + 1) * APART },
    (_, line) => `const popular_${index}_${line} = ${line};`,
  );
}

function popularPath(index: number): string {
  return `src/popular/file_${index}.ts`;
}

function pathOf(index: number): string {
  return `packages/p${index % 97}/src/m${Math.floor(index / 97) % 40}/file_${index}.ts`;
}

function textOf(seed: number): string {
  return joined(
    Array.from(
      { length: 20 + (seed % 40) },
      (_, line) => `export const v_${seed}_${line} = ${(seed * 31 + line * 7) % 997};`,
    ),
  );
}

function joined(lines: readonly string[]): string {
  return `${lines.join('\n')}\n`;
}

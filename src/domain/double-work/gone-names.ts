/** What one change removes or renames everywhere, and another begins to use. */
import { isData, type Language, languageOf } from '../conflict/facts/file-nature.ts';
import { functionIn } from '../conflict/facts/touched.ts';
import { type ClaimingChange, isTelling } from './claim.ts';
import { isWritten } from './claims.ts';
import { type Declared, declarationReader } from './declared-lines.ts';
import type { Tie } from './double-claims.ts';

/** A name that a change takes away, as far as its lines say so, and where others begin to use it. */
export interface GoneUse<Name extends string> {
  readonly name: string;
  /** What it is called instead; null: it is gone. */
  readonly became: string | null;
  readonly language: Language;
  readonly removed_by: Name;
  readonly removed_from: string;
  readonly used_by: Name;
  readonly paths: readonly string[];
}

interface Gone<Name extends string>
  extends Pick<GoneUse<Name>, 'name' | 'became' | 'language' | 'removed_from'> {
  readonly by: Name;
  readonly known: Declared['known'];
}

const WORD = /[A-Za-z_$][\w$]*/g;
const COMMENT = /^\s*(?:\/\/|#|\*|\/\*|--)/;
const SHORTEST = 4;
const MOST_PATHS = 3;

/** Pairs names that changes remove with their new uses in others. Whether they are gone everywhere is for the tree to say. */
export function goneUses<Name extends string>(
  changes: readonly ClaimingChange<Name>[],
  tieOf: (a: Name, b: Name) => Tie,
): readonly GoneUse<Name>[] {
  const gone = Map.groupBy(changes.flatMap(goneOf), ({ name }) => name);
  if (gone.size === 0) return [];
  return changes.flatMap((change) => {
    const uses = newUses(change, gone);
    return [...uses].flatMap(([name, paths]) =>
      (gone.get(name) ?? []).flatMap((one): readonly GoneUse<Name>[] => {
        const { became, language, removed_from, known, by } = one;
        const reached = [...paths].filter(
          (path) => languageOf(path) === language && (known === 'everywhere' || path === removed_from),
        );
        if (reached.length === 0 || by === change.name || tieOf(by, change.name) !== 'apart') return [];
        const used = { used_by: change.name, paths: reached.slice(0, MOST_PATHS) };
        return [{ name, became, language, removed_by: by, removed_from, ...used }];
      }),
    );
  });
}

/** Returns the names whose declarations a change takes out, and that stand in none of the lines that it adds. */
function goneOf<Name extends string>({ name: by, files }: ClaimingChange<Name>): readonly Gone<Name>[] {
  const code = files.filter(({ path, from }) => isCode(path) && languageOf(from) === languageOf(path));
  const removed = code.flatMap((file) => {
    const declaration = nameReader(file.path);
    return file.hunks.flatMap((hunk) => {
      const found = hunk.removed.flatMap((line) => declaration(line) ?? []);
      const instead = found.length === 1 ? hunk.added.flatMap((line) => declaration(line) ?? []) : [];
      const became = found.length === 1 && instead.length === 1 ? (instead[0]?.name ?? null) : null;
      return found.map((one) => ({ ...one, file, became }));
    });
  });
  if (removed.length === 0) return [];
  const names = new Set(removed.map(({ name }) => name));
  const stays = new Set<string>();
  for (const file of code)
    for (const { added } of file.hunks)
      for (const word of wordsIn(added)) if (names.has(word)) stays.add(word);
  return removed
    .filter(({ name }) => name.length >= SHORTEST && !stays.has(name))
    .map(({ name, known, became, file }) => ({
      name,
      known,
      became,
      by,
      language: languageOf(file.path),
      removed_from: file.from,
    }));
}

/** Returns the names among these that a change uses more often than before, with the files. One that it declares itself is its own. */
function newUses(
  { files }: Pick<ClaimingChange, 'files'>,
  gone: ReadonlyMap<string, unknown>,
): ReadonlyMap<string, ReadonlySet<string>> {
  const uses = new Map<string, { times: number; readonly paths: Set<string> }>();
  const own = new Set<string>();
  const count = (word: string, step: 1 | -1, path: string) => {
    const use = uses.get(word) ?? { times: 0, paths: new Set() };
    use.times += step;
    if (step > 0) use.paths.add(path);
    uses.set(word, use);
  };
  for (const { path, hunks } of files.filter(({ path }) => isCode(path))) {
    const declaration = nameReader(path);
    for (const { added, removed } of hunks) {
      for (const line of added) {
        const found = wordsIn([line]).filter((word) => gone.has(word));
        const declared = found.length === 0 ? null : declaration(line);
        if (declared !== null) own.add(declared.name);
        for (const word of found) count(word, 1, path);
      }
      for (const word of wordsIn(removed)) if (gone.has(word)) count(word, -1, path);
    }
  }
  return new Map(
    [...uses].flatMap(([name, { times, paths }]) => (times > 0 && !own.has(name) ? [[name, paths]] : [])),
  );
}

/** Returns how lines of a file are read: the name that each declares. A method counts if its name says something, wherever it is used. */
function nameReader(path: string): (line: string) => Declared | null {
  const declaration = declarationReader(path);
  return (line) => {
    const found = declaration(line);
    if (found !== null && !found.name.includes('.')) return found;
    const method = found === null ? functionIn(line) : found.name.slice(found.name.lastIndexOf('.') + 1);
    return method !== null && isTelling(method) ? { name: method, known: 'everywhere' } : null;
  };
}

function isCode(path: string): boolean {
  return isWritten(path) && !isData(path) && !['prose', 'other', 'css', 'make'].includes(languageOf(path));
}

function wordsIn(lines: readonly string[]): readonly string[] {
  return lines.flatMap((line) => (COMMENT.test(line) ? [] : (line.match(WORD) ?? [])));
}

/** Leaves out names that are still somewhere in the tree of the change that removed them. */
export function goneEverywhere<Name extends string>(
  uses: readonly GoneUse<Name>[],
  pathsIn: (change: Name, word: string) => readonly string[],
): readonly GoneUse<Name>[] {
  return uses.filter(
    ({ name, removed_by, language }) =>
      !pathsIn(removed_by, name).some((path) => languageOf(path) === language),
  );
}

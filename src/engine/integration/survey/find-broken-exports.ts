import { brokenExports, goneNames } from '../../../domain/code/broken-exports.ts';
import { folderOf, nameOf } from '../../../domain/code/code-tree.ts';
import { type CodeVersion, filesOf, moduleOf, resolveImport } from '../../../domain/code/code-version.ts';
import { textOfBytes } from '../../../domain/code/facts.ts';
import { READ_ENDINGS } from '../../../domain/code/languages.ts';
import { passedOnBy } from '../../../domain/code/provided-names.ts';
import type { CodeSurvey } from '../../../domain/code/survey.ts';
import type { Sha } from '../../../domain/shared/ids.ts';
import type { EnginePorts } from '../ports.ts';
import { graphFrom, type ReadableChange } from './code-change.ts';

/** Git looks for each word by itself, so that more would take long. */
const MOST_WORDS = 500;

interface GoneExports {
  readonly broken: CodeSurvey['broken_exports'];
  /** Names that are gone, whether anything uses them or not. */
  readonly gone: readonly string[];
}

/** Finds the exported names that are gone, and the files of the result that still import them. */
export async function findBrokenExports(
  { history }: EnginePorts,
  change: ReadableChange,
  to: Sha,
  changed: readonly string[],
): Promise<GoneExports> {
  const read_because = await readProviders(change, changed.map(moduleOf));
  if (read_because !== null) return unknown(read_because, []);
  const gone = goneNames(change, changed);
  const words = wordsFor(gone, changed).map(textOfBytes);
  if (words.length > MOST_WORDS) return unknown(`more than ${MOST_WORDS} exported names are gone`, gone);
  const users = await history.pathsMentioning(to, words, READ_ENDINGS);
  const because =
    (await change.after.read(users)) ?? (await readProviders(change, importedBy(change, users)));
  if (because !== null) return unknown(because, gone);
  const files = users.flatMap((path) => {
    const facts = change.after.factsOf(path);
    return facts === null ? [] : [[path, facts] as const];
  });
  return { broken: { known: true, value: brokenExports(change, new Map(files)) }, gone };
}

function unknown(because: string, gone: readonly string[]): GoneExports {
  return { broken: { known: false, because }, gone };
}

/** Reads modules in both versions, and those whose names they pass on. */
async function readProviders(
  { before, after }: ReadableChange,
  modules: readonly string[],
): Promise<string | null> {
  for (const version of [before, after]) {
    const read = await graphFrom(version, modules, passedOn);
    if (typeof read === 'string') return read;
  }
  return null;
}

function passedOn(module: string, version: CodeVersion): readonly string[] {
  return filesOf(module, version.tree)
    .flatMap((path) => passedOnBy(version, path))
    .flatMap((path) => path ?? []);
}

function importedBy({ before, after }: ReadableChange, users: readonly string[]): readonly string[] {
  return users.flatMap((path) =>
    (after.factsOf(path)?.imports ?? []).flatMap((imported) =>
      [before, after].flatMap(({ tree }) => resolveImport(path, imported, tree)?.to ?? []),
    ),
  );
}

/** Who imports a default can call it anything, but names the file, or the folder of an index. */
function wordsFor(gone: readonly string[], changed: readonly string[]): readonly string[] {
  if (!gone.includes('default')) return gone;
  const files = changed.flatMap((path) => {
    const stem = nameOf(path).replace(/\..*$/s, '');
    return stem === 'index' ? [stem, nameOf(folderOf(path))] : [stem];
  });
  return [...new Set([...gone.filter((name) => name !== 'default'), ...files])].filter((word) => word !== '');
}

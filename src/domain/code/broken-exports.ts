import { type CodeVersion, filesOf, moduleOf, resolveImport } from './code-version.ts';
import { type CodeFacts, textOfBytes } from './facts.ts';
import { namesProvided } from './provided-names.ts';
import type { BrokenExport } from './survey.ts';

/** The code before and after a change. */
export interface CodeChange {
  readonly before: CodeVersion;
  readonly after: CodeVersion;
}

/** More are not listed. */
const MOST_BROKEN = 20;

/** Lists the names that the modules of the changed files provided before and no longer do, sorted. */
export function goneNames(change: CodeChange, changed: readonly string[]): readonly string[] {
  const before = namesProvided(change.before);
  const isThere = checkFor(change.after);
  const modules = new Set(changed.map(moduleOf));
  const gone = [...modules].flatMap((module) =>
    [...before(module).files.keys()].filter((name) => !isThere(module, name)),
  );
  return [...new Set(gone)].sort();
}

/** Lists the gone names that some files of the result still import, with these files. */
export function brokenExports(
  change: CodeChange,
  files: ReadonlyMap<string, CodeFacts>,
): readonly BrokenExport[] {
  const missing = missingImports(change);
  const found = new Map<string, { readonly path: string; readonly name: string; users: Set<string> }>();
  for (const [user, facts] of files) {
    for (const { path, name } of missing(user, facts)) {
      const broken = found.get(`${path}\0${name}`) ?? { path, name, users: new Set() };
      broken.users.add(user);
      found.set(`${path}\0${name}`, broken);
    }
  }
  return [...found]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .slice(0, MOST_BROKEN)
    .map(([, { path, name, users }]) => ({ path, name: textOfBytes(name), users: [...users].sort() }));
}

/** Returns a function that lists what a file imports and could import before, with the file that provided it. */
function missingImports({ before, after }: CodeChange) {
  const provided = namesProvided(before);
  const isThere = checkFor(after);
  return (user: string, { imports }: CodeFacts) =>
    imports.flatMap((imported) => {
      const old = resolveImport(user, imported, before.tree);
      if (old === null) return [];
      const now = resolveImport(user, imported, after.tree);
      return old.names.flatMap((name) => {
        // What was a module may be a name of one now: then the import as such decides.
        const wanted = now === null || now.names.includes(name) ? [name] : now.names;
        if (now !== null && wanted.every((each) => isThere(now.to, each))) return [];
        const path = provided(old.to).files.get(name);
        return path === undefined ? [] : [{ path, name }];
      });
    });
}

/** Returns a function that checks whether a name can be imported from a module. */
function checkFor(version: CodeVersion): (module: string, name: string) => boolean {
  const provided = namesProvided(version);
  return (module, name) => filesOf(module, version.tree).length > 0 && provided(module).has(name);
}

/** Which names a module provides: its own, and those that it passes on from others. */
import { type CodeVersion, filesOf, resolveImport } from './code-version.ts';

/** The names of a module. */
export interface ProvidedNames {
  /** Each known name, with the file that exports it first of all. */
  readonly files: ReadonlyMap<string, string>;
  /** Checks whether a name can be imported. Where that cannot be told, it can. */
  readonly has: (name: string) => boolean;
}

/** Returns a function that finds the names of modules of a version, each module once. All files must have been read. */
export function namesProvided(version: CodeVersion): (module: string) => ProvidedNames {
  const known = new Map<string, ProvidedNames>();
  return (module) => {
    const names = known.get(module) ?? namesOf(version, module);
    known.set(module, names);
    return names;
  };
}

/** Lists the files all of whose names a file passes on; null in the place of one that is not in the tree. */
export function passedOnBy({ tree, factsOf }: CodeVersion, path: string): readonly (string | null)[] {
  return (factsOf(path)?.passes_on ?? []).flatMap((specifier): readonly (string | null)[] => {
    const link = resolveImport(path, { specifier, names: [], members: [], loads: true }, tree);
    return link === null ? [null] : filesOf(link.to, tree);
  });
}

/** A default is never passed on. */
function namesOf(version: CodeVersion, module: string): ProvidedNames {
  const own = new Set(filesOf(module, version.tree));
  const all = new Set(own);
  const files = new Map<string, string>();
  let is_open = false;
  let is_open_itself = false;
  for (const path of all) {
    const facts = version.factsOf(path);
    if (facts === null || facts.is_open) {
      is_open = true;
      is_open_itself ||= own.has(path);
    }
    for (const name of facts?.exports ?? [])
      if (!files.has(name) && (name !== 'default' || own.has(path))) files.set(name, path);
    for (const next of passedOnBy(version, path)) {
      if (next === null) is_open = true;
      else all.add(next);
    }
  }
  return {
    files,
    has: (name) => files.has(name) || (name === 'default' ? is_open_itself : is_open),
  };
}

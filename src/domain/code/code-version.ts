/** Modules of one version of the code: which files make them, and where their imports lead. */
import { type CodeTree, folderOf } from './code-tree.ts';
import type { CodeFacts, ImportedModule, ModuleLink } from './facts.ts';
import { goFacts } from './go/go-facts.ts';
import { resolveGo } from './go/resolve-go.ts';
import { javascriptFacts } from './javascript/javascript-facts.ts';
import { resolveJavascript } from './javascript/resolve-javascript.ts';
import { readLanguageOf } from './languages.ts';
import { pythonFacts } from './python/python-facts.ts';
import { resolvePython } from './python/resolve-python.ts';

/** One version of the code, as far as it has been read. */
export interface CodeVersion {
  readonly tree: CodeTree;
  /** Returns what a file says; null: there is no such file, or it has not been read. */
  readonly factsOf: (path: string) => CodeFacts | null;
}

const NOTHING: CodeFacts = { imports: [], exports: new Set(), passes_on: [], is_open: false };

/** Reads a file of code. A file of any other kind says nothing. */
export function codeFacts(path: string, text: string): CodeFacts {
  const language = readLanguageOf(path);
  if (language === 'javascript') return javascriptFacts(path, text);
  if (language === 'python') return pythonFacts(text);
  return language === 'go' ? goFacts(text) : NOTHING;
}

/** Returns the module that a file belongs to: itself, or for Go its folder. */
export function moduleOf(path: string): string {
  return readLanguageOf(path) === 'go' ? folderOf(path) : path;
}

/** Lists the files of a module, without tests of Go. */
export function filesOf(module: string, tree: CodeTree): readonly string[] {
  return tree.paths.has(module) ? [module] : (tree.go_packages.get(module) ?? []);
}

/** Finds the module of this tree that an import leads to; null: none. */
export function resolveImport(path: string, imported: ImportedModule, tree: CodeTree): ModuleLink | null {
  const language = readLanguageOf(path);
  if (language === 'javascript') return resolveJavascript(path, imported, tree);
  if (language === 'python') return resolvePython(path, imported, tree);
  return language === 'go' ? resolveGo(imported, tree) : null;
}

/** Lists the modules that are loaded with a module, sorted. */
export function loadedBy(module: string, { tree, factsOf }: CodeVersion): readonly string[] {
  const loaded = filesOf(module, tree).flatMap((path) =>
    (factsOf(path)?.imports ?? [])
      .filter(({ loads }) => loads)
      .flatMap((imported) => resolveImport(path, imported, tree)?.to ?? []),
  );
  return [...new Set(loaded)].filter((to) => to !== module).sort();
}

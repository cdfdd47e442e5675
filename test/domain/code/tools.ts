import { codeTree } from '../../../src/domain/code/code-tree.ts';
import { type CodeVersion, codeFacts, loadedBy, moduleOf } from '../../../src/domain/code/code-version.ts';
import type { CodeFacts } from '../../../src/domain/code/facts.ts';

/** Texts by path, in UTF-8. */
export type CodeFiles = Readonly<Record<string, string>>;

/** The bytes of a text, one character each, as git's objects are read. */
export function bytesOf(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}

/** A version of the code of which everything has been read. */
export function versionOf(
  files: CodeFiles,
): CodeVersion & { readonly facts: ReadonlyMap<string, CodeFacts> } {
  const facts = new Map(Object.entries(files).map(([path, text]) => [path, codeFacts(path, bytesOf(text))]));
  const go_mods = new Map(Object.entries(files).filter(([path]) => /(?:^|\/)go\.mod$/.test(path)));
  return {
    tree: codeTree(Object.keys(files), go_mods),
    factsOf: (path) => facts.get(path) ?? null,
    facts,
  };
}

/** What is loaded with the first of some files. */
export function loadedByFirst(files: CodeFiles): readonly string[] {
  const [first = ''] = Object.keys(files);
  return loadedBy(moduleOf(first), versionOf(files));
}

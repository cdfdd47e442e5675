import { type CodeTree, within } from '../code-tree.ts';
import { type ImportedModule, type ModuleLink, textOfBytes } from '../facts.ts';

/** Finds the package that an import leads to, as its folder; null: none in this tree. */
export function resolveGo(imported: ImportedModule, tree: CodeTree): ModuleLink | null {
  const specifier = textOfBytes(imported.specifier);
  const module = tree.go_modules.find(({ name }) => specifier === name || specifier.startsWith(`${name}/`));
  if (module === undefined) return null;
  const folder = within(module.folder, specifier.slice(module.name.length + 1));
  return tree.go_packages.has(folder) ? { to: folder, names: imported.names } : null;
}

import { type CodeTree, folderOf, nameOf, within } from '../code-tree.ts';
import { type ImportedModule, type ModuleLink, textOfBytes } from '../facts.ts';

/** Finds the file that an import leads to: a module, or the package or module that has the name; null: none in this tree. */
export function resolvePython(path: string, imported: ImportedModule, tree: CodeTree): ModuleLink | null {
  const [, dots = '', dotted = ''] = /^(\.*)(.*)$/s.exec(textOfBytes(imported.specifier)) ?? [];
  const parts = dotted === '' ? [] : dotted.split('.');
  for (const folder of dots === '' ? rootsFor(path, parts[0] ?? '', tree) : above(path, dots.length)) {
    const module = within(folder, parts.join('/'));
    const [name] = imported.names;
    const submodule = name === undefined ? null : moduleAt(within(module, textOfBytes(name)), tree);
    if (submodule !== null) return { to: submodule, names: imported.members };
    const to = moduleAt(module, tree);
    if (to !== null) return { to, names: name === undefined ? imported.members : imported.names };
  }
  return null;
}

/** One dot means the folder of the file itself, and each further one the folder above. */
function above(path: string, dots: number): readonly string[] {
  const parts = path.split('/').slice(0, -1);
  return dots - 1 > parts.length ? [] : [parts.slice(0, parts.length - dots + 1).join('/')];
}

/** Folders from which an absolute import may start: first those that the file itself is in, the nearest first. */
function rootsFor(path: string, name: string, tree: CodeTree): readonly string[] {
  const own = folderOf(path);
  const is_script = nameOf(path) !== '__init__.py' && !tree.paths.has(within(own, '__init__.py'));
  const known = tree.python_roots.get(name) ?? [];
  const around = known.filter((root) => root === '' || path.startsWith(`${root}/`));
  const elsewhere = known.length === 1 ? known : [];
  const nearest = around.toSorted((a, b) => b.length - a.length);
  return [...new Set([...(is_script ? [own] : []), ...nearest, '', 'src', 'lib', ...elsewhere])];
}

function moduleAt(module: string, tree: CodeTree): string | null {
  const files = [
    within(module, '__init__.py'),
    `${module}.py`,
    within(module, '__init__.pyi'),
    `${module}.pyi`,
  ];
  return files.find((file) => tree.paths.has(file)) ?? null;
}

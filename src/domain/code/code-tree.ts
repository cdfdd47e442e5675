/** Which files of code a tree has, and where imports by name can lead. */

/** The files of a tree, as far as imports are concerned. */
export interface CodeTree {
  readonly paths: ReadonlySet<string>;
  /** Files of Go by their folder, without tests. */
  readonly go_packages: ReadonlyMap<string, readonly string[]>;
  /** Modules of Go and the folders of their `go.mod`, the longest name first. */
  readonly go_modules: readonly { readonly name: string; readonly folder: string }[];
  /** Folders that hold a package of Python, by the package's name. */
  readonly python_roots: ReadonlyMap<string, readonly string[]>;
}

/** Sorts the files of a tree. The texts of the `go.mod` files come by their paths. */
export function codeTree(paths: Iterable<string>, go_mods: ReadonlyMap<string, string>): CodeTree {
  const all = new Set(paths);
  const go_packages = new Map<string, string[]>();
  const python_roots = new Map<string, string[]>();
  const add = (map: Map<string, string[]>, name: string, value: string) => {
    const values = map.get(name);
    if (values === undefined) map.set(name, [value]);
    else values.push(value);
  };
  for (const path of all) {
    if (path.endsWith('.go') && !path.endsWith('_test.go')) add(go_packages, folderOf(path), path);
    if (!path.endsWith('/__init__.py')) continue;
    const folder = folderOf(path);
    if (!all.has(within(folderOf(folder), '__init__.py')))
      add(python_roots, nameOf(folder), folderOf(folder));
  }
  const go_modules = [...go_mods].flatMap(([path, text]) => {
    const name = /^[ \t]*module[ \t]+"?([^\s"]+)/m.exec(text)?.[1];
    return name === undefined ? [] : [{ name, folder: folderOf(path) }];
  });
  return {
    paths: all,
    go_packages,
    go_modules: go_modules.sort((a, b) => b.name.length - a.name.length),
    python_roots,
  };
}

/** Returns the folder of a path; '' at the top. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf('/'), 0));
}

/** Returns the last part of a path. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Joins a folder, '' for the top, and a path below it. */
export function within(folder: string, path: string): string {
  return folder === '' ? path : path === '' ? folder : `${folder}/${path}`;
}

/** Resolves `.` and `..` below a folder; null: it leads out of the tree. */
export function pathFrom(folder: string, relative: string): string | null {
  const parts = folder === '' ? [] : folder.split('/');
  for (const part of relative.split('/')) {
    if (part === '..') {
      if (parts.pop() === undefined) return null;
    } else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/');
}

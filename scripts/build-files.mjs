import { join, relative, resolve } from 'node:path';
import { build } from 'esbuild';

/**
 * Puts modules into files by name: each file has its modules with all that they import, but for what an earlier file has. Returns esbuild's
 * entry points, and the plugin that takes from these files what others import. Every name that a module exports is exported by its file:
 * no two modules of src export the same one (test/architecture.test.ts).
 */
export async function inFiles(files, options) {
  const entries = Object.values(files).flat();
  const { metafile } = await build({ ...options, entryPoints: entries, write: false });
  const fileOf = new Map();
  for (const [file, modules] of Object.entries(files))
    for (const path of modules.flatMap((module) => [...importedBy(metafile, module)]))
      if (path.startsWith('src/') && !fileOf.has(path)) fileOf.set(path, file);
  const fileAt = (path) => fileOf.get(relative(options.absWorkingDir, path));
  return {
    entryPoints: Object.keys(files).map((file) => ({ in: `made:${file}`, out: file })),
    plugin: plugin(options.absWorkingDir, fileOf, fileAt),
    /** Returns the file of a module, `src` for one of ours that is in none, and nothing for a package. */
    fileNear: (path) => fileAt(path) ?? (path.startsWith(join(options.absWorkingDir, 'src')) ? 'src' : ''),
  };
}

/** Returns the modules that one imports statically, itself among them. */
function importedBy({ inputs }, module, seen = new Set()) {
  if (seen.has(module)) return seen;
  seen.add(module);
  for (const { path, kind, external } of inputs[module].imports)
    if (kind !== 'dynamic-import' && !external) importedBy({ inputs }, path, seen);
  return seen;
}

function plugin(root, fileOf, fileAt) {
  return {
    name: 'files',
    setup(pluginBuild) {
      pluginBuild.onResolve({ filter: /^made:/ }, ({ path }) => ({ path: path.slice(5), namespace: 'made' }));
      pluginBuild.onLoad({ filter: /.*/, namespace: 'made' }, ({ path: file }) => {
        const modules = [...fileOf].filter(([, each]) => each === file).map(([path]) => join(root, path));
        return { contents: modules.map((path) => `export * from '${path}';`).join('\n'), resolveDir: root };
      });
      pluginBuild.onResolve({ filter: /^\./ }, ({ path, importer, namespace, resolveDir }) => {
        const file = namespace === 'made' ? undefined : fileAt(resolve(resolveDir, path));
        if (file === undefined || file === fileAt(importer)) return undefined;
        return { path: `./${file}.js`, external: true };
      });
    },
  };
}

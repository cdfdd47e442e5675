import { realpathSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { builtins } from './build-builtins.mjs';
import { inFiles } from './build-files.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
// A thread of its own; src/adapters/output-readers.ts starts it by this name.
const OUTPUT_WORKER = 'src/adapters/output-readers/worker.ts';

/**
 * What is wanted at once stands in one file each, with all that it imports: Node takes about a millisecond for every file. Whatever is in
 * one of them already is taken from there. The commands that only look share a file; the rest is one chunk per command.
 */
const FILES = {
  main: ['src/cli/main.ts'],
  looking: [
    'src/cli/repository/read-repository.ts',
    'src/cli/repository/session-context.ts',
    'src/cli/commands/status.ts',
    'src/cli/commands/decisions.ts',
    'src/cli/commands/report.ts',
    'src/cli/commands/checkpoint.ts',
  ],
  asking: ['src/adapters/survey/branch-files.ts'],
};

// Ink has developer tools behind the variable DEV: they look for a server on this machine, and import a package that is absent.
const noDevtools = {
  name: 'no-devtools',
  setup(pluginBuild) {
    pluginBuild.onResolve({ filter: /^\.\/devtools\.js$/ }, () => ({ path: 'empty', namespace: 'empty' }));
    pluginBuild.onLoad({ filter: /.*/, namespace: 'empty' }, () => ({ contents: 'export default {}' }));
  },
};

/** Bundles the program into a folder, which is emptied first. Returns what is in each of its files: esbuild's metafile. */
export async function buildProgram(outdir) {
  await rm(outdir, { recursive: true, force: true });
  const options = {
    absWorkingDir: ROOT,
    outdir,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node22.18',
    minify: true,
    sourcemap: false,
    metafile: true,
    jsx: 'automatic',
    // The layout engine only checks whether there is a fetch, to load what is embedded in it.
    // Even that check makes Node load its HTTP client.
    define: { 'process.env.NODE_ENV': '"production"', 'process.env.DEV': '"false"', fetch: 'undefined' },
    // CommonJS dependencies call require.
    banner: { js: "const require=process.getBuiltinModule('node:module').createRequire(import.meta.url);" },
    logLevel: 'warning',
  };
  const files = await inFiles(FILES, { ...options, plugins: [noDevtools] });
  const { metafile } = await build({
    ...options,
    entryPoints: [...files.entryPoints, { in: OUTPUT_WORKER, out: 'output-worker' }],
    plugins: [files.plugin, builtins(files.fileNear), noDevtools],
  });
  return metafile;
}

const started = process.argv[1];
if (started !== undefined && realpathSync(started) === fileURLToPath(import.meta.url)) {
  await buildProgram(fileURLToPath(new URL('../dist', import.meta.url)));
}

import { realpathSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const ENTRY = fileURLToPath(new URL('../src/cli/main.ts', import.meta.url));
// A thread of its own; src/adapters/output-readers.ts starts it by this name.
const OUTPUT_WORKER = fileURLToPath(new URL('../src/adapters/output-readers/worker.ts', import.meta.url));

// Ink has developer tools behind the variable DEV: they look for a server on this machine, and import a package that is absent.
const noDevtools = {
  name: 'no-devtools',
  setup(pluginBuild) {
    pluginBuild.onResolve({ filter: /^\.\/devtools\.js$/ }, () => ({ path: 'empty', namespace: 'empty' }));
    pluginBuild.onLoad({ filter: /.*/, namespace: 'empty' }, () => ({ contents: 'export default {}' }));
  },
};

/** Bundles the program into a folder, which is emptied first. */
export async function buildProgram(outdir) {
  await rm(outdir, { recursive: true, force: true });
  await build({
    entryPoints: { main: ENTRY, 'output-worker': OUTPUT_WORKER },
    outdir,
    bundle: true,
    // One chunk per command: `--help` and `status` never load the screens.
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node22.18',
    minify: true,
    sourcemap: false,
    jsx: 'automatic',
    // The layout engine only checks whether there is a fetch, to load what is embedded in it.
    // Even that check makes Node load its HTTP client.
    define: { 'process.env.NODE_ENV': '"production"', 'process.env.DEV': '"false"', fetch: 'undefined' },
    // CommonJS dependencies call require.
    banner: { js: "import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);" },
    plugins: [noDevtools],
    logLevel: 'warning',
  });
}

const started = process.argv[1];
if (started !== undefined && realpathSync(started) === fileURLToPath(import.meta.url)) {
  await buildProgram(fileURLToPath(new URL('../dist', import.meta.url)));
}

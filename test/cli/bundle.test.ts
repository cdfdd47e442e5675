import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Metafile } from 'esbuild';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildProgram } from '../../scripts/build.mjs';

const folder = mkdtempSync(join(tmpdir(), 'intorch-bundle-'));
let outputs: Metafile['outputs'];

beforeAll(async () => {
  ({ outputs } = await buildProgram(folder));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Returns the files that are loaded with one, itself among them. */
function loadedWith(file: string, seen = new Set<string>()): ReadonlySet<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  const text = readFileSync(join(folder, file), 'utf8');
  for (const [, name] of text.matchAll(/\b(?:from|import)\s?"\.\/([^"]+)"/g)) loadedWith(name ?? '', seen);
  return seen;
}

/** Returns the packages and the modules of Node that are loaded with a file. */
function packagesWith(file: string): readonly string[] {
  const files = loadedWith(file);
  const inputs = Object.entries(outputs).flatMap(([path, output]) =>
    files.has(basename(path)) ? Object.keys(output.inputs) : [],
  );
  return [
    ...new Set(inputs.flatMap((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? [])),
  ].sort();
}

it('the bundle holds no tools for developers that look for a server, whatever DEV says', () => {
  const chunks = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));

  expect(chunks.length).toBeGreaterThan(5);
  expect(chunks.filter((text) => /DevTools server|connectToDevTools|8097/.test(text))).toEqual([]);
});

it.each([
  ['--help', ['main.js']],
  ['status', ['looking.js', 'main.js']],
  ['a look that asks git', ['asking.js', 'looking.js', 'main.js']],
])('%s loads no package, in few files', (_what, files) => {
  const loaded = [...loadedWith(files[0] ?? '')];

  expect(loaded.filter((name) => !name.startsWith('chunk-')).sort()).toEqual(files);
  expect(packagesWith(files[0] ?? '')).toEqual([]);
});

it('the screens load neither schemas, nor YAML, nor what reads a repository with git', () => {
  const screens = readdirSync(folder).find((name) => name.startsWith('tui-')) ?? '';

  expect(packagesWith(screens)).toContain('ink');
  expect(packagesWith(screens)).not.toContain('zod');
  for (const name of ['yaml', 'kysely', 'execa', 'simple-git'])
    expect(packagesWith(screens)).not.toContain(name);
});

it('what looks at a session starts no program and loads no cryptography before it is needed', () => {
  for (const file of ['main.js', 'looking.js']) {
    const text = readFileSync(join(folder, file), 'utf8');
    expect(text).not.toMatch(
      /from\s?"node:|=process\.getBuiltinModule\("node:(?:crypto|child_process)"\)[,;]/,
    );
  }
});

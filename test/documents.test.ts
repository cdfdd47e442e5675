/** Documents say what the program does: the parts it knows best are generated, and the rest names things that exist. */
import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { commandNamed } from '../src/cli/arguments/args.ts';

const ROOT = join(import.meta.dirname, '..');
const NAMES = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md'] as const;
const read = (name: string) => readFileSync(join(ROOT, name), 'utf8');
const { dependencies, scripts, files, version } = JSON.parse(read('package.json')) as {
  dependencies: Record<string, string>;
  scripts: Record<string, string>;
  files: readonly string[];
  version: string;
};

it('commands, keys, configuration, exit statuses and folders in the documents are those of the program', async () => {
  const script = join(ROOT, 'scripts', 'write-documents.mjs');
  const { stdout } = await promisify(execFile)(process.execPath, [script, '--print'], { maxBuffer: 1 << 24 });
  const written = JSON.parse(stdout) as Record<string, string>;

  expect(Object.keys(written)).toContain('README.md');
  for (const [name, text] of Object.entries(written)) {
    expect(read(name) === text, `${name} is old: run node scripts/write-documents.mjs`).toBe(true);
  }
});

describe.each(NAMES)('%s', (name) => {
  const text = read(name);

  it('names files and folders that exist', () => {
    const links = [...text.matchAll(/\]\(([^)#:]+)\)/g)].map(([, path]) => path ?? '');
    const named = [...text.matchAll(/`((?:src|test|scripts|bench|checkpoints|schema)\/[\w./-]*)`/g)].map(
      ([, path]) => path ?? '',
    );

    expect([...links, ...named].filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });

  it('names commands and scripts that exist', () => {
    const commands = [...text.matchAll(/`intorch ([a-z]+)/g)].map(([, word]) => word ?? '');
    const npm = [...text.matchAll(/npm run (?:--silent )?([\w:]+)/g)].map(([, script]) => script ?? '');

    expect(commands.filter((word) => commandNamed(word) === null)).toEqual([]);
    expect(npm.filter((script) => scripts[script] === undefined)).toEqual([]);
  });

  it('holds no path of the machine that it was written on', () => {
    expect(text.match(/\/(?:home|root|work|Users)\/\S*/g) ?? []).toEqual([]);
  });
});

it('every danger in SECURITY names a test that shows what is done about it', () => {
  const rows = read('SECURITY.md')
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .slice(2);
  const tests = (row: string) =>
    [...row.matchAll(/`(test\/[\w./-]+\.test\.ts)`/g)].map(([, path]) => path ?? '');

  expect(rows.length).toBeGreaterThan(30);
  expect(rows.filter((row) => tests(row).length === 0)).toEqual([]);
  expect(rows.flatMap(tests).filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
});

it('every dependency is in ARCHITECTURE with its reason, and no other', () => {
  const section =
    read('ARCHITECTURE.md')
      .split('\n## ')
      .find((part) => part.startsWith('Dependencies')) ?? '';
  const rows = [...section.matchAll(/^\| `([\w@/-]+)` \| \S/gm)].map(([, name]) => name ?? '');

  expect(rows.toSorted()).toEqual(Object.keys(dependencies).toSorted());
});

it('the changelog tells of this version', () => {
  expect(read('CHANGELOG.md')).toContain(`## [${version}]`);
});

it('everything that is published is there', () => {
  const made = (file: string) => file.startsWith('dist');

  expect(files.filter((file) => !made(file) && !existsSync(join(ROOT, file)))).toEqual([]);
});

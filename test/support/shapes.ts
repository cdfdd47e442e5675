/** Worlds that many tests need. They are built once per process and copied; `makeRepository(...)` builds any other. */
import type { World } from './fast-import.ts';
import { copyOf, type TestRepository } from './repository.ts';

const lines = (...texts: readonly string[]) => `${texts.join('\n')}\n`;
const LONG = Array.from(
  { length: 20 },
  (_, index) => `line ${index + 1} of a file long enough to be recognised`,
);
const COMMIT_A = 'a'.repeat(40);
const COMMIT_B = 'b'.repeat(40);
const COMMIT_C = 'c'.repeat(40);

/** Two efforts that change different files. */
const TWO_CLEAN: World = {
  main: [{ 'README.md': lines('# Sample'), 'src/a.ts': lines('export const a = 1;') }],
  'effort/one': { from: 'main', commits: [{ 'src/one.ts': lines('export const one = 1;') }] },
  'effort/two': { from: 'main', commits: [{ 'src/two.ts': lines('export const two = 2;') }] },
};

/** Two efforts that each merge cleanly with main, but change the same line of `src/a.ts` differently. */
const CONTENT_CONFLICT: World = {
  main: [{ 'src/a.ts': lines('const before = 0;', 'export const a = 1;', 'const after = 0;') }],
  'effort/one': {
    from: 'main',
    commits: [{ 'src/a.ts': lines('const before = 0;', 'export const a = 2;', 'const after = 0;') }],
  },
  'effort/two': {
    from: 'main',
    commits: [{ 'src/a.ts': lines('const before = 0;', 'export const a = 3;', 'const after = 0;') }],
  },
};

/** `effort/<kind>` conflicts with main in exactly that way; see the paths beside each. */
const EVERY_KIND: World = {
  base: [
    {
      'content.txt': lines('one', 'two', 'three'),
      'doomed.txt': lines('one', 'two', 'three'),
      'moving.txt': lines(...LONG),
      'parting.txt': lines(...LONG.map((line) => `${line}, parting`)),
      link: { mode: '120000', text: 'content.txt' },
      module: { mode: '160000', text: COMMIT_A },
      'picture.bin': Uint8Array.of(0, 1, 2, 3, 255),
    },
  ],
  main: {
    from: 'base',
    commits: [
      {
        'content.txt': lines('one', 'two of main', 'three'),
        'added.txt': lines('added by main'),
        'doomed.txt': lines('one', 'two of main', 'three'),
        'moving.txt': null,
        'parting.txt': null,
        'parting-main.txt': lines(...LONG.map((line) => `${line}, parting`)),
        place: lines('a file where an effort has a folder'),
        'script.sh': lines('#!/bin/sh'),
        link: { mode: '120000', text: 'doomed.txt' },
        module: { mode: '160000', text: COMMIT_B },
        'picture.bin': Uint8Array.of(0, 1, 2, 4, 255),
      },
    ],
  },
  'effort/content': { from: 'base', commits: [{ 'content.txt': lines('one', 'two of effort', 'three') }] },
  'effort/add_add': { from: 'base', commits: [{ 'added.txt': lines('added by the effort') }] },
  'effort/modify_delete': { from: 'base', commits: [{ 'doomed.txt': null }] },
  'effort/rename_delete': { from: 'base', commits: [{ 'moving.txt': null, 'moved.txt': lines(...LONG) }] },
  'effort/rename_rename': {
    from: 'base',
    commits: [
      { 'parting.txt': null, 'parting-effort.txt': lines(...LONG.map((line) => `${line}, parting`)) },
    ],
  },
  'effort/directory_file': { from: 'base', commits: [{ 'place/inside.txt': lines('inside') }] },
  'effort/mode': { from: 'base', commits: [{ 'script.sh': { mode: '100755', text: lines('#!/bin/sh') } }] },
  'effort/symlink': { from: 'base', commits: [{ link: { mode: '120000', text: 'picture.bin' } }] },
  'effort/submodule': { from: 'base', commits: [{ module: { mode: '160000', text: COMMIT_C } }] },
  'effort/binary': { from: 'base', commits: [{ 'picture.bin': Uint8Array.of(0, 1, 2, 5, 255) }] },
};

const SHAPES = { two_clean: TWO_CLEAN, content_conflict: CONTENT_CONFLICT, every_kind: EVERY_KIND } as const;

/** Creates a repository of a common shape. */
export function makeShape(shape: keyof typeof SHAPES): Promise<TestRepository> {
  return copyOf(shape, SHAPES[shape]);
}

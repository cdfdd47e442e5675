/** What nobody writes but somebody may commit. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { codeFacts } from '../../../src/domain/code/code-version.ts';
import { migrationNote } from '../../../src/domain/code/notes.ts';
import { bytesOf } from './tools.ts';

const PATHS = ['a.ts', 'a.py', 'a.go', 'a.vue'];
const long = (part: string, length: number) => part.repeat(Math.ceil(length / part.length));

const PARTS: readonly string[] = [
  'a',
  '(',
  '[',
  '{',
  '}',
  '`',
  '${',
  '`${',
  '/',
  '=/',
  '=/[',
  '/*',
  '/**/',
  '//',
  "'",
  '"',
  '"""',
  '\\',
  '\\\n',
  '\0',
  '\r',
  '\n',
  'import ',
  'import {',
  ';import {',
  'import(',
  "import('a",
  'import a, ',
  'export ',
  'export {',
  'export const a = (',
  'export const [',
  'export const a, ',
  "} = require('./b')",
  "const {a} = require('./b');",
  'module.exports = {',
  'module.exports={a,',
  'exports.',
  '<script',
  '<script>',
  'exports=module.',
  'from . import (',
  'from ',
  'from a import b;',
  'import a.b.c;',
  'a.b.c.d.',
  'if a:',
  'def f(): ',
  'def f():\n  ',
  'a = ',
  'a, ',
  ' \n',
  'class A:\n\t',
  'import "a"\n',
  'import (\n',
  'const (\nA',
  'var A, B',
  ', A',
  'type A struct {\n',
  'é',
  '\ufeff',
  '?.',
  'a?.',
  '.',
  ' as ',
  '...',
  '@',
];

it.each(PARTS.map((part) => [JSON.stringify(part), part]))('nothing but %s is read', (_, part) => {
  for (const path of PATHS) {
    const text = path === 'a.vue' ? `<script>${long(part, 20_000)}` : long(part, 20_000);
    expect(codeFacts(path, text).imports).toBeDefined();
  }
});

// With this many, whatever takes more than linear time does not end before the test is given up.
it.each([
  ['a.ts', 'export {'],
  ['a.ts', ';import {'],
  ['a.ts', 'export const a = ('],
  ['a.ts', 'export const ['],
  ['a.ts', 'module.exports={a,'],
  ['a.ts', "} = require('./b')"],
  ['a.ts', '`${'],
  ['a.ts', '=/['],
  ['a.ts', '/**/'],
  ['a.vue', '<script>'],
  ['a.py', 'import a.b.c;'],
  ['a.py', 'def f():\n  '],
  ['a.py', '('],
  ['a.go', ', A'],
  ['a.go', 'import "a"\n'],
])('a million characters are read: %s of %j', (path, part) => {
  expect(codeFacts(path, long(part, 1_000_000)).imports).toBeDefined();
});

it('any text is read, and any part of it', () => {
  const text = fc.array(fc.constantFrom(...PARTS), { maxLength: 40 }).map((parts) => bytesOf(parts.join('')));

  fc.assert(
    fc.property(text, fc.nat(), (whole, cut) => {
      for (const path of PATHS) {
        expect(codeFacts(path, whole).exports).toBeInstanceOf(Set);
        expect(codeFacts(path, whole.slice(0, cut % (whole.length + 1))).exports).toBeInstanceOf(Set);
      }
    }),
    { numRuns: 500 },
  );
});

it('a note of many lines and of a long one is read', () => {
  const documents = [
    { path: 'a.md', before: long('a\n', 500_000), after: long('b ', 500_000) + long('c\n', 500_000) },
  ];

  expect(migrationNote(documents, ['d'])).toBeNull();
});

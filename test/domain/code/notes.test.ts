import { describe, expect, it } from 'vitest';
import { isCode, unreadBecause } from '../../../src/domain/code/languages.ts';
import { isDocumentation, migrationNote } from '../../../src/domain/code/notes.ts';

it.each([
  ['README', true],
  ['sub/Readme.txt', true],
  ['guide.md', true],
  ['guide.MDX', true],
  ['a.rst', true],
  ['a.adoc', true],
  ['docs/a.txt', true],
  ['doc/deep/a.txt', true],
  ['CHANGELOG', true],
  ['MIGRATING.txt', true],
  ['requirements.txt', false],
  ['mydocs/a.txt', false],
  ['docs/conf.py', false],
  ['history.ts', false],
  ['readme.ts', false],
  ['a.json', false],
])('%s is documentation: %s', (path, expected) => {
  expect(isDocumentation(path)).toBe(expected);
});

describe('a migration note', () => {
  const added = (path: string, after: string, before = '') => ({ path, before, after });

  it.each([
    ['is none without documents', [], null],
    ['is none that says nothing of it', [added('README.md', 'More colours.')], null],
    [
      'names what is gone',
      [added('a.md', 'Nothing'), added('CHANGELOG.md', 'Removes oldName.')],
      'CHANGELOG.md',
    ],
    ['is a guide', [added('a.md', 'breaking'), added('docs/MIGRATION.md', 'Do this.')], 'docs/MIGRATION.md'],
    ['is a guide to upgrading', [added('UPGRADING', 'Do this.')], 'UPGRADING'],
    ['speaks of breaking changes', [added('CHANGES.rst', 'BREAKING: all of it')], 'CHANGES.rst'],
    ['speaks of migrating', [added('docs/a.md', 'How to migrate')], 'docs/a.md'],
    ['is first of all what names it', [added('MIGRATION.md', 'Do this.'), added('z.md', 'oldName')], 'z.md'],
    ['is none by what it said before', [added('CHANGELOG.md', 'new\nbreaking', 'breaking')], null],
    ['is none by lines that are gone', [added('MIGRATION.md', 'a', 'a\nb')], null],
    ['names a plain word as code', [added('a.md', 'Use `get` no more')], 'a.md'],
    ['names a plain word as a call', [added('a.md', 'Use get() no more')], 'a.md'],
    ['does not name a plain word by chance', [added('a.md', 'get'), added('b.md', 'You get oldNames')], null],
  ])('%s', (_, documents, expected) => {
    expect(migrationNote(documents, ['oldName', 'get'])).toBe(expected);
  });
});

it.each([
  ['no files', [], null],
  ['documents alone', ['a.md', 'a.json'], null],
  ['one language that is read', ['a.rs', 'a.ts'], null],
  ['one that is not', ['a.rs', 'b/b.rs', 'a.md'], 'imports of Rust are not read'],
  ['many that are not', ['a.rs', 'a.java', 'a.rb'], 'imports of Java, Ruby and Rust are not read'],
])('imports of %s are read, or it is said why not', (_, paths, because) => {
  expect(unreadBecause(paths)).toBe(because);
});

it.each(['a.ts', 'a.PY', 'x/a.go', 'a.rs', 'a.sh', 'constructor.c'])('%s is code', (path) => {
  expect(isCode(path)).toBe(true);
});

it.each(['a.md', 'ts', 'a.constructor', 'a.json', 'Makefile', ''])('%s is no code', (path) => {
  expect(isCode(path)).toBe(false);
});

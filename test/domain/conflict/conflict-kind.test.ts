import { describe, expect, it } from 'vitest';
import { kindOf } from '../../../src/domain/conflict/conflict-kind.ts';
import { mergeIntoMain } from '../../adapters/git/tools.ts';
import type { Files } from '../../support/fast-import.ts';
import { makeRepository } from '../../support/repository.ts';
import { makeShape } from '../../support/shapes.ts';
import { conflictedPath } from './tools.ts';

const LONG = Array.from(
  { length: 20 },
  (_, index) => `line ${index} of a file long enough to be known again`,
);
const long = (tenth = LONG[10] ?? '') => `${LONG.with(10, tenth).join('\n')}\n`;

/** Merges an effort into main with real git; gives the kind found for each conflicted path. */
async function kindsFor(base: Files, main: Files, effort: Files): Promise<Record<string, string>> {
  const repo = await makeRepository(
    { base: [base], main: { from: 'base', commits: [main] }, effort: { from: 'base', commits: [effort] } },
    { checkout: false },
  );
  const { conflicted, messages } = await mergeIntoMain(repo, 'effort');
  return Object.fromEntries(
    conflicted.map((each) => [each.path.replace(/~.*/, '~'), kindOf(each, messages)]),
  );
}

describe('the kind of a conflict, as git reports it', () => {
  it.each([
    'content',
    'add_add',
    'modify_delete',
    'rename_delete',
    'rename_rename',
    'directory_file',
    'mode',
    'symlink',
    'submodule',
    'binary',
  ])('is %s for a conflict of that kind', async (kind) => {
    const repo = await makeShape('every_kind');

    const { conflicted, messages } = await mergeIntoMain(repo, `effort/${kind}`);

    expect(new Set(conflicted.map((each) => kindOf(each, messages)))).toEqual(new Set([kind]));
  });

  it('is rename_delete, not modify_delete, when the renamed file was changed too', async () => {
    const kinds = await kindsFor({ f: long() }, { f: null, g: long('changed') }, { f: null });

    expect(kinds).toEqual({ g: 'rename_delete' });
  });

  it('is content when only the mode of one side changed beside colliding lines', async () => {
    const kinds = await kindsFor(
      { f: long() },
      { f: { mode: '100755', text: long('main') } },
      { f: long('effort') },
    );

    expect(kinds).toEqual({ f: 'content' });
  });

  it('is binary for a text that an attribute of the target calls binary', async () => {
    const kinds = await kindsFor(
      { '.gitattributes': '*.txt binary\n', 'f.txt': 'a\n' },
      { 'f.txt': 'b\n' },
      { 'f.txt': 'c\n' },
    );

    expect(kinds).toEqual({ 'f.txt': 'binary' });
  });

  it('is symlink and mode where a file and a link take one name', async () => {
    const kinds = await kindsFor({ x: 'x\n' }, { l: { mode: '120000', text: 'x' } }, { l: 'a file\n' });

    expect(Object.values(kinds).sort()).toEqual(['mode', 'symlink']);
  });

  it('is submodule when one side deletes what the other moves on', async () => {
    const module = (digit: string) => ({ mode: '160000', text: digit.repeat(40) });
    const kinds = await kindsFor({ m: module('a') }, { m: null }, { m: module('b') });

    expect(kinds).toEqual({ m: 'submodule' });
  });

  it('is directory_file for a file added to a folder that the other side moved', async () => {
    const kinds = await kindsFor(
      { 'd/a': long(), 'd/b': `${long()}b\n` },
      { 'd/a': null, 'd/b': null, 'e/a': long(), 'e/b': `${long()}b\n` },
      { 'd/new': 'new\n' },
    );

    expect(kinds).toEqual({ 'e/new': 'directory_file' });
  });
});

describe('without any message, the stages tell', () => {
  it.each([
    ['content', { base: '1', current: '2', incoming: '3' }],
    ['add_add', { current: '2', incoming: '3' }],
    ['modify_delete', { base: '1', current: '2' }],
    ['modify_delete', { base: '1', incoming: '3' }],
    ['rename_rename', { base: '1' }],
    ['directory_file', { incoming: '3' }],
  ])('%s', (kind, blobs) => {
    expect(kindOf(conflictedPath('f', blobs), [])).toBe(kind);
  });
});

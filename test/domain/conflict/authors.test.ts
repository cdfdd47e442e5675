import { describe, expect, it } from 'vitest';
import { authorsAmong, sideName } from '../../../src/domain/conflict/authors.ts';
import { lines } from './tools.ts';

const base = lines('1', '2', '3', '4', '5');
const main = { name: 'main', base, text: lines('1', '2', '3', '4', '5 main') };
const a = { name: 'a', base, text: lines('1 a', '2', '3', '4', '5') };
const gone = { name: 'gone', base, text: lines('1', '2', '3', '5') };

describe('who wrote a hunk', () => {
  it.each([
    ['the one that changed its line', lines('5'), lines('5 main'), ['main']],
    ['each of those that changed its lines', lines('1', '5'), lines('1 a', '5 main'), ['main', 'a']],
    ['the one that took its line out', lines('4'), '', ['gone']],
    ['whoever changed the file, where no line tells', lines('9'), lines('8'), ['main', 'a', 'gone']],
  ])('is %s', (_what, was, current, names) => {
    expect(authorsAmong([main, a, gone])({ base: was, current })).toEqual(names);
  });

  it('is nobody where nobody changed the file', () => {
    expect(authorsAmong([])({ base: 'x\n', current: 'y\n' })).toEqual([]);
  });

  it('is whoever brought the file', () => {
    const brought = { name: 'b', base: null, text: lines('x', 'y') };

    expect(authorsAmong([main, brought])({ base: '', current: lines('x') })).toEqual(['b']);
  });
});

describe('the name of a side', () => {
  it.each([
    [[], 'main'],
    [['a'], 'a'],
    [['a', 'b', 'c'], 'a+b+c'],
    [['a', 'b', 'c', 'd'], 'a+b+2 more'],
  ])('of %j is %s', (authors, name) => {
    expect(sideName(authors, 'main')).toBe(name);
  });
});

import { describe, expect, it } from 'vitest';
import {
  beginsInFunction,
  hasFunctions,
  type MarkedLine,
  touchedBy,
} from '../../../../src/domain/conflict/facts/touched.ts';

/** One line of text per line of the file; a mark at its beginning. */
const lines = (...all: readonly string[]): readonly MarkedLine[] =>
  all.map((line) => ({ mark: line[0] as MarkedLine['mark'], text: line.slice(1) }));

const words = (...all: readonly string[]) => {
  const { ranges, functions } = touchedBy(lines(...all));
  return `${ranges.map(({ first, last }) => `${first}-${last}`).join(' ')}: ${functions.join(' ')}`;
};

describe('what a change touches', () => {
  it.each([
    ['nothing', [' a', ' b'], ': '],
    ['the body of a function', [' def login(user):', '-    return 1', '+    return 2'], '2-2: login'],
    ['its first line', ['-def login(user):', '+def login(user, token):', '     return 1'], '1-1: login'],
    [
      'lines that are only added',
      [' def login(user):', '     check()', '+    log()', '     go()'],
      '2-2: login',
    ],
    [
      'a new function, and not the one above it',
      [' def login(user):', '     go()', '+', '+def logout(user):', '+    stop()'],
      '2-2: logout',
    ],
    [
      'a method, and not its class',
      [
        ' class Cart {',
        '   add(item) {',
        '-    this.items.push(item);',
        '+    this.count += 1;',
        '   }',
        ' }',
      ],
      '3-3: add',
    ],
    [
      'a field of a class',
      [' class Cart:', '     def add(self):', '         pass', '-    size = 1', '+    size = 2'],
      '4-4: Cart',
    ],
    [
      'a branch in a function, which is no function',
      [' function pay(sum) {', '   if (sum > 0) {', '-    a();', '+    b();', '   }', ' }'],
      '3-3: pay',
    ],
    [
      'an arrow function',
      [' export const add = async (a, b) => {', '-  return a;', '+  return b;', ' };'],
      '2-2: add',
    ],
    [
      'a method of Go',
      [' func (s *Server) Start() error {', '-\treturn nil', '+\treturn s.err', ' }'],
      '2-2: Start',
    ],
    [
      'a function of C',
      [' static int total(struct cart *c) {', '-\treturn 0;', '+\treturn 1;', ' }'],
      '2-2: total',
    ],
    ['the top of a file', ['-const LIMIT = 10;', '+const LIMIT = 20;', ' def f():', '     pass'], '1-1: '],
    [
      'several places',
      [' def a():', '-    1', '-    2', '+    3', ' def b():', '     4', '+    5'],
      '2-3 5-5: a b',
    ],
  ])('%s', (_, file, expected) => {
    expect(words(...file)).toBe(expected);
  });

  it('is found in time that grows with the lines, however long one is', () => {
    const scanned = (length: number) => {
      const indented = Array.from({ length }, (_, index) => `+  call(${index});`);
      const long = `+f(${')'.repeat(length)}`;
      return touchedBy(lines(' function all() {', ...indented, ' }', long)).functions;
    };

    // Each line looked upwards through all others, and a bracket of the long one through all others of it: neither came to an end.
    expect(scanned(100_000)).toEqual(['all']);
  });

  it.each([
    ['src/a.py', true],
    ['src/a.ts', true],
    ['README.md', false],
    ['package.json', false],
    ['a.css', false],
  ])('is told for code only: %s', (path, expected) => {
    expect(hasFunctions(path)).toBe(expected);
  });
});

describe('a hunk', () => {
  it.each([
    ['in a function is', 'a.py', 'def login(user):\n    check()\n', '\n    go()\n', true],
    ['in a method is', 'a.ts', 'class A {\n  run() {\n', '    go();\n', true],
    ['that is a first line is', 'a.go', '', 'func run() {\n', true],
    ['among fields is not', 'a.ts', 'interface A {\n', '  a: string;\n', false],
    ['behind a function is not', 'a.py', 'def login(user):\n    go()\n', 'LIMIT = 3\n', false],
    ['in prose is not', 'a.md', 'function a() {\n', '  b\n', false],
  ])('%s in a function: %s', (_, path, before, text, expected) => {
    expect(beginsInFunction(path, before, text)).toBe(expected);
  });
});

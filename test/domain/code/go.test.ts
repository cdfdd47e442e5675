import { describe, expect, it } from 'vitest';
import { codeFacts } from '../../../src/domain/code/code-version.ts';
import { loadedByFirst } from './tools.ts';

const MODULE = {
  'go.mod': '// shop\nmodule example.org/shop\n\ngo 1.22\n',
  'main.go': 'package main',
  'b/b.go': 'package b',
  'deep/c/c.go': 'package c',
  'ing/b/b.go': 'package b',
  'tested/d_test.go': 'package d',
};

describe('a package of Go loads', () => {
  it.each([
    ['one package', 'package a\nimport "example.org/shop/b"', ['b']],
    [
      'a group',
      'package a\nimport (\n\t"fmt"\n\tx "example.org/shop/b"\n\t_ "example.org/shop/deep/c"\n)',
      ['b', 'deep/c'],
    ],
    ['the package at the top', 'package a\nimport "example.org/shop"', ['']],
    [
      'packages after a comment',
      '/* import "x" */\npackage a // import "a"\nimport `example.org/shop/b`',
      ['b'],
    ],
    ['nothing of others', 'package a\nimport (\n"fmt"\n"example.org/shopping/b"\n"b"\n)', []],
    [
      'nothing for text',
      'package a\nvar x = `\nimport "example.org/shop/b"\n`\nfunc f() { g("example.org/shop/b") }',
      [],
    ],
    ['nothing for a comment', 'package a\n// import "example.org/shop/b"', []],
    ['nothing that has tests alone', 'package a\nimport "example.org/shop/tested"', []],
    ['nothing for a statement that is cut', 'package a\nimport (', []],
  ])('%s', (_, text, packages) => {
    expect(loadedByFirst({ 'a/a.go': text, ...MODULE })).toEqual(packages);
  });

  it('what any of its files imports, but for its tests', () => {
    const files = {
      'a/a.go': 'package a',
      'a/more.go': 'package a\nimport "example.org/shop/b"',
      'a/a_test.go': 'package a\nimport "example.org/shop/deep/c"',
    };

    expect(loadedByFirst({ ...files, ...MODULE })).toEqual(['b']);
  });

  it('packages of the module with the longest name', () => {
    const inner = { 'deep/go.mod': 'module "example.org/shop/inner"', 'deep/d/d.go': 'package d' };
    const text = 'package a\nimport "example.org/shop/inner/d"';

    expect(loadedByFirst({ 'a/a.go': text, ...MODULE, ...inner })).toEqual(['deep/d']);
  });
});

describe('a file of Go', () => {
  it.each([
    ['nothing', 'package a\nfunc a() {}\nfunc (t T) B() {}\nvar c = D', []],
    ['functions and types', 'package a\nfunc A[T any](x T) {}\ntype B struct {\n\tC int\n}', ['A', 'B']],
    ['variables', 'package a\nvar A, b, C = D, E\nconst F int = 1', ['A', 'C', 'F']],
    [
      'groups',
      'package a\nconst (\n\tA = iota\n\tB\n\tc\n)\nvar (\n\tD, E = f(\n\t\tG,\n\t)\n)',
      ['A', 'B', 'D', 'E'],
    ],
    ['names after a missing bracket', 'package a\nfunc a() {\nfunc B() {}', ['B']],
  ])('exports %s', (_, text, names) => {
    expect([...codeFacts('a.go', text).exports].toSorted()).toEqual(names);
  });

  it('takes names from packages by their last part or an alias', () => {
    const text =
      'package a\nimport (\n"x/b"\nc "x/d"\n"x/go-e"\n"x/f/v2"\n)\nvar _ = b.A + c.B(e.C, f.D).E + g.F';

    expect(codeFacts('a.go', text).imports.map(({ names }) => names)).toEqual([['A'], ['B'], ['C'], ['D']]);
  });
});

import { describe, expect, it } from 'vitest';
import { codeFacts } from '../../../src/domain/code/code-version.ts';
import { bytesOf, loadedByFirst } from './tools.ts';

const B = { 'src/b.ts': '' };
const namesTaken = (text: string, path = 'src/a.ts') =>
  codeFacts(path, bytesOf(text)).imports.map(({ specifier, names }) => [specifier, ...names]);
const exportsOf = (text: string, path = 'src/a.ts') => [...codeFacts(path, bytesOf(text)).exports].toSorted();

describe('a file of JavaScript or TypeScript loads', () => {
  it.each([
    ['a statement', "import { b } from './b';"],
    ['a statement on several lines', "import {\n  b, // one\n  c as d,\n} from './b';"],
    ['a default and more', "import b, { c } from './b';"],
    ['a namespace', "import * as b from './b';"],
    ['an import for its effects', "import './b';"],
    ['an empty list', "import {} from './b';"],
    ['a type beside a value', "import { type B, b } from './b';"],
    ['a default beside types', "import b, { type B } from './b';"],
    ['a name that is type', "import type from './b';"],
    ['a name that is type in a list', "import { type } from './b';"],
    ['names passed on', "export { b } from './b';"],
    ['everything passed on', "export * from './b';"],
    ['everything passed on by a name', "export * as b from './b';"],
    ['a call of require', "const b = require('./b');"],
    ['a call of require inside a function', "function f() { return require('./b').c; }"],
    ['an import of require', "import b = require('./b');"],
    ['an import when it is needed', "const b = await import('./b');"],
    ['an import that is waited for later', "import('./b').then((b) => b.run());"],
    ['an import in a template', `const text = \`\${await import("./b")} \${\`in \${1}\`}\`;`],
    ['an import after a template', `const text = \`{ \${{ a: '}' }.a} \`; import('./b');`],
    ['a literal without expressions', 'require(`./b`);'],
    ['a statement after others on its line', "'use strict';import { b } from './b';"],
    ['a statement after a regular expression', "const r = /[/'\"`]/g; import('./b');"],
    ['a statement after a condition with a regular expression', "if (x) /'`/.test(x);\nimport('./b');"],
    ['a statement after a condition with a quote', "if (x) /`/.test(x);\nimport('./b');"],
    ['a call between divisions', "a / 2; require('./b'); a / 2;"],
    ['a call between elements', "f(<p>a</p>, require('./b'), <p>c</p>);"],
    ['a call after a quote in a string', "const a = 'it\\'s'; require('./b');"],
    ['an import after an object in a template', `const text = \`\${{ a: 1 }[require('./b')]}\`;`],
    ['a name that is type, called otherwise', "import { type as b } from './b';"],
    ['a statement after a comment on its line', "a()\n/* one */ import './b';"],
    ['a statement after a comment that ends on its line', "a() /* one\ntwo */ import './b';"],
    ['a statement after a division', "const r = (a / 2) / 3; // '\nimport('./b'); const s = a / 2;"],
    ['a statement after an element', "const e = <p>don't / do</p>;\nrequire('./b'); const f = <b>/</b>;"],
    ['a query after the path', "import './b?raw';"],
    ['the ending', "import './b.ts';"],
    ['the ending of what it is compiled to', "import './b.js';"],
    ['a way around', "import '../src/./b';"],
    ['lines that end with carriage returns', "// a\r\nimport { b }\r\nfrom './b';\r\n"],
    ['a byte order mark', "\ufeffimport './b';"],
    ['a comment before on its line', "/* one\ntwo */ import './b';"],
  ])('by %s', (_, text) => {
    expect(loadedByFirst({ 'src/a.ts': text, ...B })).toEqual(['src/b.ts']);
  });

  it.each([
    ['a comment', "// import './b';\n/* import './b';\n import './b'; */"],
    ['a string', `const text = "import './b';"; const more = 'require("./b")';`],
    ['a template', "const text = `\nimport './b';\nrequire('./b')`;"],
    ['a regular expression', "const r = /require('.\\/b')/;"],
    ['types alone', "import type { b } from './b'; import type * as c from './b'; import type d from './b';"],
    ['types alone in a list', "import { type B, type C } from './b';"],
    [
      'types passed on',
      "export type { b } from './b'; export type * from './b'; export { type B } from './b';",
    ],
    ['the type of an import', "let b: import('./b').B; type C = typeof import('./b');"],
    ['a method called require', "module.require('./b'); it.import('./b');"],
    ['a path that is computed', `require('./b' + ending); import(\`./\${name}\`);`],
    ['the meta object', "import.meta.resolve('./b');"],
    ['text in an element', "const e = <p>import a from './b'</p>;"],
    ['a package', "import 'b'; import '@/b'; import '/src/b';"],
    ['a folder above the top', "import '../../src/b';"],
    ['a statement that is cut', 'import { b, c'],
    ['a statement that is cut by another', "import { b\nexport const c = './b';"],
  ])('nothing by %s', (_, text) => {
    expect(loadedByFirst({ 'src/a.ts': text, ...B })).toEqual([]);
  });

  it.each(['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs', '.vue', '.svelte'])(
    'a file or an index with the ending %s, which need not be written',
    (ending) => {
      expect(loadedByFirst({ 'a.ts': "import './b';", [`b${ending}`]: '' })).toEqual([`b${ending}`]);
      expect(loadedByFirst({ 'a.ts': "import './b';", [`b/index${ending}`]: '' })).toEqual([
        `b/index${ending}`,
      ]);
    },
  );

  it('the file rather than the folder of the same name, but the folder where only that can be meant', () => {
    const both = { 'x/b.ts': '', 'x/b/index.ts': '', 'x/index.ts': '' };

    expect(loadedByFirst({ 'x/a.ts': "import './b';", ...both })).toEqual(['x/b.ts']);
    expect(loadedByFirst({ 'x/a.ts': "import './b/';", ...both })).toEqual(['x/b/index.ts']);
    expect(loadedByFirst({ 'x/a.ts': "import '.';", ...both })).toEqual(['x/index.ts']);
    expect(loadedByFirst({ 'x/y/a.ts': "import '..';", ...both })).toEqual(['x/index.ts']);
  });

  it('files whose names are not ASCII', () => {
    expect(loadedByFirst({ 'a.js': "import './größe';", 'größe.js': '' })).toEqual(['größe.js']);
  });

  it('what the scripts of a component import, and nothing of its markup', () => {
    const text =
      "<template>\nimport './c';\n</template>\n<script setup lang=\"ts\">\nimport './b';\n</script>";

    expect(loadedByFirst({ 'a.vue': text, 'b.ts': '', 'c.ts': '' })).toEqual(['b.ts']);
  });

  it('many files, each once', () => {
    const text = "import './b'; import './c';\nimport './b';\nexport * from './d';";

    expect(loadedByFirst({ 'a.ts': text, 'b.ts': '', 'c.ts': '', 'd.ts': '' })).toEqual([
      'b.ts',
      'c.ts',
      'd.ts',
    ]);
  });
});

describe('names are taken from a module', () => {
  it.each([
    ['nothing', '', []],
    ['by a list', "import { a, b as c, type D } from './m';", [['./m', 'a', 'b', 'D']]],
    ['as types', "import type { A } from './m';", [['./m', 'A']]],
    ['as the default', "import a, { b } from './m';", [['./m', 'default', 'b']]],
    ['by way of a namespace', "import * as m from './m';\nm.a(m?.b, x.m.c);", [['./m', 'a', 'b']]],
    ['to pass them on', "export { a as default, b } from './m';", [['./m', 'a', 'b']]],
    ['by a pattern', "const { a, b: c, d = 1 } = require('./m');", [['./m', 'a', 'b', 'd']]],
    ['by a pattern that waits', "const { a } = await import('./m');", [['./m', 'a']]],
    ['at once', "require('./m').a();", [['./m', 'a']]],
    ['at once after waiting', "(await import('./m')).a();", [['./m', 'a']]],
    ['by way of a variable', "const m = require('./m');\nm.a();", [['./m', 'a']]],
    ['as the type of an import', "let a: import('./m').A;", [['./m', 'A']]],
  ])('%s', (_, text, taken) => {
    expect(namesTaken(text)).toEqual(taken);
  });
});

describe('a file of JavaScript or TypeScript exports', () => {
  it.each([
    ['nothing', 'const a = 1; it.export; // export const b = 1;', []],
    ['functions', 'export function a() {}\nexport async function* b() {}', ['a', 'b']],
    ['classes', 'export class A {}\nexport abstract class B {}\n@sealed export class C {}', ['A', 'B', 'C']],
    ['types', 'export type A = 1;\nexport interface B {}\nexport declare enum C {}', ['A', 'B', 'C']],
    ['an enum that is constant', 'export const enum A { B }', ['A']],
    ['a namespace', 'export namespace A.B { }', ['A']],
    ['variables', 'export const a: Map<B, C> = f(d, e), g = 1;\nexport let h, i;', ['a', 'g', 'h', 'i']],
    ['patterns', 'export const { a, b: c, ...d } = e, [f, g] = h;', ['a', 'c', 'd', 'f', 'g']],
    ['a list', 'export { a, b as c, type D };', ['D', 'a', 'c']],
    ['a default', 'export default function a() {}', ['default']],
    ['names of other files', "export { a as b } from './m';\nexport * as c from './n';", ['b', 'c']],
    ['an alias', 'export import A = B.C;', ['A']],
    [
      'properties of exports',
      'exports.a = 1;\nmodule.exports.b = 2;\nif (exports.c == 1) {}',
      ['a', 'b', 'default'],
    ],
    ['an object', 'module.exports = { a, b: 1, c() {}, "d": { e } };', ['a', 'b', 'c', 'd', 'default']],
    ['a property that is defined', 'Object.defineProperty(exports, "a", { value: 1 });', ['a']],
  ])('%s', (_, text, names) => {
    expect(exportsOf(text)).toEqual(names);
    expect(codeFacts('a.ts', text).is_open).toBe(false);
  });

  it.each([
    ['a value', 'module.exports = make();'],
    ['an unknown part of an object', 'module.exports = { ...all };'],
    ['what somebody else fills', 'fill(exports);'],
    ['a value of TypeScript', 'export = make();'],
  ])('anything by %s', (_, text) => {
    expect(codeFacts('a.ts', text).is_open).toBe(true);
  });

  it('what another file exports', () => {
    const passedOn = (text: string) => codeFacts('a.js', text).passes_on;

    expect(passedOn("export * from './b';\nexport type * from './c';")).toEqual(['./b', './c']);
    expect(passedOn("module.exports = require('./b');")).toEqual(['./b']);
    expect(passedOn("module.exports = { a, ...require('./b') };")).toEqual(['./b']);
  });

  it('itself as a default where it is a component', () => {
    expect(exportsOf('<script>export const a = 1;</script>', 'a.vue')).toEqual(['a', 'default']);
  });
});

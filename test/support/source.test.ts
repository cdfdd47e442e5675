import { describe, expect, it } from 'vitest';
import { importedPath, lineCount, packageOf, readSource } from './source.ts';

const imports = (text: string) =>
  readSource('src/a/b.ts', text).imports.map(({ specifier, type_only, kind, line }) => [
    specifier,
    type_only,
    kind,
    line,
  ]);

describe('imports of a source file', () => {
  it.each([
    ["import { a } from './a.ts';", [['./a.ts', false, 'import', 1]]],
    ['import a, { b } from "pkg";', [['pkg', false, 'import', 1]]],
    ["import * as all from 'node:fs';", [['node:fs', false, 'import', 1]]],
    ["import './effect.ts';", [['./effect.ts', false, 'import', 1]]],
    ["import type { A } from './a.ts';", [['./a.ts', true, 'import', 1]]],
    ["import { type A, type B } from './a.ts';", [['./a.ts', true, 'import', 1]]],
    ["import { type A, b } from './a.ts';", [['./a.ts', false, 'import', 1]]],
    ["import type from './a.ts';", [['./a.ts', false, 'import', 1]]],
    ["export { a } from './a.ts';", [['./a.ts', false, 'export', 1]]],
    ["export type { A } from './a.ts';", [['./a.ts', true, 'export', 1]]],
    ["export * from './a.ts';", [['./a.ts', false, 'export', 1]]],
    ["const a = await import('./a.ts');", [['./a.ts', false, 'dynamic', 1]]],
    [
      "import {\n  a,\n  b,\n} from './a.ts';\nimport c from 'c';",
      [
        ['./a.ts', false, 'import', 1],
        ['c', false, 'import', 5],
      ],
    ],
    [
      "import a from 'a'\nimport b from 'b'",
      [
        ['a', false, 'import', 1],
        ['b', false, 'import', 2],
      ],
    ],
  ])('of %j', (text, expected) => {
    expect(imports(text)).toEqual(expected);
  });

  it.each([
    "// import { a } from './a.ts';",
    "/* import './a.ts' */",
    'const text = "import { a } from \'./a.ts\'";',
    "const text = `import { a } from './a.ts'`;",
    "const text = 'it\\'s'; // from './a.ts'",
    "export const NAME = 'from';",
    "export type Kind = 'a' | 'b';",
    'export interface A {\n  readonly kind: "a";\n}',
    "const url = import.meta.url + './a.ts';",
    "export function f() { return g('x'); }",
  ])('are none in %j', (text) => {
    expect(imports(text)).toEqual([]);
  });

  it('are found behind literals that look like quotes', () => {
    const text = `const q = /['"\`]/g;\nconst t = \`a \${b ? \`'\` : "\`"} c\`;\nconst d = 4 / 2;\nawait import('./found.ts');`;

    expect(imports(text)).toEqual([['./found.ts', false, 'dynamic', 4]]);
  });
});

describe('the code of a source file', () => {
  it('keeps what runs and where it stands, and no words of comments and literals', () => {
    const text = `/** Date.now */\nconst a = 'Math.random'; // any\nconst b = \`process \${c.d} console\`;\nconst e = /any/;\n`;

    const { code } = readSource('a.ts', text);

    expect(code.split('\n')).toHaveLength(5);
    expect(code).not.toMatch(/Date|Math|any|process|console/);
    expect(code).toContain(`\${c.d}`);
  });
});

describe('names', () => {
  it('resolve against the file, and to their package', () => {
    const file = readSource('src/a/b.ts', '');

    expect(importedPath(file, '../c/d.ts')).toBe('src/c/d.ts');
    expect(packageOf('ink')).toBe('ink');
    expect(packageOf('yaml/part')).toBe('yaml');
    expect(packageOf('@scope/name/part')).toBe('@scope/name');
  });

  it('lines are counted as wc does', () => {
    expect(lineCount(readSource('a.ts', ''))).toBe(0);
    expect(lineCount(readSource('a.ts', 'one\ntwo\n'))).toBe(2);
    expect(lineCount(readSource('a.ts', 'one\ntwo'))).toBe(2);
  });
});

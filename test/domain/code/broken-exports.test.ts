import { describe, expect, it } from 'vitest';
import { brokenExports, goneNames } from '../../../src/domain/code/broken-exports.ts';
import { type CodeFiles, versionOf } from './tools.ts';

/** Each broken export as one line: where it was, its name, and who imports it. */
function broken(before: CodeFiles, changes: Readonly<Record<string, string | null>>): readonly string[] {
  const after = Object.fromEntries(
    Object.entries({ ...before, ...changes }).flatMap(([path, text]) =>
      text === null ? [] : [[path, text]],
    ),
  );
  const result = versionOf(after);
  return brokenExports({ before: versionOf(before), after: result }, result.facts).map(
    ({ path, name, users }) => `${path} ${name} <- ${users.join(' ')}`,
  );
}

const USER = { 'user.ts': "import { a } from './m';" };

describe('an export that is gone is broken for', () => {
  it.each([
    [
      'nobody who does not import it',
      { 'm.ts': 'export const a = 1, b = 2;', ...USER },
      { 'm.ts': 'export const a = 1;' },
      [],
    ],
    ['who imports it', { 'm.ts': 'export const a = 1;', ...USER }, { 'm.ts': '' }, ['m.ts a <- user.ts']],
    [
      'who imports it from a file that is gone',
      { 'm.ts': 'export const a = 1;', ...USER },
      { 'm.ts': null },
      ['m.ts a <- user.ts'],
    ],
    [
      'who imports it from a file that is called otherwise now',
      { 'm.ts': 'export const a = 1;', ...USER },
      { 'm.ts': null, 'n.ts': 'export const a = 1;' },
      ['m.ts a <- user.ts'],
    ],
    [
      'all who import it, and each name',
      { 'm.ts': 'export const a = 1, b = 2;', ...USER, 'x/user.ts': "import type { a, b } from '../m.js';" },
      { 'm.ts': '' },
      ['m.ts a <- user.ts x/user.ts', 'm.ts b <- x/user.ts'],
    ],
    [
      'who uses it by way of a namespace',
      { 'm.ts': 'export const a = 1;', 'u.ts': "import * as m from './m';\nm.a();" },
      { 'm.ts': '' },
      ['m.ts a <- u.ts'],
    ],
    [
      'who imports a default',
      { 'm.ts': 'export default 1;', 'u.ts': "import it from './m';" },
      { 'm.ts': 'export const a = 1;' },
      ['m.ts default <- u.ts'],
    ],
    [
      'who passes it on',
      { 'm.ts': 'export const a = 1;', 'u.ts': "export { a } from './m';" },
      { 'm.ts': '' },
      ['m.ts a <- u.ts'],
    ],
    [
      'who imports it from a file that passes it on',
      {
        'm.ts': 'export const a = 1;',
        'all.ts': "export * from './m';",
        'u.ts': "import { a } from './all';",
      },
      { 'm.ts': '' },
      ['m.ts a <- u.ts'],
    ],
    [
      'who imports it from a file that no longer passes it on',
      {
        'm.ts': 'export const a = 1;',
        'all.ts': "export * from './m';",
        'u.ts': "import { a } from './all';",
      },
      { 'all.ts': '' },
      ['m.ts a <- u.ts'],
    ],
    [
      'a new file that still imports it',
      { 'm.ts': 'export const a = 1;' },
      { 'm.ts': '', ...USER },
      ['m.ts a <- user.ts'],
    ],
    ['nobody who imports what never was', { 'm.ts': '' }, { 'm.ts': '// changed', ...USER }, []],
    [
      'nobody where it is exported in another way',
      { 'm.ts': 'export const a = 1;', ...USER },
      { 'm.ts': 'const b = 1;\nexport { b as a };' },
      [],
    ],
    [
      'nobody where it is passed on from elsewhere',
      { 'm.ts': 'export const a = 1;', ...USER },
      { 'm.ts': "export { a } from './n';", 'n.ts': 'export const a = 1;' },
      [],
    ],
    [
      'nobody where all of another file is passed on',
      { 'm.ts': 'export const a = 1;', ...USER },
      { 'm.ts': "export * from './n';", 'n.ts': 'export const a = 1;' },
      [],
    ],
    [
      'nobody where all of a package is passed on',
      { 'm.ts': 'export const a = 1;', ...USER },
      { 'm.ts': "export * from 'n';" },
      [],
    ],
    [
      'who imports it where all of another file without it is passed on',
      { 'm.ts': 'export const a = 1;', ...USER },
      { 'm.ts': "export * from './n';", 'n.ts': 'export default function a() {}' },
      ['m.ts a <- user.ts'],
    ],
    [
      'nobody where anything may be exported',
      { 'm.js': 'exports.a = 1;', ...USER },
      { 'm.js': 'module.exports = make();' },
      [],
    ],
    [
      'who imports a default that is not passed on with all other names',
      {
        'm.ts': 'export default 1;',
        'all.ts': "export { default } from './m';",
        'u.ts': "import it from './all';",
      },
      { 'all.ts': "export * from './m';" },
      ['all.ts default <- u.ts'],
    ],
    [
      'nobody where a folder takes the place of the file',
      { 'm.ts': 'export const a = 1;', ...USER },
      { 'm.ts': null, 'm/index.ts': 'export const a = 1;' },
      [],
    ],
    [
      'who requires it',
      { 'm.js': 'module.exports = { a };', 'u.js': "const { a } = require('./m');" },
      { 'm.js': 'module.exports = { b };' },
      ['m.js a <- u.js'],
    ],
  ])('%s', (_, before, changes, lines) => {
    expect(broken(before as CodeFiles, changes)).toEqual(lines);
  });

  it.each([
    ['who imports a name of a module', 'from shop.m import a', 'b = 1', ['shop/m.py a <- u.py']],
    [
      'who imports it where it is needed',
      'def f():\n    from shop.m import a',
      'b = 1',
      ['shop/m.py a <- u.py'],
    ],
    ['who uses a module that it imports', 'from shop import m\nm.a()', 'b = 1', ['shop/m.py a <- u.py']],
    ['who uses a module by its whole name', 'import shop.m\nshop.m.a()', 'b = 1', ['shop/m.py a <- u.py']],
    ['who imports it from a module that is gone', 'from shop.m import a', null, ['shop/m.py a <- u.py']],
    ['nobody where the module imports the name', 'from shop.m import a', 'from .n import a', []],
    [
      'nobody where the module imports all names of another one',
      'from shop.m import a',
      'from .n import *',
      [],
    ],
    ['nobody where the module answers to any name', 'from shop.m import a', 'def __getattr__(name): ...', []],
    ['nobody who imports all names', 'from shop.m import *', 'b = 1', []],
  ])('%s, in Python', (_, user, text, lines) => {
    const before = {
      'shop/__init__.py': '',
      'shop/m.py': 'def a(): ...',
      'shop/n.py': 'a = 1',
      'u.py': user,
    };

    expect(broken(before, { 'shop/m.py': text })).toEqual(lines);
  });

  it('nobody where a module of Python becomes a package, or a name becomes a module', () => {
    const before = {
      'shop/__init__.py': 'n = 1',
      'shop/m.py': 'a = 1',
      'u.py': 'from shop.m import a\nfrom shop import n',
    };

    expect(broken(before, { 'shop/m.py': null, 'shop/m/__init__.py': 'a = 1' })).toEqual([]);
    expect(broken(before, { 'shop/__init__.py': '', 'shop/n.py': '' })).toEqual([]);
  });

  it.each([
    ['who uses it by way of the package', 'func B() {}', ['m/m.go A <- u/u.go']],
    ['nobody where another file of the package declares it', 'func B() {}\nvar A = 1', []],
  ])('%s, in Go', (_, other, lines) => {
    const before = {
      'go.mod': 'module example.org/shop',
      'm/m.go': 'package m\nfunc A() {}',
      'm/other.go': 'package m',
      'm/m_test.go': 'package m\nfunc TestA() { A() }',
      'u/u.go': 'package u\nimport "example.org/shop/m"\nfunc f() { m.A() }',
    };

    expect(broken(before, { 'm/m.go': 'package m', 'm/other.go': `package m\n${other}` })).toEqual(lines);
  });

  it('a test beside the package, in Go', () => {
    const test = 'package m_test\nimport "example.org/shop/m"\nfunc f() { m.A() }';
    const before = {
      'go.mod': 'module example.org/shop',
      'm/m.go': 'package m\nfunc A() {}',
      'm/m_test.go': test,
    };

    expect(broken(before, { 'm/m.go': 'package m' })).toEqual(['m/m.go A <- m/m_test.go']);
  });

  it('users of 20 names at most', () => {
    const names = Array.from({ length: 30 }, (_, index) => `a${index}`);

    expect(
      broken(
        {
          'm.ts': `export const ${names.map((name) => `${name} = 1`).join()};`,
          'u.ts': `import { ${names.join()} } from './m';`,
        },
        { 'm.ts': '' },
      ),
    ).toHaveLength(20);
  });
});

it('names are gone whether anybody imports them or not', () => {
  const before = versionOf({ 'm.ts': 'export const a = 1, b = 2, größe = 3;', 'n.ts': 'export default 1;' });
  const after = versionOf({ 'm.ts': 'export const b = 2;' });

  expect(goneNames({ before, after }, ['m.ts', 'n.ts', 'new.ts'])).toEqual([
    'a',
    'default',
    Buffer.from('größe').toString('latin1'),
  ]);
});

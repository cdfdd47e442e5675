import { describe, expect, it } from 'vitest';
import { codeFacts } from '../../../src/domain/code/code-version.ts';
import { loadedByFirst } from './tools.ts';

const PACKAGE = {
  'src/shop/__init__.py': '',
  'src/shop/b.py': '',
  'src/shop/tools/__init__.py': '',
  'src/shop/tools/c.py': '',
};
const loaded = (text: string, path = 'src/shop/a.py') =>
  loadedByFirst({ [path]: text, ...PACKAGE, [path]: text });

describe('a module of Python loads', () => {
  it.each([
    ['a module of its package', 'from . import b', ['src/shop/b.py']],
    ['a name of its package', 'from . import name', ['src/shop/__init__.py']],
    ['a name of a module', 'from .b import name', ['src/shop/b.py']],
    ['all names of a module', 'from .b import *', ['src/shop/b.py']],
    ['a package in its package', 'from .tools import name', ['src/shop/tools/__init__.py']],
    ['a module of a package in its package', 'from .tools import c', ['src/shop/tools/c.py']],
    [
      'many names',
      'from .tools import (\n  c, # one\n  name as other,\n)',
      ['src/shop/tools/__init__.py', 'src/shop/tools/c.py'],
    ],
    ['a module by its whole name', 'import shop.b', ['src/shop/b.py']],
    [
      'modules by their whole names',
      'import os, shop.b as b, shop.tools.c',
      ['src/shop/b.py', 'src/shop/tools/c.py'],
    ],
    ['a name by its whole name', 'from shop.tools.c import name', ['src/shop/tools/c.py']],
    [
      'a module where it is tried',
      'try:\n    from . import b\nexcept ImportError:\n    b = None',
      ['src/shop/b.py'],
    ],
    ['a module in a class', 'class A:\n    from . import b', ['src/shop/b.py']],
    ['a module after a function', 'def f():\n    pass\nfrom . import b', ['src/shop/b.py']],
    [
      'a module where no types are checked',
      'if TYPE_CHECKING:\n    pass\nelse:\n    from . import b',
      ['src/shop/b.py'],
    ],
    ['a module for all but types', 'if not TYPE_CHECKING:\n    from . import b', ['src/shop/b.py']],
    ['a module for types or more', 'if a or TYPE_CHECKING:\n    from . import b', ['src/shop/b.py']],
    ['a module on a line with others', 'import os; from . import b', ['src/shop/b.py']],
    ['a module on the line of a condition', 'if a[1:2]: from . import b', ['src/shop/b.py']],
    ['a module on a line that goes on', 'from . \\\n  import b', ['src/shop/b.py']],
    ['a module after text', '"""\nit\'s\n"""\nx = "\\""\nfrom . import b', ['src/shop/b.py']],
    ['a module in a file of another system', '\ufefffrom . import b\r\n', ['src/shop/b.py']],
  ])('%s', (_, text, paths) => {
    expect(loaded(text)).toEqual(paths);
  });

  it.each([
    ['for a comment', '# from . import b'],
    ['for text', 'text = """\nfrom . import b\n"""\nmore = \'import shop.b\''],
    ['for an import inside a function', 'def f():\n    from . import b\n\n    import shop.b'],
    ['for an import in a method', 'class A:\n    async def f(self):\n        from . import b'],
    ['for an import on the line of a function', 'def f(): from . import b'],
    ['for a type', 'if TYPE_CHECKING:\n    from . import b'],
    ['for a type by its whole name', 'if typing.TYPE_CHECKING:\n    if a:\n        import shop.b'],
    ['for a type otherwise', 'if a:\n    pass\nelif TYPE_CHECKING:\n    from . import b'],
    ['of another package', 'import os\nfrom b import name\nfrom shopping import b'],
    ['above the top', 'from .... import b'],
    ['for a statement that is cut', 'from .b import'],
    ['for a word that only begins like one', 'importing = from_ = 1'],
  ])('nothing %s', (_, text) => {
    expect(loaded(text)).toEqual([]);
  });

  it('modules above its own folder, and never itself', () => {
    expect(loaded('from ..b import name\nfrom . import name', 'src/shop/tools/__init__.py')).toEqual([
      'src/shop/b.py',
    ]);
    expect(loaded('from ... import shop\nfrom .. import b', 'src/shop/tools/c.py')).toEqual([
      'src/shop/__init__.py',
      'src/shop/b.py',
    ]);
  });

  it('the package that is nearest, where several have its name', () => {
    const two = {
      'one/shop/__init__.py': '',
      'one/shop/b.py': '',
      'two/shop/__init__.py': '',
      'two/shop/b.py': '',
    };

    expect(loadedByFirst({ 'two/shop/a.py': 'from shop import b', ...two })).toEqual(['two/shop/b.py']);
    expect(loadedByFirst({ 'tests/a.py': 'from shop import b', ...two })).toEqual([]);
  });

  it('nothing above the top, where as many dots from below would lead to something', () => {
    expect(loadedByFirst({ 'x/a.py': 'from ... import b', 'b.py': '' })).toEqual([]);
  });

  it('a script beside it, unless it is in a package', () => {
    expect(loadedByFirst({ 'tools/a.py': 'import b', 'tools/b.py': '' })).toEqual(['tools/b.py']);
    expect(loadedByFirst({ 'tools/a.py': 'import b', 'tools/b.py': '', 'tools/__init__.py': '' })).toEqual(
      [],
    );
  });
});

describe('a module of Python has the names', () => {
  it.each([
    ['none', 'print(a == b)\na.b = c[d] = 1\na += 1\nf(g=1)', []],
    ['of functions', 'def a(): pass\n@it\nasync def b(c=1):\n    d = 1', ['a', 'b']],
    ['of classes', 'class A(B):\n    c = 1\n    def d(self): pass', ['A']],
    [
      'of assignments',
      'a = b = 1\nc, (d, *e) = f\ng: int = 1\nh[i], j = k',
      ['a', 'b', 'c', 'd', 'e', 'g', 'j'],
    ],
    ['of types', 'type A = int', ['A']],
    ['of imports', 'import a.b, c as d\nfrom e import f, g as h', ['a', 'd', 'f', 'h']],
    [
      'that depend on something',
      'if x:\n    a = 1\nelse:\n    def b(): pass\ntry: c = 1\nexcept E: d = 2',
      ['a', 'b', 'c', 'd'],
    ],
    ['that a function makes global', 'def f():\n    global a\n    a = 1\n    b = 2', ['a', 'f']],
  ])('%s', (_, text, names) => {
    expect([...codeFacts('a.py', text).exports].toSorted()).toEqual(names);
    expect(codeFacts('a.py', text).is_open).toBe(false);
  });

  it('of another module, or any', () => {
    expect(codeFacts('a.py', 'from .b import *').passes_on).toEqual(['.b']);
    expect(codeFacts('a.py', 'def __getattr__(name): pass').is_open).toBe(true);
    expect(codeFacts('a.py', 'globals().update(x)').is_open).toBe(true);
  });

  it('and what it takes from a module that it imports is known', () => {
    const { imports } = codeFacts('a.py', 'from . import b as c\nimport d.e\nc.f(d.e.g, x.c.h)');

    expect(imports.map(({ specifier, names, members }) => [specifier, names, members])).toEqual([
      ['.', ['b'], ['f']],
      ['d.e', [], ['g']],
    ]);
  });
});

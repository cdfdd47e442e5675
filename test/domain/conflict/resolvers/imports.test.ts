import { describe, expect, it } from 'vitest';
import { imports } from '../../../../src/domain/conflict/resolvers/imports.ts';
import { apply, lines } from '../tools.ts';

describe('import lists that both sides add to', () => {
  it('hold what either side added, sorted where the list is', () => {
    const base = lines("import a from './a.ts';", "import k from './k.ts';", "import z from './z.ts';");
    const current = lines(
      "import a from './a.ts';",
      "import k from './k.ts';",
      "import m from './m.ts';",
      "import z from './z.ts';",
    );
    const incoming = lines(
      "import a from './a.ts';",
      "import b from './b.ts';",
      "import k from './k.ts';",
      "import z from './z.ts';",
    );

    expect(apply(imports, 'x.ts', [base, current, incoming])).toMatchObject({
      text: lines(
        "import a from './a.ts';",
        "import b from './b.ts';",
        "import k from './k.ts';",
        "import m from './m.ts';",
        "import z from './z.ts';",
      ),
      safe: true,
    });
  });

  it('keep their order where they are not sorted: what the current side added comes first', () => {
    const base = lines("import z from './z.ts';", "import a from './a.ts';");
    const found = apply(imports, 'x.ts', [
      base,
      `${base}import m from './m.ts';\n`,
      `${base}import c from './c.ts';\n`,
    ]);

    expect(found?.text).toBe(`${base}import m from './m.ts';\nimport c from './c.ts';\n`);
  });

  it('join the names that both import from one place', () => {
    const found = apply(imports, 'x.ts', [
      lines("import { b } from './x.ts';"),
      lines("import { a, b } from './x.ts';"),
      lines("import { b, c } from './x.ts';"),
    ]);

    expect(found).toMatchObject({ text: lines("import { a, b, c } from './x.ts';"), safe: true });
  });

  it('keep a statement over several lines whole, with its comments, its indentation and its commas', () => {
    const found = apply(imports, 'x.ts', [
      '',
      lines('// the store', 'import {', '  open,', '  close,', "} from './store.ts';"),
      lines("import type { Row } from './row.ts';"),
    ]);

    expect(found?.text).toBe(
      lines(
        '// the store',
        'import {',
        '  open,',
        '  close,',
        "} from './store.ts';",
        "import type { Row } from './row.ts';",
      ),
    );
  });

  it('are understood within a statement that began above the hunk and ends below it', () => {
    const found = apply(imports, 'x.ts', [lines('  b,'), lines('  a,', '  b,'), lines('  b,', '  c,')], {
      before: lines("import z from 'z';", 'import {'),
      after: lines("} from './x.ts';", 'run();'),
    });

    expect(found).toMatchObject({ text: lines('  a,', '  b,', '  c,'), safe: true });
  });

  it.each([
    [
      'a.py',
      'from a import b\n',
      'from a import b, c\n',
      'from a import b\nimport os\n',
      'from a import b, c\nimport os\n',
    ],
    ['a.go', '\t"fmt"\n', '\t"errors"\n\t"fmt"\n', '\t"fmt"\n\t"os"\n', '\t"errors"\n\t"fmt"\n\t"os"\n'],
    [
      'a.rs',
      'use a::b;\n',
      'use a::b;\nuse a::c;\n',
      'use a::b;\nuse d::e;\n',
      'use a::b;\nuse a::c;\nuse d::e;\n',
    ],
    [
      'A.java',
      '',
      'import java.util.List;\n',
      'import java.util.Map;\n',
      'import java.util.List;\nimport java.util.Map;\n',
    ],
    ['a.c', '', '#include <a.h>\n', '#include "b.h"\n', '#include <a.h>\n#include "b.h"\n'],
  ])('are understood in %s', (path, base, current, incoming, merged) => {
    expect(apply(imports, path, [base, current, incoming])).toMatchObject({ text: merged, safe: true });
  });

  it('keep the line ends of their file', () => {
    const found = apply(imports, 'x.ts', ['', "import a from 'a';\r\n", "import b from 'b';\r\n"]);

    expect(found?.text).toBe("import a from 'a';\r\nimport b from 'b';\r\n");
  });
});

describe('import lists that are no mere additions', () => {
  it.each([
    ['a line that is no import', "import a from 'a';\nrun();\n", "import b from 'b';\n"],
    ['one name bound twice', "import { a } from './x.ts';\n", "import { a } from './y.ts';\n"],
    ['half a statement', 'import {\n', "import b from 'b';\n"],
    ['a dynamic import', "import('a');\n", "import b from 'b';\n"],
  ])('are left alone: %s', (_, current, incoming) => {
    expect(apply(imports, 'x.ts', ['', current, incoming])).toBeNull();
    expect(apply(imports, 'x.ts', ['', incoming, current])).toBeNull();
  });

  it('are not resolved unasked when a side took one out or moved it', () => {
    const base = lines("import a from './a.ts';", "import b from './b.ts';");

    const removed = apply(imports, 'x.ts', [
      base,
      lines("import b from './b.ts';"),
      `${base}import c from './c.ts';\n`,
    ]);

    expect(removed).toMatchObject({
      safe: false,
      text: lines("import b from './b.ts';", "import c from './c.ts';"),
    });
  });

  it('are left alone when one side deleted the statement that the other changed', () => {
    const found = apply(imports, 'x.ts', [
      lines("import { a } from './x.ts';"),
      lines("import { a, b } from './x.ts';"),
      lines("import c from './c.ts';"),
    ]);

    expect(found).toBeNull();
  });

  it('are not resolved unasked when both wrote a version of one new statement', () => {
    const found = apply(imports, 'index.ts', [
      '',
      lines("export { Level, Store } from './store.ts';"),
      lines("export { Level, DataStore } from './store.ts';"),
    ]);

    expect(found?.safe).toBe(false);
  });

  it('are left alone when one name comes as a type and as a value', () => {
    const found = apply(imports, 'x.ts', [
      lines("import { a } from './x.ts';"),
      lines("import { a, Types } from './x.ts';"),
      lines("import { a, type Types } from './x.ts';"),
    ]);

    expect(found).toBeNull();
  });

  it.each([
    ['A.java', 'import a.old.Fetcher;', 'import a.fresh.Fetcher;'],
    ['a.go', '\t"one/http"', '\t"two/http"'],
    ['a.rs', 'use a::Fetcher;', 'use b::Fetcher;'],
  ])('are left alone when a class or package comes from two places in %s', (path, current, incoming) => {
    expect(apply(imports, path, ['', lines(current), lines(incoming)])).toBeNull();
  });

  it('never move a line that stands outside of the hunk', () => {
    // Sorted, `a` would have to go above what stands before the hunk.
    const found = apply(imports, 'x.ts', [lines('  m,'), lines('  m,', '  n,'), lines('  a,', '  m,')], {
      before: lines('import {', '  c,'),
      after: lines("} from './x.ts';"),
    });

    expect(found === null || !found.text.includes('  c,')).toBe(true);
  });
});

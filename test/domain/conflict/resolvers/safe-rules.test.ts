import { describe, expect, it } from 'vitest';
import { adjacent } from '../../../../src/domain/conflict/resolvers/adjacent.ts';
import { changelog } from '../../../../src/domain/conflict/resolvers/changelog.ts';
import { contained } from '../../../../src/domain/conflict/resolvers/contained.ts';
import { identical } from '../../../../src/domain/conflict/resolvers/identical.ts';
import { list } from '../../../../src/domain/conflict/resolvers/list.ts';
import { sameLineApart } from '../../../../src/domain/conflict/resolvers/same-line-apart.ts';
import { version } from '../../../../src/domain/conflict/resolvers/version.ts';
import { whiteSpace } from '../../../../src/domain/conflict/resolvers/white-space.ts';
import { apply, lines } from '../tools.ts';

describe('the same change on both sides', () => {
  it('is made once', () => {
    expect(apply(identical, 'a.ts', ['a\n', 'b\n', 'b\n'])).toMatchObject({ text: 'b\n', safe: true });
    expect(apply(identical, 'a.ts', ['a\n', 'b\n', 'c\n'])).toBeNull();
  });
});

describe('white space', () => {
  it('of one side goes with the words of the other, indented and ended as the first side does', () => {
    const base = lines('if (a) {', 'b();', 'c();', '}');
    const current = 'if (a) {\r\n    b();\r\n    c();\r\n}\r\n';
    const incoming = lines('if (a) {', 'b();', 'c(1);', 'd();', '}');

    expect(apply(whiteSpace, 'a.js', [base, current, incoming])).toMatchObject({
      text: 'if (a) {\r\n    b();\r\n    c(1);\r\n    d();\r\n}\r\n',
      safe: true,
    });
  });

  it('that is the only difference between the sides is the current side’s', () => {
    expect(apply(whiteSpace, 'a.js', ['', 'f(a,b)\n', 'f(a, b)\n'])?.text).toBe('f(a,b)\n');
  });

  it('within quotes is no white space', () => {
    expect(apply(whiteSpace, 'a.js', ["say('a b')\n", "say('a  b')\n", "say('a b', c)\n"])).toBeNull();
  });

  it('between words is not nothing', () => {
    expect(apply(whiteSpace, 'a.js', ['returnx\n', 'return x\n', 'returny\n'])).toBeNull();
  });

  it.each(['a.py', 'a.yaml', 'Makefile', 'notes.md', 'unknown'])(
    'at the beginning of a line matters in %s',
    (path) => {
      expect(apply(whiteSpace, path, ['a:\n  b\n  c\n', 'a:\n  b\nc\n', 'a:\n  b\n  c\n  d\n'])).toBeNull();
    },
  );

  it('that moves words to other lines is proposed only, and never mixes the two layouts', () => {
    const base = lines('  var ret = []', '    , arg', '    , index;');
    const current = lines('  var ret = [],', '    arg,', '    index;');
    const incoming = lines('  var ret = []', '    , arg', '    , index', '    , opt;');

    expect(apply(whiteSpace, 'a.js', [base, current, incoming])).toMatchObject({
      text: incoming,
      safe: false,
    });
  });

  it('within a line that the other side rewrote is proposed only: it would not be in the result', () => {
    const found = apply(whiteSpace, 'a.js', ['f(a,b)\n', 'f(a, b)\n', 'f(a,c)\n']);

    expect(found).toMatchObject({ text: 'f(a,c)\n', safe: false });
  });

  it('of blank lines beside what the other side puts in is proposed only', () => {
    const found = apply(whiteSpace, 'a.js', ['\n\n', lines('', 'run();', ''), '\n']);

    expect(found).toMatchObject({ text: lines('', 'run();', ''), safe: false });
  });

  it('is proposed only while another hunk of the file has to be asked about', () => {
    const hunk = { path: 'a.js', base: 'f(a)\n', current: '  f(a)\n', incoming: 'f(b)\n' };
    const nothing = new Map<string, number>();
    const rest = {
      current: nothing,
      incoming: nothing,
      decided: nothing,
      decided_lines: new Set<string>(),
      added: { current: [], incoming: [] },
    };

    expect(whiteSpace.resolve({ ...hunk, rest: { ...rest, open: false } })?.safe).toBe(true);
    expect(whiteSpace.resolve({ ...hunk, rest: { ...rest, open: true } })?.safe).toBe(false);
  });

  it('of a block that the other side replaced is not decided', () => {
    expect(apply(whiteSpace, 'a.js', ['one(a,b);\n', 'one(a, b);\n', 'const all = new Map();\n'])).toBeNull();
  });
});

describe('a side that contains the other', () => {
  it('is taken, when the smaller change only puts lines in', () => {
    const found = apply(contained, 'a.ts', [
      'a();\n',
      lines('a();', 'log(b);'),
      lines('a();', 'log(b);', 'audit(b);'),
    ]);

    expect(found).toMatchObject({ text: lines('a();', 'log(b);', 'audit(b);'), safe: true });
  });

  it('is proposed only, when both rewrote the same lines', () => {
    const base = lines('one();', 'two();', 'three();');

    expect(apply(contained, 'a.ts', [base, lines('one();', 'three();'), lines('four();')])).toMatchObject({
      safe: false,
    });
  });

  it('is proposed only, when the smaller change is scattered over it, and in a manifest or among imports', () => {
    const scattered = apply(contained, 'a.ts', [
      '',
      lines('one();', 'three();'),
      lines('one();', 'two();', 'three();'),
    ]);
    const manifest = apply(contained, 'go.mod', ['', 'a v1 // indirect\n', 'a v1 // indirect\nb v1\n']);
    const used = apply(contained, 'a.ts', [
      '',
      "import a from 'a';\n",
      "import a from 'a';\nimport b from 'b';\n",
    ]);

    expect([scattered?.safe, manifest?.safe, used?.safe]).toEqual([false, false, false]);
  });

  it('does not exist where each has a line of its own', () => {
    expect(apply(contained, 'a.ts', ['', lines('a', 'b'), lines('a', 'c')])).toBeNull();
  });
});

describe('items of one list', () => {
  it('changed on either side are all in', () => {
    const found = apply(list, 'labels.json', [
      lines('  "a": "1",', '  "c": "1"'),
      lines('  "a": "2",', '  "c": "1"'),
      lines('  "a": "1",', '  "b": "1",', '  "c": "1"'),
    ]);

    expect(found).toMatchObject({ text: lines('  "a": "2",', '  "b": "1",', '  "c": "1"'), safe: true });
  });

  it('of a manifest are proposed, not decided: versions move together', () => {
    const found = apply(list, 'package.json', [
      lines('  "a": "1.0.0",', '  "c": "1.0.0"'),
      lines('  "a": "2.0.0",', '  "c": "1.0.0"'),
      lines('  "a": "1.0.0",', '  "c": "2.0.0"'),
    ]);

    expect(found).toMatchObject({ text: lines('  "a": "2.0.0",', '  "c": "2.0.0"'), safe: false });
    expect(found?.record).toContain('8 of 10');
  });

  it('of a literal in code are not decided when a side changes one, nor when they may be arguments', () => {
    const changed = apply(list, 'a.ts', [
      lines("  data: 'x',", "  text: 'y',"),
      lines("  data: 'z',", "  text: 'y',"),
      lines("  data: 'x',", "  text: 'new',"),
    ]);
    const added = apply(list, 'a.ts', ['', '  one: 1,\n', '  two: 2,\n']);
    const bare = apply(list, 'a.ts', ['', '  two,\n', '  one,\n']);

    expect([changed?.safe, added?.safe, bare?.safe]).toEqual([false, true, false]);
    expect(changed?.record).toBeUndefined();
  });

  it('of an import statement that goes on in another hunk are proposed, not decided', () => {
    const sides = ['', lines('  one,'), lines('  three,')] as const;

    const within = apply(list, 'a.ts', sides, { before: lines('import type {', '  a,', '  b,') });

    expect(within?.safe).toBe(false);
  });

  it('put at the end by both get the commas that they need', () => {
    const found = apply(list, 'a.json', [
      lines('  "a": 1'),
      lines('  "a": 1,', '  "b": {', '    "deep": [1, 2]', '  }'),
      lines('  "a": 1,', '  "c": 3'),
    ]);

    expect(found?.text).toBe(lines('  "a": 1,', '  "b": {', '    "deep": [1, 2]', '  },', '  "c": 3'));
    expect(found?.safe).toBe(true);
  });

  it('that have no keys are proposed in an order, not decided', () => {
    const found = apply(list, 'a.ts', ["  'z',\n", lines("  'z',", "  'm',"), lines("  'z',", "  'c',")]);

    expect(found).toMatchObject({ text: lines("  'z',", "  'm',", "  'c',"), safe: false });
  });

  it.each([
    ['one item changed on both sides', 'a.json', '  "a": 1,\n', '  "a": 2,\n', '  "a": 3,\n'],
    ['an item taken out', 'a.json', '  "a": 1,\n  "b": 1,\n', '  "b": 1,\n', '  "a": 1,\n  "b": 2,\n'],
    ['one key added with two values', 'a.json', '', '  "a": 1,\n', '  "a": 2,\n'],
    ['statements', 'a.ts', '', 'a = 1;\n', 'b = 2;\n'],
    ['an item that does not end', 'a.json', '', '  "a": {\n', '  "b": 1,\n'],
    ['different depths', 'a.yaml', '', 'a: 1\n', '  b: 2\n'],
    ['a block below a key', 'a.yaml', '', 'a:\n  x: 1\n', 'b: 2\n'],
    ['files in which the last match wins', 'CODEOWNERS', '', '/a @x\n', '/b @y\n'],
  ])('are left alone: %s', (_, path, base, current, incoming) => {
    expect(apply(list, path, [base, current, incoming])).toBeNull();
  });

  it('are lines in a file where every line stands for itself', () => {
    expect(apply(list, '.gitignore', ['a\n', 'a\nb\n', 'a\nc\n'])?.text).toBe('a\nb\nc\n');
  });
});

describe('rules that only propose', () => {
  it('adjacent: both change neighbouring lines', () => {
    const found = apply(adjacent, 'a.ts', [
      lines('a(1);', 'b(1);'),
      lines('a(2);', 'b(1);'),
      lines('a(1);', 'b(2);'),
    ]);

    expect(found).toMatchObject({ text: lines('a(2);', 'b(2);'), safe: false });
  });

  it('same line apart: both change one line at places that do not touch', () => {
    const found = apply(sameLineApart, 'a.ts', ['f(one, two);\n', 'g(one, two);\n', 'f(one, three);\n']);

    expect(found).toMatchObject({ text: 'g(one, three);\n', safe: false });
  });

  it('same line apart: never within a character of several bytes', () => {
    expect(apply(sameLineApart, 'a.ts', ['\xc3\xa4\n', '\xc3\xb6\n', '\xc4\xa4\n'])).toBeNull();
  });

  it('changelog: the entries of both, each once', () => {
    const found = apply(changelog, 'CHANGELOG.md', ['', lines('- one', '- both'), lines('- both', '- two')]);

    expect(found).toMatchObject({ text: lines('- one', '- both', '- two'), safe: false });
  });

  it('changelog: whole sections stand newest first, and keep their headings', () => {
    const section = (version: string) => lines(`## ${version}`, '', '### Fixed', `- for ${version}`, '');

    const found = apply(changelog, 'CHANGELOG.md', ['', section('1.2.0'), section('1.10.0')]);

    expect(found?.text).toBe(section('1.10.0') + section('1.2.0'));
  });

  it('changelog: sections of one name are not joined, and a program called history is no changelog', () => {
    const section = (entry: string) => lines('### Fixed', `- ${entry}`);

    expect(apply(changelog, 'CHANGELOG.md', ['', section('one'), section('two')])).toBeNull();
    expect(apply(changelog, 'history.py', ['', '- one\n', '- two\n'])).toBeNull();
  });

  it('version: the side that is ahead everywhere', () => {
    expect(apply(version, 'v.ts', ["'1.9.0'\n", "'1.10.0'\n", "'1.9.1'\n"])).toMatchObject({
      text: "'1.10.0'\n",
      safe: false,
    });
    expect(apply(version, 'v.ts', ["'1.0.0'\n", "'2.0.0-rc.1'\n", "'2.0.0'\n"])?.text).toBe("'2.0.0'\n");
    expect(apply(version, 'v.ts', ['', 'a 1.0.0 b 2.0.0\n', 'a 2.0.0 b 1.0.0\n'])).toBeNull();
  });
});

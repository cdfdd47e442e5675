import { describe, expect, it } from 'vitest';
import { rivalNames } from '../../../../src/domain/conflict/facts/rivals.ts';
import { draftOf, lines } from '../tools.ts';

type Row = readonly [path: string, current: string, incoming: string, names: readonly string[]];

const RIVALS: readonly Row[] = [
  ['t.ts', '\tfix?: () => string[];\n', '\tfix?: () => void;\n', ['fix']],
  ['t.ts', lines('\t/** One. */', '\tfix?: A;'), lines('\t/** Other. */', '\tfix?: B;'), ['fix']],
  ['t.ts', lines('function f() {', '  one();', '}'), lines('function f() {', '  two();', '}'), ['f']],
  ['t.ts', 'export const limit = 1;\n', 'export const limit = 2;\n', ['limit']],
  ['t.ts', 'this.limit = 1;\n', 'this.limit = 2;\n', ['this.limit']],
  [
    't.ts',
    lines('  find(id: string) {', '    a();', '  }'),
    lines('  find(id: number) {', '    b();', '  }'),
    ['find'],
  ],
  ['m.py', lines('def four(self):', '    pass'), lines('def four(self, x):', '    return x'), ['four']],
  [
    'm.go',
    lines('func (r *Repo) Find() {', '\ta()', '}'),
    lines('func (r *Repo) Find() {', '\tb()', '}'),
    ['Find'],
  ],
  ['m.go', '\tName string\n', '\tName []byte\n', ['Name']],
  ['M.java', '  private int total = 0;\n', '  private long total = 0;\n', ['total']],
  ['p.json', '  "a": 1,\n', '  "a": 2,\n', ['a']],
  ['p.yaml', 'level: info\n', 'level: debug\n', ['level']],
  ['p.toml', 'level = 1\n', 'level = 2\n', ['level']],
  ['.env', 'B=one\n', 'B=two\n', ['B']],
  ['data.csv', '2,ann\n', '2,bob\n', ['2']],
  ['requirements.txt', 'httpx==1.0\n', 'httpx>=2.0\n', ['httpx']],
  ['hosts', '10.0.0.1 one\n', '10.0.0.1 two\n', ['10.0.0.1']],
  ['README.md', lines('## Usage', '', 'One.'), lines('## Usage', '', 'Two.'), ['## Usage']],
  ['a.css', lines('.a {', '  top: 1px;', '}'), lines('.a {', '  top: 2px;', '}'), ['.a']],
];

const APART: readonly Row[] = [
  ['t.ts', 'one: A;\n', 'other: A;\n', []],
  ['t.ts', 'expect(a).toBe(1);\n', 'expect(b).toBe(2);\n', []],
  [
    't.ts',
    lines("it('a', () => {", '  const x = 1;', '});'),
    lines("it('b', () => {", '  const x = 2;', '});'),
    [],
  ],
  ['t.ts', 'return one;\n', 'return two;\n', []],
  ['t.ts', 'if (one) stop();\n', 'if (two) stop();\n', []],
  ['t.ts', '  limit: 1,\n', '  limit: 1,\n  other: 2,\n', []],
  ['w.yml', lines('  - name: one', '    run: a'), lines('  - name: two', '    run: b'), []],
  ['p.json', lines('  {', '    "name": "a"', '  },'), lines('  {', '    "name": "b"', '  },'), []],
  ['README.md', '- one word\n', '- one thing\n', []],
  ['README.md', 'The first.\n', 'The second.\n', []],
];

describe('two versions of one thing', () => {
  it.each(RIVALS)('are seen in %s: %j beside %j', (path, current, incoming, names) => {
    expect(rivalNames({ path, base: '', current, incoming })).toEqual(names);
    expect(rivalNames({ path, base: '', current: incoming, incoming: current })).toEqual(names);
  });

  it.each(APART)('are not two things in %s: %j beside %j', (path, current, incoming, names) => {
    expect(rivalNames({ path, base: '', current, incoming })).toEqual(names);
  });

  it('are not lines of one instruction, with which others around begin too', () => {
    const hunk = { path: 'Dockerfile', base: '', current: 'RUN one\n', incoming: 'RUN two\n' };

    expect(rivalNames({ ...hunk, before: 'RUN zero\n' })).toEqual([]);
  });

  it('are nothing new where base has the name already', () => {
    expect(rivalNames({ path: 'a.env', base: 'B=0\n', current: 'B=1\n', incoming: 'B=2\n' })).toEqual([]);
  });

  it.each(RIVALS)(
    'are neither resolved nor recommended together in %s: %j beside %j',
    (path, current, incoming) => {
      const around = path.endsWith('.json') ? ['{\n', '  "z": 0\n}\n'] : ['', ''];
      const put = (text: string) => around.join(text);
      const [hunk] = draftOf(path, { base: put(''), current: put(current), incoming: put(incoming) }).hunks;

      expect(hunk).toMatchObject({ level: 'semantic', auto: null, recommended: null, choice: null });
      const both = hunk?.options.find(({ kind }) => kind === 'combine_current_incoming');
      expect(both?.risk).toBe('HIGH');
    },
  );
});

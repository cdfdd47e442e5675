import { describe, expect, it } from 'vitest';
import type { Claim } from '../../../src/domain/double-work/claim.ts';
import { claimsOf } from '../../../src/domain/double-work/claims.ts';
import { doubleClaims, newInTarget, type Tie } from '../../../src/domain/double-work/double-claims.ts';
import { changeOf } from './tools.ts';

const said = (claims: readonly Claim[]) => [...new Set(claims.map(({ kind, what }) => `${kind} ${what}`))];

it.each<readonly [string, string, readonly string[], readonly string[]]>([
  ['a function that is exported', 'a.ts', ['export async function parseDate(', ') {'], ['name parseDate']],
  ['a constant of a file', 'a.ts', ['const LIMIT = 3;'], ['name LIMIT']],
  ['what is nested', 'a.ts', ['  const limit = 3;', '  function inner() {}'], []],
  ['CommonJS', 'a.js', ['exports.parseDate = parseDate;'], ['name parseDate']],
  [
    'Python',
    'a.py',
    ['def parse_date(text):', '    def inner():', 'MAX_AGE = 3'],
    ['name parse_date', 'name MAX_AGE'],
  ],
  ['Go', 'a.go', ['func (s *Store) Load() error {', 'func open() {'], ['name Store.Load', 'name open']],
  ['Rust', 'a.rs', ['pub(crate) async fn parse_date() {', '    fn inner() {}'], ['name parse_date']],
  ['Java', 'A.java', ['public final class ParseDate {'], ['name ParseDate']],
  ['C', 'a.c', ['static int parse_date(const char *s)', '  call(1);'], ['name parse_date']],
  ['Ruby', 'a.rb', ['class ParseDate', '  def self.parse_now'], ['name ParseDate', 'name parse_now']],
  ['entry points', 'a.py', ['def main():', 'def setup():'], []],
  ['a port', 'a.yml', ['  port: 8080', '  - "9090:80"'], ['port port 8080', 'port port 9090']],
  [
    'a port in code',
    'a.js',
    ['app.listen(3100);', 'this.serverPort = 3101;'],
    ['port port 3100', 'port port 3101'],
  ],
  ['words with a port in them', 'a.js', ['import { a } from "2024";', 'report(2024); support = 2024;'], []],
  ['routes', 'a.js', ["router.post('/orders', add);"], ['route route POST /orders']],
  ['routes of decorators', 'a.py', ['@app.route("/orders")'], ['route route /orders']],
  ['a root', 'a.js', ["app.get('/', home);"], []],
  ['keys that say something', 'en.json', ['  "sign_in": "Sign in",', '  "title": "T"'], ['key sign_in']],
  ['settings of the environment', '.env.example', ['API_TOKEN=x'], ['key API_TOKEN']],
  ['members of an enumeration', 'a.ts', ['  Refused = 7,'], ['key Refused', 'value value 7']],
  ['fields of a message', 'a.proto', ['  string name = 7;'], ['value value 7']],
  ['the first values', 'a.ts', ['  None = 0,', '  One = 1,'], ['key None', 'key One']],
  ['tests, for values', 'a.test.js', ['app.listen(3100);'], []],
  ['a text', 'README.md', ['port: 8080'], []],
  ['a lock file', 'package-lock.json', ['  "left-pad": {'], []],
])('%s', (_what, path, added, expected) => {
  expect(said(claimsOf(changeOf('one', { [path]: { added } })))).toEqual(expected);
});

it.each<readonly [string, string, readonly string[]]>([
  ['a migration', 'db/0012_orders.sql', ['number number 0012 in db']],
  ['one with a version', 'db/V12__orders.sql', ['number number 12 in db']],
  ['a decision', 'docs/adr/0007-queues.md', ['number number 0007 in docs/adr']],
  ['a time', 'db/20260105120000_orders/up.sql', ['number number 20260105120000 in db']],
  ['at the top', '0012_orders.sql', ['number number 0012']],
  ['a day', 'posts/2026-01-05-hello.md', []],
  ['a fragment of a changelog', 'news/123.bugfix.md', []],
  ['a name that only has a number', 'src/utf8_decode.c', []],
])('a new file is %s', (_what, path, expected) => {
  expect(said(claimsOf(changeOf('one', { [path]: { added: [], is_new: true } })))).toEqual(expected);
  expect(said(claimsOf(changeOf('one', { [path]: { added: [] } })))).toEqual([]);
});

it.each([
  ['a.c', `${'a*'.repeat(140)}`],
  ['a.go', `func (${'*'.repeat(280)}`],
  ['a.rs', `pub ${'async '.repeat(45)}`],
  ['a.js', `export ${' '.repeat(280)}`],
  ['a.proto', `${'a.'.repeat(190)}`],
  ['a.yml', `  port${' '.repeat(380)}`],
])('a line of %s that no pattern fits takes no longer than others', (path, line) => {
  const change = changeOf('one', { [path]: { added: Array.from({ length: 1_000 }, () => line) } });

  expect(said(claimsOf(change))).toEqual([]);
});

it('what is also taken out is moved: its name is new where it comes to, and nowhere else', () => {
  const line = 'export function parseDate(text) {';
  const moved = changeOf('one', { 'a.ts': { added: [line] }, 'b.ts': { removed: [line] } });

  expect(claimsOf(moved).map(({ unless_known }) => unless_known?.within)).toEqual(['a.ts']);
});

describe('claims of several changes', () => {
  const found = (
    files: Readonly<Record<string, Readonly<Record<string, string>>>>,
    tieOf: (a: string, b: string) => Tie = () => 'apart',
  ) => {
    const claims = Object.entries(files).map(([name, lines]) => {
      const added = Object.entries(lines).map(([path, line]) => [path, { added: [line], is_new: true }]);
      return [name, claimsOf(changeOf(name, Object.fromEntries(added)))] as const;
    });
    return doubleClaims(new Map(claims), tieOf);
  };
  const names = (...args: Parameters<typeof found>) =>
    found(...args).map(({ what, places }) => `${what}: ${places.map(({ by }) => by).join(' ')}`);
  const PARSE = 'export const parseDate = 1;';

  it('collide where they are the same, once for all who claim it', () => {
    expect(names({ one: { 'a.ts': PARSE }, two: { 'b.ts': PARSE }, three: { 'a.ts': PARSE } })).toEqual([
      'parseDate: one two three',
    ]);
  });

  it('of one word are the same where it is no short one', () => {
    const slugify = (text: string) => `export const slugify = ${text};`;

    expect(names({ one: { 'a.ts': slugify('1') }, two: { 'b.ts': slugify('2') } })).toEqual([
      'slugify: one two',
    ]);
  });

  it('of one short word are known by chance in two files, and not in one', () => {
    const RUN = 'export const run = 1;';

    expect(names({ one: { 'a.ts': RUN }, two: { 'b.ts': RUN } })).toEqual([]);
    expect(names({ one: { 'a.ts': RUN }, two: { 'a.ts': RUN } })).toEqual(['run: one two']);
  });

  it('of two languages are two names', () => {
    expect(names({ one: { 'a.ts': PARSE }, two: { 'b.py': 'def parseDate(text):' } })).toEqual([]);
  });

  it.each<readonly [Tie, readonly string[]]>([
    ['stacked', []],
    ['shared', ['parseDate: one two']],
    ['apart', ['parseDate: one two']],
  ])('of changes that are %s', (tie, expected) => {
    expect(names({ one: { 'a.ts': PARSE }, two: { 'b.ts': PARSE } }, () => tie)).toEqual(expected);
  });

  it('that a shared commit brought are made once', () => {
    expect(names({ one: { 'a.ts': PARSE }, two: { 'a.ts': PARSE } }, () => 'shared')).toEqual([]);
  });

  it('to a number collide for two names, and not for one', () => {
    expect(names({ one: { 'db/0012_a.sql': '' }, two: { 'db/0012_b.sql': '' } })).toEqual([
      'number 0012 in db: one two',
    ]);
    expect(names({ one: { 'db/0012_a.sql': '' }, two: { 'db/0012_a.sql': '' } })).toEqual([]);
    expect(names({ one: { 'db/0012_a.sql': '' }, two: { 'other/0012_b.sql': '' } })).toEqual([]);
  });

  it('to what the target has are nothing new', () => {
    const both = found({ one: { 'a.ts': PARSE }, two: { 'b.ts': PARSE } });

    expect(newInTarget(both, new Map([['parseDate', ['c.ts']]]))).toEqual([]);
    expect(newInTarget(both, new Map([['other', ['c.ts']]]))).toEqual(both);
  });
});

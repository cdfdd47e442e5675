import { expect, it } from 'vitest';
import { goneEverywhere, goneUses } from '../../../src/domain/double-work/gone-names.ts';
import { changeOf } from './tools.ts';

type Files = Parameters<typeof changeOf>[1];

const OLD = 'export function formatDate(at) {';
const USE: Files = { 'src/new.js': { added: ['shown = formatDate(1);'] } };

const found = (remover: Files, user: Files) =>
  goneUses([changeOf('one', remover), changeOf('two', user)], () => 'apart').map(
    ({ name, became, removed_by, used_by, paths }) =>
      `${used_by} uses ${name} in ${paths.join(' ')}: ${removed_by}, ${became ?? 'gone'}`,
  );

it.each<readonly [string, Files, Files, readonly string[]]>([
  [
    'a name that is removed',
    { 'old.js': { removed: [OLD] } },
    USE,
    ['two uses formatDate in src/new.js: one, gone'],
  ],
  [
    'a name that is renamed',
    { 'old.js': { removed: [OLD], added: ['export function formatDay(at) {'] } },
    USE,
    ['two uses formatDate in src/new.js: one, formatDay'],
  ],
  [
    'a name that stays with other parameters',
    { 'old.js': { removed: [OLD], added: ['export function formatDate(at, zone) {'] } },
    USE,
    [],
  ],
  ['a name that is moved', { 'old.js': { removed: [OLD] }, 'new.js': { added: [OLD] } }, USE, []],
  [
    'a use that is no new one',
    { 'old.js': { removed: [OLD] } },
    { 'a.js': { removed: ['formatDate(1);'], added: ['formatDate(2);'] } },
    [],
  ],
  [
    'a name that the other declares itself',
    { 'old.js': { removed: [OLD] } },
    { 'a.js': { added: [OLD, 'formatDate(1);'] } },
    [],
  ],
  [
    'a name in another language',
    { 'old.js': { removed: [OLD] } },
    { 'a.py': { added: ['formatDate(1)'] } },
    [],
  ],
  [
    'a name in a comment',
    { 'old.js': { removed: [OLD] } },
    { 'a.js': { added: ['// formatDate goes'] } },
    [],
  ],
  ['a name of one file, used in another', { 'old.js': { removed: ['function formatDate(at) {'] } }, USE, []],
  [
    'a method',
    { 'a.py': { removed: ['    def format_date(self):'] } },
    { 'b.py': { added: ['    shown = at.format_date()'] } },
    ['two uses format_date in b.py: one, gone'],
  ],
  [
    'a method of Go',
    { 'a.go': { removed: ['func (d *Date) ParseDay() {'] } },
    { 'b.go': { added: ['\td.ParseDay()'] } },
    ['two uses ParseDay in b.go: one, gone'],
  ],
  [
    'a method whose name says little',
    { 'a.py': { removed: ['    def close(self):'] } },
    { 'b.py': { added: ['    at.close()'] } },
    [],
  ],
  [
    'a name of one file, used in it',
    { 'old.js': { removed: ['function formatDate(at) {'] } },
    { 'old.js': { added: ['shown = formatDate(1);'] } },
    ['two uses formatDate in old.js: one, gone'],
  ],
])('%s', (_what, remover, user, expected) => {
  expect(found(remover, user)).toEqual(expected);
});

it('a name that is still somewhere in the code of the remover is not gone', () => {
  const uses = goneUses(
    [changeOf('one', { 'old.js': { removed: [OLD] } }), changeOf('two', USE)],
    () => 'apart',
  );

  expect(goneEverywhere(uses, () => ['b.js'])).toEqual([]);
  expect(goneEverywhere(uses, () => ['CHANGELOG.md'])).toEqual(uses);
});

it('what stands on the remover knows what it does', () => {
  expect(
    goneUses([changeOf('one', { 'old.js': { removed: [OLD] } }), changeOf('two', USE)], () => 'stacked'),
  ).toEqual([]);
});

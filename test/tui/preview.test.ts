/** What an option would write, shown where it will stand: the very file, as far as it is decided. */
import { expect, it } from 'vitest';
import type { Conflict, Hunk } from '../../src/domain/conflict/conflict.ts';
import { sampleConflict, sampleHunk, sampleInstant, sampleOption, sampleSha } from '../support/states.ts';
import { screenOf } from './support/looks.ts';
import { deciding } from './support/moments.ts';

const OPTIONS = ['keep_current', 'take_incoming', 'keep_base'] as const;

/** A hunk of one line: `current 0`, `incoming 0`, `base 0`. */
function oneLine(index: number, chosen: Hunk['options'][number]['id'] | null): Hunk {
  const options = OPTIONS.map((kind) =>
    sampleOption(kind, { blob: sampleSha(`${kind}-${index}`), risk: 'LOW' }),
  );
  const choice = chosen === null ? null : { option: chosen, by: 'operator' as const, at: sampleInstant() };
  return sampleHunk(index, { options, choice, recommended: null });
}

const texts = Object.fromEntries(
  [0, 1, 2].flatMap((index) =>
    (['current', 'incoming', 'base'] as const).flatMap((side, at) => [
      [sampleSha(`${side}-${index}`), `${side} ${index}\n`],
      [sampleSha(`${OPTIONS[at]}-${index}`), `${side} ${index}\n`],
    ]),
  ),
);
const run = (...lines: readonly string[]) => ({ count: lines.length, first: lines, last: lines });
const merged = { 'auth#1': [run('above'), run('clean of search'), run('clean of auth'), run('below')] };
const snapshot = { texts, merged };

const asked = (conflict: Partial<Conflict>, more: Parameters<typeof deciding>[0] = {}) =>
  deciding({ conflicts_detected: [sampleConflict('auth', 'src/a.ts', conflict)], ...more });

it('R9: the preview has the choices made in other hunks and what git merged by itself, and marks what is open', () => {
  const hunks = [oneLine(0, 'take_incoming'), oneLine(1, null), oneLine(2, null)];

  const shown = screenOf(asked({ hunks }), { snapshot, columns: 90, rows: 44 });

  expect(shown).toContain(
    [
      ' 1   above',
      ' 2   incoming 0',
      ' 3   clean of search',
      ' 4 C current 1',
      ' 5   clean of auth',
      ' 6 ? current 2',
      ' 7   below',
    ].join('\n'),
  );
  expect(shown).toContain(' C main  I auth  ? still open  (none) both');
});

it('R9: a choice for the whole file is previewed in the whole file', () => {
  const hunks = [oneLine(0, 'keep_current'), oneLine(1, null), oneLine(2, null)];

  const shown = screenOf(asked({ hunks }, { scope: 'file' }), { snapshot, columns: 90, rows: 44 });

  expect(shown).toContain(' 6   current 2');
  expect(shown).not.toContain('still open');
});

it('F34: the legend explains every sign in view', () => {
  const [hunk] = [oneLine(0, null)];
  const options = hunk === undefined ? [] : [...hunk.options].reverse();

  const shown = screenOf(asked({ hunks: [{ ...oneLine(0, null), options }] }), { snapshot });

  expect(shown).toMatch(/^ 2 B base 0$/m);
  expect(shown).toContain(' C main  I auth  B base  (none) both');
});

it('F34: a file that one side deleted is asked about as a file, and only the lines that differ are marked', () => {
  const file = (name: string) => ({ mode: '100644', blob: sampleSha(name), path: 'src/a.ts' });
  const hunk = sampleHunk(0, {
    lines: null,
    texts: { base: sampleSha('before'), current: sampleSha('after'), incoming: null },
    options: [sampleOption('keep_current', { blob: sampleSha('after') })],
  });
  const state = asked({
    kind: 'modify_delete',
    hunks: [hunk],
    sides: { base: file('before'), current: file('after'), incoming: null },
  });
  const seen = {
    snapshot: { texts: { [sampleSha('before')]: 'one\ntwo\n', [sampleSha('after')]: 'one\nTWO\n' } },
  };

  const shown = screenOf(state, seen);

  expect(shown).toMatch(/^ 1 {3}one$/m);
  expect(shown).toMatch(/^ 2 C TWO$/m);
  expect(shown).toContain('conflict 1 of 1 [file]');
  expect(screenOf(state, { ...seen, view: { three_way: true, column: 2 } })).toContain(
    'this side has no such file',
  );
});

it('F6: sides that are no text are shown by kind and size, and the confirmation says what is written', () => {
  const file = (name: string) => ({ mode: '100644', blob: sampleSha(name), path: 'logo.bin' });
  const sides = { base: file('b'), current: file('c'), incoming: null };
  const hunk = sampleHunk(0, {
    lines: null,
    texts: { base: null, current: null, incoming: null },
    options: [sampleOption('keep_current', { blob: sampleSha('c') })],
  });
  const state = asked({ path: 'logo.bin', kind: 'binary', hunks: [hunk], sides });
  const seen = { snapshot: { sizes: { [sampleSha('b')]: 812, [sampleSha('c')]: 34 * 1024 } } };

  const [current, base, incoming] = [0, 1, 2].map((column) =>
    screenOf(state, { ...seen, view: { three_way: true, column } }),
  );

  expect(screenOf(state, seen)).toContain('a binary file of 34 KB');
  expect(current).toContain('a binary file of 34 KB');
  expect(base).toContain('a binary file of 812 bytes');
  expect(incoming).toContain('this side has no such file');
});

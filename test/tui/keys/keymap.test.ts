import { describe, expect, it } from 'vitest';
import { ACTIONS } from '../../../src/tui/actions/all.ts';
import type { Where } from '../../../src/tui/keys/binding.ts';
import { KEYMAP, PLACES } from '../../../src/tui/keys/key-table.ts';
import { actionFor, bindingsAt, keyTable } from '../../../src/tui/keys/keymap.ts';
import { screenOf } from '../support/looks.ts';
import { deciding, planned, red, resumed, TEXTS, testing } from '../support/moments.ts';

const WHERES: readonly Where[] = [...PLACES, 'help', 'leave', 'log', 'effort', 'confirm', 'filter'];

describe('the table of keys', () => {
  it('has a key for every action but typing and numbers, and an action for every key', () => {
    const bound = new Set(KEYMAP.map((binding) => binding.action));
    expect(
      Object.keys(ACTIONS)
        .filter((action) => action !== 'type' && action !== 'pick')
        .toSorted(),
    ).toEqual([...bound].toSorted());
  });

  it('gives no key two meanings in one place', () => {
    for (const where of WHERES) {
      const keys = bindingsAt(where).flatMap((binding) => binding.keys);
      expect(keys.length, where).toBe(new Set(keys).size);
    }
  });

  it('hints at nothing that does not work there', () => {
    for (const binding of KEYMAP)
      for (const where of binding.hint) expect(binding.where, binding.says).toContain(where);
  });

  it('moves with arrows and with vim keys alike', () => {
    for (const where of PLACES) {
      expect(actionFor('j', where)).toBe(actionFor('down', where));
      expect(actionFor('k', where)).toBe(actionFor('up', where));
      expect(actionFor('G', where)).toBe(actionFor('end', where));
      expect(actionFor('ctrl+d', where)).toBe(actionFor('pgdn', where));
    }
  });

  it('has a way out of every place', () => {
    for (const where of WHERES) {
      expect(actionFor('esc', where), where).toBe('back');
      expect(actionFor('ctrl+c', where), where).toBe('interrupt');
    }
  });

  it('takes letters for text where somebody types, and nowhere else', () => {
    expect(actionFor('q', 'filter')).toBe('type');
    expect(actionFor('space', 'help')).toBe('type');
    expect(actionFor('ctrl+x', 'filter')).toBeNull();
    expect(actionFor('Z', 'run')).toBeNull();
  });

  it('is printed for documents with every key in it', () => {
    const table = keyTable();
    for (const binding of KEYMAP) for (const key of binding.keys) expect(table).toContain(`\`${key}\``);
    expect(table.split('\n')).toHaveLength(KEYMAP.length + 2);
  });
});

describe('the hint bar', () => {
  it.each([
    ['plan', planned()],
    ['decide', deciding()],
    ['run', testing()],
    ['gates', red()],
    ['resume', resumed()],
  ] as const)('of %s is made from the table', (where, state) => {
    const bar =
      screenOf(state, { columns: 200, rows: 40, snapshot: { texts: TEXTS } })
        .split('\n')
        .at(-1) ?? '';
    const words = bindingsAt(where)
      .filter((binding) => binding.hint.includes(where))
      .map(({ keys, label }) => `${keys[0]} ${label}`);
    const shown = words.filter((each) => bar.includes(each));
    expect(shown.length).toBeGreaterThan(1);
    expect(
      bar
        .trim()
        .replace(/ {2,}/g, '  ')
        .split('  ')
        .every((part) => words.includes(part.trim())),
    ).toBe(true);
  });
});

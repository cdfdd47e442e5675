import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BranchName, EffortName } from '../../src/domain/shared/ids.ts';
import type { Block } from '../../src/tui/frame/frame.ts';
import { CURSOR_WIDTH, heightOf } from '../../src/tui/frame/frame.ts';
import { type Line, lineText, lineWidth } from '../../src/tui/frame/line.ts';
import { draw } from '../../src/tui/view-model.ts';
import { type Overlay, PINNED_PLACES } from '../../src/tui/view-state.ts';
import { anyState, midConflictState, SAMPLE_STATES, sampleEffort } from '../support/states.ts';
import { lookAt, type Seen, textOf } from './support/looks.ts';

const HOSTILE = [
  '認証と検索の統合',
  '👩‍👩‍👧‍👦👍🏽🇩🇪⚠️',
  '\x1b[31mred\x1b]0;title\x07',
  'a\nb\tc\r',
  '‮reversed​',
  'क्षत्रिय',
  'x'.repeat(300),
  ' ',
  '',
];

/** Returns every line with the width it has to keep. */
function linesOf(blocks: readonly Block[], width: number): readonly (readonly [Line, number])[] {
  return blocks.flatMap((block) => {
    if (block.kind === 'rows') return block.rows.map((row) => [row, width] as const);
    if (block.kind === 'options')
      return block.items.map((item) => [item.line, width - CURSOR_WIDTH] as const);
    return block.columns.flatMap((column) => linesOf(column.blocks, column.width));
  });
}

const overlay: fc.Arbitrary<Overlay | null> = fc.constantFrom<Overlay | null>(
  null,
  null,
  null,
  { kind: 'help', text: '', selected: 3 },
  { kind: 'leave', selected: 1 },
  { kind: 'log', run: '1-unit_tests-baseline' },
  { kind: 'effort' },
  { kind: 'confirm', text: 'write 14 lines', commands: [], question: null },
);

const seen: fc.Arbitrary<Seen> = fc.record({
  columns: fc.integer({ min: 1, max: 220 }),
  rows: fc.integer({ min: 1, max: 80 }),
  log: fc.array(fc.constantFrom(...HOSTILE), { maxLength: 60 }),
  theme: fc.record({ ascii: fc.boolean(), color: fc.boolean(), motion: fc.boolean() }),
  connection: fc.constantFrom('live', 'lost', 'ended'),
  view: fc.record({
    place: fc.constantFrom(null, null, ...PINNED_PLACES),
    overlay,
    three_way: fc.boolean(),
    column: fc.nat(5),
    row: fc.nat(9),
    scroll: fc.record({ text: fc.nat(50), log: fc.nat(50) }),
    filter: fc.constantFrom({ text: '', typing: false }, { text: 'a', typing: true }),
  }),
});

const named = fc.constantFrom(...HOSTILE).map((name) => {
  const state = midConflictState();
  const effort = sampleEffort('api-types', {
    name: name as EffortName,
    branch: name as BranchName,
    subject: name,
    authors: [name],
    status: 'MERGED',
  });
  return {
    ...state,
    efforts_included: [effort, ...state.efforts_included.slice(1)],
    integration_branch: name as BranchName,
  };
});

const state = fc.oneof(fc.constantFrom(...Object.values(SAMPLE_STATES)), anyState(), named);

describe('a frame', () => {
  it('fills the terminal exactly, whatever is looked at', () => {
    fc.assert(
      fc.property(state, seen, (given, how) => {
        const { frame } = draw(lookAt(given, how));
        expect(heightOf(frame.blocks)).toBe(how.rows);
        for (const [each, width] of linesOf(frame.blocks, frame.columns))
          expect(lineWidth(each), lineText(each)).toBeLessThanOrEqual(Math.max(0, width));
      }),
      { numRuns: 400 },
    );
  });

  it('holds nothing that a terminal would take for a command', () => {
    fc.assert(
      fc.property(state, seen, (given, how) => {
        const { frame } = draw(lookAt(given, how));
        const text = linesOf(frame.blocks, frame.columns).map(([each]) => lineText(each));
        expect(text.join('')).not.toMatch(/[\x00-\x1f\x7f-\x9f​‮‍]/);
      }),
      { numRuns: 200 },
    );
  });

  it('is ASCII and nothing else where the locale is not UTF-8', () => {
    fc.assert(
      fc.property(state, seen, (given, how) => {
        const { frame } = draw(lookAt(given, { ...how, theme: { ascii: true } }));
        for (const [each] of linesOf(frame.blocks, frame.columns))
          expect(lineText(each)).toMatch(/^[\x20-\x7e]*$/);
      }),
      { numRuns: 200 },
    );
  });

  it('is drawn on as many rows as the terminal has, header first and keys last', () => {
    for (const given of Object.values(SAMPLE_STATES))
      for (const [columns, rows] of [
        [60, 15],
        [80, 24],
        [120, 36],
        [200, 60],
      ] as const) {
        const rows_drawn = textOf(draw(lookAt(given, { columns, rows, log: ['one', 'two'] })).frame).split(
          '\n',
        );
        expect(rows_drawn).toHaveLength(rows);
        expect(rows_drawn[0]).toMatch(/ \d of \d in/);
        expect(rows_drawn.at(-1)).toContain('? help');
      }
  });
});

/** What a command becomes, and what a run without a person answers. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Command } from '../../../src/domain/integration/command.ts';
import { decide, unattendedChoice } from '../../../src/domain/integration/decide.ts';
import { openQuestion } from '../../../src/domain/integration/open-question.ts';
import type { IntegrationState } from '../../../src/domain/integration/state.ts';
import { transition } from '../../../src/domain/integration/transition.ts';
import type { EffortName } from '../../../src/domain/shared/ids.ts';
import { anyLuck, simulate } from '../../support/simulation.ts';
import {
  finishedState,
  freshState,
  midConflictState,
  plannedState,
  type sampleHunk,
  sampleInstant,
  sampleSettings,
  sampleSha,
  startedState,
} from '../../support/states.ts';

const AT = sampleInstant(1000);
const decided = (state: IntegrationState, command: Command) => {
  const event = decide(state, command, AT);
  return 'refused' in event ? event.refused : event.type;
};
const conflict = midConflictState();
const id = conflict.conflicts_detected[0]?.id;
if (id === undefined) throw new Error('no conflict');
const first = 'api-types' as EffortName;
const nobody = 'nobody' as EffortName;
const question = openQuestion(conflict)?.id ?? '';
const planned = plannedState();
const order = planned.efforts_included.map(({ name }) => name);

describe('a command', () => {
  it.each<[string, IntegrationState, Command, string | RegExp]>([
    [
      'moves the cursor',
      conflict,
      { type: 'highlight', question, choice: 'keep_current' },
      'highlight_moved',
    ],
    [
      'moves it on no other question',
      conflict,
      { type: 'highlight', question: 'start', choice: 'start' },
      'that question is answered already',
    ],
    [
      'moves it to no choice that is not there',
      conflict,
      { type: 'highlight', question, choice: 'guess' },
      'that question is answered already',
    ],
    ['takes the highlighted choice', conflict, { type: 'choose', question }, 'choice_made'],
    [
      'takes a named choice',
      conflict,
      { type: 'choose_named', question, choice: 'take_incoming' },
      'choice_made',
    ],
    [
      'takes none that is not offered',
      conflict,
      { type: 'choose_named', question, choice: 'guess' },
      /^there is no choice guess; there are /,
    ],
    [
      'answers nothing that is not asked',
      startedState(),
      { type: 'choose', question },
      'there is no open question',
    ],
    ['sets how far a choice reaches', conflict, { type: 'set_scope', scope: 'effort' }, 'scope_changed'],
    [
      'sets it for conflicts only',
      planned,
      { type: 'set_scope', scope: 'effort' },
      'only a conflict has a scope',
    ],
    ['changes the order', planned, { type: 'reorder', order }, 'efforts_reordered'],
    [
      'changes it before the start only',
      startedState(),
      { type: 'reorder', order },
      'the order can be changed before the start only',
    ],
    ['leaves an effort out', planned, { type: 'exclude', effort: first, excluded: true }, 'effort_excluded'],
    [
      'excludes nobody who is not there',
      planned,
      { type: 'exclude', effort: nobody, excluded: true },
      'there is no effort nobody',
    ],
    ['looks at the branches again', planned, { type: 'plan_again' }, 'plan_requested'],
    [
      'looks again before the start only',
      startedState(),
      { type: 'plan_again' },
      'the plan is made again before the start only',
    ],
    [
      'tries an option',
      conflict,
      { type: 'try_option', conflict: id, hunk: 1, option: 'keep_current' },
      'trial_requested',
    ],
    [
      'tries no option that is not there',
      conflict,
      { type: 'try_option', conflict: id, hunk: 1, option: 'guess' },
      'there is no such option',
    ],
    [
      'tries nothing without a gate',
      midConflictState({ settings: sampleSettings({ gates: [] }) }),
      { type: 'try_option', conflict: id, hunk: 1, option: 'keep_current' },
      'no gate is configured',
    ],
    [
      'takes an edited file',
      midConflictState({ editing: { conflict: id, file: '/edits/a', done: false, refused: null } }),
      { type: 'edit_done' },
      'edit_done',
    ],
    ['takes no file that is not there', conflict, { type: 'edit_done' }, 'no file is being edited'],
    ['holds an effort', conflict, { type: 'hold_effort', effort: first }, 'effort_held'],
    [
      'holds none while a roll back is asked about',
      midConflictState({ rollback_offer: { to: sampleSha('base'), before: 'start' } }),
      { type: 'hold_effort', effort: first },
      'answer first whether to roll back',
    ],
    ['asks whether to roll back', conflict, { type: 'roll_back', to: null }, 'rollback_asked'],
    ['rolls nothing back that has landed', finishedState(), { type: 'roll_back', to: null }, /git revert/],
    [
      'rolls nothing back before there is something',
      freshState(),
      { type: 'roll_back', to: null },
      'nothing was merged yet',
    ],
    ['pauses', conflict, { type: 'pause' }, 'paused'],
    ['pauses nothing that is over', finishedState(), { type: 'pause' }, 'the integration is finished'],
    ['goes on', midConflictState({ paused: true }), { type: 'go_on' }, 'went_on'],
    ['goes on only where it is paused', conflict, { type: 'go_on' }, 'it is not paused'],
    [
      'tries again what failed',
      startedState({ trouble: { action: 'x', message: 'y', remedy: 'z' } }),
      { type: 'retry' },
      'retry_requested',
    ],
    ['tries nothing again that did not fail', startedState(), { type: 'retry' }, 'nothing failed'],
  ])('%s', (_title, state, command, expected) => {
    if (typeof expected === 'string') expect(decided(state, command)).toBe(expected);
    else expect(decided(state, command)).toMatch(expected);
  });

  it('carries its time and its author', () => {
    expect(
      decide(conflict, { type: 'choose_named', question, choice: 'keep_current' }, AT, null, 'headless'),
    ).toEqual({
      type: 'choice_made',
      question,
      choice: 'keep_current',
      by: 'headless',
      at: AT,
    });
  });
});

describe('a run without a person', () => {
  const withHunk = (change: Partial<ReturnType<typeof sampleHunk>>): IntegrationState => ({
    ...conflict,
    conflicts_detected: conflict.conflicts_detected.map((met) => ({
      ...met,
      hunks: met.hunks.map((hunk) => ({ ...hunk, ...change })),
    })),
  });
  const chosen = (state: IntegrationState) => unattendedChoice(state)?.choice ?? null;
  const recommended = { option: 'keep_current', because: 'a fact' };

  it('starts, and takes what is recommended', () => {
    expect(chosen(planned)).toBe('start');
    expect(chosen(withHunk({ choice: null, recommended, level: 'line' }))).toBe('keep_current');
  });

  it('holds, and never guesses, where nothing is recommended or where it is about what lines mean', () => {
    expect(chosen(withHunk({ choice: null, recommended: null, level: 'line' }))).toBe('hold_effort');
    expect(chosen(withHunk({ choice: null, recommended, level: 'semantic' }))).toBe('hold_effort');
  });

  it('leaves to a person what only a person can answer', () => {
    expect(chosen(startedState({ trouble: { action: 'x', message: 'y', remedy: 'z' } }))).toBeNull();
    expect(
      chosen(midConflictState({ rollback_offer: { to: sampleSha('base'), before: 'start' } })),
    ).toBeNull();
    expect(
      chosen(midConflictState({ editing: { conflict: id, file: '/edits/a', done: false, refused: null } })),
    ).toBeNull();
    expect(chosen(startedState())).toBeNull();
  });

  it('only ever takes a choice that is open, and is never refused', () => {
    fc.assert(
      fc.property(anyLuck, (pick) => {
        for (const { after: state } of simulate(freshState(), pick, { most: 120, meddling: true })) {
          const choice = unattendedChoice(state);
          if (choice === null) continue;
          const event = decide(state, { type: 'choose_named', ...choice }, AT, null, 'headless');
          expect('refused' in event ? event.refused : null).toBeNull();
          if (!('refused' in event)) expect(transition(state, event)).not.toEqual(state);
        }
      }),
      { numRuns: 60 },
    );
  });
});

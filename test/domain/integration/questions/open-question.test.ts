/** What all questions have in common: their order, their names, and what is recorded of them. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide } from '../../../../src/domain/integration/decide.ts';
import { nextActions } from '../../../../src/domain/integration/next-actions.ts';
import { ASKINGS, openQuestion, shownQuestion } from '../../../../src/domain/integration/open-question.ts';
import { choiceId } from '../../../../src/domain/integration/question.ts';
import { QUESTION_KINDS, questionId } from '../../../../src/domain/integration/question-id.ts';
import { transition } from '../../../../src/domain/integration/transition.ts';
import type { ConflictId, EffortName } from '../../../../src/domain/shared/ids.ts';
import {
  mergedEffort,
  midConflictState,
  sampleConflict,
  sampleEffort,
  sampleInstant,
  sampleSha,
  startedState,
} from '../../../support/states.ts';

describe('questions', () => {
  it('are put in order of urgency, each kind once', () => {
    expect(ASKINGS.map(({ kind }) => kind)).toEqual([
      'letter',
      'trouble',
      'resume',
      'roll_back',
      'foreign_commits',
      'held',
      'start',
      'gate_cut_off',
      'edit',
      'loss',
      'oversize',
      'conflict',
      'red_gate',
      'land',
    ]);
  });

  it('come one at a time: the more urgent one first, and the other after it', () => {
    const tip = sampleSha('tip');
    const losses = [{ path: 'src/a.ts', side: 'current', lines: 2, examples: ['keep(me);'] }] as const;
    const state = startedState({
      integration_tip: tip,
      efforts_included: [mergedEffort('one', 60, { losses }), sampleEffort('two')],
      trouble: { action: 'merge_effort', message: 'The disk is full', remedy: 'Free some space' },
      rollback_offer: { to: tip, before: 'two' },
    });

    expect(openQuestion(state)?.kind).toBe('trouble');
    expect(openQuestion({ ...state, trouble: null })?.kind).toBe('roll_back');
    expect(openQuestion({ ...state, trouble: null, rollback_offer: null })?.kind).toBe('loss');
  });

  it('wait while the session is paused, but for resuming and rolling back', () => {
    const asked = ASKINGS.filter(({ also }) => also.paused).map(({ kind }) => kind);

    expect(asked).toEqual(['resume', 'roll_back', 'held']);
    expect(openQuestion(midConflictState({ paused: true }))).toBeNull();
  });

  it('can be answered in a pause, after which nothing starts before its end', () => {
    const state = midConflictState({ paused: true });
    const question = shownQuestion(state);
    const decided = decide(
      state,
      { type: 'choose_named', question: question?.id ?? '', choice: 'keep_current' },
      sampleInstant(),
    );
    if ('refused' in decided) throw new Error(decided.refused);
    const after = transition(state, decided);

    expect(question?.id).toBe(openQuestion({ ...state, paused: false })?.id);
    expect(after.decisions.at(-1)).toMatchObject({ choice: 'keep_current' });
    expect([shownQuestion(after), after.paused, nextActions(after)]).toEqual([null, true, []]);
    expect(nextActions({ ...after, paused: false })[0]).toMatchObject({ type: 'resolve_conflict' });
  });

  it('have ids that no shell takes for anything else, and that change with what they are about', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...QUESTION_KINDS),
        fc.array(fc.string({ unit: 'binary' }), { minLength: 1 }),
        (kind, about) => {
          expect(questionId(kind, ...about)).toMatch(/^[a-z_]+-[0-9a-f]{8}$/);
          expect(questionId(kind, ...about, 'more')).not.toBe(questionId(kind, ...about));
        },
      ),
    );
  });
});

describe('a decision', () => {
  it('says what kind of question it answers, and about which conflict', () => {
    const state = midConflictState();
    const question = openQuestion(state);
    if (question === null) throw new Error('nothing is asked');
    const { decisions } = transition(state, {
      type: 'choice_made',
      question: question.id,
      choice: choiceId('keep_current'),
      by: 'operator',
      client: { program: 'tui', pid: 4711, terminal: '/dev/pts/3' },
      at: sampleInstant(900),
    });

    expect(decisions.at(-1)).toEqual({
      at: sampleInstant(900),
      question: question.id,
      kind: 'conflict',
      conflict: question.conflict,
      choice: 'keep_current',
      by: 'operator',
      client: { program: 'tui', pid: 4711, terminal: '/dev/pts/3' },
      about: 'src/controller.ts, hunk 2',
    });
  });

  it.each([
    ['conflict', ['edit', 'stop'], ['keep_current', 'defer', 'hold_effort', 'return_to_author']],
    ['red_gate', ['retry', 'shell', 'stop'], ['hold_effort', 'accept', 'not_the_gate']],
    ['loss', ['stop'], ['hold_effort', 'return_to_author', 'accept']],
    ['land', ['retry'], ['land', 'accept', 'hold']],
    ['roll_back', ['stay'], ['roll_back']],
    ['foreign_commits', ['stop'], ['keep', 'leave_out']],
    ['gate_cut_off', ['stop', 'retry'], ['hold_effort']],
    ['held', ['show', 'supersede'], ['land']],
    ['resume', ['continue', 'look', 'roll_back', 'supersede'], ['take_gates']],
  ] as const)('on %s is none for %j and one for %j', (kind, not, recorded) => {
    const asking = ASKINGS.find((each) => each.kind === kind);

    expect(not.map((choice) => asking?.records(choiceId(choice)))).toEqual(not.map(() => false));
    expect(recorded.map((choice) => asking?.records(choiceId(choice)))).toEqual(recorded.map(() => true));
  });
});

it('keeps the trials of an effort whose name begins like that of one that is held', () => {
  const trial = (conflict: string) => ({
    conflict: conflict as ConflictId,
    hunk: 0,
    option: 'keep_current',
  });
  const state = startedState({
    efforts_included: [sampleEffort('fix', { status: 'MERGING' }), sampleEffort('fix#1')],
    conflicts_detected: [
      sampleConflict('fix', 'src/a.ts'),
      sampleConflict('fix#1', 'src/b.ts', { id: 'fix#1#1' as ConflictId }),
    ],
    trials: [trial('fix#1'), trial('fix#1#1')],
  });

  const held = transition(state, {
    type: 'effort_held',
    effort: 'fix' as EffortName,
    because: 'asked for',
    at: sampleInstant(90),
  });

  expect(held.trials).toEqual([trial('fix#1#1')]);
});

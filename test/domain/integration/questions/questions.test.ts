/** Every question: when it is asked, what it offers, and what each answer does. */

import { describe, expect, it } from 'vitest';
import type { TestTally } from '../../../../src/domain/gate/gate.ts';
import { unattendedChoice } from '../../../../src/domain/integration/decide.ts';
import { hold } from '../../../../src/domain/integration/events/holding.ts';
import { nextActions } from '../../../../src/domain/integration/next-actions.ts';
import { answerQuestion, openQuestion } from '../../../../src/domain/integration/open-question.ts';
import { choiceId, type Question } from '../../../../src/domain/integration/question.ts';
import { factWords } from '../../../../src/domain/integration/question-fact.ts';
import { questionId } from '../../../../src/domain/integration/question-id.ts';
import { nextEffort } from '../../../../src/domain/integration/selectors/next-effort.ts';
import type { IntegrationState } from '../../../../src/domain/integration/state.ts';
import { readinessOf } from '../../../../src/domain/integration/summary/readiness.ts';
import { transition } from '../../../../src/domain/integration/transition.ts';
import type { ConflictId, EffortName } from '../../../../src/domain/shared/ids.ts';
import {
  finishedState,
  flatEffort,
  freshState,
  mergedEffort,
  midConflictState,
  plannedState,
  sampleEffort,
  sampleGate,
  sampleHunk,
  sampleInstant,
  sampleRun,
  sampleSettings,
  sampleSha,
  sampleTally,
  startedState,
} from '../../../support/states.ts';

function asked(state: IntegrationState): Question {
  const question = openQuestion(state);
  if (question === null) throw new Error('nothing is asked');
  return question;
}

/** Returns the state after a choice, as the machine does it. */
function chose(
  state: IntegrationState,
  choice: string,
  by: 'operator' | 'headless' = 'operator',
): IntegrationState {
  return transition(state, {
    type: 'choice_made',
    question: asked(state).id,
    choice: choiceId(choice),
    by,
    at: sampleInstant(1000),
  });
}

const facts = (state: IntegrationState) => asked(state).facts.map(factWords);
const choices = (state: IntegrationState) =>
  asked(state).choices.map(({ id, disabled }) => (disabled === null ? id : `(${id})`));
const statuses = (state: IntegrationState) =>
  Object.fromEntries(state.efforts_included.map(({ name, status }) => [name, status]));
const BASE = sampleSha('base');

/** One effort merged and red, with one that depends on it to come. */
function redState(): IntegrationState {
  const one = mergedEffort('one', 60, { restore_point: BASE });
  const run = sampleRun(
    1,
    'unit',
    { kind: 'effort', effort: one.name },
    {
      commit: flatEffort(one).merge_commit,
      verdict: 'failed',
      because: '2 of 42 tests failed',
      tests: sampleTally(42, { passed: 40, failed: 2, failing: ['retries three times', 'gives up at last'] }),
      workspace: '/slots/1',
    },
  );
  return startedState({
    integration_tip: flatEffort(one).merge_commit,
    settings: sampleSettings({ gates: [sampleGate('unit', { retries: 0 })], baseline: false }),
    efforts_included: [one, sampleEffort('two', { dependencies: [one.name] })],
    gate_runs: [run],
  });
}

it('asks nothing while it works', () => {
  expect(openQuestion(freshState())).toBeNull();
  expect(openQuestion(startedState())).toBeNull();
});

it('changes nothing by an answer to another question than the open one', () => {
  const state = plannedState();
  const event = {
    type: 'choice_made',
    question: questionId('start', 'others'),
    choice: choiceId('start'),
    by: 'operator',
    at: sampleInstant(),
  } as const;
  expect(answerQuestion(state, event)).toBe(state);
});

describe('start', () => {
  it('is asked when the plan is made, with its forecast', () => {
    const question = asked(plannedState({ settings: sampleSettings({ gates: [] }) }));
    expect(question.kind).toBe('start');
    expect(question.facts.map(factWords).join('\n')).toMatch(
      /1 decision in this order, 2 in the order given[\s\S]*no gate is configured/,
    );
  });

  it('starts, or looks again', () => {
    expect(chose(plannedState(), 'start')).toMatchObject({
      stage: 'INTEGRATING',
      integration_started: sampleInstant(1000),
    });
    expect(chose(plannedState(), 'plan_again').stage).toBe('PLANNING');
  });

  it('cannot be started with nobody in it', () => {
    const state = plannedState({ efforts_included: [sampleEffort('one', { excluded: true })] });
    expect(choices(state)).toEqual(['(start)', 'plan_again']);
  });

  it('is another question once an effort is excluded, so that an Enter does not start what was not read', () => {
    const [first, ...rest] = plannedState().efforts_included;
    if (first === undefined) throw new Error('no effort');
    const fewer = plannedState({ efforts_included: [{ ...first, excluded: true }, ...rest] });
    expect(asked(fewer).id).not.toBe(asked(plannedState()).id);
  });
});

describe('a conflict', () => {
  const state = midConflictState();

  it('is asked about hunk by hunk, with worked options first and the ways around them after', () => {
    const question = asked(state);
    expect(question).toMatchObject({ kind: 'conflict', hunk: 1 });
    expect(choices(state).slice(-5)).toEqual(['edit', '(defer)', 'hold_effort', 'return_to_author', 'stop']);
    expect(question.choices.length).toBeGreaterThanOrEqual(8);
  });

  it('recommends what the hunk recommends, and nothing where no fact supports anything', () => {
    const bare = {
      ...state,
      conflicts_detected: state.conflicts_detected.map((met) => ({
        ...met,
        hunks: met.hunks.map((hunk) => ({ ...hunk, recommended: null })),
      })),
    };
    expect(asked(state).recommended).not.toBeNull();
    expect(asked(bare).recommended).toBeNull();
  });

  it('records a choice with its author, also that of a run without a person', () => {
    for (const by of ['operator', 'headless'] as const) {
      const next = chose(state, 'keep_current', by);
      expect(next.conflicts_detected[0]?.hunks[1]?.choice).toEqual({
        option: 'keep_current',
        by,
        at: sampleInstant(1000),
      });
      expect(next.decisions.at(-1)).toMatchObject({ choice: 'keep_current', by });
      expect(openQuestion(next)).toBeNull();
    }
  });

  it('takes a choice for every open hunk of the file or of the effort that has it, and asks hunk by hunk again', () => {
    const met = state.conflicts_detected[0];
    if (met === undefined) throw new Error('no conflict');
    const open = (index: number) => sampleHunk(index);
    const conflicts = [
      { ...met, hunks: [open(0), open(1)] },
      {
        ...met,
        id: `${met.effort}#9` as ConflictId,
        path: 'src/other.ts',
        hunks: [open(0), { ...open(1), options: open(1).options.filter(({ id }) => id !== 'keep_current') }],
      },
    ];
    const taken = (scope: IntegrationState['scope']) =>
      chose({ ...state, conflicts_detected: conflicts, scope }, 'keep_current').conflicts_detected.map(
        ({ hunks }) => hunks.map(({ choice }) => choice !== null),
      );
    expect(taken('hunk')).toEqual([
      [true, false],
      [false, false],
    ]);
    expect(taken('file')).toEqual([
      [true, true],
      [false, false],
    ]);
    expect(taken('effort')).toEqual([
      [true, true],
      [true, false],
    ]);
    expect(chose({ ...state, scope: 'file' }, 'keep_current').scope).toBe('hunk');
  });

  it('opens the editor, holds or returns it with all that depends on it, or stops', () => {
    expect(chose(state, 'edit').editing).toEqual({
      conflict: asked(state).conflict,
      file: null,
      done: false,
      refused: null,
    });
    expect(statuses(chose(state, 'hold_effort'))).toMatchObject({
      [String(asked(state).effort)]: 'HELD',
      webhooks: 'HELD',
    });
    expect(flatEffort(chose(state, 'return_to_author').efforts_included[1])?.held_as).toBe('HANDED_BACK');
    expect(chose(state, 'return_to_author').decisions.at(-1)).toMatchObject({
      choice: 'return_to_author',
      by: 'operator',
    });
    expect(chose(state, 'stop')).toMatchObject({ paused: true });
  });

  it('can be deferred while another effort can go first: it comes last then, with what needs it', () => {
    const free = sampleEffort('free');
    const tried = { conflict: `${asked(state).conflict}` as ConflictId, hunk: 1, option: 'keep_current' };
    const crowded = { ...state, efforts_included: [...state.efforts_included, free], trials: [tried] };
    const last = chose(crowded, 'defer');

    expect(last.efforts_included.map(({ name }) => name).slice(-3)).toEqual([
      'free',
      'controller',
      'webhooks',
    ]);
    expect(last.efforts_included.at(-2)).toMatchObject({ status: 'PENDING', deferred: true });
    expect(last).toMatchObject({ conflicts_detected: [], trials: [] });
    expect(last.decisions.at(-1)).toMatchObject({ choice: 'defer', by: 'operator' });
    expect(nextEffort(last)?.name).toBe('free');
    for (const change of [
      { deferred: true },
      { excluded: true },
      { dependencies: ['controller' as EffortName] },
    ])
      expect(
        choices({ ...state, efforts_included: [...state.efforts_included, { ...free, ...change }] }),
      ).toContain('(defer)');
  });

  it('is met again when what was held is included again, with what was held because of it and nothing else', () => {
    const held = hold(chose(state, 'hold_effort'), 'api-types' as EffortName, 'HANDED_BACK', 'asked for');
    const back = transition(held, {
      type: 'effort_included_again',
      effort: 'controller' as EffortName,
      at: sampleInstant(2000),
    });

    expect(statuses(held)).toMatchObject({ 'api-types': 'HELD', controller: 'HELD', webhooks: 'HELD' });
    expect(statuses(back)).toMatchObject({ 'api-types': 'HELD', controller: 'PENDING', webhooks: 'PENDING' });
    expect(back.efforts_included[1]).toMatchObject({ status: 'PENDING', clashes_with: null });
    expect(back.decisions.at(-1)).toMatchObject({ choice: 'include_again', about: 'controller' });
  });

  it('comes back alone when what depends on its effort is held for a reason of its own', () => {
    const held = chose(hold(state, 'webhooks' as EffortName, 'HANDED_BACK', 'it is red'), 'hold_effort');
    const at = sampleInstant(2000);
    const back = transition(held, { type: 'effort_included_again', effort: 'controller' as EffortName, at });

    expect(statuses(back)).toMatchObject({ controller: 'PENDING', webhooks: 'HELD' });
    expect(flatEffort(back.efforts_included.find(({ name }) => name === 'webhooks'))?.held_because).toBe(
      'it is red',
    );
  });

  const NO_TEXTS = { base: null, current: null, incoming: null };
  it.each([
    ['can be edited where its file is decided as a whole', 'content', null, 'edit'],
    ['cannot be edited where its file is too large for that', 'content', NO_TEXTS, '(edit)'],
    ['cannot be edited where it is not about lines', 'mode', null, '(edit)'],
  ] as const)('%s', (_, kind, texts, way) => {
    const whole = {
      ...state,
      conflicts_detected: state.conflicts_detected.map((met) => ({
        ...met,
        kind,
        hunks: met.hunks.map((hunk) => ({ ...hunk, lines: null, texts: texts ?? hunk.texts })),
      })),
    };
    expect(choices(whole)).toContain(way);
  });

  it('is another question when the branch stands elsewhere', () => {
    expect(asked({ ...state, integration_tip: sampleSha('elsewhere') }).id).not.toBe(asked(state).id);
  });
});

describe('an open editor', () => {
  const met = midConflictState().conflicts_detected[0];
  const editing = {
    conflict: met?.id as ConflictId,
    file: '/edits/controller.ts',
    done: false,
    refused: '2 conflict markers left in it',
  };
  const state = midConflictState({ editing });

  it('is asked about once the file is there, with why it was not taken', () => {
    expect(openQuestion({ ...state, editing: { ...editing, file: null } })).toBeNull();
    expect(openQuestion({ ...state, editing: { ...editing, done: true } })).toBeNull();
    expect(facts(state).join('\n')).toMatch(/\/edits\/controller\.ts[\s\S]*not taken: 2 conflict markers/);
  });

  it('opens it again, takes the file, or goes back to the options', () => {
    expect(chose(state, 'open').editing).toEqual(editing);
    expect(chose(state, 'done').editing).toEqual({ ...editing, done: true, refused: null });
    expect(chose(state, 'give_up').editing).toBeNull();
  });
});

describe('an effort over the limit', () => {
  const large = sampleEffort('large', {
    size: {
      added: 900,
      removed: 100,
      files: 2,
      uncounted: 0,
      by_directory: [
        { directory: 'src', lines: 700 },
        { directory: 'docs', lines: 300 },
      ],
      by_commit: [],
    },
  });
  const state = startedState({
    integration_tip: BASE,
    efforts_included: [large, sampleEffort('next', { dependencies: ['large' as EffortName] })],
  });

  it('is asked about before it is merged, with a split', () => {
    expect(asked(state)).toMatchObject({ kind: 'oversize', effort: 'large' });
    expect(facts(state)).toContain('proposed part 1: src (700 lines)');
  });

  it('is taken whole, held or returned to its author, and that is recorded', () => {
    expect(chose(state, 'accept').efforts_included[0]).toMatchObject({
      oversize_accepted: true,
      status: 'PENDING',
    });
    expect(openQuestion(chose(state, 'accept'))).toBeNull();
    expect(statuses(chose(state, 'hold_effort'))).toEqual({ large: 'HELD', next: 'HELD' });
    expect(flatEffort(chose(state, 'return_to_author').efforts_included[0])?.held_as).toBe('HANDED_BACK');
    for (const choice of ['accept', 'hold_effort', 'return_to_author'])
      expect(chose(state, choice).decisions.at(-1)).toMatchObject({ choice });
  });
});

describe('a red gate', () => {
  const state = redState();
  const run = state.gate_runs.at(-1);

  it('is asked about with the effort that it was red with', () => {
    expect(asked(state)).toMatchObject({ kind: 'red_gate', effort: 'one', gate_run: run?.id });
    expect(asked(state).recommended?.choice).toBe('hold_effort');
    expect(facts(state)).toContain('failing: retries three times');
  });

  it('runs again, is accepted by name, takes the effort out, or stops', () => {
    const answered = (choice: string) => chose(state, choice).gate_runs.find(({ id }) => id === run?.id);
    expect(answered('retry')?.retried).toBe(true);
    expect(answered('accept')?.accepted).toEqual({ at: sampleInstant(1000), reason: 'accepted by operator' });
    expect(chose(state, 'hold_effort')).toMatchObject({ take_back_to: { then: 'integrate' } });
    expect(statuses(chose(state, 'hold_effort'))).toEqual({ one: 'HELD', two: 'HELD' });
    expect(chose(state, 'stop').paused).toBe(true);
    expect(chose(state, 'shell').gate_runs).toEqual(state.gate_runs);
  });

  it('cannot be looked at where it did not run, and nobody can be held while it is not known who broke the final tree', () => {
    const tip = sampleSha('tip');
    const final = startedState({
      stage: 'VALIDATING',
      integration_tip: tip,
      settings: sampleSettings({
        gates: [sampleGate('unit', { when: 'final', retries: 0 })],
        baseline: false,
      }),
      efforts_included: [mergedEffort('one', 1), mergedEffort('two', 2), mergedEffort('three', 3)],
      gate_runs: [
        sampleRun(
          1,
          'unit',
          { kind: 'final' },
          { commit: tip, verdict: 'failed', because: 'red', workspace: null },
        ),
      ],
    });
    expect(choices(final)).toEqual(['retry', '(hold_effort)', '(shell)', 'accept', 'stop']);
    expect(asked(final).recommended).toBeNull();
  });
});

describe('landing', () => {
  const tip = sampleSha('tip');
  const ready = (
    verdict: 'passed' | 'failed' | 'pre_existing',
    tests: TestTally | null = null,
    mode: 'auto' | 'fast_forward' = 'auto',
  ) =>
    startedState({
      stage: 'LANDING',
      in_flight: [],
      integration_tip: tip,
      settings: sampleSettings({ gates: [sampleGate('unit')], landing: { mode, control_files: 'inform' } }),
      efforts_included: [mergedEffort('one', 1)],
      gate_runs: [sampleRun(1, 'unit', { kind: 'final' }, { commit: tip, verdict, because: verdict, tests })],
    });

  it('is recommended when everything is green, and cannot be chosen when something is not', () => {
    expect(choices(ready('passed'))).toEqual(['land', 'hold']);
    expect(asked(ready('passed')).recommended?.choice).toBe('land');
    expect(choices(ready('failed'))).toEqual(['(land)', 'hold']);
    expect(facts(ready('failed'))).toContain('not landed: unit is not green: failed');
  });

  it('says beforehand that the target is checked out, and what an answer leads to', () => {
    const survey = {
      commit: tip,
      cycles: { known: true, value: [] },
      broken_exports: { known: true, value: [] },
      migration_note: null,
      documentation: { changed: [], code_changed: 0 },
      hindrance: { because: 'main is checked out in /w', in_the_way: ['a.ts'] },
      markers: [],
      tests_gone: [],
      changed_tests: [],
      rewritten: [],
    } as const;
    const state = { ...ready('passed'), survey };
    expect(facts(state).slice(0, 2)).toEqual([
      'main is checked out in /w',
      'in the way there, not committed: a.ts; commit, stash or move that first, or git refuses the command',
    ]);
    const detail = (of: IntegrationState) => asked(of).choices.find(({ id }) => id === 'land')?.detail;
    expect(detail(state)).toBe(
      'main is checked out: you get the one command that moves it to exactly the tree that was tested',
    );
    expect(detail(ready('passed'))).toBe('main moves forward to exactly the tree that was tested');
  });

  it('is not recommended on the word of a gate that fails everywhere and names no test', () => {
    expect(asked(ready('pre_existing')).recommended).toEqual({
      choice: 'hold',
      because: 'unit fails on main too and does not say what fails, so nothing shows that it is the same',
    });
    expect(choices(ready('pre_existing'))).toEqual(['accept', 'hold', 'retry']);
    const named = ready('pre_existing', sampleTally(3, { passed: 2, failed: 1 }));
    expect(asked(named).recommended).toBeNull();
    expect(choices(named)).toEqual(['land', 'hold']);
    expect(unattendedChoice(named)?.choice).toBe('land');
    expect(unattendedChoice(ready('pre_existing'))).toBeNull();
  });

  it.each(['auto', 'fast_forward'] as const)(
    'on the word of such a gate is asked about in mode %s',
    (mode) => {
      const state = ready('pre_existing', null, mode);

      expect(asked(state).kind).toBe('land');
      expect(nextActions(state)).toEqual([]);

      const accepted = chose(state, 'accept');
      expect(accepted.landing_choice).toBe('land');
      expect(accepted.gate_runs[0]?.accepted?.reason).toBe('accepted by operator: it fails on main too');
      expect(accepted.decisions.at(-1)).toMatchObject({
        choice: 'accept',
        about: asked(state).recommended?.because,
      });
      expect(nextActions(accepted)).toEqual([{ type: 'land', commit: tip }]);
      expect(readinessOf(accepted).status).toBe('Conditional');

      expect(chose(state, 'retry')).toMatchObject({ stage: 'VALIDATING', landing_choice: null });
      expect(chose(state, 'hold').landing_choice).toBe('hold');
    },
  );

  it('is asked once, and in mode auto only', () => {
    expect(chose(ready('passed'), 'land').landing_choice).toBe('land');
    expect(chose(ready('passed'), 'hold').landing_choice).toBe('hold');
    expect(openQuestion(chose(ready('passed'), 'hold'))).toBeNull();
    const held = ready('passed');
    expect(
      openQuestion({
        ...held,
        settings: { ...held.settings, landing: { mode: 'hold', control_files: 'inform' } },
      }),
    ).toBeNull();
  });
});

describe('rolling back', () => {
  const to = sampleSha('before-two');
  const merged = [
    mergedEffort('one', 1, { restore_point: BASE }),
    mergedEffort('two', 2, { restore_point: to }),
    mergedEffort('three', 3),
  ];
  const state = finishedState({
    outcome: 'HELD_FOR_REVIEW',
    landed_commit: null,
    landing_command: 'git merge',
    efforts_included: merged,
    rollback_offer: { to, before: 'two' },
  });

  it('says what is taken back, even when everything is over, and recommends nothing', () => {
    expect(asked(state)).toMatchObject({ kind: 'roll_back', recommended: null });
    expect(facts(state)[0]).toBe('takes back 2 merges (two, three)');
  });

  it('goes back to the point and waits there, or all the way and ends, or stays', () => {
    expect(chose(state, 'roll_back')).toMatchObject({
      stage: 'INTEGRATING',
      end: null,
      take_back_to: { commit: to, then: 'stop' },
    });
    const all = { ...state, rollback_offer: { to: BASE, before: 'start' } };
    expect(chose(all, 'roll_back').take_back_to).toMatchObject({ commit: BASE, then: 'roll_back' });
    expect(chose(state, 'stay')).toMatchObject({
      end: { outcome: 'HELD_FOR_REVIEW' },
      rollback_offer: null,
      take_back_to: null,
    });
  });

  it('does nothing to a point that the branch has left meanwhile', () => {
    const gone = { ...state, rollback_offer: { to: sampleSha('gone'), before: 'two' } };
    expect(chose(gone, 'roll_back')).toMatchObject({
      end: { outcome: 'HELD_FOR_REVIEW' },
      take_back_to: null,
    });
  });
});

describe('taking up again', () => {
  const offer = { last_sign_of_life: sampleInstant(400), gates_now: null };
  const state = midConflictState({ resume_offer: offer, paused: true });

  it('is asked before anything else but trouble', () => {
    expect(asked(state).kind).toBe('resume');
    const trouble = { action: 'land', message: 'The disk is full', remedy: 'Free some space' };
    expect(asked({ ...state, paused: false, trouble }).kind).toBe('trouble');
  });

  it('goes on, only looks, goes all the way back, or ends in favour of a new session', () => {
    expect(chose(state, 'continue')).toMatchObject({ resume_offer: null, paused: false });
    expect(chose(state, 'look')).toMatchObject({ resume_offer: null, paused: true });
    expect(chose(state, 'roll_back').take_back_to).toMatchObject({
      commit: state.target_base,
      then: 'roll_back',
    });
    expect(chose(state, 'supersede')).toMatchObject({ stage: 'FINISHED', end: { outcome: 'SUPERSEDED' } });
  });

  it('speaks of differences only where there are some', () => {
    const because = (found: typeof state) => asked(found).recommended?.because;
    const finding = {
      at: sampleInstant(500),
      kind: 'branch_moved',
      subject: 'one',
      severity: 'MEDIUM',
      checkpoint_says: 'tip 1',
      git_says: 'tip 2',
    } as const;
    expect(because({ ...state, findings: [] })).toBe('git and the checkpoint agree');
    expect(because({ ...state, findings: [finding] })).toBe('the difference above is handled');
    expect(because({ ...state, findings: [finding, { ...finding, subject: 'two' }] })).toBe(
      'the 2 differences above are handled',
    );
  });

  it('cannot go back where nothing was merged', () => {
    expect(choices({ ...state, integration_tip: null })).toContain('(roll_back)');
  });
});

describe('trouble outside', () => {
  const trouble = { action: 'merge_effort', message: 'The disk is full', remedy: 'Free some space' };
  const state = startedState({ trouble });

  it('says what happened, what to do, and while doing what', () => {
    expect(asked(state)).toMatchObject({ kind: 'trouble', title: 'The disk is full' });
    expect(facts(state)).toEqual(['Free some space', 'It failed in this step: merge effort']);
  });

  it('is tried again, or waits', () => {
    expect(chose(state, 'retry')).toMatchObject({ trouble: null, paused: false });
    expect(chose(state, 'pause')).toMatchObject({ trouble: null, paused: true });
  });
});

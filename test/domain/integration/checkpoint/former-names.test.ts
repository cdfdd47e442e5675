import { expect, it } from 'vitest';
import { decodeState } from '../../../../src/domain/integration/checkpoint/decode.ts';
import { decodeEvent } from '../../../../src/domain/integration/checkpoint/event-schema.ts';
import { flattenState } from '../../../../src/domain/integration/checkpoint/flat-state.ts';
import { openQuestion } from '../../../../src/domain/integration/open-question.ts';
import { readinessOf } from '../../../../src/domain/integration/summary/readiness.ts';
import { transition } from '../../../../src/domain/integration/transition.ts';
import { gatesRunningState, midConflictState, sampleInstant } from '../../../support/states.ts';

const at = sampleInstant(900);

function read(fields: object) {
  const decoded = decodeState(fields, 1);
  if (!decoded.ok) throw new Error(decoded.refused);
  return decoded.value;
}

it('reads what a decision answered out of the id that its question had', () => {
  const decided = (question: string) => ({
    at,
    question,
    choice: 'accept',
    by: 'operator',
    about: 'src/a.ts',
  });
  const state = read({
    ...flattenState(midConflictState()),
    decisions: [decided('conflict:fix#1#2:0:60cd555c'), decided('loss:auth:60cd555c'), decided('auth')],
  });

  expect(state.decisions).toMatchObject([
    { kind: 'conflict', conflict: 'fix#1#2' },
    { kind: 'loss', conflict: null },
    { kind: null, conflict: null, question: 'auth' },
  ]);
  expect(readinessOf(state).conditions).toContain('lines that vanished were accepted by operator: src/a.ts');
});

it('finds the cursor and the answers of a question by its former id', () => {
  const state = midConflictState({ highlighted: [] });
  const question = openQuestion(state);
  const former = `conflict:${question?.conflict}:${question?.hunk}:${state.integration_tip?.slice(0, 8)}`;
  const cursor = read({
    ...flattenState(state),
    highlighted: [{ question: former, choice: 'stop' }],
  }).highlighted;
  const answer = decodeEvent({
    type: 'choice_made',
    question: former,
    choice: 'stop',
    by: 'operator',
    at,
  });

  expect(cursor).toEqual([{ question: question?.id, choice: 'stop' }]);
  expect(answer.ok && transition(state, answer.value).paused).toBe(true);
});

it('counts gate runs on from those whose number was known by their id alone', () => {
  const without = ({ ordinal: _, ...rest }: { readonly ordinal: number }) => rest;
  const state = gatesRunningState();
  const former = {
    ...flattenState(state),
    gate_runs: state.gate_runs.map(without),
    in_flight: state.in_flight.map((started) => ({
      ...started,
      action: started.action.type === 'run_gate' ? without(started.action) : started.action,
    })),
  };
  const [started] = state.in_flight;
  const event = decodeEvent({
    type: 'action_started',
    at,
    key: started?.key,
    action: former.in_flight[0]?.action,
  });

  expect(read(former)).toEqual(state);
  expect(event).toMatchObject({ ok: true, value: { action: started?.action } });
});

it('reads efforts, gate runs, forecast, findings and choices by the words of the first release', () => {
  const state = gatesRunningState();
  const flat = flattenState(state);
  const { efforts_included, forecast, gate_runs } = flat;
  const inFormerWords = {
    ...flat,
    efforts_included: efforts_included.map(({ excluded, deferred, ...rest }) => ({
      ...rest,
      left_out: excluded,
      put_off: deferred,
    })),
    forecast: forecast && { with_target: forecast.with_target, pairs: forecast.pairs, bill: forecast.cost },
    gate_runs: gate_runs.map(({ workspace, ...rest }) => ({ ...rest, slot: workspace })),
    findings: [finding('worktree_gone'), finding('new_branch')],
    highlighted: [{ question: 'loss:auth:60cd555c', choice: 'put_aside' }],
    decisions: ['later', 'put_aside', 'hand_back', 'take_in', 'accept'].map((choice) => ({
      at,
      question: 'auth',
      choice,
      by: 'operator',
      about: 'auth',
    })),
  };

  const { findings, highlighted, decisions, ...rest } = read(inFormerWords);

  expect(rest).toMatchObject({
    efforts_included: state.efforts_included,
    forecast: state.forecast,
    gate_runs: state.gate_runs,
  });
  expect(findings.map(({ kind }) => kind)).toEqual(['workspace_gone', 'new_branch']);
  expect(highlighted.map(({ choice }) => choice)).toEqual(['hold_effort']);
  expect(decisions.map(({ choice }) => choice)).toEqual([
    'defer',
    'hold_effort',
    'return_to_author',
    'include_again',
    'accept',
  ]);
});

it('reads the policies of a session by the words of the first release', () => {
  const state = flattenState(midConflictState());
  const policies = (...answers: readonly string[]) =>
    answers.map((resolve) => ({ class: 'content', path: null, resolve }));
  const { conflicts } = state.settings;
  const former = { ...conflicts, policies: policies('put_aside', 'hand_back', 'ask') };

  const { settings } = read({ ...state, settings: { ...state.settings, conflicts: former } });

  expect(settings.conflicts.policies).toEqual(policies('hold_effort', 'return_to_author', 'ask'));
});

it.each<readonly [string, Record<string, unknown>, Record<string, unknown>]>([
  [
    'effort_left_out',
    { effort: 'a', left_out: true },
    { type: 'effort_excluded', effort: 'a', excluded: true },
  ],
  ['effort_put_aside', { effort: 'a', because: 'b' }, { type: 'effort_held', effort: 'a', because: 'b' }],
  ['effort_taken_in', { effort: 'a' }, { type: 'effort_included_again', effort: 'a' }],
  ['gate_finished', { run: '1', slot: '/1' }, { type: 'gate_finished', run: '1', workspace: '/1' }],
  [
    'choice_made',
    { question: 'q', choice: 'later' },
    { type: 'choice_made', question: 'q', choice: 'defer' },
  ],
  [
    'difference_found',
    { finding: finding('worktree_gone') },
    { type: 'difference_found', finding: finding('workspace_gone') },
  ],
])('reads the event %s of the first release', (type, fields, expected) => {
  expect(decodeEvent({ type, at, ...fields })).toEqual({ ok: true, value: { at, ...expected } });
});

it('reads the plan of the first release', () => {
  const { efforts_included, forecast } = flattenState(gatesRunningState());
  const efforts = efforts_included.map(({ excluded, deferred: _, ...rest }) => ({
    ...rest,
    left_out: excluded,
  }));

  const read = decodeEvent({
    type: 'plan_made',
    at,
    efforts,
    forecast: forecast && { with_target: forecast.with_target, pairs: forecast.pairs, bill: forecast.cost },
  });

  expect(read).toMatchObject({
    ok: true,
    value: { efforts: efforts_included.map(({ excluded }) => ({ excluded })), forecast },
  });
});

function finding(kind: string) {
  return { at, kind, subject: 'x', severity: 'LOW', checkpoint_says: 'a', git_says: 'b' };
}

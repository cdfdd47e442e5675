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

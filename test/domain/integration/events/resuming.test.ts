import { expect, test } from 'vitest';
import { unattendedChoice } from '../../../../src/domain/integration/decide.ts';
import { gatesTakenOver } from '../../../../src/domain/integration/events/resuming.ts';
import { nextActions } from '../../../../src/domain/integration/next-actions.ts';
import { openQuestion } from '../../../../src/domain/integration/open-question.ts';
import { choiceId } from '../../../../src/domain/integration/question.ts';
import type { IntegrationState } from '../../../../src/domain/integration/state.ts';
import { transition } from '../../../../src/domain/integration/transition.ts';
import type { QuestionId, RunId } from '../../../../src/domain/shared/ids.ts';
import { freshState, gatesRunningState } from '../../../support/states.ts';

test('other gates that are adopted drop the names of tests of those that changed', () => {
  const { settings, ...state } = freshState();
  const [first, second, ...others] = settings.gates;
  if (first === undefined || second === undefined) throw new Error('the sample has two gates');
  const names = ['adds'];
  const of = (gate: typeof first) => ({ gate: gate.name, run: `1-${gate.name}` as RunId, names });
  const baseline_tests = { gates: [of(first), of(second)] };

  const next = gatesTakenOver({ ...state, settings, baseline_tests }, [
    first,
    { ...second, command: 'another' },
    ...others,
  ]);

  expect(next.baseline_tests).toEqual({ gates: [of(first)] });
});

const interrupted = (state: IntegrationState, asked?: true) =>
  transition(state, { type: 'actions_interrupted', at: state.updated_at, ...(asked && { asked }) });

/** The gates run again, and the program ends again. */
function again(state: IntegrationState, asked?: true): IntegrationState {
  const { gate_runs, in_flight } = gatesRunningState();
  return interrupted({ ...state, gate_runs, in_flight }, asked);
}

test('a gate during which the program died twice is asked about, and runs again or goes out with its effort', () => {
  const once = interrupted(gatesRunningState());
  expect(once.gates_cut_off.map(({ gate, times }) => `${gate} ${times}`)).toEqual([
    'unit_tests 1',
    'build 1',
  ]);
  expect(nextActions(once).map(({ type }) => type)).toEqual(['run_gate', 'run_gate']);

  const twice = again(once);
  const question = openQuestion(twice);
  expect([question?.kind, question?.title, question?.recommended]).toEqual([
    'gate_cut_off',
    `the program ended 2 times while unit_tests ran on ${question?.effort}`,
    null,
  ]);
  expect(nextActions(twice)).toEqual([]);
  expect(unattendedChoice(twice)).toBeNull();

  const at = twice.updated_at;
  const choose = (choice: string) =>
    transition(twice, {
      type: 'choice_made',
      question: question?.id ?? ('' as QuestionId),
      choice: choiceId(choice),
      by: 'operator',
      at,
    });
  expect(nextActions(choose('retry')).map(({ type }) => type)).toEqual(['run_gate', 'run_gate']);
  const more = choose('retry').gates_cut_off.map((met) => ({ ...met, times: met.times + 2 }));
  const asked_again = openQuestion({ ...choose('retry'), gates_cut_off: more });
  expect(asked_again).toMatchObject({ kind: 'gate_cut_off' });
  expect(asked_again?.id).not.toBe(question?.id);
  expect(choose('hold_effort').take_back_to?.why).toContain('the program ended 2 times while unit_tests ran');
  expect(openQuestion(choose('hold_effort'))?.kind).not.toBe('gate_cut_off');
});

test('a program that was asked to end did not die during its gates, and a gate that ended is forgotten', () => {
  expect(again(interrupted(gatesRunningState(), true), true).gates_cut_off).toEqual([]);

  const once = interrupted(gatesRunningState());
  const { gate_runs, in_flight } = gatesRunningState();
  const [run] = gate_runs.filter(({ status }) => status === 'RUNNING');
  const ended = transition(
    { ...once, gate_runs, in_flight },
    {
      type: 'gate_finished',
      run: run?.id ?? ('' as RunId),
      commit: run?.commit ?? null,
      tree: null,
      command_digest: 'x',
      exit_code: 0,
      timed_out: false,
      tests: null,
      duration_ms: 1,
      unable: null,
      tampered: [],
      workspace: null,
      reused_from: null,
      at: once.updated_at,
    },
  );
  expect(ended.gates_cut_off.map(({ gate }) => gate)).toEqual(['build']);
});

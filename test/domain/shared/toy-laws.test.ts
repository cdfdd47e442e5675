import fc from 'fast-check';
import type { SessionId } from '../../../src/domain/shared/ids.ts';
import type { ProcessHappened } from '../../../src/domain/shared/process.ts';
import { epochMs, instantOf } from '../../../src/domain/shared/time.ts';
import { machineLaws, type StepOf } from '../../support/machine-laws.ts';
import { sampleInstant } from '../../support/states.ts';
import {
  type ToyAction,
  type ToyCommand,
  type ToyEvent,
  type ToyFacts,
  type ToyHappened,
  type ToyStart,
  type ToyState,
  toyCodec,
  toyMachine,
} from '../../support/toy-machine.ts';

type ToyStep = StepOf<ToyState, ToyEvent>;

/** Runs the toy by numbers of chance; 0 is what goes well. */
function run(start: ToyState, luck: readonly number[]): readonly ToyStep[] {
  const steps: ToyStep[] = [];
  let state = start;
  const happen = (event: ToyHappened | ProcessHappened<ToyAction>, of?: ToyEvent['of']) => {
    const at = instantOf(epochMs(state.updated_at) + 1000);
    const whole = (of === undefined ? { ...event, at } : { ...event, at, of }) as ToyEvent;
    const after = toyMachine.transition(state, whole);
    steps.push({ before: state, event: whole, after });
    state = after;
  };
  for (const chance of luck) {
    const [started] = state.in_flight;
    const [offered] = toyMachine.nextActions(state);
    if (chance === 3) happen({ type: 'actions_interrupted' });
    else if (started !== undefined) {
      const { key, action } = started;
      if (chance === 0) happen({ type: 'step_done', step: action.type }, key);
      else if (chance === 1) happen({ type: 'step_failed' }, key);
      else happen({ type: 'action_failed', key, message: 'no string left', remedy: 'buy some' }, key);
    } else if (offered !== undefined)
      happen({ type: 'action_started', key: toyMachine.actionKey(offered), action: offered });
    else if (state.trouble !== null) happen({ type: 'retry_requested' });
    else if (!state.receipt && state.done.length === 2) happen({ type: 'receipt_arrived' });
    else if (state.receipt && state.answer === null) happen({ type: 'answered', answer: 'keep' });
    else happen({ type: 'time_came' });
    if (state.ended !== null) break;
  }
  return steps;
}

const fresh = toyMachine.first({ session_id: 'toy' as SessionId, at: sampleInstant() });

machineLaws<ToyState, ToyHappened, ToyAction, ToyCommand, ToyFacts, ToyStart>(
  'a process that is no integration',
  {
    machine: toyMachine,
    codec: toyCodec,
    runs: fc.array(fc.nat(3), { minLength: 1, maxLength: 60 }).map((luck) => run(fresh, luck)),
    facts: () => fc.record({ at: fc.constant(sampleInstant(900)), receipt: fc.boolean() }),
    settle: (state, most) => {
      if (state.ended !== null) return 0;
      const steps = run(state, Array(most).fill(0));
      return steps.at(-1)?.after.ended === null ? null : steps.length;
    },
    // Three steps as start and end, a time, a receipt, an answer, and a trouble to try again.
    bound: () => 12,
  },
);

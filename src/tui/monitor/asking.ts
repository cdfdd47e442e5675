/** Keys that ask something of whoever drives a run; each asks the person first. What is allowed is judged where it is done. */
import { isOver } from '../../domain/shared/scheduling/schedule.ts';
import { type MonitorAction, type MonitorStep, notes, shows } from './monitor-action.ts';
import type { ListedRun, RunRequested } from './monitor-client.ts';
import { driverHere, type MonitorLook, openRun, pickedListing, pickedStep } from './monitor-look.ts';
import { isLeft } from './run-words.ts';

function asks(run: ListedRun, text: string, requested: RunRequested): readonly MonitorStep[] {
  return shows({ overlay: { kind: 'confirm', text, run: run.run_id, requested } });
}

const NO_RUN = 'No run is selected';

const cancel_step: MonitorAction = {
  off: (look) => {
    const step = pickedStep(look);
    if (step === null) return 'No step is selected';
    return isOver(step) ? `${step.id} is over` : step.cancelling ? `${step.id} is being cancelled` : null;
  },
  run: ({ look }) => {
    const run = pickedListing(look);
    const step = pickedStep(look);
    if (run === null || step === null) return [];
    const what = step.state === 'RUNNING' ? `End ${step.id}, which runs?` : `Cancel ${step.id}?`;
    return asks(run, `${what} It counts as failed`, { type: 'cancel_step', step: step.id });
  },
};

const cancel_run: MonitorAction = {
  off: (look) => {
    const run = pickedListing(look);
    return run === null ? NO_RUN : run.ended_at === null ? null : `The run is over: it ${run.state}`;
  },
  run: ({ look }) => {
    const run = pickedListing(look);
    if (run === null) return [];
    const isAsked = openRun(look)?.cancelled === 'asked';
    const text = isAsked
      ? `End the steps of ${run.plan_id} that always run, too?`
      : `Cancel ${run.plan_id}? What runs is ended; only what always runs begins`;
    return asks(run, text, { type: 'cancel' });
  },
};

/** What another try would be of: a step that is over, or the whole run. */
function again(look: MonitorLook): { readonly text: string; readonly requested: RunRequested } | string {
  const run = pickedListing(look);
  if (run === null) return NO_RUN;
  const step = look.view.place === 'runs' ? null : pickedStep(look);
  if (step !== null && isOver(step) && step.state !== 'SUCCEEDED')
    return {
      text: `Try ${step.id} again, and what did not run because of it?`,
      requested: { type: 'retry_step', step: step.id },
    };
  if (isLeft(run, driverHere(look)))
    return {
      text: `Go on with ${run.plan_id}? A try that was lost counts as failed`,
      requested: { type: 'resume' },
    };
  if (step !== null) return `${step.id} ${step.state === 'SUCCEEDED' ? 'has succeeded' : 'is not over'}`;
  if (run.ended_at === null) return 'It runs';
  return run.state === 'succeeded'
    ? 'It has succeeded'
    : { text: `Try again what failed in ${run.plan_id}?`, requested: { type: 'resume' } };
}

const retry: MonitorAction = {
  off: (look) => {
    const what = again(look);
    return typeof what === 'string' ? what : null;
  },
  run: ({ look }) => {
    const run = pickedListing(look);
    const what = again(look);
    return run === null || typeof what === 'string' ? [] : asks(run, what.text, what.requested);
  },
};

/** What the keys do that ask something of a run. */
export const ASKING_RUNS = { cancel_step, cancel_run, retry } as const;

const KEY_OF: Readonly<Record<RunRequested['type'], string>> = {
  cancel: 'X',
  cancel_step: 'x',
  retry_step: 'r',
  resume: 'r',
};

/** Returns what a yes leads to. Another key than Enter or the one that asked is no yes. */
export function takeAnswer(look: MonitorLook, key: string): readonly MonitorStep[] {
  const { overlay } = look.view;
  if (overlay?.kind !== 'confirm') return [];
  const { run, requested } = overlay;
  if (key !== 'enter' && key !== KEY_OF[requested.type]) return notes('enter says yes, esc no');
  return [...shows({ overlay: null }), { do: 'ask', run, requested }];
}

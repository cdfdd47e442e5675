import { counted } from '../../domain/shared/text.ts';
import { type Step, send, view } from '../action.ts';
import type { Look } from '../screen-input.ts';

/** One way to leave. */
export interface LeaveChoice {
  readonly id: string;
  readonly label: string;
  readonly detail: string;
  readonly steps: readonly Step[];
}

/** Lists the ways to leave, the safest first. */
export function leaveChoices(look: Look): readonly LeaveChoice[] {
  const { state } = look.snapshot;
  const running = state.gate_runs.filter((run) => run.status === 'RUNNING').length;
  const gates = counted(running, 'running gate');
  const away: LeaveChoice = {
    id: 'detach',
    label: 'Detach',
    detail: 'leave the screen, keep the engine; `intorch tui` returns',
    steps: [{ do: 'leave', reason: 'detached' }],
  };
  const after: LeaveChoice = {
    id: 'stop_after',
    label: 'Stop after this step',
    detail: running === 0 ? 'save, and end the engine' : `let ${gates} finish, save, and end the engine`,
    steps: stopped(false),
  };
  const now: LeaveChoice = {
    id: 'stop_now',
    label: 'Stop now',
    detail: running === 0 ? 'save, and end the engine at once' : `end ${gates}, which run again on resume`,
    steps: stopped(true),
  };
  const back: LeaveChoice = {
    id: 'roll_back',
    label: 'Roll back',
    detail: 'take back all merges; asks before it does',
    steps: [
      send({ type: 'roll_back', to: null }),
      view({ type: 'overlay', overlay: null }),
      view({ type: 'place', place: null }),
    ],
  };
  return state.integration_tip === null ? [away, after, now] : [away, after, now, back];
}

function stopped(now: boolean): readonly Step[] {
  return [
    { do: 'stop_engine', now },
    view({ type: 'overlay', overlay: null }),
    view({
      type: 'notice',
      text: 'Stopping: everything is saved, then the engine ends',
      tone: 'plain',
    }),
  ];
}

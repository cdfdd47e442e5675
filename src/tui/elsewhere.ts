/** Somebody else drives the session: who, what can be seen of it, and what can be done about it. */
import type { ActionId } from './binding.ts';
import { type Line, line, span } from './line.ts';
import type { Look } from './look.ts';
import { type Step, view } from './scene.ts';

export interface Elsewhere {
  readonly role: 'run' | 'engine';
  readonly pid: number;
  readonly host: string;
  readonly since: string;
  /** Whether it is known to be alive: it holds the lock and answers, it only holds the lock, or nobody can know from here. */
  readonly seen: 'working' | 'silent' | 'unverifiable';
  /** Whether this person can end it from here: it runs on this machine. */
  readonly can_stop: boolean;
}

export interface ElsewhereChoice {
  readonly id: string;
  readonly label: string;
  readonly detail: string;
  readonly steps: readonly Step[];
}

const close = view({ type: 'overlay', overlay: null });

/** Gives what can be done; what harms nobody first. */
export function elsewhereChoices({ elsewhere, view: seen }: Look): readonly ElsewhereChoice[] {
  if (elsewhere === null) return [];
  const name = `${elsewhere.role} ${elsewhere.pid}`;
  const back: readonly Step[] = [
    view({ type: 'overlay', overlay: { kind: 'elsewhere', selected: 0, sure: false } }),
  ];
  if (seen.overlay?.kind === 'elsewhere' && seen.overlay.sure)
    return [
      { id: 'back', label: 'Leave it alone', detail: 'nothing happens', steps: back },
      {
        id: 'stop',
        label: `Stop ${name}`,
        detail: 'it saves a checkpoint and ends; this screen goes on from there',
        steps: [{ do: 'leave', reason: 'taken_over' }],
      },
    ];
  const sure: Step = view({ type: 'overlay', overlay: { kind: 'elsewhere', selected: 0, sure: true } });
  return [
    { id: 'watch', label: 'Watch', detail: 'look on; nothing that is pressed reaches it', steps: [close] },
    {
      id: 'again',
      label: 'Try again',
      detail: 'see whether it has ended',
      steps: [{ do: 'leave', reason: 'again' }],
    },
    ...(elsewhere.can_stop
      ? [{ id: 'take_over', label: 'Stop it and go on here', detail: 'asks once more', steps: [sure] }]
      : []),
    {
      id: 'leave',
      label: 'Leave',
      detail: 'everything stays as it is',
      steps: [{ do: 'leave', reason: 'left' }],
    },
  ];
}

/** What only the one who drives the session can be asked. */
const ASKS_THE_DRIVER: readonly ActionId[] = [
  'accept',
  'detach',
  'earlier',
  'edit',
  'later',
  'leave_out',
  'order_by',
  'pause',
  'plan_again',
  'put_aside',
  'redo',
  'retry',
  'scope',
  'start',
  'take_everywhere',
  'try',
  'undo',
];

/** Says whether an action would ask something of somebody who is only looked at. */
export function isOutOfReach(look: Look, action: ActionId): boolean {
  return look.elsewhere !== null && ASKS_THE_DRIVER.includes(action);
}

/** Gives the facts: loss of contact is never called death. */
export function elsewhereLines(
  { role, pid, host, since, seen }: Elsewhere,
  local_host: string,
): readonly Line[] {
  const what = role === 'run' ? 'intorch run, without a screen' : 'an engine';
  const where = host === local_host ? 'this host' : `host ${host}`;
  const words = {
    working: 'live: it holds the lock of this repository',
    silent: 'unverifiable: it holds the lock, and does not answer',
    unverifiable: 'unverifiable: nobody can ask another host from here',
  };
  return [
    line(span(` ${what} works on this repository`, { bold: true })),
    line(''),
    line(`   process    ${pid} on ${where}`),
    line(`   since      ${since}`),
    line(`   state      ${words[seen]}`),
  ];
}

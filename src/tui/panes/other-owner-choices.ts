/** What can be done about a session that somebody else drives. */
import { type Step, view } from '../action.ts';
import type { Look } from '../screen-input.ts';

export interface ElsewhereChoice {
  readonly id: string;
  readonly label: string;
  readonly detail: string;
  readonly steps: readonly Step[];
}

const close = view({ type: 'overlay', overlay: null });

/** Lists what can be done, the harmless choices first. */
export function elsewhereChoices({ elsewhere, view: seen }: Look): readonly ElsewhereChoice[] {
  if (elsewhere === null) return [];
  const name = `${elsewhere.role} ${elsewhere.pid}`;
  const back: readonly Step[] = [
    view({ type: 'overlay', overlay: { kind: 'elsewhere', selected: 0, sure: false } }),
  ];
  if (seen.overlay?.kind === 'elsewhere' && seen.overlay.sure)
    return [
      { id: 'back', label: 'Leave it alone', detail: 'nothing changes', steps: back },
      {
        id: 'stop',
        label: `Stop ${name}`,
        detail: 'it saves a checkpoint and ends; this screen goes on from there',
        steps: [{ do: 'leave', reason: 'taken_over' }],
      },
    ];
  const sure: Step = view({ type: 'overlay', overlay: { kind: 'elsewhere', selected: 0, sure: true } });
  return [
    { id: 'watch', label: 'Watch', detail: 'watch; keys are ignored', steps: [close] },
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

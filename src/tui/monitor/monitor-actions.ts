import { ASKING_RUNS, takeAnswer } from './asking.ts';
import { type MonitorAction, type MonitorScene, type MonitorStep, notes, shows } from './monitor-action.ts';
import { monitorHelp } from './monitor-help.ts';
import type { MonitorActionId } from './monitor-keys.ts';
import { type MonitorLook, wantedLog } from './monitor-look.ts';
import { MOVING } from './moving-about.ts';

const take: MonitorAction = {
  run: ({ look, key }) => {
    const { overlay, filter } = look.view;
    if (filter.typing) return shows({ filter: { ...filter, typing: false } });
    if (overlay?.kind !== 'help') return takeAnswer(look, key);
    const item = monitorHelp(look)[overlay.selected];
    return [
      ...shows({ overlay: null }),
      ...(item === undefined ? [] : [{ do: 'press', action: item.action } as const]),
    ];
  },
};

const whole_log: MonitorAction = {
  off: (look) => (wantedLog(look) === null ? 'No try of this step has begun' : null),
  run: ({ look }) => [{ do: 'read', file: `${look.snapshot.folder}/${wantedLog(look)}` }],
};

const help: MonitorAction = { run: () => shows({ overlay: { kind: 'help', text: '', selected: 0 } }) };

/** What each action of the monitor does. A missing one is a compile error. */
export const MONITOR_ACTIONS: Readonly<Record<MonitorActionId, MonitorAction>> = {
  ...MOVING,
  ...ASKING_RUNS,
  ...{ take, whole_log, help },
  leave: { run: () => [{ do: 'leave' }] },
  suspend: { run: () => [{ do: 'suspend' }] },
};

/** Returns why an action is not available now; null when it is. */
export function monitorOff(action: MonitorActionId, look: MonitorLook): string | null {
  return MONITOR_ACTIONS[action].off?.(look) ?? null;
}

/** Returns the steps of an action. One that is off only shows the reason. */
export function monitorSteps(action: MonitorActionId, scene: MonitorScene): readonly MonitorStep[] {
  const because = monitorOff(action, scene.look);
  return because === null ? MONITOR_ACTIONS[action].run(scene) : notes(because);
}

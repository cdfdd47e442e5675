import { MONITOR_KEYS, type MonitorActionId, monitorWhere } from './monitor-keys.ts';
import type { MonitorLook } from './monitor-look.ts';

export interface MonitorHelpItem {
  readonly keys: string;
  readonly action: MonitorActionId;
  readonly label: string;
}

/** Lists the keys that work in the place under the help and match what was typed. */
export function monitorHelp({ view }: MonitorLook): readonly MonitorHelpItem[] {
  const wanted = view.overlay?.kind === 'help' ? view.overlay.text.toLowerCase() : '';
  const where = monitorWhere({ ...view, overlay: null });
  return MONITOR_KEYS.filter((binding) => binding.where.includes(where)).flatMap(
    ({ keys, action, label, says }) =>
      `${keys.join(' ')} ${label} ${says}`.toLowerCase().includes(wanted)
        ? [{ keys: keys.join(' '), action, label: says }]
        : [],
  );
}

/** Shows the monitor on a terminal until the person leaves. What runs goes on. */
import type { PipelineRunId } from '../../domain/pipeline/run-id.ts';
import { sanitizeLine } from '../../domain/shared/text.ts';
import type { Farewell } from '../terminal/farewell.ts';
import { setTitle } from '../terminal/terminal-modes.ts';
import { type Drawing, type OnTerminal, showOnTerminal } from '../terminal.ts';
import type { MonitorClient } from './monitor-client.ts';
import { monitorVerdict } from './monitor-header.ts';
import { pickedListing } from './monitor-look.ts';
import { createMonitorStore, type MonitorStore } from './monitor-store.ts';

export interface MonitorRequest extends OnTerminal {
  readonly client: MonitorClient;
  /** The run to open at once. */
  readonly run: PipelineRunId | null;
  readonly options: Drawing & {
    /** Lends the terminal to the operator's pager for a file. */
    readonly read: (file: string) => Promise<void>;
    /** Writes the command line of a command of this program. */
    readonly call: (command: string) => string;
  };
}

/** Shows the monitor. Returns what to print on the normal screen. */
export function startMonitor({ client, run, options, ...terminal }: MonitorRequest): Promise<Farewell> {
  let store: MonitorStore | null = null;
  const picked = () => {
    const look = store?.look() ?? null;
    return look === null ? null : pickedListing(look);
  };
  return showOnTerminal(terminal, options, {
    lastWords: (reason) => {
      const listed = picked();
      const lines =
        listed === null
          ? []
          : [
              `${listed.run_id}: ${monitorVerdict(listed)}`,
              `see it again: ${options.call(`pipeline monitor ${listed.run_id}`)}`,
            ];
      return { reason, status: 0, lines: lines.map(sanitizeLine) };
    },
    open: ({ theme, size, lend, suspend, leave }) => {
      const read = (file: string) => lend(() => options.read(file));
      const made = createMonitorStore({
        client,
        theme,
        size,
        run,
        host: { read, suspend, leave: () => leave('left') },
      });
      store = made;
      let title = '';
      made.subscribe(() => {
        const listed = picked();
        const next = listed === null ? 'intorch pipelines' : `${monitorVerdict(listed)} ${listed.plan_id}`;
        if (next !== title) setTitle(terminal.stdout, sanitizeLine(next));
        title = next;
      });
      return made;
    },
  });
}

/** Holds what the monitor shows and turns keys into steps, outside of React: every key sees the newest state. */
import type { PipelineRunId } from '../../domain/pipeline/run-id.ts';
import { followedLog } from '../followed-log.ts';
import type { TerminalSize } from '../frame/frame.ts';
import type { Theme } from '../frame/theme.ts';
import type { ScreenStore } from '../screen-store.ts';
import { plainFrame } from '../screens/without-state.ts';
import { type DrawnMonitor, drawMonitor } from './draw-monitor.ts';
import type { MonitorStep } from './monitor-action.ts';
import { monitorSteps } from './monitor-actions.ts';
import type { MonitorClient, RunRequested } from './monitor-client.ts';
import { type MonitorActionId, monitorAction, monitorWhere } from './monitor-keys.ts';
import { type MonitorLook, pickedListing, wantedLog } from './monitor-look.ts';
import { firstMonitorView } from './monitor-view.ts';
import { beforeReading } from './screens/before-reading.ts';

export interface MonitorHost {
  readonly read: (file: string) => Promise<void>;
  readonly suspend: () => Promise<void>;
  readonly leave: () => void;
}

export interface MonitorStoreOptions {
  readonly client: MonitorClient;
  readonly theme: Theme;
  readonly size: TerminalSize;
  readonly host: MonitorHost;
  /** The run to open at once. */
  readonly run: PipelineRunId | null;
}

export interface MonitorStore extends ScreenStore {
  /** null before anything was read. */
  readonly look: () => MonitorLook | null;
}

/** Creates the store of the monitor. */
export function createMonitorStore({
  client,
  theme,
  host,
  run,
  ...options
}: MonitorStoreOptions): MonitorStore {
  const listeners = new Set<() => void>();
  let { size } = options;
  let view = firstMonitorView(run);
  let drawn: DrawnMonitor | null = null;
  /** When the run that was asked something had changed last; its next change is the answer. */
  let asked_at: string | null = null;
  const log = followedLog(client, () => changed());

  function look(): MonitorLook | null {
    const snapshot = client.snapshot();
    return snapshot === null
      ? null
      : { snapshot, trouble: client.trouble(), view, size, theme, log: log.window() };
  }

  function present(): DrawnMonitor {
    const seen = look();
    drawn ??=
      seen === null
        ? { frame: plainFrame(beforeReading(client.trouble(), size), size, theme), extent: null }
        : drawMonitor(seen);
    return drawn;
  }

  function changed(): void {
    drawn = null;
    const seen = look();
    if (seen !== null) {
      client.watch(pickedListing(seen)?.run_id ?? null);
      const wanted = wantedLog(seen);
      log.follow(wanted === null ? null : `${seen.snapshot.folder}/${wanted}`);
    }
    for (const listener of [...listeners]) listener();
  }

  function note(text: string, tone: 'plain' | 'warn'): void {
    view = { ...view, notice: { text, tone } };
    changed();
  }

  function ask(asked: PipelineRunId, requested: RunRequested): void {
    asked_at = client.snapshot()?.watched?.updated_at ?? null;
    note(ASKED[requested.type], 'plain');
    client.ask(asked, requested).then(
      (refused) => refused !== null && note(refused, 'warn'),
      (thrown) => note(messageFrom(thrown), 'warn'),
    );
  }

  function lend(what: string, use: () => Promise<void>): void {
    use().then(changed, (thrown) => note(`${what} failed: ${messageFrom(thrown)}`, 'warn'));
  }

  function perform(step: MonitorStep): void {
    switch (step.do) {
      case 'view':
        view = { ...view, ...step.change };
        break;
      case 'ask':
        ask(step.run, step.requested);
        break;
      case 'press':
        act(step.action, '');
        break;
      case 'read':
        lend('The pager', () => host.read(step.file));
        break;
      case 'suspend':
        lend('Suspending', host.suspend);
        break;
      case 'leave':
        host.leave();
        break;
      default:
        step satisfies never;
    }
  }

  function act(action: MonitorActionId, key: string): void {
    const seen = look();
    if (seen === null) return;
    for (const step of monitorSteps(action, { look: seen, extent: present().extent, key })) {
      perform(step);
      drawn = null;
    }
  }

  function press(key: string): void {
    if (client.snapshot() === null) {
      if (key === 'q' || key === 'ctrl+c') host.leave();
      return;
    }
    const action = monitorAction(key, monitorWhere(view));
    view = { ...view, notice: null };
    if (action === null)
      view = { ...view, notice: { text: `${key} does nothing here; ? shows what does`, tone: 'plain' } };
    else act(action, key);
    changed();
  }

  const unsubscribe = client.subscribe(() => {
    const updated_at = client.snapshot()?.watched?.updated_at ?? null;
    if (asked_at !== null && updated_at !== asked_at) {
      asked_at = null;
      view = { ...view, notice: null };
    }
    changed();
  });
  changed();
  return {
    frame: () => present().frame,
    look,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    press,
    paste: (text) => {
      const where = monitorWhere(view);
      if (where === 'filter' || where === 'help') act('type', text);
      else view = { ...view, notice: { text: 'Pasted text is ignored', tone: 'warn' } };
      changed();
    },
    resize: (next) => {
      if (next.columns === size.columns && next.rows === size.rows) return;
      size = next;
      changed();
    },
    close: () => {
      unsubscribe();
      listeners.clear();
      log.follow(null);
    },
  };
}

const ASKED: Readonly<Record<RunRequested['type'], string>> = {
  cancel: 'Asked to cancel the run',
  cancel_step: 'Asked to cancel the step',
  retry_step: 'Asked to try it again',
  resume: 'Going on with the run',
};

function messageFrom(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

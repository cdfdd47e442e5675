import type { PipelineRunId } from '../../domain/pipeline/run-id.ts';
import type { Extent } from '../screen.ts';
import type { RunRequested } from './monitor-client.ts';
import type { MonitorActionId } from './monitor-keys.ts';
import type { MonitorLook } from './monitor-look.ts';
import type { MonitorView } from './monitor-view.ts';

/** The input of an action: what is shown, how far the output scrolls, and the key or the pasted text itself. */
export interface MonitorScene {
  readonly look: MonitorLook;
  readonly extent: Extent | null;
  readonly key: string;
}

/** What a key of the monitor leads to. */
export type MonitorStep =
  | { readonly do: 'view'; readonly change: Partial<MonitorView> }
  | { readonly do: 'ask'; readonly run: PipelineRunId; readonly requested: RunRequested }
  | { readonly do: 'press'; readonly action: MonitorActionId }
  /** Shows a file in the operator's pager. */
  | { readonly do: 'read'; readonly file: string }
  | { readonly do: 'suspend' }
  | { readonly do: 'leave' };

/** One thing that a key of the monitor can do. */
export interface MonitorAction {
  /** Returns why it is not available now; null when it is. */
  readonly off?: (look: MonitorLook) => string | null;
  readonly run: (scene: MonitorScene) => readonly MonitorStep[];
}

/** Creates the steps that change what is shown. */
export function shows(change: Partial<MonitorView>): readonly MonitorStep[] {
  return [{ do: 'view', change }];
}

/** Creates the steps that show a sentence in the notice line. */
export function notes(text: string, tone: 'plain' | 'warn' = 'warn'): readonly MonitorStep[] {
  return shows({ notice: { text, tone } });
}

/** What one person looks at on the monitor. It decides nothing and is never stored. */
import type { PipelineRunId } from '../../domain/pipeline/run-id.ts';
import type { ViewState } from '../view-state.ts';
import type { RunRequested } from './monitor-client.ts';

export const MONITOR_PLACES = ['runs', 'steps', 'timeline', 'output'] as const;
export type MonitorPlace = (typeof MONITOR_PLACES)[number];

export type MonitorOverlay =
  | { readonly kind: 'help'; readonly text: string; readonly selected: number }
  /** A question in one line; `key` says yes as well, so that pressing it twice insists. */
  | {
      readonly kind: 'confirm';
      readonly text: string;
      readonly run: PipelineRunId;
      readonly requested: RunRequested;
    };

export interface MonitorView extends Pick<ViewState, 'scroll' | 'wrap' | 'filter' | 'notice'> {
  readonly place: MonitorPlace;
  /** Pinned to a name, never to a row; null: the newest. */
  readonly run: PipelineRunId | null;
  /** null: the one that runs, else the first. */
  readonly step: string | null;
  /** Which try's output is shown; null: the newest. */
  readonly attempt: number | null;
  readonly overlay: MonitorOverlay | null;
}

/** The initial view; `run` is the one that was named. */
export function firstMonitorView(run: PipelineRunId | null): MonitorView {
  return {
    ...{ place: run === null ? 'runs' : 'steps', run, step: null, attempt: null, overlay: null },
    ...{ scroll: { text: 0, log: 0 }, wrap: false, filter: { text: '', typing: false }, notice: null },
  };
}

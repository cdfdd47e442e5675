/** Runs of pipelines as the monitor shows them, and a client that is an object. */

import type { PipelineAction } from '../../../src/domain/pipeline/action.ts';
import type { PipelineEvent, PipelineHappened } from '../../../src/domain/pipeline/event.ts';
import { pipelineMachine } from '../../../src/domain/pipeline/machine.ts';
import type { PipelineRunId } from '../../../src/domain/pipeline/run-id.ts';
import { progressPct } from '../../../src/domain/pipeline/selectors.ts';
import type { RunState } from '../../../src/domain/pipeline/state.ts';
import type { ProcessHappened } from '../../../src/domain/shared/process.ts';
import { epochMs, instantOf } from '../../../src/domain/shared/time.ts';
import type { Theme } from '../../../src/tui/frame/theme.ts';
import { drawMonitor } from '../../../src/tui/monitor/draw-monitor.ts';
import type {
  ListedRun,
  MonitorClient,
  MonitorSnapshot,
  RunDriver,
  RunRequested,
} from '../../../src/tui/monitor/monitor-client.ts';
import type { MonitorLook } from '../../../src/tui/monitor/monitor-look.ts';
import { firstMonitorView, type MonitorView } from '../../../src/tui/monitor/monitor-view.ts';
import type { LogText } from '../../../src/wire/protocol.ts';
import { freshRun, samplePipeline } from '../../support/pipelines.ts';
import { textOf } from './looks.ts';

const DRIVER: RunDriver = { pid: 4121, host: 'build-3' };

const RELEASE = samplePipeline(
  [
    { id: 'fetch', command: 'git', args: ['fetch', 'origin'] },
    {
      id: 'build',
      command: 'npm',
      args: ['run', 'build'],
      depends_on: ['fetch'],
      retries: 2,
      retry_delay_sec: 20,
    },
    { id: 'lint', command: 'npm', args: ['run', 'lint'], depends_on: ['fetch'], critical: false },
    { id: 'integration-tests', command: 'npm', args: ['test'], depends_on: ['build'] },
    {
      id: 'report',
      command: './report.sh',
      depends_on: ['integration-tests', 'lint'],
      condition: 'always()',
    },
  ],
  { max_concurrency: 2 },
);

/** When every sample began. */
export const BEGAN = freshRun(RELEASE).created_at;

/** Returns a run after things happened, each at its second since the beginning. */
export function runAt(
  start: RunState,
  happened: readonly (readonly [second: number, what: PipelineHappened | ProcessHappened<PipelineAction>])[],
): RunState {
  return happened.reduce(
    (run, [second, what]) =>
      pipelineMachine.transition(run, {
        ...what,
        at: instantOf(epochMs(BEGAN) + 1000 * second),
      } as PipelineEvent),
    start,
  );
}

export function starts(step: string, attempt = 1): ProcessHappened<PipelineAction> {
  const action = { type: 'run_step', step, attempt } as const;
  return { type: 'action_started', key: pipelineMachine.actionKey(action), action };
}

export function ends(step: string, because: string | null = null): PipelineHappened {
  return { type: 'attempt_finished', step, exit_code: because === null ? 0 : 1, because };
}

/** One step was tried again, one that is not critical failed, and the tests run. */
export function releasing(): RunState {
  const run = {
    ...freshRun(RELEASE),
    run_id: 'RELEASE-20261121-101500' as PipelineRunId,
    file: 'release.json',
  };
  return runAt({ ...run, pipeline: { ...RELEASE, plan_id: 'RELEASE' } }, [
    [1, starts('fetch')],
    [9, ends('fetch')],
    [9, starts('build')],
    [10, starts('lint')],
    [21, ends('build', 'exit status 2')],
    [30, ends('lint', 'it took longer than 20 s and was ended')],
    [41, starts('build', 2)],
    [70, ends('build')],
    [71, starts('integration-tests')],
  ]);
}

/** Returns a run as the list has it. */
export function listingOf(run: RunState, driver: RunDriver | null = DRIVER): ListedRun {
  const { run_id, state, created_at, updated_at, ended_at, pipeline } = run;
  const progress_pct = progressPct(run);
  const driven = ended_at === null ? driver : null;
  return {
    run_id,
    plan_id: pipeline.plan_id,
    state,
    created_at,
    updated_at,
    ended_at,
    progress_pct,
    driver: driven,
  };
}

/** Returns a list of runs, the first of which is open, a number of seconds after its beginning. */
export function monitorSnapshot(
  runs: readonly ListedRun[],
  watched: RunState | null,
  second = 95,
): MonitorSnapshot {
  const folder = `/repo/.git/intorch/pipelines/${watched?.run_id ?? ''}`;
  return { runs, watched, folder, now: instantOf(epochMs(BEGAN) + 1000 * second) };
}

/** What of a look differs from the usual. */
export interface MonitorMoment {
  readonly columns?: number;
  readonly rows?: number;
  readonly view?: Partial<MonitorView>;
  readonly theme?: Partial<Theme>;
  readonly trouble?: string;
  readonly output?: readonly string[];
}

/** Returns the input of a screen. */
function monitorLook(snapshot: MonitorSnapshot, moment: MonitorMoment = {}): MonitorLook {
  const { columns = 80, rows = 24, view = {}, theme = {}, trouble = null, output = [] } = moment;
  const bytes = output.join('\n').length;
  return {
    snapshot,
    trouble,
    view: { ...firstMonitorView(null), ...view },
    size: { columns, rows },
    theme: { ascii: false, color: false, motion: false, linear: false, ...theme },
    log: { name: bytes === 0 ? null : 'log', lines: output, kept: bytes, size: bytes },
  };
}

/** Draws a screen as text. */
export function monitorScreen(snapshot: MonitorSnapshot, moment: MonitorMoment = {}): string {
  return textOf(drawMonitor(monitorLook(snapshot, moment)).frame);
}

export interface FakeRuns extends MonitorClient {
  readonly asked: (readonly [PipelineRunId, RunRequested])[];
  readonly followed: string[];
  readonly watches: (PipelineRunId | null)[];
  readonly show: (snapshot: MonitorSnapshot | null, trouble?: string | null) => void;
  readonly print: (text: string) => void;
  refuse: string | null;
}

/** Creates a client that shows what a test says, and records what it was asked. */
export function fakeRuns(first: MonitorSnapshot | null): FakeRuns {
  let snapshot = first;
  let trouble: string | null = null;
  let follower: ((more: LogText) => void) | null = null;
  const listeners = new Set<() => void>();
  const client: FakeRuns = {
    asked: [],
    followed: [],
    watches: [],
    refuse: null,
    snapshot: () => snapshot,
    trouble: () => trouble,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    watch: (run) => {
      if (client.watches.at(-1) !== run) client.watches.push(run);
    },
    ask: (run, requested) => {
      client.asked.push([run, requested]);
      return Promise.resolve(client.refuse);
    },
    follow: (log, listener) => {
      client.followed.push(log);
      follower = listener;
      return () => {
        follower = null;
      };
    },
    show: (next, why = null) => {
      snapshot = next;
      trouble = why;
      for (const listener of [...listeners]) listener();
    },
    print: (text) => follower?.({ text, cut: false, size: text.length }),
    close: () => {},
  };
  return client;
}

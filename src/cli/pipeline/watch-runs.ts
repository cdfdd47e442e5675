import { statSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '../../adapters/system-clock.ts';
import type { PipelineRunId } from '../../domain/pipeline/run-id.ts';
import type { RunState } from '../../domain/pipeline/state.ts';
import type { Instant } from '../../domain/shared/ids.ts';
import type { RunListing } from '../../ports/runs.ts';
import type { ListedRun, MonitorClient, MonitorSnapshot } from '../../tui/monitor/monitor-client.ts';
import { followLog } from '../../wire/follow.ts';
import { askRun } from './ask-run.ts';
import type { PipelinePlace } from './pipeline-place.ts';

const POLL_MS = 250;
/** Who drives a run shows in its lock and in no file, and its clock goes on. Of runs that are over only the age changes. */
const TICK_MS = { open: 1000, over: 10_000 } as const;

interface Read {
  readonly listed: readonly RunListing[];
  readonly watched: RunState | null;
}

/** Creates what the monitor reads: the rows of the runs whenever their file changes, and who holds the locks of those that are not over. */
export function watchRuns(place: PipelinePlace): MonitorClient {
  const listeners = new Set<() => void>();
  let snapshot: MonitorSnapshot | null = null;
  let trouble: string | null = null;
  let wanted: PipelineRunId | null = null;
  let read: Read = { listed: [], watched: null };
  let seen = '';
  let ticked_ms = 0;
  let closed = false;
  let timer: NodeJS.Timeout | null = null;

  const look = async () => {
    const stamp = `${stampOf(join(place.directory, 'intorch.db'))} ${wanted}`;
    const isNew = stamp !== seen;
    const tick_ms = read.listed.some(({ ended_at }) => ended_at === null) ? TICK_MS.open : TICK_MS.over;
    if (!isNew && performance.now() - ticked_ms < tick_ms) return;
    ticked_ms = performance.now();
    if (isNew) read = await readAll(place, wanted);
    const runs = await Promise.all(read.listed.map((run) => withDriver(place, run)));
    const { watched } = read;
    const folder = watched === null ? '' : place.folderOf(watched.run_id);
    snapshot = { runs, watched, folder, now: systemClock.now() };
    seen = stamp;
    trouble = null;
  };
  const notify = () => {
    for (const listener of [...listeners]) listener();
  };
  const poll = async () => {
    timer = null;
    const before = { snapshot, trouble };
    await look().catch((error) => {
      trouble = error instanceof Error ? error.message : String(error);
    });
    if (closed) return;
    if (snapshot !== before.snapshot || trouble !== before.trouble) notify();
    timer = setTimeout(poll, POLL_MS);
  };
  void poll();
  return {
    snapshot: () => snapshot,
    trouble: () => trouble,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    watch: (run) => {
      if (run === wanted) return;
      wanted = run;
      if (timer === null) return;
      clearTimeout(timer);
      timer = null;
      void poll();
    },
    ask: (run, requested) => askRun(place, run, requested),
    follow: (log, listener) => followLog(join(place.directory, 'pipelines'), log, listener),
    close: () => {
      closed = true;
      if (timer !== null) clearTimeout(timer);
    },
  };
}

/** Changes whenever somebody has written to the database; a log of its own keeps what is not in the file yet. */
function stampOf(path: string): string {
  return ['', '-wal']
    .map((part) => statSync(`${path}${part}`, { bigint: true, throwIfNoEntry: false }))
    .map((found) => (found === undefined ? '-' : `${found.ino}:${found.mtimeNs}:${found.size}`))
    .join(' ');
}

/** Reads on a connection of its own each time: the file may be another one by then. */
async function readAll(place: PipelinePlace, wanted: PipelineRunId | null): Promise<Read> {
  const runs = place.read();
  if (runs === null) return { listed: [], watched: null };
  try {
    return { listed: await runs.list(), watched: wanted === null ? null : await runs.load(wanted) };
  } finally {
    await runs.close();
  }
}

async function withDriver(place: PipelinePlace, run: RunListing): Promise<ListedRun> {
  const owner = run.ended_at === null ? await place.lockOf(run.run_id).owner('at_once') : null;
  return {
    ...run,
    created_at: run.created_at as Instant,
    updated_at: run.updated_at as Instant,
    ended_at: run.ended_at as Instant | null,
    driver: owner === null ? null : { pid: owner.pid, host: owner.host },
  };
}

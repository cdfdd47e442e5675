import type { PipelineRunId } from '../../domain/pipeline/run-id.ts';
import { IntorchError } from '../../domain/shared/errors.ts';
import type { MonitorRequest } from '../../tui/monitor/start-monitor.ts';
import { terminalRefusal } from '../../tui/terminal/terminal-modes.ts';
import type { Io } from '../arguments/io.ts';
import type { FlagValues, Invocation } from '../arguments/parse-args.ts';
import { screenOptions } from '../output/screen-options.ts';
import { namedRun, type PipelinePlace, pipelinePlace } from './pipeline-place.ts';
import { watchRuns } from './watch-runs.ts';

/** `pipeline monitor [ID]`: shows runs on a screen. Leaving it stops nothing. */
export async function showMonitor({ words: [, name], flags }: Invocation, io: Io): Promise<number> {
  mustBeOnTerminal(io);
  const place = await pipelinePlace(io);
  const run = name === undefined ? null : await idOf(place, name);
  return monitorRun(place, { run }, flags, io);
}

/** Refuses before anything is started that would be left behind. @throws NO_TERMINAL */
export function mustBeOnTerminal(io: Pick<Io, 'interactive' | 'env'>): void {
  const refusal = io.interactive ? terminalRefusal(process.stdin, process.stdout, io.env['TERM']) : NONE;
  if (refusal !== null) throw new IntorchError('NO_TERMINAL', refusal, { remedy: REMEDY });
}

const NONE = 'The monitor needs a terminal, and this is none';
const REMEDY = 'Without one: intorch pipeline run, runs, show and events --follow';

/** Shows the monitor with a run open, or with the list of all. It ends when `opening` rejects. */
export async function monitorRun(
  place: PipelinePlace,
  what: Pick<MonitorRequest, 'run' | 'opening'>,
  flags: FlagValues,
  io: Io,
): Promise<number> {
  const { startMonitor } = await import('../../tui/monitor/start-monitor.ts');
  const { read, ...options } = screenOptions(flags, io, null, null);
  const client = watchRuns(place);
  try {
    const { lines, status } = await startMonitor({
      client,
      ...what,
      stdin: process.stdin,
      stdout: process.stdout,
      options: {
        ...options,
        call: options.call ?? ((command) => command),
        read: (file) => read({ kind: 'file', file }),
      },
    });
    for (const line of lines) io.out(`${line}\n`);
    return status;
  } finally {
    client.close();
  }
}

async function idOf(place: PipelinePlace, name: string): Promise<PipelineRunId> {
  const runs = place.read();
  try {
    return (await namedRun(runs, name)).run_id;
  } finally {
    await runs?.close();
  }
}

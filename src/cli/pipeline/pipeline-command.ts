/** `intorch pipeline`: checks, runs and shows pipelines of steps. Each subcommand loads what it needs. */
import { IntorchError } from '../../domain/shared/errors.ts';
import type { CliCommand, Io } from '../arguments/io.ts';
import type { Invocation } from '../arguments/parse-args.ts';

const SUBCOMMANDS: Readonly<Record<string, () => Promise<CliCommand>>> = {
  check: async () => (await import('./start-run.ts')).checkPipeline,
  run: async () => (await import('./start-run.ts')).startRun,
  resume: async () => (await import('./resume-pipeline.ts')).resumePipeline,
  cancel: async () => (await import('./cancel-pipeline.ts')).cancelPipeline,
  runs: async () => (await import('./look.ts')).listRuns,
  show: async () => (await import('./look.ts')).showRun,
  monitor: async () => (await import('./show-monitor.ts')).showMonitor,
  events: async () => (await import('./look.ts')).showEvents,
};

export async function pipelineCommand(invocation: Invocation, io: Io): Promise<number> {
  const [name = ''] = invocation.words;
  const load = SUBCOMMANDS[name];
  if (load === undefined) throw new IntorchError('BUG', `intorch pipeline ${name} has nothing behind it`);
  return (await load())(invocation, io);
}

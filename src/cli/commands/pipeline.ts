/** `intorch pipeline`: checks, runs and shows pipelines of steps. Each subcommand loads what it needs. */
import { IntorchError } from '../../domain/shared/errors.ts';
import type { CliCommand, Io } from '../arguments/io.ts';
import type { Invocation } from '../arguments/parse-args.ts';

const SUBCOMMANDS: Readonly<Record<string, () => Promise<CliCommand>>> = {
  check: async () => (await import('../pipeline/start-run.ts')).checkPipeline,
  run: async () => (await import('../pipeline/start-run.ts')).startRun,
  resume: async () => (await import('../pipeline/resume-pipeline.ts')).resumePipeline,
  cancel: async () => (await import('../pipeline/cancel-pipeline.ts')).cancelPipeline,
  runs: async () => (await import('../pipeline/look.ts')).listRuns,
  show: async () => (await import('../pipeline/look.ts')).showRun,
  monitor: async () => (await import('../pipeline/show-monitor.ts')).showMonitor,
  events: async () => (await import('../pipeline/look.ts')).showEvents,
};

export async function pipelineCommand(invocation: Invocation, io: Io): Promise<number> {
  const [name = ''] = invocation.words;
  const load = SUBCOMMANDS[name];
  if (load === undefined) throw new IntorchError('BUG', `intorch pipeline ${name} has nothing behind it`);
  return (await load())(invocation, io);
}

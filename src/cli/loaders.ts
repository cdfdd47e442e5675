import type { CommandName } from './arguments/args.ts';
import type { CliCommand, Io } from './arguments/io.ts';
import { isLinear } from './arguments/linear.ts';
import type { Invocation } from './arguments/parse-args.ts';
import { showSkeleton } from './output/skeleton.ts';
import type { SessionContext } from './repository/session-context.ts';

/** Loads the module behind each command only on demand, so that `--help` and `status` never load the screens. */
export const LOADERS: Readonly<Partial<Record<CommandName, () => Promise<CliCommand>>>> = {
  tui: async () => tuiBehindSkeleton,
  engine: async () => (await import('./commands/engine.ts')).engineCommand,
  run: async () => (await import('./commands/run.ts')).runCommand,
  resume: async () => (await import('./commands/run.ts')).resumeCommand,
  plan: async () => (await import('./commands/plan.ts')).planCommand,
  watch: async () => (await import('./commands/watch.ts')).watchCommand,
  audit: async () => (await import('./commands/audit.ts')).auditCommand,
  guard: async () => (await import('./commands/guard.ts')).guardCommand,
  rollback: async () => (await import('./commands/rollback.ts')).rollbackCommand,
  stop: async () => (await import('./commands/stop.ts')).stopCommand,
  status: async () => looking((await import('./commands/status.ts')).statusCommand),
  decide: async () => async (invocation, io) =>
    invocation.words.length === 0
      ? looking((await import('./commands/decisions.ts')).decisionsCommand)(invocation, io)
      : (await import('./commands/decide.ts')).decideCommand(invocation, io),
  report: async () => looking((await import('./commands/report.ts')).reportCommand),
  checkpoint: async () => async (invocation, io) =>
    invocation.words[0] === 'fetch'
      ? (await import('./commands/checkpoint-fetch.ts')).checkpointFetchCommand(invocation, io)
      : looking((await import('./commands/checkpoint.ts')).checkpointCommand)(invocation, io),
  prune: async () => (await import('./commands/prune.ts')).pruneCommand,
  pipeline: async () => (await import('./pipeline/pipeline-command.ts')).pipelineCommand,
  doctor: async () => (await import('./doctor/look-around.ts')).doctorHere,
  demo: async () => (await import('./commands/demo.ts')).demoCommand,
  init: async () => (await import('./commands/init.ts')).initCommand,
  completion: async () => (await import('./commands/completion.ts')).completionCommand,
  help: async () => (await import('./commands/help.ts')).helpCommand,
};

/** Wraps a command that only reads, and passes it what it reads. */
function looking(
  command: (context: SessionContext, ...rest: Parameters<CliCommand>) => Promise<number>,
): CliCommand {
  return async (invocation, io) => {
    const { readRepository } = await import('./repository/read-repository.ts');
    const { meantSession } = await import('./repository/session-context.ts');
    const place = await readRepository(io, invocation.flags);
    const records = await place.sessions.list();
    const sessions = { list: () => Promise.resolve(records) };
    const meant = await meantSession({ ...place, sessions }, invocation.flags);
    const problem = meant && (await place.configProblem(meant.id));
    if (problem !== null) io.err(`! ${problem}\n  What is shown is what the session began with\n`);
    return command({ ...place, sessions }, invocation, io);
  };
}

/** Shows the first rows before the screens are loaded. */
async function tuiBehindSkeleton(invocation: Invocation, io: Io): Promise<number> {
  const skeleton = showSkeleton(io, isLinear(invocation.flags, io));
  try {
    const { tuiCommand } = await import('./commands/tui.ts');
    // What is printed instead of a screen belongs on the normal one.
    const out = (text: string) => {
      skeleton.end();
      io.out(text);
    };
    return await tuiCommand(invocation, { ...io, out }, skeleton.handOver);
  } finally {
    skeleton.end();
  }
}

import type { CommandName } from './arguments/args.ts';
import type { Command, Io } from './arguments/io.ts';
import { isLinear } from './arguments/linear.ts';
import type { Invocation } from './arguments/parse-args.ts';
import { showSkeleton } from './output/skeleton.ts';
import type { SessionContext } from './repository/session-context.ts';

/** Loads the module behind each command only on demand, so that `--help` and `status` never load the screens. */
export const LOADERS: Readonly<Partial<Record<CommandName, () => Promise<Command>>>> = {
  tui: async () => tuiBehindSkeleton,
  engine: async () => (await import('./commands/engine.ts')).engine,
  run: async () => (await import('./commands/run.ts')).run,
  resume: async () => (await import('./commands/run.ts')).resume,
  plan: async () => (await import('./commands/plan.ts')).plan,
  rollback: async () => (await import('./commands/rollback.ts')).rollback,
  stop: async () => (await import('./commands/stop.ts')).stop,
  status: async () => looking((await import('./commands/status.ts')).status),
  decide: async () => async (invocation, io) =>
    invocation.words.length === 0
      ? looking((await import('./commands/decisions.ts')).decisions)(invocation, io)
      : (await import('./commands/decide.ts')).decide(invocation, io),
  report: async () => looking((await import('./commands/report.ts')).report),
  checkpoint: async () => async (invocation, io) =>
    invocation.words[0] === 'fetch'
      ? (await import('./commands/checkpoint-fetch.ts')).checkpointFetch(invocation, io)
      : looking((await import('./commands/checkpoint.ts')).checkpoint)(invocation, io),
  doctor: async () => (await import('./doctor/look-around.ts')).doctorHere,
  demo: async () => (await import('./commands/demo.ts')).demo,
  init: async () => (await import('./commands/init.ts')).init,
  completion: async () => (await import('./commands/completion.ts')).completion,
  help: async () => (await import('./commands/help.ts')).help,
};

/** Wraps a command that only reads, and passes it what it reads. */
function looking(
  command: (context: SessionContext, ...rest: Parameters<Command>) => Promise<number>,
): Command {
  return async (invocation, io) => {
    const { lookAt } = await import('./repository/read-repository.ts');
    const place = await lookAt(io, invocation.flags);
    const problem = await place.configProblem();
    if (problem !== null) io.err(`! ${problem}\n  What is shown is what the session began with\n`);
    return command(place, invocation, io);
  };
}

/** Shows the first rows before the screens are loaded. */
async function tuiBehindSkeleton(invocation: Invocation, io: Io): Promise<number> {
  const skeleton = showSkeleton(io, isLinear(invocation.flags, io));
  try {
    const { tui } = await import('./commands/tui.ts');
    return await tui(invocation, io, skeleton.handOver);
  } finally {
    skeleton.end();
  }
}

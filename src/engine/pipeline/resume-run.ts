import type { PipelineCommand } from '../../domain/pipeline/command.ts';
import type { PipelineEvent } from '../../domain/pipeline/event.ts';
import { pipelineMachine } from '../../domain/pipeline/machine.ts';
import type { RunState } from '../../domain/pipeline/state.ts';
import { attemptCookie } from './perform-step.ts';
import type { OnTold, RunPorts } from './run-ports.ts';

/**
 * Brings a run back that nobody drives: ends what its lost tries left running, counts them, and carries out the commands that were left with it
 * and those given here. Only who holds the run's lock may.
 * @returns the run as it stands now
 */
export async function resumeRun(
  { runs, clock, programs }: RunPorts,
  found: RunState,
  commands: readonly PipelineCommand[],
  onTold: OnTold,
): Promise<RunState> {
  let run = found;
  const add = async (event: PipelineEvent) => {
    const after = pipelineMachine.transition(run, event);
    onTold(await runs.record(run, event, after, 'at_once'), after);
    run = after;
  };
  const obey = async (command: PipelineCommand) => {
    const decided = pipelineMachine.decide(run, command, clock.now(), null);
    if (!('refused' in decided)) await add(decided);
  };
  for (const { action } of found.in_flight) await programs.sweep(attemptCookie(found.run_id, action));
  for (const event of pipelineMachine.reconcile(run, { at: clock.now() })) await add(event);
  for (const { number, command } of await runs.requests(found.run_id)) {
    await obey(command);
    await runs.forget(found.run_id, number);
  }
  for (const command of commands) await obey(command);
  return run;
}

/**
 * This folder: what the steps of a pipeline's run do, and how a run is driven.
 *
 * Drives a run: each event is kept as rows before its effect is seen, and what it tells is passed on. Commands that others left with the run
 * are carried out a few times a second.
 */
import type { PipelineCommand } from '../../domain/pipeline/command.ts';
import type { PipelineEvent } from '../../domain/pipeline/event.ts';
import { pipelineMachine } from '../../domain/pipeline/machine.ts';
import type { RunState } from '../../domain/pipeline/state.ts';
import type { Runs } from '../../ports/runs.ts';
import type { Journal } from '../../ports/stores.ts';
import { openSession } from '../session.ts';
import { performStep } from './perform-step.ts';
import type { OnTold, RunPorts } from './run-ports.ts';

const REQUESTS_MS = 250;

/** Drives a run until it is over or `stop` is aborted. Returns the state then. */
export async function driveRun(
  ports: RunPorts,
  initial: RunState,
  onTold: OnTold,
  stop: AbortSignal,
): Promise<RunState> {
  const { runs, clock } = ports;
  const session = openSession({
    machine: pipelineMachine,
    perform: (started) => performStep(ports, started),
    clock,
    journal: journalOf(runs, initial, onTold),
    check: () => {},
    save: () => Promise.resolve(),
    initial,
    sequence: 0,
    interval_ms: () => 3_600_000,
    onTrouble: ports.onTrouble,
  });
  const over = new AbortController();
  const listening = takeUpRequests(ports, initial, session.command, over.signal).catch(ports.onTrouble);
  try {
    const never = new AbortController().signal;
    await session.run({ attend: () => null, stay: staysFor, stop, finish: never });
    return session.store.state();
  } finally {
    over.abort();
    await listening;
  }
}

function staysFor(waiting: readonly { readonly kind: string }[]): boolean {
  return waiting.every(({ kind }) => kind === 'until');
}

/** The rows of a run are all that is kept of it, so that there is nothing to read back. */
function journalOf(runs: Runs, initial: RunState, onTold: OnTold): Journal<PipelineEvent> {
  let run = initial;
  return {
    append: async (_, event, settling = 'at_once') => {
      const after = pipelineMachine.transition(run, event);
      onTold(await runs.record(run, event, after, settling), after);
      run = after;
    },
    since: () => Promise.resolve([]),
    setAside: () => Promise.resolve(null),
    close: () => Promise.resolve(),
  };
}

async function takeUpRequests(
  { runs, clock }: Pick<RunPorts, 'runs' | 'clock'>,
  { run_id }: RunState,
  command: (command: PipelineCommand) => Promise<string | null>,
  over: AbortSignal,
): Promise<void> {
  while (!over.aborted) {
    for (const request of await runs.requests(run_id)) {
      // What is refused by now has nothing left to act on.
      await command(request.command);
      await runs.forget(run_id, request.number);
    }
    await clock.sleep(REQUESTS_MS, over);
  }
}

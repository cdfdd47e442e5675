/**
 * This folder: what the steps of a pipeline's run do, and how a run is driven.
 *
 * Drives a run: each event is kept as rows before its effect is seen, and what it tells is passed on. Commands that others left with the run
 * are taken up a few times a second.
 */
import type { PipelineCommand } from '../../domain/pipeline/command.ts';
import type { PipelineEvent } from '../../domain/pipeline/event.ts';
import { pipelineMachine } from '../../domain/pipeline/machine.ts';
import type { RunState } from '../../domain/pipeline/state.ts';
import type { RunEvent } from '../../domain/pipeline/told.ts';
import type { Runs } from '../../ports/runs.ts';
import type { Journal } from '../../ports/stores.ts';
import type { Clock } from '../../ports/world.ts';
import { openSession } from '../session.ts';
import { attemptCookie, performStep, type StepPorts } from './perform-step.ts';

export interface RunPorts extends StepPorts {
  readonly runs: Runs;
  readonly clock: Clock;
  readonly onTrouble: (error: unknown) => void;
}

/** Called with what happened and the state after it. */
export type OnTold = (events: readonly RunEvent[], run: RunState) => void;

const REQUESTS_MS = 250;

/**
 * Brings a run back that nobody drives: ends what its lost tries left running, counts them, and takes up the commands that were left with it
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

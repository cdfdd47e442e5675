/**
 * A process as a value: what happened so far is `State`, what happens is an event, what to do is `Action`, what somebody asks for is
 * `Command`, and what the world says after a restart is `Facts`. All functions are pure. `engine/drive` is the one loop that runs any
 * machine; session, recovery, stores and wire take a machine and its codec.
 *
 * Laws (test/support/machine-laws.ts checks them for every machine):
 * - pure: the same event on the same state gives the same state, and leaves the old one as it was;
 * - an action that is in flight is not offered again, and one is performed only in a state that offers it;
 * - reconciling twice, with any facts, says nothing new;
 * - the state survives its codec unchanged;
 * - no silent stop: when nothing is offered and nothing is in flight, `waitingFor` says what for;
 * - a time that has come is waited for no longer;
 * - it comes to an end.
 */
import type { ClientFacts } from './client.ts';
import type { ActionKey, Instant } from './ids.ts';
import type { ProcessHappened, ProcessState, Stamped } from './process.ts';
import type { Waiting } from './waiting.ts';

export interface Machine<
  State extends ProcessState<Action>,
  Happened extends { readonly type: string },
  Action extends { readonly type: string },
  Command,
  Facts,
  Start,
> {
  /** Returns the state of a process of which nothing has happened yet. */
  readonly first: (start: Start) => State;
  /** Returns the event that a command leads to in this state, or why it is refused. */
  readonly decide: (
    state: State,
    command: Command,
    at: Instant,
    client: ClientFacts | null,
  ) => MachineEvent<Happened, Action> | Refusal;
  readonly transition: (state: State, event: MachineEvent<Happened, Action>) => State;
  /** Returns every action that may start now; independent ones run at once. */
  readonly nextActions: (state: State) => readonly Action[];
  /** Returns the events that bring a restored state up to what the world says. */
  readonly reconcile: (state: State, facts: Facts) => readonly MachineEvent<Happened, Action>[];
  /** Checks whether an event is shown and not kept: such events come often and are worth nothing after a restart. */
  readonly isPassing: (event: MachineEvent<Happened, Action>) => boolean;
  /** Checks whether an event may reach the disk later than a kill could tell: with the next one that may not, or with the next save. */
  readonly maySettleLater: (state: State, event: MachineEvent<Happened, Action>) => boolean;
  /** Says how urgent a checkpoint is after a change. */
  readonly savePoint: (before: State, after: State) => SavePoint;
  /** Returns the name under which an action counts as in flight. It contains the attempt: a retry is another action. */
  readonly actionKey: (action: Action) => ActionKey;
  /** Returns what the process waits for, the most important first; empty while something may start or runs. A time is named in any case. */
  readonly waitingFor: (state: State) => readonly Waiting[];
}

/** `now`: at once; `soon`: where none was written for some seconds; `later`: with the next one, or when the interval is over. */
export type SavePoint = 'now' | 'soon' | 'later';

/** An event of a machine: its own, or one that every process has. */
export type MachineEvent<Happened, Action> = Stamped<Happened | ProcessHappened<Action>>;

/** Why a command is refused, in a sentence for the notice line. */
export interface Refusal {
  readonly refused: string;
}

/**
 * A process as a value: what happened so far is `State`, what happens is `Event`, what to do is `Action`, and what the world
 * says after a restart is `Facts`. All four functions are pure. `engine/drive` is the one loop that runs any machine.
 *
 * Laws (test/support/machine-laws.ts checks them for every machine):
 * - an action that is in flight is not offered again;
 * - reconciling twice with the same facts says nothing new;
 * - the state survives its YAML unchanged;
 * - no silent stop: when nothing is offered and nothing is in flight, `waitingFor` names what is awaited.
 */
export interface Machine<State, Event, Action extends { readonly type: string }, Facts> {
  readonly transition: (state: State, event: Event) => State;
  /** Gives every action that may start now; independent ones are run at once. */
  readonly nextActions: (state: State) => readonly Action[];
  /** Gives the events that bring a restored state up to what the world says. */
  readonly reconcile: (state: State, facts: Facts) => readonly Event[];
  /** Gives the name under which an action counts as in flight. */
  readonly actionKey: (action: Action) => string;
  readonly waitingFor: (state: State) => Waiting | null;
}

/** Why a machine that does nothing does nothing. */
export type Waiting =
  | { readonly kind: 'decision'; readonly question: string }
  | { readonly kind: 'pause' }
  | { readonly kind: 'finished' };

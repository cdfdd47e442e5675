/**
 * Brings a session back. Its own snapshot and the journal after it say where it stands; YAML is read only where they do not reach as far
 * as the newest checkpoint's name says: a database that is damaged, lost or older, a session of another machine, or of version 1. Where
 * neither can be used, all of its events on the state that it began with.
 */
import type { Envelope } from '../domain/shared/codec.ts';
import type { Instant } from '../domain/shared/ids.ts';
import type { CheckpointFile, Checkpoints, Journal, SetAside, Snapshots } from '../ports/stores.ts';
import type { Clock } from '../ports/world.ts';

/** What a session was brought back from: a saved state, or the one that it began with and all of its events. */
export type BroughtBackBy = 'snapshot' | 'checkpoint' | 'journal';

export interface Recovered<State> {
  readonly state: State;
  readonly sequence: number;
  /** Checkpoints that were needed and could not be used, with the reason. */
  readonly refused: readonly CheckpointFile[];
  /** Unusable journal events that were moved aside; null: there were none. */
  readonly set_aside: SetAside | null;
  /** When the session last did something, before it was resumed. */
  readonly last_sign_of_life: Instant;
  /** What was saved last, and how many journalled events came after it. */
  readonly from: Pick<Envelope<unknown>, 'sequence' | 'saved_at' | 'host'> & {
    readonly by: BroughtBackBy;
    readonly events_after: number;
  };
}

export interface Stores<State, Event> {
  readonly snapshots: Pick<Snapshots<State>, 'load' | 'loadFirst'>;
  readonly checkpoints: Pick<Checkpoints<State>, 'load' | 'newest'>;
  readonly journal: Pick<Journal<Event>, 'since'>;
}

type Transition<State, Event> = (state: State, event: Event) => State;

/** Where a session stands. */
export type Standing<State> = Omit<Recovered<State>, 'set_aside' | 'refused'>;

/** What can be read of a session without changing anything. */
export interface StoredSession<State> {
  /** null: nothing of it can be used. */
  readonly found: Standing<State> | null;
  /** Checkpoints that were needed and could not be used, with the reason. */
  readonly refused: readonly CheckpointFile[];
}

/** Reads where a session stands. Changes nothing. */
export async function readSession<State, Event extends { readonly at: Instant }>(
  { snapshots, checkpoints, journal }: Stores<State, Event>,
  transition: Transition<State, Event>,
): Promise<StoredSession<State>> {
  const snapshot = await snapshots.load();
  const own = snapshot === null ? null : await replay(snapshot, 'snapshot', journal, transition);
  const newest = await checkpoints.newest();
  if (own !== null && (newest === null || newest <= own.sequence)) return { found: own, refused: [] };
  const { envelope, refused } = await checkpoints.load();
  if (envelope === null && own === null)
    return { found: await fromJournal(snapshots, journal, transition), refused };
  if (envelope === null || (own !== null && envelope.sequence <= own.sequence))
    return { found: own, refused };
  return { found: await replay(envelope, 'checkpoint', journal, transition), refused };
}

/**
 * Reads where a session stands, and moves journalled events that cannot be used out of the way. Only who holds the session lock recovers:
 * what is not usable now would be in the way of what is written next.
 */
export async function recover<State, Event extends { readonly at: Instant }>(
  stores: Stores<State, Event> & { readonly journal: Pick<Journal<Event>, 'setAside'> },
  transition: Transition<State, Event>,
  clock: Pick<Clock, 'now'>,
): Promise<Recovered<State> | null> {
  const { found, refused } = await readSession(stores, transition);
  if (found === null) return null;
  return { ...found, refused, set_aside: await stores.journal.setAside(found.sequence, clock.now()) };
}

/** null: there is no first state, or no event after it, so that it says nothing. */
async function fromJournal<State, Event extends { readonly at: Instant }>(
  snapshots: Pick<Snapshots<State>, 'loadFirst'>,
  journal: Pick<Journal<Event>, 'since'>,
  transition: Transition<State, Event>,
): Promise<Standing<State> | null> {
  const first = await snapshots.loadFirst();
  const found = first === null ? null : await replay(first, 'journal', journal, transition);
  return found === null || found.from.events_after === 0 ? null : found;
}

async function replay<State, Event extends { readonly at: Instant }>(
  envelope: Envelope<State>,
  by: BroughtBackBy,
  journal: Pick<Journal<Event>, 'since'>,
  transition: Transition<State, Event>,
): Promise<Standing<State>> {
  let { state, sequence, saved_at: last_sign_of_life } = envelope;
  for (const { event, sequence: next } of await journal.since(sequence)) {
    const after = stateAfter(state, event, transition);
    if (after === null) break;
    state = after;
    sequence = next;
    last_sign_of_life = event.at;
  }
  const { saved_at, host } = envelope;
  const from = {
    sequence: envelope.sequence,
    saved_at,
    host,
    by,
    events_after: sequence - envelope.sequence,
  };
  return { state, sequence, last_sign_of_life, from };
}

/** Returns null for an event of a known type that is damaged inside: nobody can tell what it does to the state. */
function stateAfter<State, Event>(
  state: State,
  event: Event,
  transition: Transition<State, Event>,
): State | null {
  try {
    return transition(state, event);
  } catch {
    return null;
  }
}

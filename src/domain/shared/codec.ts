/**
 * How a process is stored, as a value: stores, mirror and lists know no process, they take its codec. A state is kept twice. The
 * *snapshot* is compact and for the program itself. The *document* is for people, other machines and the specification's save points;
 * it holds the same fields, and beside them what can be derived.
 */
import type { Instant, SessionId, Sha } from './ids.ts';

/** What stands around a state wherever it is stored. */
export interface Envelope<State> {
  readonly schema_version: number;
  /** Number of the last journalled event this state contains; grows by one per event. */
  readonly sequence: number;
  readonly host: string;
  readonly saved_at: Instant;
  /** Name of the checkpoint that the process which saved this went on from; absent: it began the session. */
  readonly recovered_from?: string;
  readonly state: State;
}

/** The fields of a stored document, not yet looked at. */
export type Fields = Readonly<Record<string, unknown>>;

/** A value that was read, or why it cannot be used, in a few words for a list. */
export type Decoded<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly refused: string };

/** What a list of sessions says about one, without reading all of it. */
export interface SessionSummary {
  readonly created_at: Instant;
  readonly summary: string;
  readonly finished: boolean;
}

/** What reads rows that were checked when they were written: no schema is needed for it, so that it is there at once. */
export interface RowReader<State, Event> {
  /** Name of the kind of process in rows and file names: `integration`. */
  readonly kind: string;
  /** Fields that are large and stay the same for long: kept as documents of their own, named by digest. */
  readonly parts: readonly string[];
  /** Names what `encode` checks: another name is another schema. */
  readonly shape: string;
  /** Returns the state in fields that `encode` returned under the same `shape`, and that did not change since. */
  readonly restore: (fields: Fields) => Decoded<State>;
  /** Reads one journalled event. */
  readonly decodeEvent: (parsed: unknown) => Decoded<Event>;
  readonly sessionOf: (state: State) => SessionId;
  readonly summaryOf: (state: State) => SessionSummary;
}

export interface Codec<State, Event> extends RowReader<State, Event> {
  /** Name of the document's one root field: `integration_checkpoint`. */
  readonly root: string;
  readonly schema_version: number;
  /** Returns the fields of a state, as JSON can hold them. @throws BUG with the field that `decode` would refuse */
  readonly encode: (state: State) => Fields;
  /** Reads the fields of a state that a program of that schema version wrote; older ones are brought up to today's. */
  readonly decode: (fields: unknown, schema_version: number) => Decoded<State>;
  /**
   * Returns the document's fields below its root, in the order in which people look for them.
   * @throws BUG with the field that `decodeDocument` would refuse
   */
  readonly document: (envelope: Envelope<State>) => Fields;
  /** Reads a parsed document, its root included. */
  readonly decodeDocument: (parsed: unknown) => Decoded<Envelope<State>>;
  /** Commits that another machine needs to go on with this state. */
  readonly commitsOf: (state: State) => readonly Sha[];
}

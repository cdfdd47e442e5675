/**
 * The line between engine and screen: newline-delimited JSON over a Unix-domain socket (0600). The engine sends snapshots, a screen
 * sends requests. A screen may vanish at any time; the engine never waits for one.
 */
import type { Instant } from '../domain/shared/ids.ts';

/** Grows with every incompatible change; both sides refuse another number in words. */
export const PROTOCOL_VERSION = 2;

/** What a screen sees of a process; each kind of process adds what its screens show beside the state. */
export interface SnapshotOf<State> {
  /** Kind of process, by its codec's name. */
  readonly kind: string;
  readonly state: State;
  readonly engine: { readonly pid: number; readonly host: string; readonly started_at: Instant };
  /** null: nothing saved yet. */
  readonly checkpoint_saved_at: Instant | null;
  /** The git commands run last, newest last, at most 50: what intorch did, for people. */
  readonly commands: readonly string[];
  /** Absolute path of the session's folder; logs are below it. */
  readonly session_directory: string;
  readonly now: Instant;
}

/** What a screen asks of the engine. */
export type Request<Command> =
  | { readonly type: 'hello'; readonly protocol: number }
  | { readonly type: 'command'; readonly id: number; readonly command: Command }
  /** End the engine: after the running actions, or at once (gates are run again on resume). */
  | { readonly type: 'stop'; readonly now: boolean };

export type Reply<Shown> =
  | { readonly type: 'snapshot'; readonly snapshot: Shown }
  /** The answer to a command: null when it was carried out, else why not. */
  | { readonly type: 'answer'; readonly id: number; readonly refused: string | null }
  | { readonly type: 'refused'; readonly because: string }
  /** The engine ends by its own will. */
  | { readonly type: 'bye'; readonly because: string };

/** A screen's end of the line. It keeps the newest snapshot; a lost engine is said, never hidden. */
export interface ClientOf<Shown, Command> {
  readonly snapshot: () => Shown | null;
  readonly connection: () => 'connecting' | 'live' | 'lost' | 'ended';
  /** Calls the listener after each change of snapshot or connection; returns the way to stop. */
  readonly subscribe: (listener: () => void) => () => void;
  /** Sends a command; resolves with null, or with the reason of a refusal. */
  readonly send: (command: Command) => Promise<string | null>;
  readonly stopEngine: (now: boolean) => void;
  /** Follows a log file (path relative to the session's folder) from its last `max_bytes` on, by polling. */
  readonly follow: (log: string, listener: (text: string) => void) => () => void;
  readonly close: () => void;
}

/**
 * The protocol between engine and screen: newline-delimited JSON over a Unix-domain socket (0600). The engine sends snapshots, a screen
 * sends requests. A screen may vanish at any time; the engine never waits for one.
 */
import type { ClientFacts } from '../domain/shared/client.ts';
import type { Instant } from '../domain/shared/ids.ts';

/** Increased with every incompatible change. Each side refuses any other version with a message. */
export const PROTOCOL_VERSION = 4;

/** What a screen sees of a process; each kind of process adds what its screens show beside the state. */
export interface SnapshotOf<State> {
  /** Kind of process, by its codec's name. */
  readonly kind: string;
  readonly state: State;
  readonly engine: { readonly pid: number; readonly host: string; readonly started_at: Instant };
  /** null: nothing is saved yet. */
  readonly checkpoint_saved_at: Instant | null;
  /** The latest git commands, newest last, at most 50: they show the operator what intorch did. */
  readonly commands: readonly string[];
  /** Absolute path of the session's folder, which contains the logs. */
  readonly session_directory: string;
  readonly now: Instant;
}

/** A request from a screen to the engine. */
export type Request<Command> =
  /** The engine's key, and who says hello; both are missing in other versions of the protocol. */
  | {
      readonly type: 'hello';
      readonly protocol: number;
      readonly key?: string | undefined;
      readonly client?: ClientFacts | undefined;
    }
  | { readonly type: 'command'; readonly id: number; readonly command: Command }
  /** End the engine: after the running actions, or at once (gates run again on resume). */
  | { readonly type: 'stop'; readonly now: boolean };

export type Reply<Shown> =
  | { readonly type: 'snapshot'; readonly snapshot: Shown }
  /** The answer to a command: null when it was executed, else why it was refused. */
  | { readonly type: 'answer'; readonly id: number; readonly refused: string | null }
  | { readonly type: 'refused'; readonly because: string }
  /** The engine ends of its own accord. */
  | { readonly type: 'bye'; readonly because: string };

/** What was appended to a followed log. */
export interface LogText {
  readonly text: string;
  /** Whether lines before it were skipped, so that it does not continue what came before. */
  readonly cut: boolean;
  /** Size of the whole log in bytes, with all its parts. */
  readonly size: number;
}

/** A screen's connection to the engine. It keeps the newest snapshot, and always shows when the engine is lost. */
export interface ClientOf<Shown, Command> {
  readonly snapshot: () => Shown | null;
  readonly connection: () => 'connecting' | 'live' | 'lost' | 'ended';
  /** Calls the listener after each change of snapshot or connection. Returns a function that stops it. */
  readonly subscribe: (listener: () => void) => () => void;
  /** Sends a command. Resolves with null, or with the reason of a refusal. */
  readonly send: (command: Command) => Promise<string | null>;
  readonly stopEngine: (now: boolean) => void;
  /** Follows a log file (path relative to the session's folder) by polling, starting near its end. */
  readonly follow: (log: string, listener: (more: LogText) => void) => () => void;
  readonly close: () => void;
}

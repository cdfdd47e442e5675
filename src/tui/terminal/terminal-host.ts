import type { Reading, Reason } from '../action.ts';
import type { PastSession } from '../past-session.ts';

/** What the store needs of the terminal and the world. All of it waits for people or programs. */
export interface Host {
  readonly copy: (text: string) => void;
  /** Lends the terminal to the operator's editor or shell. */
  readonly edit: (file: string) => Promise<void>;
  readonly shell: (directory: string) => Promise<void>;
  readonly read: (what: Reading) => Promise<void>;
  /** Prints plain lines until a key is pressed. Returns whether the person wants the screen back. */
  readonly stream: () => Promise<'back' | 'detached'>;
  readonly suspend: () => Promise<void>;
  readonly leave: (reason: Reason) => void;
  readonly history: () => Promise<readonly PastSession[]>;
  /** Discards keys pressed before anybody could have read the question they would answer. */
  readonly dropTypedAhead: () => void;
  /** Milliseconds on any monotonic clock. */
  readonly now_ms: () => number;
}

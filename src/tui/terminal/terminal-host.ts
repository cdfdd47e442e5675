import type { Reading, Reason } from '../action.ts';
import type { PastSession } from '../past-session.ts';

/** What the store needs of the terminal and the world; all of it waits for people or programs. */
export interface Host {
  readonly copy: (text: string) => void;
  /** Lends the terminal to the operator's editor or shell. */
  readonly edit: (file: string) => Promise<void>;
  readonly shell: (directory: string) => Promise<void>;
  readonly read: (what: Reading) => Promise<void>;
  /** Prints plain lines until a key; says whether the screen is wanted back. */
  readonly stream: () => Promise<'back' | 'detached'>;
  readonly suspend: () => Promise<void>;
  readonly leave: (reason: Reason) => void;
  readonly history: () => Promise<readonly PastSession[]>;
  /** Forgets keys that were pressed before what they would answer could be read. */
  readonly dropTypedAhead: () => void;
  /** Milliseconds on any clock that only goes forward. */
  readonly now_ms: () => number;
}

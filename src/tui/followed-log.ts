/** Follows one log: keeps its end, of bounded size, as clean lines. */
import { sanitize } from '../domain/shared/text.ts';
import type { EngineClient } from './integration-client.ts';

/** A limit on lines would not bound memory: split strings keep the whole text alive that they were cut from. */
const MOST_CHARACTERS = 256 * 1024;

/** The end of a log as far as it is kept. */
export interface LogWindow {
  readonly name: string | null;
  /** Clean lines; the first one is whole, unless it alone is longer than what is kept. */
  readonly lines: readonly string[];
  /** How much is kept, and how large the log is, in bytes; equal where all of it is kept. */
  readonly kept: number;
  readonly size: number;
}

export interface FollowedLog {
  /** Switches to another log, or to none for null. Following the same one again changes nothing. */
  readonly follow: (log: string | null) => void;
  readonly window: () => LogWindow;
}

/** Creates the follower of a client's logs. It calls `onText` when there is more to show. */
export function followedLog(client: Pick<EngineClient, 'follow'>, onText: () => void): FollowedLog {
  let name: string | null = null;
  let text = '';
  let lines: readonly string[] | null = null;
  let whole = true;
  let size = 0;
  let stop = () => {};
  return {
    follow: (log) => {
      if (log === name) return;
      stop();
      name = log;
      text = '';
      lines = null;
      whole = true;
      size = 0;
      stop =
        log === null
          ? () => {}
          : client.follow(log, (more) => {
              if (name !== log) return;
              const all = (more.cut ? '' : text) + sanitize(more.text);
              text = all.slice(-MOST_CHARACTERS);
              if (text.length < all.length) text = text.slice(text.indexOf('\n') + 1);
              whole = !more.cut && whole && text.length === all.length;
              size = more.size;
              lines = null;
              onText();
            });
    },
    window: () => {
      lines ??= text === '' ? [] : (text.endsWith('\n') ? text.slice(0, -1) : text).split('\n');
      return { name, lines, kept: whole ? size : Math.min(text.length, size), size };
    },
  };
}

/** Follows one log: keeps its end, of bounded size, as clean lines. */
import { sanitize } from '../domain/shared/text.ts';
import type { EngineClient } from './integration-client.ts';

/** A limit on lines would not bound memory: split strings keep the whole text alive that they were cut from. */
const MOST_CHARACTERS = 256 * 1024;

export interface FollowedLog {
  /** Switches to another log, or to none for null. Following the same one again changes nothing. */
  readonly follow: (log: string | null) => void;
  readonly name: () => string | null;
  readonly lines: () => readonly string[];
}

/** Creates the follower of a client's logs. It calls `onText` when there is more to show. */
export function followedLog(client: EngineClient, onText: () => void): FollowedLog {
  let name: string | null = null;
  let text = '';
  let lines: readonly string[] | null = null;
  let stop = () => {};
  return {
    follow: (log) => {
      if (log === name) return;
      stop();
      name = log;
      text = '';
      lines = null;
      stop =
        log === null
          ? () => {}
          : client.follow(log, (more) => {
              if (name !== log) return;
              text = (text + sanitize(more)).slice(-MOST_CHARACTERS);
              lines = null;
              onText();
            });
    },
    name: () => name,
    lines: () => {
      lines ??= text === '' ? [] : (text.endsWith('\n') ? text.slice(0, -1) : text).split('\n');
      return lines;
    },
  };
}

import type { Command } from '../domain/integration/command.ts';
import type { ActionId } from './keys/binding.ts';
import type { Extent } from './screen.ts';
import type { Look } from './screen-input.ts';
import type { Pane, ViewEvent } from './view-state.ts';

/** The input of an action: what is shown, and how far it scrolls. */
export interface Scene {
  readonly look: Look;
  readonly extents: Readonly<Partial<Record<Pane, Extent>>>;
  /** The key or the pasted text itself. */
  readonly key: string;
}

/**
 * Why somebody left a screen. `detached`: the engine continues. `left`: the session is finished, or was only watched. `stopped`: with the
 * engine. `lost`: the engine is gone. After `taken_over`, `again` and `pipelines`, another screen follows.
 */
export type Reason = 'detached' | 'left' | 'stopped' | 'lost' | 'taken_over' | 'again' | 'pipelines';

/** What the operator's own pager shows. */
export type Reading =
  | { readonly kind: 'file'; readonly file: string }
  | { readonly kind: 'difference'; readonly from: string; readonly to: string };

/** What a key leads to. A screen decides nothing: commands go to the engine, and everything else only changes what is shown. */
export type Step =
  | { readonly do: 'view'; readonly event: ViewEvent }
  | { readonly do: 'send'; readonly command: Command }
  | { readonly do: 'press'; readonly action: ActionId }
  | { readonly do: 'copy'; readonly text: string; readonly what: string }
  | { readonly do: 'edit'; readonly file: string }
  | { readonly do: 'shell'; readonly directory: string }
  /** Shows a report, a log or the difference between two commits in the operator's pager. */
  | { readonly do: 'read'; readonly what: Reading }
  /** Replaces the screen by plain lines until a key brings it back. */
  | { readonly do: 'stream' }
  | { readonly do: 'suspend' }
  | { readonly do: 'stop_engine'; readonly now: boolean }
  | { readonly do: 'leave'; readonly reason: Reason };

/** One thing that a key can do. */
export interface KeyAction {
  /** Returns why it is not available now; null when it is. */
  readonly off?: (scene: Scene) => string | null;
  readonly run: (scene: Scene) => readonly Step[];
}

/** Creates the step that changes what is shown. */
export function view(event: ViewEvent): Step {
  return { do: 'view', event };
}

/** Creates the step that sends a command to the engine. */
export function send(command: Command): Step {
  return { do: 'send', command };
}

/** Creates the steps that show a sentence in the notice line. */
export function say(text: string, tone: 'plain' | 'warn' = 'warn'): readonly Step[] {
  return [view({ type: 'notice', text, tone })];
}

import type { Command } from '../domain/integration/command.ts';
import type { ActionId } from './keys/binding.ts';
import type { Extent } from './screen.ts';
import type { Look } from './screen-input.ts';
import type { Pane, ViewEvent } from './view-state.ts';

/** What a key meets: what is looked at, and how far it scrolls. */
export interface Scene {
  readonly look: Look;
  readonly extents: Readonly<Partial<Record<Pane, Extent>>>;
  /** The key or the pasted text itself. */
  readonly key: string;
}

/** Why a screen was left: `detached` and the engine goes on, `left` what is finished, `stopped` with the engine, or it is `lost`; `taken_over` and `again`: another screen follows. */
export type Reason = 'detached' | 'left' | 'stopped' | 'lost' | 'taken_over' | 'again';

/** What is read with the operator's own pager. */
export type Reading =
  | { readonly kind: 'file'; readonly file: string }
  | { readonly kind: 'difference'; readonly from: string; readonly to: string };

/** What a key leads to. A screen decides nothing: commands go to the engine, the rest only changes what is seen. */
export type Step =
  | { readonly do: 'view'; readonly event: ViewEvent }
  | { readonly do: 'send'; readonly command: Command }
  | { readonly do: 'press'; readonly action: ActionId }
  | { readonly do: 'copy'; readonly text: string; readonly what: string }
  | { readonly do: 'edit'; readonly file: string }
  | { readonly do: 'shell'; readonly directory: string }
  /** Shows a report or the difference between two commits in the operator's pager. */
  | { readonly do: 'read'; readonly what: Reading }
  /** Leaves the screen for plain lines, until a key brings it back. */
  | { readonly do: 'stream' }
  | { readonly do: 'suspend' }
  | { readonly do: 'stop_engine'; readonly now: boolean }
  | { readonly do: 'leave'; readonly reason: Reason };

/** One thing that a key can do. */
export interface Action {
  /** Says why it cannot be done now; null: it can. */
  readonly off?: (scene: Scene) => string | null;
  readonly run: (scene: Scene) => readonly Step[];
}

/** Gives the step that changes what is seen. */
export function view(event: ViewEvent): Step {
  return { do: 'view', event };
}

/** Gives the step that asks something of the engine. */
export function send(command: Command): Step {
  return { do: 'send', command };
}

/** Gives the steps that say a sentence in the notice line. */
export function say(text: string, tone: 'plain' | 'warn' = 'warn'): readonly Step[] {
  return [view({ type: 'notice', text, tone })];
}

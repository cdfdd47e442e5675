import type { Block } from './frame/frame.ts';
import type { Line } from './frame/line.ts';
import type { Look } from './screen-input.ts';
import type { Pane } from './view-state.ts';

/** How far a pane of this screen scrolls: the greatest offset, and the rows that a page key moves. */
export interface Extent {
  readonly max: number;
  readonly page: number;
}

/** A screen's content between header and footer, before it is fitted into the room. */
export interface Body {
  readonly blocks: readonly Block[];
  readonly extents: Readonly<Partial<Record<Pane, Extent>>>;
}

export interface Room {
  readonly width: number;
  readonly height: number;
}

/** A screen: a pure function of its input and the available room. */
export type Screen = (look: Look, room: Room) => Body;

/** Returns the visible part of a scrolled text, and how far it scrolls. */
export function scrolled(
  lines: readonly Line[],
  offset: number,
  height: number,
): { readonly rows: readonly Line[]; readonly extent: Extent } {
  const room = Math.max(0, height);
  const max = Math.max(0, lines.length - room);
  const from = Math.min(offset, max);
  return { rows: lines.slice(from, from + room), extent: { max, page: Math.max(1, room - 1) } };
}

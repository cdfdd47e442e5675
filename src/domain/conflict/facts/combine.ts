import type { Edit } from './edits.ts';
import { applyBoth, editsOf, sameEdit } from './edits.ts';
import { splitLines, stacked } from './lines.ts';

/** Both changes in one text. `order`: whether all lines of one side stand before those of the other, or they alternate. */
export interface Combined {
  readonly text: string;
  readonly order: 'first_second' | 'second_first' | 'mixed';
}

/**
 * Combines both changes. Edits that do not overlap are made in place; where edits overlap, the second side's lines follow the first
 * side's. Puts the whole texts one after the other when they cannot be compared.
 */
export function combined(base: string, first: string, second: string): Combined {
  const lines = splitLines(base);
  const [ours, theirs] = [editsOf(lines, splitLines(first)), editsOf(lines, splitLines(second))];
  if (ours === null || theirs === null) return { text: stacked([first, second]), order: 'first_second' };
  const pieces: string[] = [];
  let sides_in_order = '';
  let at = 0;
  for (const group of groups(ours, theirs)) {
    const all = [...group.first, ...group.second];
    const from = Math.min(...all.map((edit) => edit.from));
    const to = Math.max(...all.map((edit) => edit.to));
    const sides = [group.first, group.second].filter((edits) => edits.length > 0);
    const adds = (edits: readonly Edit[]) => edits.some(({ items }) => items.length > 0);
    sides_in_order += `${adds(group.first) ? 1 : ''}${adds(group.second) ? 2 : ''}`;
    pieces.push(lines.slice(at, from).join(''), ...sides.map((edits) => within(lines, edits, from, to)));
    at = to;
  }
  const [ordered, reversed] = [/^1*2*$/.test(sides_in_order), /^2*1*$/.test(sides_in_order)];
  const order = ordered ? 'first_second' : reversed ? 'second_first' : 'mixed';
  return { text: stacked([...pieces, lines.slice(at).join('')]), order };
}

interface Group {
  readonly first: Edit[];
  readonly second: Edit[];
}

/** Groups edits that overlap. An edit that both sides made counts as the first side's. */
function groups(first: readonly Edit[], second: readonly Edit[]): readonly Group[] {
  const theirs = second.filter((edit) => !first.some((other) => sameEdit(edit, other)));
  const all = [
    ...first.map((edit) => ({ edit, side: 'first' as const })),
    ...theirs.map((edit) => ({ edit, side: 'second' as const })),
  ].sort((a, b) => a.edit.from - b.edit.from || a.edit.to - b.edit.to);
  const found: Group[] = [];
  let to = -1;
  let insertion_at = -1;
  for (const { edit, side } of all) {
    const inserts = edit.from === edit.to;
    const joins = edit.from < to || (inserts && edit.from === insertion_at);
    const group = joins ? found.at(-1) : undefined;
    if (group === undefined) found.push({ first: [], second: [], [side]: [edit] });
    else group[side].push(edit);
    to = joins ? Math.max(to, edit.to) : edit.to;
    insertion_at = inserts ? edit.from : -1;
  }
  return found;
}

function within(lines: readonly string[], edits: readonly Edit[], from: number, to: number): string {
  const moved = edits.map((edit) => ({ ...edit, from: edit.from - from, to: edit.to - from }));
  return stacked(applyBoth(lines.slice(from, to), moved, []));
}

import { lineEndOf, trimmed } from '../lines.ts';
import { orderedUnion, sharedOrder } from '../ordered-union.ts';
import type { ImportStatement, NameList } from './statements.ts';
import { hasComments } from './statements.ts';

/** Formatters break import lists at 80 to 100 characters. */
const LINE_WIDTH = 100;

/** Merges two statements that import different names from one place; null when names and comments cannot be told apart. */
export function mergeNames(
  base: ImportStatement | undefined,
  current: ImportStatement,
  incoming: ImportStatement,
): string | null {
  const [ours, theirs] = [current.list, incoming.list];
  if (ours === null || theirs === null || hasComments(ours) || hasComments(theirs)) return null;
  if (trimmed(ours.rest) !== trimmed(theirs.rest)) return null;
  const union = orderedUnion(base?.list?.names ?? [], ours.names, theirs.names);
  if (union.length === 0) return null;
  const order = sharedOrder([ours.names, theirs.names]);
  const names = order === null ? union : [...union].sort(order);
  const comments = current.text.slice(0, current.text.indexOf(`${ours.lead}${ours.head}`));
  return (
    comments +
    written(names, ours.indent === null && theirs.indent !== null ? theirs : ours, lineEndOf([current.text]))
  );
}

function written(names: readonly string[], like: NameList, end: string): string {
  const pad = like.padded ? ' ' : '';
  const row = `${like.lead}${like.head}${pad}${names.join(', ')}${pad}${like.tail}${like.rest}`;
  if (like.indent === null && trimmed(row).length <= LINE_WIDTH) return row;

  const bare = like.tail === '';
  const indent = like.indent ?? `${like.lead}${/^from\b/.test(like.head) ? '    ' : '  '}`;
  const comma = like.last_comma || like.indent === null ? ',' : '';
  const rows = names.map((name, index) => `${indent}${name}${index < names.length - 1 ? ',' : comma}`);
  const head = bare ? `${like.head.trimEnd()} (` : like.head;
  return `${like.lead}${[head, ...rows, like.lead + (bare ? ')' : like.tail)].join(end)}${like.rest}`;
}

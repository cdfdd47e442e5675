import type { Sides } from '../../conflict.ts';
import { countsOf } from '../counts.ts';
import type { HunkText } from '../hunk-text.ts';
import { trimmed, wordedLines } from '../lines.ts';
import { type ImportItem, type ImportStatement, statementsOf } from './statements.ts';

const WORD = /[\w$\x80-\xff]+/g;

/** Counts how often each word occurs in a text. */
export function wordCounts(text: string): ReadonlyMap<string, number> {
  return countsOf(text.match(WORD) ?? []);
}

/**
 * Finds added imports that the merged file may not need. The side that added such an import uses its name. But no line that it added for
 * that use is in the decided part of the file: the other side removed the use, or another hunk has yet to decide about it. Also finds
 * added imports that the file already has around the hunk.
 */
export function doubtfulImports(hunk: HunkText, blocks: Sides<readonly ImportItem[]>): readonly string[] {
  const { rest } = hunk;
  if (rest === undefined) return [];
  const known = new Set(statementsOf(blocks.base).flatMap(({ used_as }) => used_as));
  const before = new Set(statementsOf(blocks.base).map(({ key }) => key));
  return (['current', 'incoming'] as const).flatMap((side) => {
    const own = wordCounts(hunk[side]);
    const imported = new Set(wordedLines(hunk[side]));
    const doubtful = (name: string) => {
      const uses = (rest[side].get(name) ?? 0) - (own.get(name) ?? 0);
      if (known.has(name) || uses === 0) return false;
      // The use that an import was added for is among the lines added with it: another use of the word may mean something else.
      const added = rest.added[side].filter(
        (line) => !imported.has(trimmed(line)) && wordCounts(line).has(name),
      );
      if (added.length > 0) return !added.some((line) => rest.decided_lines.has(line));
      return (rest.decided.get(name) ?? 0) === 0;
    };
    const statements = statementsOf(blocks[side]);
    const again = statements.filter((it) => !before.has(it.key) && rest.decided_lines.has(lineOf(it)));
    return [...statements.flatMap(({ used_as }) => used_as.filter(doubtful)), ...again.map(lineOf)];
  });
}

function lineOf({ text }: ImportStatement): string {
  return text.replace(/\r?\n$/, '');
}

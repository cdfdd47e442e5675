import type { Sides } from './conflict.ts';
import type { RestOfFile } from './facts/hunk-text.ts';
import { wordCounts } from './facts/imports/still-used.ts';
import { splitLines } from './facts/lines.ts';
import { composeFile, type Segment } from './hunks.ts';

/** Gives what is known of a file while one of its hunks is looked at; `decided` has the text of each hunk that is decided already. */
export function restOfFile(
  { segments, texts }: { readonly segments: readonly Segment[]; readonly texts: Sides<string | null> },
  decided: readonly (string | null)[],
  open: boolean,
): RestOfFile {
  const merged = composeFile(
    segments,
    decided.map((text) => text ?? ''),
  );
  return {
    current: wordCounts(texts.current ?? ''),
    incoming: wordCounts(texts.incoming ?? ''),
    decided: wordCounts(merged),
    open,
    decided_lines: new Set(splitLines(merged).map((line) => line.replace(/\r?\n$/, ''))),
  };
}

import type { Sides } from './conflict.ts';
import type { RestOfFile } from './facts/hunk-text.ts';
import { wordCounts } from './facts/imports/still-used.ts';
import { splitLines } from './facts/lines.ts';
import { composeFile, type Segment } from './hunks.ts';

/** Collects what is known about a file while one of its hunks is examined. `decided` has the text of each hunk decided already. */
export function restOfFile(
  { segments, texts }: { readonly segments: readonly Segment[]; readonly texts: Sides<string | null> },
  decided: readonly (string | null)[],
  open: boolean,
): RestOfFile {
  const merged = composeFile(
    segments,
    decided.map((text) => text ?? ''),
  );
  const before = new Set(bareLines(texts.base ?? ''));
  const added = (side: string | null) => bareLines(side ?? '').filter((line) => !before.has(line));
  return {
    current: wordCounts(texts.current ?? ''),
    incoming: wordCounts(texts.incoming ?? ''),
    decided: wordCounts(merged),
    open,
    decided_lines: new Set(bareLines(merged)),
    added: { current: added(texts.current), incoming: added(texts.incoming) },
  };
}

function bareLines(text: string): readonly string[] {
  return splitLines(text).map((line) => line.replace(/\r?\n$/, ''));
}

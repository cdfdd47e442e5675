/** Judges by content what of some work is not in the target any more. Lines count where they can be compared; other files count whole. */

import { wordedLines } from '../../conflict/facts/lines.ts';
import { lossOf, restoredBy } from '../../conflict/loss.ts';

/** A file in one commit; `object` is null where there is none, `text` where it has no lines (a link, a binary file). */
export interface FileVersion {
  readonly object: string | null;
  readonly text: string | null;
}

/** What is not in the target any more: lines, and files that have none. */
export interface Lacking {
  readonly lines: number;
  readonly files: number;
}

const NOTHING: Lacking = { lines: 0, files: 0 };

/**
 * Returns what a revert took out of a file, that the effort has, and that the target still lacks. `before` and `after` are the revert's
 * own two sides; `joined` is the effort where it joins the target, `tip` as it is now: it may have rewritten the lines, or reverted them
 * itself. Lines that the revert brought back count too, where the effort had removed them and the target still has them.
 */
export function stillReverted(file: {
  readonly before: FileVersion;
  readonly after: FileVersion;
  readonly joined: FileVersion;
  readonly tip: FileVersion;
  readonly now: FileVersion;
}): Lacking {
  const { before, after, joined, tip, now } = file;
  if (tip.object === after.object) return NOTHING;
  if (!Object.values(file).every(hasLines)) {
    const isOwn = joined.object === before.object || tip.object === before.object;
    return isOwn && now.object === after.object ? { lines: 0, files: 1 } : NOTHING;
  }
  const in_own = new Set([joined, tip].flatMap(({ text }) => wordedLines(text ?? '')));
  const in_after = new Set(wordedLines(after.text ?? ''));
  const shared = wordedLines(before.text ?? '').filter((line) => in_own.has(line) || in_after.has(line));
  const taken = lossOf(shared.join('\n'), after.text, now.text).lines;
  const brought = restoredBy(before.text, after.text, now.text).filter((line) => !in_own.has(line)).length;
  return { lines: taken + brought, files: 0 };
}

/**
 * Returns what some work changed, where nothing of it is left: every file is in the target as it was before the work, as far as the
 * work goes. null: something is left, or it changed nothing that can be compared.
 */
export function whollyGone(
  files: readonly { readonly before: FileVersion; readonly own: FileVersion; readonly now: FileVersion }[],
): Lacking | null {
  let [lines, whole] = [0, 0];
  for (const { before, own, now } of files) {
    if (now.object === own.object) return null;
    if (![before, own, now].every(hasLines)) {
      if (now.object !== before.object) return null;
      whole += 1;
      continue;
    }
    const added = lossOf(own.text, before.text, before.text).lines;
    const removed = restoredBy(own.text, before.text, before.text).length;
    if (lossOf(own.text, before.text, now.text).lines < added) return null;
    if (restoredBy(own.text, before.text, now.text).length < removed) return null;
    lines += added + removed;
  }
  return lines + whole === 0 ? null : { lines, files: whole };
}

function hasLines({ object, text }: FileVersion): boolean {
  return object === null || text !== null;
}

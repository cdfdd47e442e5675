import { isData, languageOf } from './file-nature.ts';
import { indentOf, isBlank, splitLines, trimmed } from './lines.ts';

/** One whole item of a list, on lines of its own: a key with its value, an element of an array, a row. */
export interface ListEntry {
  /** What identifies the item: its key, or the item itself. */
  readonly key: string;
  /** The lines without the trailing comma and line end. */
  readonly text: string;
  readonly comma: boolean;
  /** Its line end; empty for the last line of a file that has none. */
  readonly end: string;
  /** Whether it is a key with a value, whose position in the list does not matter. */
  readonly keyed: boolean;
}

const PAIR = /^(["'`]?)([\w@./$*:-]+?)\1[ \t]*(?:=>|[:=](?![>=:]))[ \t]*(\S[\s\S]*)$/;
const ELEMENT = /^(?:"[^"\n]*"|'[^'\n]*'|`[^`\n]*`|[\w$.-]+)$/;
const COMMENT = /^(?:\/\/|#|\/\*|\*|<!--|--)/;
/** Files in which every line stands for itself. In similar files, such as CODEOWNERS, the last match wins. */
export const LINE_FILES =
  /(?:^|\/)(?:\.[\w-]*ignore|requirements[^/]*\.txt|[^/]*\.(?:csv|tsv|properties|env))$/;

/** Reads a text as distinct items of one list, equally indented; null if it contains anything else, even blank lines or comments. */
export function entriesOf(text: string, path: string): readonly ListEntry[] | null {
  const entries: ListEntry[] = [];
  const indents = new Set<string>();
  for (const lines of wholeItems(splitLines(text), path)) {
    const entry = entryOf(lines, path);
    if (entry === null) return null;
    indents.add(indentOf(lines));
    entries.push(entry);
  }
  const keys = new Set(entries.map((entry) => entry.key));
  return indents.size <= 1 && keys.size === entries.length ? entries : null;
}

/** Joins the lines of an item that continues because a bracket is still open. */
function wholeItems(lines: readonly string[], path: string): readonly string[] {
  if (LINE_FILES.test(path)) return lines;
  const items: string[] = [];
  let open = '';
  for (const line of lines) {
    open += line;
    if (depthOf(open) > 0) continue;
    items.push(open);
    open = '';
  }
  return open === '' ? items : [...items, open];
}

function entryOf(lines: string, path: string): ListEntry | null {
  const comma = /,[ \t\r\n]*$/.test(lines);
  const end = /\r?\n$/.exec(lines)?.[0] ?? '';
  const text = lines.replace(/[ \t]*,?[ \t\r\n]*$/, '');
  const item = trimmed(text);
  if (isBlank(item) || COMMENT.test(item)) return null;
  if (LINE_FILES.test(path)) {
    return item.startsWith('!')
      ? null
      : { key: item, text: lines.replace(/[\r\n]+$/, ''), comma: false, end, keyed: false };
  }
  const language = languageOf(path);
  // In code only a comma tells an item from a statement; in XML nothing does.
  if (language === 'xml' || (!isData(path) && !comma) || depthOf(lines) !== 0) return null;
  // The block below such a line belongs to it.
  if (language === 'yaml' && /[:|>][-+]?$/.test(item)) return null;
  if (language === 'yaml' && item.startsWith('- ')) return { key: item, text, comma, end, keyed: false };
  const pair = PAIR.exec(item);
  if (pair?.[2] !== undefined) return { key: pair[2], text, comma, end, keyed: true };
  // A bare name may be a shorthand property or an argument, whose position matters.
  return ELEMENT.test(item) ? { key: item, text, comma, end, keyed: false } : null;
}

/** Counts the brackets still open at the end; negative if more are closed. An unmatched quote counts as a bracket that never closes. */
function depthOf(text: string): number {
  const bare = text.replace(/"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\\n]|\\.)*`/g, '');
  let depth = /["`]/.test(bare) ? 1 : 0;
  for (const sign of bare) {
    if ('([{'.includes(sign)) depth++;
    else if (')]}'.includes(sign)) depth--;
    if (depth < 0) return depth;
  }
  return depth;
}

import { isData, languageOf } from './file-nature.ts';
import { indentOf, isBlank, splitLines, trimmed } from './lines.ts';

/** A whole item of a list on lines of its own: a key with its value, an element of an array, a row. */
export interface Entry {
  /** What the item is found by: its key, or the item itself. */
  readonly key: string;
  /** The lines without the last comma and line end. */
  readonly text: string;
  readonly comma: boolean;
  /** Its line end; empty for the last line of a file that has none. */
  readonly end: string;
  /** A key with a value, whose place in the list means nothing. */
  readonly keyed: boolean;
}

const PAIR = /^(["'`]?)([\w@./$*:-]+?)\1[ \t]*(?:=>|[:=](?![>=:]))[ \t]*(\S[\s\S]*)$/;
const ELEMENT = /^(?:"[^"\n]*"|'[^'\n]*'|`[^`\n]*`|[\w$.-]+)$/;
const COMMENT = /^(?:\/\/|#|\/\*|\*|<!--|--)/;
/** Files in which every line stands for itself. In others of their kind, as CODEOWNERS, the last match wins. */
const LINE_FILES = /(?:^|\/)(?:\.[\w-]*ignore|requirements[^/]*\.txt|[^/]*\.(?:csv|tsv|properties|env))$/;

/** Gives a text as items of one list, equally indented; null when there is anything else in it, blank lines and comments included. */
export function entriesOf(text: string, path: string): readonly Entry[] | null {
  const entries: Entry[] = [];
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

/** Joins the lines that an item with open brackets goes on over. */
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

function entryOf(lines: string, path: string): Entry | null {
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
  // A block below a line belongs to it.
  if (language === 'yaml' && /[:|>][-+]?$/.test(item)) return null;
  if (language === 'yaml' && item.startsWith('- ')) return { key: item, text, comma, end, keyed: false };
  const pair = PAIR.exec(item);
  if (pair?.[2] !== undefined) return { key: pair[2], text, comma, end, keyed: true };
  // A bare name may be a shorthand property or an argument, whose place counts.
  return ELEMENT.test(item) ? { key: item, text, comma, end, keyed: false } : null;
}

/** How many brackets are open at the end; negative when more are closed, odd quotes count as open for good. */
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

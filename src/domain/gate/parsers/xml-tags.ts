import { sanitizeLine } from '../../shared/text.ts';

export interface XmlTag {
  readonly name: string;
  readonly kind: 'open' | 'close' | 'empty';
  readonly attribute: (name: string) => string | null;
}

const LONGEST_TAG = 16 * 1024;

/**
 * Creates a reader of XML tags in a text that arrives line by line. It skips texts, comments and CDATA. A tag may span lines, up to 16
 * KiB; longer ones are dropped. Meant for reports of test runners, not for XML at large.
 */
export function makeTagReader(onTag: (tag: XmlTag) => void): (line: string) => void {
  /** The tag being read; null: none is open. What has arrived of it is not looked at again. */
  let open: OpenTag | null = null;
  /** The end of the comment or CDATA section being read; null outside of both. */
  let until: string | null = null;
  return (line) => {
    let text = line;
    for (;;) {
      if (until !== null) {
        const end = text.indexOf(until);
        if (end === -1) return;
        text = text.slice(end + until.length);
        until = null;
      }
      if (open === null) {
        const start = text.indexOf('<');
        if (start === -1) return;
        text = text.slice(start);
        until = text.startsWith('<!--') ? '-->' : text.startsWith('<![CDATA[') ? ']]>' : null;
        if (until !== null) continue;
        open = { lines: [], length: 0, quote: '' };
      }
      const end = endOfTag(text, open);
      open.lines.push(end === -1 ? text : text.slice(0, end));
      open.length += text.length + 1;
      if (end === -1) {
        if (open.length > LONGEST_TAG) open = null;
        return;
      }
      const tag = readTag(open.lines.join('\n').slice(1));
      open = null;
      if (tag !== null) onTag(tag);
      text = text.slice(end + 1);
    }
  };
}

interface OpenTag {
  readonly lines: string[];
  length: number;
  /** The quote that the last line left open; empty: none. */
  quote: string;
}

/** Finds the `>` that ends the tag, ignoring those in quoted values; -1 if it has not arrived yet. */
function endOfTag(text: string, tag: OpenTag): number {
  for (let at = 0; at < text.length; at++) {
    const character = text[at] ?? '';
    if (tag.quote !== '') tag.quote = character === tag.quote ? '' : tag.quote;
    else if (character === '"' || character === "'") tag.quote = character;
    else if (character === '>') return at;
  }
  return -1;
}

function readTag(inside: string): XmlTag | null {
  const match = /^(\/?)([\w:.-]+)/.exec(inside);
  if (match === null) return null;
  const kind = match[1] === '/' ? 'close' : inside.endsWith('/') ? 'empty' : 'open';
  return {
    name: match[2] ?? '',
    kind,
    attribute: (name) => {
      const value = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(inside);
      return value === null ? null : decodeEntities(value[1] ?? value[2] ?? '');
    },
  };
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

function decodeEntities(text: string): string {
  return text.replaceAll(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(\w+));/gi, (whole, decimal, hex, name) => {
    if (name !== undefined) return ENTITIES[name] ?? whole;
    const code = decimal !== undefined ? Number(decimal) : Number.parseInt(hex, 16);
    // A character reference may bring back what the sanitiser removed from the line.
    return (code > 0x10ffff ? '' : sanitizeLine(String.fromCodePoint(code))) || ' ';
  });
}

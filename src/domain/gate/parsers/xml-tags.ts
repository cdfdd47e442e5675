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
  let carry = '';
  /** The end of the comment or CDATA section being read; null outside of both. */
  let until: string | null = null;
  return (line) => {
    let text = carry === '' ? line : `${carry}\n${line}`;
    carry = '';
    for (;;) {
      if (until !== null) {
        const end = text.indexOf(until);
        if (end === -1) return;
        text = text.slice(end + until.length);
        until = null;
      }
      const start = text.indexOf('<');
      if (start === -1) return;
      text = text.slice(start);
      if (text.startsWith('<!--')) until = '-->';
      else if (text.startsWith('<![CDATA[')) until = ']]>';
      else {
        const end = endOfTag(text);
        if (end === -1) {
          if (text.length <= LONGEST_TAG) carry = text;
          return;
        }
        const tag = readTag(text.slice(1, end));
        if (tag !== null) onTag(tag);
        text = text.slice(end + 1);
      }
    }
  };
}

/** Finds the `>` that ends the tag at the start, ignoring those in quoted values; -1 if it has not arrived yet. */
function endOfTag(text: string): number {
  let quote = '';
  for (let at = 1; at < text.length; at++) {
    const character = text[at] ?? '';
    if (quote !== '') quote = character === quote ? '' : quote;
    else if (character === '"' || character === "'") quote = character;
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
    return code < 0x20 || (code >= 0x7f && code < 0xa0) || code > 0x10ffff ? ' ' : String.fromCodePoint(code);
  });
}

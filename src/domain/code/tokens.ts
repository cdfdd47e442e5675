/** Splits code into words, literals and marks. Every character is looked at a fixed number of times, whatever the text is. */

/** A word, a literal, or a mark of one character. */
export interface Token {
  readonly kind: 'word' | 'literal' | 'mark';
  /** Of a literal: what stands between its quotes, as written. */
  readonly text: string;
  /** Whether no other token precedes it on its line. */
  readonly first: boolean;
  /** How many characters precede it on its line. */
  readonly column: number;
}

/** A comment or literal up to `end`. `token` null leaves it out; `breaks`: what follows it is the first of its line. */
export interface Special {
  readonly end: number;
  readonly token: Pick<Token, 'kind' | 'text'> | null;
  readonly breaks?: boolean;
}

/** Finds a comment or literal that begins at a character; null: the character is a mark. Called once for each mark, in order. */
export type Lexis = (text: string, at: number, before: readonly Token[]) => Special | null;

const BYTE_ORDER_MARK = '\xef\xbb\xbf';

/** Splits a text into tokens. Leaves out white space, and what the lexis of its language calls a comment. */
export function codeTokens(text: string, lexis: Lexis): readonly Token[] {
  const tokens: Token[] = [];
  let at = text.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK.length : 0;
  let line = at;
  let first = true;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code <= 32) {
      at += 1;
      if (code !== 10 && code !== 13) continue;
      first = true;
      line = at;
      continue;
    }
    const special = isWordCode(code) ? null : lexis(text, at, tokens);
    const end = special?.end ?? (isWordCode(code) ? endOfWord(text, at) : at + 1);
    const token =
      special === null
        ? ({ kind: isWordCode(code) ? 'word' : 'mark', text: text.slice(at, end) } as const)
        : special.token;
    if (token !== null) tokens.push({ ...token, first, column: at - line });
    first = token === null && (first || special?.breaks === true);
    at = end;
  }
  return tokens;
}

/** Returns where a quoted literal ends: at its quote, or where its line or the text does. */
export function endOfQuoted(text: string, from: number, quote: string): number {
  for (let at = from; at < text.length; at++) {
    const char = text[at];
    if (char === quote || char === '\n') return at;
    if (char === '\\') at += text.startsWith('\r\n', at + 1) ? 2 : 1;
  }
  return text.length;
}

/** Returns where the next occurrence begins; the end of the text if there is none. */
export function nextToken(text: string, wanted: string, from: number): number {
  const found = text.indexOf(wanted, from);
  return found < 0 ? text.length : found;
}

/** Skips a comment to the end of its line. */
export function lineComment(text: string, at: number): Special {
  return { end: nextToken(text, '\n', at), token: null };
}

/** Skips a comment in the manner of C. */
export function blockComment(text: string, at: number): Special {
  const end = Math.min(nextToken(text, '*/', at + 2) + 2, text.length);
  return { end, token: null, breaks: text.slice(at, end).includes('\n') };
}

/** Bytes of a letter outside of ASCII count as letters. */
function isWordCode(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    (code >= 48 && code <= 57) ||
    code === 95 ||
    code === 36 ||
    code >= 128
  );
}

function endOfWord(text: string, from: number): number {
  let at = from + 1;
  while (at < text.length && isWordCode(text.charCodeAt(at))) at += 1;
  return at;
}

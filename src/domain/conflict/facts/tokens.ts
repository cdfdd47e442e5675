/**
 * Words, single characters and runs of white space. Bytes from 0x80 on belong to words, so that no multi-byte character is ever cut. A
 * quoted text on one line is one token, because white space in it has a meaning.
 */
const TOKEN =
  /[ \t\r\n\f\v]+|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\\n]|\\.)*`|[\w$\x80-\uffff]+|[\s\S]/g;
const FINE_TOKEN = /[ \t\r\n\f\v]+|[\w$\x80-\uffff]+|[\s\S]/g;

/** Splits a text into tokens; joined, they make the text again. */
export function tokensOf(text: string): readonly string[] {
  return text.match(FINE_TOKEN) ?? [];
}

/** Returns the tokens that are not white space; a quoted text is one token. */
export function wordsOf(text: string): readonly string[] {
  return (text.match(TOKEN) ?? []).filter((token) => !/^[ \t\r\n\f\v]/.test(token));
}

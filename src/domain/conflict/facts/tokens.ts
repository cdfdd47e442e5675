/**
 * Words, single signs and runs of white space. Bytes from 0x80 on belong to words, so that no character of several bytes is ever
 * cut. A quoted text on one line is one token: white space in it means something.
 */
const TOKEN =
  /[ \t\r\n\f\v]+|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\\n]|\\.)*`|[\w$\x80-\uffff]+|[\s\S]/g;
const FINE_TOKEN = /[ \t\r\n\f\v]+|[\w$\x80-\uffff]+|[\s\S]/g;

/** Gives every token of a text; joined they are the text. */
export function tokensOf(text: string): readonly string[] {
  return text.match(FINE_TOKEN) ?? [];
}

/** Gives the tokens that are not white space, quoted texts whole. */
export function wordsOf(text: string): readonly string[] {
  return (text.match(TOKEN) ?? []).filter((token) => !/^[ \t\r\n\f\v]/.test(token));
}

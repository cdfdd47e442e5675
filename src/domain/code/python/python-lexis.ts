/** This folder: imports and names of Python modules. */
import { endOfQuoted, lineComment, nextToken, type Special } from '../tokens.ts';

/** Finds comments, strings of one or more lines, and line breaks that end no statement. */
export function pythonLexis(text: string, at: number): Special | null {
  const char = text[at];
  if (char === '#') return lineComment(text, at);
  if (char === '\\') return { end: nextToken(text, '\n', at) + 1, token: null };
  if (char !== '"' && char !== "'") return null;
  const thrice = char.repeat(3);
  if (text.startsWith(thrice, at)) return { end: endOfLong(text, at + 3, thrice), token: STRING };
  const end = endOfQuoted(text, at + 1, char);
  return { end: end + (text[end] === char ? 1 : 0), token: STRING };
}

const STRING = { kind: 'literal', text: '' } as const;

function endOfLong(text: string, from: number, quotes: string): number {
  for (let at = from; at < text.length; at++) {
    if (text[at] === '\\') at += 1;
    else if (text.startsWith(quotes, at)) return at + quotes.length;
  }
  return text.length;
}

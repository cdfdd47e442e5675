import { isMark, isWord } from '../members.ts';
import type { Token } from '../tokens.ts';

/** One item of `{ name as other }`, or of the pattern `{ name: other }`. */
export interface ListedName {
  readonly name: string;
  readonly as: string;
  /** Whether it is marked as a type. */
  readonly is_type: boolean;
}

/** A list of names in braces, and the index of the token after it. */
export interface ListedNames {
  readonly items: readonly ListedName[];
  readonly end: number;
}

/** How many tokens a pattern before its value may have. */
const LONGEST_PATTERN = 500;

/** Reads the names in braces that open at an index. A list that is cut off ends before the next statement. */
export function listedNames(tokens: readonly Token[], open: number): ListedNames {
  const items: ListedName[] = [];
  let words: string[] = [];
  let is_complete = false;
  let depth = 1;
  let at = open + 1;
  const close = () => {
    const is_type = words[0] === 'type' && words.length > 1 && words[1] !== 'as';
    const [name, , as] = is_type ? words.slice(1) : words;
    if (name !== undefined) items.push({ name, as: as ?? name, is_type });
    words = [];
    is_complete = false;
  };
  for (; at < tokens.length && depth > 0; at++) {
    const token = tokens[at];
    if (token === undefined || isMark(token, ';') || beginsStatement(tokens, at)) break;
    if (token.kind !== 'mark') {
      if (depth === 1 && !is_complete && words.length < 4) words.push(token.text);
    } else if ('{[('.includes(token.text)) depth += 1;
    else if ('}])'.includes(token.text)) depth -= 1;
    else if (depth === 1 && token.text === ',') close();
    else if (depth === 1 && token.text === ':') words.push('as');
    else if (depth === 1 && token.text === '=') is_complete = true;
  }
  close();
  return { items, end: at };
}

/** Reads the pattern of `const { a, b: c } = …`, whose last brace is at an index. */
export function namesOfPattern(tokens: readonly Token[], close: number): readonly string[] {
  for (let at = close; at > close - LONGEST_PATTERN && at > 0; at--) {
    if (isMark(tokens[at], '{') && ['const', 'let', 'var'].includes(tokens[at - 1]?.text ?? ''))
      return listedNames(tokens, at).items.map(({ name }) => name);
    if (isMark(tokens[at], ';')) break;
  }
  return [];
}

/** These words can be names, too, but only the new ones of what has another name. */
function beginsStatement(tokens: readonly Token[], at: number): boolean {
  const is_statement = isWord(tokens[at], 'import') || isWord(tokens[at], 'export');
  return is_statement && !isWord(tokens[at - 1], 'as');
}

import { isMark, isWord } from '../members.ts';
import type { Token } from '../tokens.ts';

/** Returns the names that a statement defines where it stands: of a function, a class, a type, or by an assignment. */
export function definedNames(tokens: readonly Token[]): readonly string[] {
  const start = isWord(tokens[0], 'async') ? 1 : 0;
  const [keyword, name] = tokens.slice(start, start + 2);
  if (isWord(keyword, 'def') || isWord(keyword, 'class')) return name === undefined ? [] : [name.text];
  if (isWord(keyword, 'type') && name?.kind === 'word') return [name.text];
  return assignedNames(tokens);
}

/** Reads `a = b = 1`, `a, (b, c) = d` and `a: int = 1`: words that stand for themselves before the last `=`. */
function assignedNames(tokens: readonly Token[]): readonly string[] {
  let depth = 0;
  /** Depth of the brackets of a call or an index, whose words are no names; null: outside of them. */
  let within: number | null = null;
  let typed = false;
  let seen: string[] = [];
  const names: string[] = [];
  for (const [index, token] of tokens.entries()) {
    if (token.kind === 'word') {
      if (!typed && within === null && standsAlone(tokens, index)) seen.push(token.text);
    } else if (token.kind === 'mark') {
      if ('([{'.includes(token.text)) {
        depth += 1;
        if (isValue(tokens[index - 1])) within ??= depth;
      } else if (')]}'.includes(token.text)) {
        if (within === depth) within = null;
        depth -= 1;
      } else if (depth === 0 && token.text === ':') typed = true;
      else if (depth === 0 && token.text === '=' && assigns(tokens, index)) {
        names.push(...seen);
        seen = [];
      }
    }
  }
  return names;
}

function standsAlone(tokens: readonly Token[], index: number): boolean {
  const [before, after] = [tokens[index - 1], tokens[index + 1]];
  return !isMark(before, '.') && !isMark(after, '.') && !isMark(after, '[') && !isMark(after, '(');
}

/** Comparisons, and assignments that change what is there, define nothing. */
function assigns(tokens: readonly Token[], index: number): boolean {
  return !isMark(tokens[index + 1], '=') && isValue(tokens[index - 1]);
}

function isValue(token: Token | undefined): boolean {
  return token !== undefined && (token.kind !== 'mark' || ')]}'.includes(token.text));
}

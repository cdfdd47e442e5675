import type { Token } from './tokens.ts';

/** Longer paths of names are not followed. */
const LONGEST = 8;

/** Finds what is used by way of each of some names: `a.b.c` uses `c` by way of `a.b`, and `b` by way of `a`. */
export function membersOf(
  tokens: readonly Token[],
  names: ReadonlySet<string>,
): ReadonlyMap<string, ReadonlySet<string>> {
  const members = new Map<string, Set<string>>();
  if (names.size === 0) return members;
  for (const [index, token] of tokens.entries()) {
    if (token.kind !== 'word' || isMark(tokens[index - 1], '.')) continue;
    let path = token.text;
    let at = index;
    for (let length = 1; length < LONGEST; length++) {
      const dot = isMark(tokens[at + 1], '?') ? at + 2 : at + 1;
      const next = tokens[dot + 1];
      if (!isMark(tokens[dot], '.') || next?.kind !== 'word') break;
      if (names.has(path)) members.set(path, (members.get(path) ?? new Set()).add(next.text));
      path = `${path}.${next.text}`;
      at = dot + 1;
    }
  }
  return members;
}

/** Checks for one mark. */
export function isMark(token: Token | undefined, text: string): boolean {
  return token?.kind === 'mark' && token.text === text;
}

/** Checks for one word. */
export function isWord(token: Token | undefined, text: string): boolean {
  return token?.kind === 'word' && token.text === text;
}

import { isMark, isWord } from '../members.ts';
import type { Token } from '../tokens.ts';
import { listedNames } from './listed-names.ts';

const MODIFIERS = new Set(['declare', 'abstract', 'async']);
const VARIABLES = new Set(['const', 'let', 'var']);
const DECLARATIONS = new Set('function class interface type enum namespace module import'.split(' '));

/** Returns the names that the declaration at an index introduces; none where there is no declaration. */
export function declaredNames(tokens: readonly Token[], index: number): readonly string[] {
  let at = index;
  for (let count = 0; count < 2 && MODIFIERS.has(wordAt(tokens, at)); count++) at += 1;
  if (isWord(tokens[at], 'const') && isWord(tokens[at + 1], 'enum')) at += 1;
  if (VARIABLES.has(wordAt(tokens, at))) return variableNames(tokens, at + 1);
  if (!DECLARATIONS.has(wordAt(tokens, at))) return [];
  const name = wordAt(tokens, isMark(tokens[at + 1], '*') ? at + 2 : at + 1);
  return name === '' ? [] : [name];
}

/** Reads `a = 1, b: T = 2` and patterns. Looks no further than the next export, since exports stand at the top level alone. */
function variableNames(tokens: readonly Token[], from: number): readonly string[] {
  const names = namesAt(tokens, from);
  let depth = 0;
  for (let at = from; at < tokens.length; at++) {
    const token = tokens[at];
    if (token === undefined || isWord(token, 'export') || (depth === 0 && isMark(token, ';'))) break;
    if (token.kind !== 'mark') continue;
    if ('{[('.includes(token.text)) depth += 1;
    if ('}])'.includes(token.text)) depth -= 1;
    if (depth === 0 && token.text === ',') names.push(...namesAt(tokens, at + 1));
  }
  return names;
}

/** A comma can also stand between types: a variable is followed by its type, its value, or the next variable. */
function namesAt(tokens: readonly Token[], at: number): string[] {
  const token = tokens[at];
  if (token?.kind === 'word') return '=:,;!'.includes(tokens[at + 1]?.text ?? ';') ? [token.text] : [];
  if (!isMark(token, '{') && !isMark(token, '[')) return [];
  return listedNames(tokens, at).items.map(({ as }) => as);
}

function wordAt(tokens: readonly Token[], at: number): string {
  const token = tokens[at];
  return token?.kind === 'word' ? token.text : '';
}

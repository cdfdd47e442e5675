import type { CodeFacts } from '../facts.ts';
import { isMark, isWord } from '../members.ts';
import type { Token } from '../tokens.ts';

/** Finds what a file exports by `exports` and `module.exports`. Any use of them that is not understood leaves the exports open. */
export function commonjsExports(tokens: readonly Token[]): Omit<CodeFacts, 'imports'> {
  const exports = new Set<string>();
  const passes_on: string[] = [];
  let is_open = false;
  for (const [index, token] of tokens.entries()) {
    if (!isWord(token, 'exports')) continue;
    const is_property = isMark(tokens[index - 1], '.');
    if (is_property && !isWord(tokens[index - 2], 'module')) continue;
    const after = tokens[index + 1];
    if (isMark(after, '.')) {
      if (isAssigned(tokens, index + 3)) exports.add(tokens[index + 2]?.text ?? '').add('default');
    } else if (isAssigned(tokens, index + 1)) {
      const value = valueAt(tokens, index + 2);
      for (const name of [...value.exports, 'default']) exports.add(name);
      passes_on.push(...value.passes_on);
      is_open ||= value.is_open;
    } else if (isWord(tokens[index - 2], 'defineProperty') && tokens[index + 2]?.kind === 'literal')
      exports.add(tokens[index + 2]?.text ?? '');
    else if (!isMark(after, ':')) is_open = true;
  }
  return { exports, passes_on, is_open };
}

/** Checks for `=`, but not for `==`. */
function isAssigned(tokens: readonly Token[], index: number): boolean {
  return isMark(tokens[index], '=') && !isMark(tokens[index + 1], '=');
}

/** Reads what is assigned to `module.exports`. */
function valueAt(tokens: readonly Token[], index: number): Omit<CodeFacts, 'imports'> {
  const value = tokens[index];
  if (isMark(value, '{')) return objectAt(tokens, index);
  // In `exports = module.exports = …` the rest says what it is.
  if (isWord(value, 'module') || isWord(value, 'exports'))
    return { exports: new Set(), passes_on: [], is_open: false };
  const specifier = requiredAt(tokens, index);
  return {
    exports: new Set(),
    passes_on: specifier === null ? [] : [specifier],
    is_open: specifier === null,
  };
}

function objectAt(tokens: readonly Token[], open: number): Omit<CodeFacts, 'imports'> {
  const exports = new Set<string>();
  const passes_on: string[] = [];
  let is_open = false;
  let depth = 1;
  for (let at = open + 1; at < tokens.length && depth > 0; at++) {
    const token = tokens[at];
    if (token === undefined || (isWord(token, 'exports') && isMark(tokens[at - 1], '.'))) break;
    if (isMark(token, '{') || isMark(token, '[') || isMark(token, '(')) depth += 1;
    else if (isMark(token, '}') || isMark(token, ']') || isMark(token, ')')) depth -= 1;
    if (depth !== 1) continue;
    if (isKey(tokens, at)) exports.add(token.text);
    if (!isMark(token, '.') || !isMark(tokens[at - 1], '.') || !isMark(tokens[at - 2], '.')) continue;
    const specifier = requiredAt(tokens, at + 1);
    if (specifier === null) is_open = true;
    else passes_on.push(specifier);
  }
  return { exports, passes_on, is_open };
}

/** A key follows a comma or a word such as `get`, and precedes its value or the next key. */
function isKey(tokens: readonly Token[], at: number): boolean {
  const before = tokens[at - 1];
  const begins = before?.kind === 'word' || isMark(before, '{') || isMark(before, ',') || isMark(before, '*');
  return begins && tokens[at]?.kind !== 'mark' && ',}:('.includes(tokens[at + 1]?.text ?? '}');
}

function requiredAt(tokens: readonly Token[], index: number): string | null {
  const literal = tokens[index + 2];
  return isWord(tokens[index], 'require') && isMark(tokens[index + 1], '(') && literal?.kind === 'literal'
    ? literal.text
    : null;
}

/** This folder: imports and exported names of Go packages. */
import type { CodeFacts } from '../facts.ts';
import { isMark, membersOf } from '../members.ts';
import {
  blockComment,
  codeTokens,
  endOfQuoted,
  lineComment,
  nextToken,
  type Special,
  type Token,
} from '../tokens.ts';

const DECLARATIONS = new Set(['import', 'func', 'type', 'var', 'const']);

/** Reads the imports of a file of Go, and the names of its top level that begin with a capital letter. */
export function goFacts(text: string): CodeFacts {
  const tokens = codeTokens(text, goLexis);
  const exports = new Set<string>();
  const imports: { readonly specifier: string; readonly alias: string | null }[] = [];
  let depth = 0;
  let keyword = '';
  let in_group = false;
  for (const [index, token] of tokens.entries()) {
    if (token.kind === 'word' && token.first && token.column === 0 && DECLARATIONS.has(token.text)) {
      // Whatever stood before is complete, even where a bracket is missing.
      depth = 0;
      keyword = token.text;
      in_group = keyword !== 'func' && isMark(tokens[index + 1], '(');
    }
    if (token.kind === 'mark' && '([{'.includes(token.text)) depth += 1;
    if (token.kind === 'mark' && ')]}'.includes(token.text)) depth -= 1;
    if (depth !== (in_group ? 1 : 0)) continue;
    if (keyword === 'import') {
      if (token.kind === 'literal')
        imports.push({ specifier: token.text, alias: aliasBefore(tokens, index) });
    } else if (token.kind === 'word' && /^[A-Z]/.test(token.text) && isDeclared(tokens, index, in_group))
      exports.add(token.text);
  }
  const aliases = imports.flatMap(({ specifier, alias }) => namesFor(specifier, alias));
  const members = membersOf(tokens, new Set(aliases));
  return {
    imports: imports.map(({ specifier, alias }) => ({
      specifier,
      names: namesFor(specifier, alias).flatMap((name) => [...(members.get(name) ?? [])]),
      members: [],
      loads: true,
    })),
    exports,
    passes_on: [],
    is_open: false,
  };
}

function goLexis(text: string, at: number): Special | null {
  const char = text[at];
  if (char === '/' && text[at + 1] === '/') return lineComment(text, at);
  if (char === '/' && text[at + 1] === '*') return blockComment(text, at);
  if (char !== '"' && char !== "'" && char !== '`') return null;
  const end = char === '`' ? nextToken(text, '`', at + 1) : endOfQuoted(text, at + 1, char);
  return {
    end: Math.min(end + (text[end] === char ? 1 : 0), text.length),
    token: { kind: 'literal', text: text.slice(at + 1, end) },
  };
}

/** A declared name follows its keyword, or begins a line of a group; further names follow commas. */
function isDeclared(tokens: readonly Token[], index: number, in_group: boolean): boolean {
  for (let at = index; at > 0; at -= 2) {
    const before = tokens[at - 1];
    if (in_group ? tokens[at]?.first : before?.kind === 'word' && DECLARATIONS.has(before.text)) return true;
    if (!isMark(before, ',') || index - at > 100) return false;
  }
  return false;
}

function aliasBefore(tokens: readonly Token[], index: number): string | null {
  const before = tokens[index - 1];
  const is_alias = before?.kind === 'word' && before.text !== 'import' && !tokens[index]?.first;
  return is_alias ? before.text : null;
}

/** A package is called by the last part of its path, but for versions; a part of that is often its name. */
function namesFor(specifier: string, alias: string | null): readonly string[] {
  if (alias !== null) return [alias];
  const last =
    specifier
      .replace(/\/v\d+$/, '')
      .split('/')
      .at(-1) ?? '';
  return [...new Set([last, ...last.split(/[-.]/)])];
}

/** This folder: import statements as lists that can be united. */
import { indentOf, isBlank, trimmed } from '../lines.ts';
import { wordsOf } from '../tokens.ts';
import type { ImportGrammar } from './grammar.ts';

/** One import statement as it stands in the file: whole lines, with the comments right above it. */
export interface ImportStatement {
  readonly text: string;
  /** The statement without white space; equal for two statements that mean the same. */
  readonly key: string;
  /** What it imports from; statements that import names from one place share it. */
  readonly source: string;
  /** The key by which import lists are sorted. */
  readonly module: string;
  readonly list: NameList | null;
  /** Names it binds, where the language objects to binding a name twice; those of its list first, in their order. */
  readonly binds: readonly string[];
  /** Names by which the rest of the file uses it, as far as they are known. */
  readonly used_as: readonly string[];
}

/** The bracketed names of a statement, and what stands before and after them. */
export interface NameList {
  readonly head: string;
  readonly names: readonly string[];
  readonly tail: string;
  /** White space before the statement. */
  readonly lead: string;
  /** What follows on the last line: a comment, the line end. */
  readonly rest: string;
  /** White space before each name of a list over several lines; null if all names are on one line. */
  readonly indent: string | null;
  /** Whether it is written `{ a }` rather than `{a}`. */
  readonly padded: boolean;
  readonly last_comma: boolean;
}

/** A piece of an import block: a statement, or blank lines between groups. */
export type ImportItem = ImportStatement | string;

const COMMENTS = /(?:[ \t]*(?:\/\/[^\n]*|#(?![ \t]*(?:include|import)\b)[^\n]*)\r?\n)*/y;
const BLANKS = /(?:[ \t]*\r?\n)+/y;

/** Parses a text into import statements and blank lines; null when it contains anything else. */
export function parseImports(text: string, grammar: ImportGrammar): readonly ImportItem[] | null {
  const items: ImportItem[] = [];
  let at = 0;
  while (at < text.length) {
    const blank = matchAt(BLANKS, text, at);
    if (blank !== null) {
      items.push(blank[0]);
      at += blank[0].length;
      continue;
    }
    const comments = matchAt(COMMENTS, text, at)?.[0] ?? '';
    const found = grammar.forms
      .map((form) => matchAt(form, text, at + comments.length))
      .find((match) => match !== null);
    if (found === undefined || found === null) return null;
    items.push(statementOf(comments, found, grammar));
    at += comments.length + found[0].length;
  }
  return items;
}

/** Returns the statements of a block, without the blank lines. */
export function statementsOf(items: readonly ImportItem[]): readonly ImportStatement[] {
  return items.filter((item) => typeof item !== 'string');
}

function matchAt(expression: RegExp, text: string, at: number): RegExpExecArray | null {
  expression.lastIndex = at;
  const match = expression.exec(text);
  return match === null || match[0] === '' ? null : match;
}

function statementOf(comments: string, match: RegExpExecArray, grammar: ImportGrammar): ImportStatement {
  const { head, names = '', tail = '', plain = '' } = match.groups ?? {};
  const module = match.groups?.['module'] ?? match.groups?.['module2'] ?? '';
  const list = head === undefined ? null : nameList(match[0], head, names, tail);
  const squeezed = wordsOf(match[0]).join(' ');
  const exported = /^[ \t]*(?:export|pub)\b/.test(match[0]);
  const bound = list === null ? bindingsOf(plain) : [...list.names, ...bindingsOf(head ?? '')];
  const used_as = usedAs(bound, module, grammar);
  return {
    text: comments + match[0],
    key: squeezed,
    source: list === null ? squeezed : wordsOf(`${head} … ${tail}`).join(' '),
    module,
    list,
    binds: exported ? [] : grammar.binds === null ? used_as : bound.map(grammar.binds),
    used_as: exported ? [] : used_as,
  };
}

function usedAs(bound: readonly string[], module: string, grammar: ImportGrammar): readonly string[] {
  if (grammar.binds !== null) return bound.map(grammar.binds);
  if (!grammar.known_by_last_name) return [];
  const names = bound.length > 0 ? bound : [module.replace(/\/v\d+$/, '')];
  return names.flatMap((name) => /(\w+)$/.exec(name)?.[1] ?? []).filter((name) => !/^(?:self|_)$/.test(name));
}

function nameList(text: string, head: string, inner: string, tail: string): NameList {
  const names = inner
    .split(',')
    .map((name) => trimmed(name).replace(/\s+/g, ' '))
    .filter((name) => name !== '');
  const indent = /\n([ \t]*)[^ \t\r\n]/.exec(inner)?.[1] ?? null;
  return {
    head,
    names,
    tail,
    lead: indentOf(text),
    rest: text.slice(indentOf(text).length + head.length + inner.length + tail.length),
    indent,
    padded: /^[ \t]/.test(inner),
    last_comma: /,\s*$/.test(inner),
  };
}

/** Finds the default or namespace name of a statement: `import it from`, `import * as it`, `const it =`. */
function bindingsOf(plain: string): readonly string[] {
  const match =
    /\*[ \t]+as[ \t]+([\w$]+)/.exec(plain) ??
    /^(?:import|const|let|var)[ \t]+(?:type[ \t]+)?([\w$.]+)(?:[ \t]*(?:,|=|\bfrom\b|$))/.exec(plain) ??
    /^import[ \t]+[\w.]+[ \t]+as[ \t]+(\w+)/.exec(plain);
  return match?.[1] === undefined ? [] : [match[1]];
}

/** Checks whether a name list contains comments, which cannot be moved with their names. */
export function hasComments(list: NameList): boolean {
  return list.names.some(
    (name) => name.includes('//') || name.includes('/*') || name.includes('#') || isBlank(name),
  );
}

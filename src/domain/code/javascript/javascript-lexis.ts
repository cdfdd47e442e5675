/** This folder: imports and exports of JavaScript and TypeScript, with CommonJS and the scripts of components. */
import { blockComment, endOfQuoted, type Lexis, lineComment, type Special, type Token } from '../tokens.ts';

/** Words after which a slash begins a regular expression; after other words it divides. */
const BEFORE_PATTERN = new Set(
  'return typeof case in of void throw await yield else do instanceof new delete'.split(' '),
);
const CONDITIONS = new Set(['if', 'while', 'for', 'with']);

/** Creates the lexis of one text: comments, strings, regular expressions, and templates with code inside. */
export function javascriptLexis(): Lexis {
  /** Depths of braces at which a template continues. */
  const templates: number[] = [];
  /** For each open parenthesis, whether a condition is in it. */
  const conditions: boolean[] = [];
  let depth = 0;
  let after_condition = false;
  /** Up to here no regular expression ends on its line. */
  let no_pattern_before = 0;

  const template = (text: string, from: number): Special => {
    const { end, opens } = templatePart(text, from);
    if (opens) templates.push(depth);
    const is_whole = text[from - 1] === '`' && !opens;
    const token = is_whole
      ? ({ kind: 'literal', text: text.slice(from, end - 1) } as const)
      : ({ kind: 'mark', text: '`' } as const);
    return { end, token };
  };

  const pattern = (text: string, at: number, before: readonly Token[]): Special | null => {
    if (at < no_pattern_before || !mayBegin(before, after_condition)) return null;
    const { end, closed } = endOfPattern(text, at + 1);
    if (closed) return { end, token: { kind: 'literal', text: '' } };
    no_pattern_before = end;
    return null;
  };

  return (text, at, before) => {
    const char = text[at];
    if (char === '"' || char === "'") {
      const end = endOfQuoted(text, at + 1, char);
      return {
        end: end + (text[end] === char ? 1 : 0),
        token: { kind: 'literal', text: text.slice(at + 1, end) },
      };
    }
    if (char === '/' && text[at + 1] === '/') return lineComment(text, at);
    if (char === '/' && text[at + 1] === '*') return blockComment(text, at);
    if (char === '/') return pattern(text, at, before);
    if (char === '`') return template(text, at + 1);
    if (char === '(') conditions.push(CONDITIONS.has(before.at(-1)?.text ?? ''));
    if (char === ')') after_condition = conditions.pop() ?? false;
    if (char === '{') depth += 1;
    if (char !== '}') return null;
    if (templates.at(-1) === depth) {
      templates.pop();
      return template(text, at + 1);
    }
    depth -= 1;
    return null;
  };
}

/** Reads a template up to its end, or to the code in it. */
function templatePart(text: string, from: number): { readonly end: number; readonly opens: boolean } {
  for (let at = from; at < text.length; at++) {
    const char = text[at];
    if (char === '\\') at += 1;
    else if (char === '`') return { end: at + 1, opens: false };
    else if (char === '$' && text[at + 1] === '{') return { end: at + 2, opens: true };
  }
  return { end: text.length, opens: false };
}

/** After a value a slash divides, and after `<` it closes an element. */
function mayBegin(before: readonly Token[], after_condition: boolean): boolean {
  const last = before.at(-1);
  if (last === undefined) return true;
  if (last.kind === 'literal') return false;
  if (last.kind === 'word') return BEFORE_PATTERN.has(last.text);
  if (last.text === ')') return after_condition;
  if (last.text === '>') return before.at(-2)?.text === '=';
  return !']}<`'.includes(last.text);
}

function endOfPattern(text: string, from: number): { readonly end: number; readonly closed: boolean } {
  let in_class = false;
  for (let at = from; at < text.length; at++) {
    const char = text[at];
    if (char === '\n') return { end: at, closed: false };
    if (char === '\\') at += 1;
    else if (char === '[') in_class = true;
    else if (char === ']') in_class = false;
    else if (char === '/' && !in_class) return { end: at + 1, closed: true };
  }
  return { end: text.length, closed: false };
}

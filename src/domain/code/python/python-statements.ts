import { isMark, isWord } from '../members.ts';
import type { Token } from '../tokens.ts';

/** A statement that stands on one logical line, with what it stands in. */
export interface PythonStatement {
  readonly tokens: readonly Token[];
  /** Whether it runs when the module is loaded: not inside a function, nor for type checkers alone. */
  readonly runs: boolean;
  /** Whether what it defines is a name of the module: not inside a function or a class. */
  readonly is_outer: boolean;
}

interface Block {
  readonly column: number;
  readonly kind: 'function' | 'class' | 'types';
}

const COMPOUND = new Set(
  'if elif else for while try except finally with def class async match case'.split(' '),
);

/** Splits a module into statements. The header of a compound statement is a statement of its own. */
export function pythonStatements(tokens: readonly Token[]): readonly PythonStatement[] {
  const statements: PythonStatement[] = [];
  const blocks: Block[] = [];
  for (const line of logicalLines(tokens)) {
    const column = line[0]?.column ?? 0;
    while ((blocks.at(-1)?.column ?? -1) >= column) blocks.pop();
    for (const part of partsOf(line)) {
      statements.push({
        tokens: part,
        runs: blocks.every(({ kind }) => kind === 'class'),
        is_outer: blocks.every(({ kind }) => kind === 'types'),
      });
      const kind = kindOf(part);
      if (kind !== null) blocks.push({ column, kind });
    }
  }
  return statements;
}

/** A line goes on while a bracket is open. */
function logicalLines(tokens: readonly Token[]): readonly (readonly Token[])[] {
  const lines: Token[][] = [];
  let depth = 0;
  for (const token of tokens) {
    if ((token.first && depth === 0) || lines.length === 0) lines.push([]);
    lines.at(-1)?.push(token);
    if (token.kind !== 'mark') continue;
    if ('([{'.includes(token.text)) depth += 1;
    if (')]}'.includes(token.text)) depth = Math.max(depth - 1, 0);
  }
  return lines;
}

/** Splits a line at semicolons, and after the colon of a compound statement. */
function partsOf(line: readonly Token[]): readonly (readonly Token[])[] {
  const parts: Token[][] = [[]];
  let depth = 0;
  for (const [index, token] of line.entries()) {
    const part = parts.at(-1) ?? [];
    const is_mark = token.kind === 'mark';
    if (is_mark && '([{'.includes(token.text)) depth += 1;
    if (is_mark && ')]}'.includes(token.text)) depth -= 1;
    const ends = depth === 0 && (isMark(token, ';') || (isMark(token, ':') && !isMark(line[index + 1], '=')));
    if (!ends || (token.text === ':' && !COMPOUND.has(part[0]?.text ?? ''))) part.push(token);
    else parts.push([]);
  }
  return parts.filter((part) => part.length > 0);
}

function kindOf(header: readonly Token[]): Block['kind'] | null {
  const word = isWord(header[0], 'async') ? header[1] : header[0];
  if (isWord(word, 'def')) return 'function';
  if (isWord(word, 'class')) return 'class';
  const says = (text: string) => header.some((token) => isWord(token, text));
  const is_condition = isWord(word, 'if') || isWord(word, 'elif');
  return is_condition && says('TYPE_CHECKING') && !says('not') && !says('or') ? 'types' : null;
}

import { isMark, isWord } from '../members.ts';
import type { Token } from '../tokens.ts';

/** One module or name that a statement imports. */
export interface PythonImport {
  readonly specifier: string;
  /** null: the module itself; `*`: all of its names. */
  readonly name: string | null;
  /** What stands for it in the file; dotted for `import a.b`. */
  readonly alias: string;
}

/** Reads `import a.b as c, d` and `from ..a import b as c, d`; nothing from other statements. */
export function pythonImports(tokens: readonly Token[]): readonly PythonImport[] {
  if (isWord(tokens[0], 'import')) {
    return itemsFrom(tokens, 1).map(({ name, alias }) => ({ specifier: name, name: null, alias }));
  }
  if (!isWord(tokens[0], 'from')) return [];
  const at = tokens.findIndex((token, index) => index > 0 && isWord(token, 'import'));
  if (at < 0) return [];
  const specifier = tokens
    .slice(1, at)
    .map(({ text }) => text)
    .join('');
  if (isMark(tokens[at + 1], '*')) return [{ specifier, name: '*', alias: '*' }];
  return itemsFrom(tokens, at + 1).map((item) => ({ specifier, ...item }));
}

/** Reads `a.b as c, d`, in parentheses or not. */
function itemsFrom(tokens: readonly Token[], from: number): readonly { name: string; alias: string }[] {
  const items: { name: string; alias: string }[] = [];
  let name = '';
  let alias: string | null = null;
  const close = () => {
    if (name !== '') items.push({ name, alias: alias ?? name });
    name = '';
    alias = null;
  };
  for (const [index, token] of tokens.slice(from).entries()) {
    if (isMark(token, ',')) close();
    else if (isWord(token, 'as') && name !== '') alias = tokens[from + index + 1]?.text ?? null;
    else if (alias === null && (token.kind === 'word' || isMark(token, '.'))) name += token.text;
  }
  close();
  return items;
}

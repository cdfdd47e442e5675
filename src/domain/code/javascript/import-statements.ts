import type { ImportedModule } from '../facts.ts';
import { isMark, isWord, membersOf } from '../members.ts';
import type { Token } from '../tokens.ts';
import { listedNames, namesOfPattern } from './listed-names.ts';

/** An import, and the name that stands for the whole module in the rest of the file; null: none does. */
interface Statement extends Omit<ImportedModule, 'members'> {
  readonly alias: string | null;
}

/** Finds every import of a file: statements, `require` and `import()`. */
export function importStatements(tokens: readonly Token[]): readonly ImportedModule[] {
  const statements = tokens.flatMap((token, index) => {
    if (token.kind !== 'word' || isMark(tokens[index - 1], '.')) return [];
    if (token.text === 'require') return calledWith(tokens, index) ?? [];
    if (token.text !== 'import') return [];
    return calledWith(tokens, index) ?? (mayStandAt(tokens, index) ? (statementAt(tokens, index) ?? []) : []);
  });
  const aliases = statements.flatMap(({ alias }) => alias ?? []);
  const members = membersOf(tokens, new Set(aliases));
  return statements.map(({ alias, names, ...rest }) => ({
    ...rest,
    names: alias === null ? names : [...names, ...(members.get(alias) ?? [])],
    members: [],
  }));
}

/** A statement begins its line, or follows another one. */
function mayStandAt(tokens: readonly Token[], index: number): boolean {
  const before = tokens[index - 1];
  return tokens[index]?.first === true || before === undefined || isMark(before, ';') || isMark(before, '}');
}

/** Reads `import … from '…'` and `import '…'`. */
function statementAt(tokens: readonly Token[], index: number): Statement | null {
  const is_type = isTypeOnly(tokens, index + 1);
  const names: string[] = [];
  let listed_types = 0;
  let alias: string | null = null;
  for (let at = index + (is_type ? 2 : 1); at < tokens.length; at++) {
    const token = tokens[at];
    if (token === undefined) return null;
    if (token.kind === 'literal') {
      const erased = is_type || (names.length > 0 && alias === null && listed_types === names.length);
      return { specifier: token.text, names, alias, loads: !erased };
    }
    if (token.text === '{') {
      const { items, end } = listedNames(tokens, at);
      names.push(...items.map(({ name }) => name));
      listed_types += items.filter((item) => item.is_type).length;
      at = end - 1;
    } else if (token.text === '*' && isWord(tokens[at + 1], 'as')) {
      alias = tokens[at + 2]?.text ?? null;
      at += 2;
    } else if (token.kind === 'word') {
      if (token.text === 'import' || token.text === 'export') return null;
      if (token.text !== 'from') names.push('default');
    } else if (token.text !== ',') return null;
  }
  return null;
}

/** Checks for the word `type` that is not itself the name of what is imported. */
export function isTypeOnly(tokens: readonly Token[], index: number): boolean {
  const after = tokens[index + 1];
  if (!isWord(tokens[index], 'type') || after === undefined) return false;
  if (isWord(after, 'from')) return tokens[index + 2]?.kind !== 'literal';
  return after.kind === 'word' || after.text === '{' || after.text === '*';
}

/** Reads `require('…')` and `import('…')`, with what is taken from them; null: it is no such call. */
function calledWith(tokens: readonly Token[], index: number): Statement | null {
  const literal = tokens[index + 2];
  const is_call =
    isMark(tokens[index + 1], '(') && (isMark(tokens[index + 3], ')') || isMark(tokens[index + 3], ','));
  if (!is_call || literal?.kind !== 'literal') return null;
  const is_import = isWord(tokens[index], 'import');
  const first = is_import && isWord(tokens[index - 1], 'await') ? index - 1 : index;
  const is_grouped = first < index && isMark(tokens[first - 1], '(') && isMark(tokens[index + 4], ')');
  const member = memberAfter(tokens, index + (is_grouped ? 5 : 4));
  const is_type =
    is_import &&
    (isWord(tokens[index - 1], 'typeof') || (member !== null && !is_grouped && !isOfPromise(member)));
  const names = member === null ? [] : [member];
  const call = { specifier: literal.text, names, alias: null, loads: !is_type };
  if (member !== null || !isMark(tokens[first - 1], '=')) return call;
  const bound = tokens[first - 2];
  if (isMark(bound, '}')) return { ...call, names: namesOfPattern(tokens, first - 2) };
  return { ...call, alias: bound?.kind === 'word' ? bound.text : null };
}

function memberAfter(tokens: readonly Token[], index: number): string | null {
  const name = tokens[index + 1];
  return isMark(tokens[index], '.') && name?.kind === 'word' ? name.text : null;
}

/** A promise has these, so a module that is loaded is meant, and no type. */
function isOfPromise(name: string): boolean {
  return name === 'then' || name === 'catch' || name === 'finally';
}

import type { CodeFacts, ImportedModule } from '../facts.ts';
import { isWord, membersOf } from '../members.ts';
import { codeTokens } from '../tokens.ts';
import { definedNames } from './defined-names.ts';
import { pythonImports } from './python-imports.ts';
import { pythonLexis } from './python-lexis.ts';
import { pythonStatements } from './python-statements.ts';

/** Reads the imports and names of a Python module. What it imports can be imported from it. */
export function pythonFacts(text: string): CodeFacts {
  const tokens = codeTokens(text, pythonLexis);
  const exports = new Set<string>();
  const passes_on: string[] = [];
  const imports: (ImportedModule & { readonly alias: string })[] = [];
  for (const statement of pythonStatements(tokens)) {
    for (const { specifier, name, alias } of pythonImports(statement.tokens)) {
      const names = name === null || name === '*' ? [] : [name];
      imports.push({ specifier, names, members: [], loads: statement.runs, alias });
      if (!statement.is_outer) continue;
      if (name === '*') passes_on.push(specifier);
      else exports.add(alias.split('.', 1)[0] ?? '');
    }
    if (statement.is_outer) for (const name of definedNames(statement.tokens)) exports.add(name);
    if (isWord(statement.tokens[0], 'global'))
      for (const { kind, text: name } of statement.tokens.slice(1)) if (kind === 'word') exports.add(name);
  }
  const members = membersOf(tokens, new Set(imports.map(({ alias }) => alias)));
  return {
    imports: imports.map(({ alias, ...rest }) => ({ ...rest, members: [...(members.get(alias) ?? [])] })),
    exports,
    passes_on,
    is_open: exports.has('__getattr__') || tokens.some((token) => isWord(token, 'globals')),
  };
}

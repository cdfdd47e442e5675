import type { CodeFacts, ImportedModule } from '../facts.ts';
import { isMark, isWord } from '../members.ts';
import type { Token } from '../tokens.ts';
import { declaredNames } from './declared-names.ts';
import { isTypeOnly } from './import-statements.ts';
import { listedNames } from './listed-names.ts';

/** Finds what a file exports by `export` statements. What they import from other files is among the imports. */
export function exportStatements(tokens: readonly Token[]): CodeFacts {
  const exports = new Set<string>();
  const imports: ImportedModule[] = [];
  const passes_on: string[] = [];
  let is_open = false;
  for (const [index, token] of tokens.entries()) {
    if (!isWord(token, 'export') || isMark(tokens[index - 1], '.')) continue;
    const is_type = isTypeOnly(tokens, index + 1) && tokens[index + 2]?.kind === 'mark';
    const at = index + (is_type ? 2 : 1);
    if (isMark(tokens[at], '*')) {
      const name = isWord(tokens[at + 1], 'as') ? tokens[at + 2]?.text : undefined;
      const specifier = specifierAt(tokens, name === undefined ? at + 1 : at + 3);
      if (specifier === null) continue;
      imports.push({ specifier, names: [], members: [], loads: !is_type });
      if (name === undefined) passes_on.push(specifier);
      else exports.add(name);
    } else if (isMark(tokens[at], '{')) {
      const { items, end } = listedNames(tokens, at);
      for (const { as } of items) exports.add(as);
      const specifier = specifierAt(tokens, end);
      const erased = is_type || (items.length > 0 && items.every((item) => item.is_type));
      const names = items.map(({ name }) => name);
      if (specifier !== null) imports.push({ specifier, names, members: [], loads: !erased });
    } else if (isWord(tokens[at], 'default')) exports.add('default');
    else if (isMark(tokens[at], '=')) is_open = true;
    else for (const name of declaredNames(tokens, at)) exports.add(name);
  }
  return { imports, exports, passes_on, is_open };
}

function specifierAt(tokens: readonly Token[], index: number): string | null {
  const literal = tokens[index + 1];
  return isWord(tokens[index], 'from') && literal?.kind === 'literal' ? literal.text : null;
}

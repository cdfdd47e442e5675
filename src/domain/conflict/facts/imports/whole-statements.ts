import type { Sides } from '../../conflict.ts';
import { languageOf } from '../file-nature.ts';
import type { HunkText } from '../hunk-text.ts';
import { splitLines } from '../lines.ts';
import { IMPORT_GRAMMARS, type ImportGrammar } from './grammar.ts';
import type { Neighbours } from './merge-blocks.ts';
import type { ImportItem, ImportStatement } from './statements.ts';
import { parseImports, statementsOf } from './statements.ts';

/** A hunk of nothing but imports, with the clean lines around it that complete its first and last statement. */
export interface ImportHunk extends Neighbours {
  readonly prefix: string;
  readonly suffix: string;
  readonly blocks: Sides<readonly ImportItem[]>;
}

/** How many lines around a hunk to search for the rest of a statement and for signs of sorting. */
const LINES_AROUND = 60;
const NEIGHBOURS = 6;

/** Checks whether the collision is about nothing but imports. */
export function isImportHunk(hunk: HunkText): boolean {
  const grammar = IMPORT_GRAMMARS[languageOf(hunk.path)];
  return grammar !== undefined && importHunk(hunk, grammar) !== null;
}

/** Checks whether a hunk stands within an import statement that began above it, complete or not. */
export function isWithinImport({ path, before = '' }: HunkText): boolean {
  const grammar = IMPORT_GRAMMARS[languageOf(path)];
  return grammar !== undefined && openLines(splitLines(before).slice(-LINES_AROUND), grammar) !== null;
}

/** Reads a hunk as imports; null when it contains anything else, or a statement that does not end nearby. */
export function importHunk(hunk: HunkText, grammar: ImportGrammar): ImportHunk | null {
  const before = splitLines(hunk.before ?? '').slice(-LINES_AROUND);
  const after = splitLines(hunk.after ?? '').slice(0, LINES_AROUND);
  for (const above of [0, openLines(before, grammar)]) {
    for (const below of [0, closeLines(after, grammar)]) {
      if (above === null || below === null) continue;
      const prefix = before.slice(before.length - above).join('');
      const suffix = after.slice(0, below).join('');
      const parse = (side: string) => parseImports(prefix + side + suffix, grammar);
      const [base, current, incoming] = [parse(hunk.base), parse(hunk.current), parse(hunk.incoming)];
      if (base === null || current === null || incoming === null) continue;
      if (statementsOf([...current, ...incoming]).length === 0) return null;
      return {
        prefix,
        suffix,
        blocks: { base, current, incoming },
        above: neighbours(before.slice(0, before.length - above).reverse(), grammar).reverse(),
        below: neighbours(after.slice(below), grammar),
      };
    }
  }
  return null;
}

/** Counts the lines above the hunk that belong to a statement still open there; null if none is open. */
function openLines(before: readonly string[], grammar: ImportGrammar): number | null {
  const { opens, closes } = grammar;
  if (opens === null || closes === null) return null;
  for (let count = 1; count <= before.length; count++) {
    const line = (before[before.length - count] ?? '').replace(/\r?\n$/, '');
    if (opens.test(line)) return count;
    if (closes.test(line)) return null;
  }
  return null;
}

function closeLines(after: readonly string[], grammar: ImportGrammar): number | null {
  const index = grammar.closes === null ? -1 : after.findIndex((line) => grammar.closes?.test(line));
  return index < 0 ? null : index + 1;
}

function neighbours(lines: readonly string[], grammar: ImportGrammar): ImportStatement[] {
  const found: ImportStatement[] = [];
  for (const line of lines.slice(0, NEIGHBOURS)) {
    const [statement] = statementsOf(parseImports(line, grammar) ?? []);
    if (statement === undefined) break;
    found.push(statement);
  }
  return found;
}

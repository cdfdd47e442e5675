import { type CodeTree, folderOf, pathFrom, within } from '../code-tree.ts';
import { type ImportedModule, type ModuleLink, textOfBytes } from '../facts.ts';

const ENDINGS = '.ts .tsx .mts .cts .js .jsx .mjs .cjs .vue .svelte .d.ts'.split(' ');
/** What may be written for a file that is compiled to it. */
const COMPILED: Readonly<Record<string, readonly string[]>> = {
  '.js': ['.ts', '.tsx', '.d.ts'],
  '.jsx': ['.tsx'],
  '.mjs': ['.mts'],
  '.cjs': ['.cts'],
};

/** Finds the file that a relative import leads to; null: none in this tree, or one that is no code. */
export function resolveJavascript(path: string, imported: ImportedModule, tree: CodeTree): ModuleLink | null {
  const specifier = textOfBytes(imported.specifier).replace(/[?#].*$/s, '');
  if (!/^\.\.?(?:\/|$)/.test(specifier)) return null;
  const base = pathFrom(folderOf(path), specifier);
  if (base === null) return null;
  const is_folder = /(?:^|\/)\.{0,2}$/.test(specifier);
  const candidates = is_folder ? inFolder(base) : [...asFile(base), ...inFolder(base)];
  const to = candidates.find((candidate) => tree.paths.has(candidate));
  return to === undefined ? null : { to, names: imported.names };
}

function asFile(base: string): readonly string[] {
  const ending = /\.\w+$/.exec(base)?.[0] ?? '';
  const stem = base.slice(0, base.length - ending.length);
  const compiled = (Object.hasOwn(COMPILED, ending) ? COMPILED[ending] : undefined) ?? [];
  const exact = ENDINGS.includes(ending) ? [base] : [];
  return [
    ...exact,
    ...compiled.map((source) => stem + source),
    ...ENDINGS.map((readable) => base + readable),
  ];
}

function inFolder(base: string): readonly string[] {
  return ENDINGS.map((ending) => within(base, `index${ending}`));
}

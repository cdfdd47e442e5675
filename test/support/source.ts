/** Reads source files far enough to judge them: what is code, what is text or comment, and what is imported. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';

export interface Import {
  readonly specifier: string;
  /** Nothing of it remains at run time. */
  readonly type_only: boolean;
  readonly kind: 'import' | 'export' | 'dynamic';
  readonly line: number;
}

export interface SourceFile {
  /** From the project's root, with slashes: `src/domain/shared/ids.ts`. */
  readonly path: string;
  readonly text: string;
  /** The text without comments and with every literal emptied; line breaks stay where they were. */
  readonly code: string;
  readonly imports: readonly Import[];
}

/** Reads every TypeScript file below a folder. */
export function sourceFiles(root: string, folder: string): readonly SourceFile[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((file) => readSource(relative(root, file).split(sep).join('/'), readFileSync(file, 'utf8')));
}

/** Reads a file: its code and its imports. */
export function readSource(path: string, text: string): SourceFile {
  const { code, literals } = stripped(text);
  return { path, text, code: code.replaceAll(/§\d+§/g, ''), imports: importsOf(code, literals) };
}

/** Resolves a relative import to a path from the project's root. */
export function importedPath(file: SourceFile, specifier: string): string {
  return relative('/', resolve('/', dirname(file.path), specifier))
    .split(sep)
    .join('/');
}

/** Returns the package of a specifier: `@scope/name/part` belongs to `@scope/name`. */
export function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

/** Counts lines as `wc -l` does. */
export function lineCount({ text }: SourceFile): number {
  return text === '' ? 0 : text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
}

/** What a slash means depends on what precedes it: after a value it divides, elsewhere it starts a regular expression. */
const BEFORE_PATTERN =
  /(?:^|[(,=:[!&|?{};+\-*%<>~^]|=>|\b(?:return|typeof|case|in|of|void|throw|await|yield|else|do))\s*$/;

function stripped(text: string): { readonly code: string; readonly literals: readonly string[] } {
  const literals: string[] = [];
  /** Depths of braces at which a template continues. */
  const templates: number[] = [];
  let code = '';
  let depth = 0;
  let at = 0;
  const take = (pattern: RegExp): string | null => {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0] ?? null;
    if (found !== null) at += found.length;
    return found;
  };
  const breaks = (part: string) => part.replaceAll(/[^\n]/g, '');
  const template = () => {
    const part = take(/(?:[^`\\$]|\\[\s\S]|\$(?!\{))*/y) ?? '';
    code += breaks(part);
    if (text.startsWith('${', at)) {
      templates.push(depth++);
      at += 2;
      code += '${';
    } else {
      at += 1;
      code += '`';
    }
  };
  while (at < text.length) {
    const comment = take(/\/\/[^\n]*|\/\*[\s\S]*?\*\//y);
    if (comment !== null) {
      code += `${breaks(comment)} `;
      continue;
    }
    const quoted = take(/'(?:[^'\\\n]|\\[\s\S])*'?|"(?:[^"\\\n]|\\[\s\S])*"?/y);
    if (quoted !== null) {
      code += `"§${literals.push(quoted.slice(1, -1)) - 1}§"`;
      continue;
    }
    const char = text[at] ?? '';
    if (char === '/' && BEFORE_PATTERN.test(code.slice(-40))) {
      if (take(/\/(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/y) !== null) {
        code += '//';
        continue;
      }
    }
    at += 1;
    code += char;
    if (char === '`') template();
    else if (char === '{') depth += 1;
    else if (char === '}') {
      depth -= 1;
      if (templates.at(-1) === depth) {
        templates.pop();
        template();
      }
    }
  }
  return { code, literals };
}

const STATEMENT =
  /\b(import|export)\b(?!\s*[(.])(\s+type\b(?!\s*(?:from|,|=)))?([^"';=]*?)(?:\bfrom\s*)?"§(\d+)§"|\bimport\s*\(\s*"§(\d+)§"/g;

function importsOf(code: string, literals: readonly string[]): readonly Import[] {
  const imports: Import[] = [];
  for (const match of code.matchAll(STATEMENT)) {
    const [whole, keyword, typeWord, names = '', index, dynamicIndex] = match;
    const line = code.slice(0, match.index).split('\n').length;
    if (dynamicIndex !== undefined) {
      imports.push({
        specifier: literals[Number(dynamicIndex)] ?? '',
        type_only: false,
        kind: 'dynamic',
        line,
      });
    } else if (keyword === 'import' || /\bfrom\s*"/.test(whole)) {
      const listed = /^\s*\{([^}]*)\}\s*$/
        .exec(names)?.[1]
        ?.split(',')
        .filter((name) => name.trim() !== '');
      const allTypes =
        listed !== undefined && listed.length > 0 && listed.every((name) => /^\s*type\s/.test(name));
      imports.push({
        specifier: literals[Number(index)] ?? '',
        type_only: typeWord !== undefined || allTypes,
        kind: keyword === 'export' ? 'export' : 'import',
        line,
      });
    }
  }
  return imports;
}

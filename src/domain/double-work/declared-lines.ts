import { isTestFile } from '../code/test-files.ts';
import { type Language, languageOf } from '../conflict/facts/file-nature.ts';

/** A name that a line declares, and how far it is known: in its file, in its folder, or everywhere. */
export interface Declared {
  readonly name: string;
  readonly known: 'file' | 'folder' | 'everywhere';
}

type Reading = (line: string) => Declared | null;

const JS =
  /^(export\s+(?:default\s+)?)?(?:declare\s+)?(?:abstract\s+)?(?:async\s+)?(?:function\*?|class|interface|type|enum|const|let|var)\s+([A-Za-z_$][\w$]*)/;
const COMMONJS = /^(?:module\.)?exports\.([A-Za-z_$][\w$]*)\s*=/;
const PYTHON = /^(?:async\s+def|def|class)\s+(\w+)|^([A-Z][A-Z0-9_]*)\s*(?::[^=]+)?=(?!=)/;
const GO = /^(?:func|type|var|const)\s+(\w+)|^func\s+\([^)]*?\*?(\w+)(?:\[[^\]]*\])?\)\s+(\w+)/;
const RUST =
  /^(pub(?:\([^)]*\))?\s+)?(?:(?:async|unsafe|const|extern(?:\s+"[^"]*")?)\s+)*(?:fn|struct|enum|trait|type|static|const|mod|union)\s+(\w+)/;
const TYPED =
  /^(?:(?:public|internal|protected|open|final|abstract|sealed|static|partial|data|export)\s+)*(?:class|interface|enum|record|struct|trait|object|protocol|extension)\s+(\w+)/;
const PLAIN = /^\s{0,2}(?:class|module|def|function|trait|interface|abstract\s+class)\s+(?:self\.)?(\w+)/;
const C = /^(static\s+)?(?:[A-Za-z_][\w*]*[\s*]+)+(\w+)\s*\([^;]*$/;

const typed: Reading = (line) => declared(TYPED.exec(line)?.[1], 'everywhere');
const plain: Reading = (line) => declared(PLAIN.exec(line)?.[1], 'everywhere');

const READINGS: Partial<Readonly<Record<Language, Reading>>> = {
  js: (line) => {
    const [, exported, name] = JS.exec(line) ?? [];
    return name === undefined
      ? declared(COMMONJS.exec(line)?.[1], 'everywhere')
      : declared(name, exported === undefined ? 'file' : 'everywhere');
  },
  python: (line) => {
    const [, name, constant] = PYTHON.exec(line) ?? [];
    return declared(name ?? constant, name === undefined || name.startsWith('_') ? 'file' : 'everywhere');
  },
  go: (line) => {
    const [, name, of, method] = GO.exec(line) ?? [];
    if (method !== undefined) return declared(`${of}.${method}`, 'folder');
    return declared(name, name !== undefined && /^[A-Z]/.test(name) ? 'everywhere' : 'folder');
  },
  rust: (line) => {
    const [, exported, name] = RUST.exec(line) ?? [];
    return declared(name, exported === undefined ? 'file' : 'everywhere');
  },
  java: typed,
  csharp: typed,
  swift: typed,
  dart: typed,
  ruby: plain,
  php: plain,
  c: (line) => {
    const [, own, name] = C.exec(line) ?? [];
    return declared(name, own === undefined ? 'everywhere' : 'file');
  },
};

/** Entry points, and what a language asks for by name. */
const COMMON =
  /^(?:main|init|setup|teardown|index|default|constructor|if|for|while|switch|return|else|_+|__\w+__)$/;
const LONGEST_LINE = 300;

function declared(name: string | undefined, known: Declared['known']): Declared | null {
  return name === undefined || COMMON.test(name) ? null : { name, known };
}

/** Returns the name that a line declares at the top of its file; null: none. What a test declares is known where the test is. */
export function declarationIn(path: string, line: string): Declared | null {
  if (line.length > LONGEST_LINE) return null;
  const found = READINGS[languageOf(path)]?.(line) ?? null;
  if (found === null || found.known !== 'everywhere' || !isTestFile(path)) return found;
  return { ...found, known: languageOf(path) === 'go' ? 'folder' : 'file' };
}

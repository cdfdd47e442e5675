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
const C = /^(static\s+)?(?:[A-Za-z_]\w*[\s*]+){1,8}(\w+)\s*\([^;]*$/;

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

/** Returns how lines of a file are read: the name that each declares at the top of the file, or null. What a test declares is known where the test is. */
export function declarationReader(path: string): (line: string) => Declared | null {
  const language = languageOf(path);
  const read = READINGS[language];
  if (read === undefined) return () => null;
  const most = !isTestFile(path) ? 'everywhere' : language === 'go' ? 'folder' : 'file';
  return (line) => {
    const found = line.length > LONGEST_LINE ? null : read(line);
    return found === null || found.known !== 'everywhere' ? found : { ...found, known: most };
  };
}

/** Languages whose imports are read, and the names of others. */

export type ReadLanguage = 'javascript' | 'python' | 'go';

const READ: Readonly<Record<string, ReadLanguage>> = {
  ...endingIn('ts tsx mts cts js jsx mjs cjs vue svelte', 'javascript'),
  ...endingIn('py pyi', 'python'),
  ...endingIn('go', 'go'),
};

const OTHERS: Readonly<Record<string, string>> = {
  ...endingIn('rs', 'Rust'),
  ...endingIn('java', 'Java'),
  ...endingIn('kt kts', 'Kotlin'),
  ...endingIn('scala', 'Scala'),
  ...endingIn('groovy', 'Groovy'),
  ...endingIn('c h', 'C'),
  ...endingIn('cc cpp cxx hpp hh', 'C++'),
  ...endingIn('m mm', 'Objective-C'),
  ...endingIn('cs', 'C#'),
  ...endingIn('fs fsx', 'F#'),
  ...endingIn('php', 'PHP'),
  ...endingIn('rb rake', 'Ruby'),
  ...endingIn('swift', 'Swift'),
  ...endingIn('dart', 'Dart'),
  ...endingIn('ex exs', 'Elixir'),
  ...endingIn('erl', 'Erlang'),
  ...endingIn('hs', 'Haskell'),
  ...endingIn('ml mli', 'OCaml'),
  ...endingIn('clj cljs cljc', 'Clojure'),
  ...endingIn('elm', 'Elm'),
  ...endingIn('nim', 'Nim'),
  ...endingIn('zig', 'Zig'),
  ...endingIn('jl', 'Julia'),
  ...endingIn('r', 'R'),
  ...endingIn('lua', 'Lua'),
  ...endingIn('pl pm', 'Perl'),
  ...endingIn('sh bash zsh', 'shell'),
  ...endingIn('sql', 'SQL'),
};

function endingIn<T>(endings: string, language: T): Readonly<Record<string, T>> {
  return Object.fromEntries(endings.split(' ').map((ending) => [ending, language]));
}

/** Endings of the files whose imports are read, each with its dot. */
export const READ_ENDINGS: readonly string[] = Object.keys(READ).map((ending) => `.${ending}`);

/** Returns the language of a file whose imports are read; null for every other file. */
export function readLanguageOf(path: string): ReadLanguage | null {
  return lookUp(READ, path);
}

/** Checks whether a file holds code. */
export function isCode(path: string): boolean {
  return lookUp(READ, path) !== null || lookUp(OTHERS, path) !== null;
}

/** Says that the imports of all code among the files are in languages that are not read; null: some can be read, or there is no code. */
export function unreadBecause(paths: readonly string[]): string | null {
  if (paths.some((path) => readLanguageOf(path) !== null)) return null;
  const names = [...new Set(paths.flatMap((path) => lookUp(OTHERS, path) ?? []))].sort();
  if (names.length === 0) return null;
  const last = names.pop();
  return `imports of ${names.length === 0 ? last : `${names.join(', ')} and ${last}`} are not read`;
}

function lookUp<T>(table: Readonly<Record<string, T>>, path: string): T | null {
  const ending = /\.([A-Za-z]+)$/.exec(path.slice(-12))?.[1]?.toLowerCase() ?? '';
  return (Object.hasOwn(table, ending) ? table[ending] : undefined) ?? null;
}

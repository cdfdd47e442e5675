/** Finds where values stand in a JSON text, which JSON.parse does not tell. The text has to be JSON. */

type JsonPath = readonly (string | number)[];

/** Where something stands in a text; both count from 1. */
export interface TextPlace {
  readonly line: number;
  readonly column: number;
}

export interface JsonPlaces {
  /** Returns the place of the value at a path, `key`: of its name; of what holds it where it is missing. */
  readonly placeOf: (path: JsonPath, about: 'key' | 'value') => TextPlace;
  /** Names that stand twice in one object: JSON.parse keeps the last one alone. */
  readonly repeated: readonly { readonly name: string; readonly place: TextPlace }[];
}

const TOKEN = /\s*("(?:[^"\\]|\\.)*"|[{}[\]:,]|[^\s{}[\]:,"]+)/y;

/** Reads the places of all values in a JSON text. */
export function jsonPlaces(text: string): JsonPlaces {
  const places = new Map<string, { readonly key: number; readonly value: number }>();
  const repeated: { readonly name: string; readonly place: TextPlace }[] = [];
  let end = 0;

  const next = (): { readonly token: string; readonly at: number } => {
    TOKEN.lastIndex = end;
    const token = TOKEN.exec(text)?.[1] ?? '';
    end = token === '' ? text.length : TOKEN.lastIndex;
    return { token, at: end - token.length };
  };
  const peek = (): string => {
    const before = end;
    const { token } = next();
    end = before;
    return token;
  };
  const value = (path: JsonPath, key: number | null): void => {
    const { token, at } = next();
    places.set(JSON.stringify(path), { key: key ?? at, value: at });
    if (token === '{') members(path);
    if (token === '[') items(path);
  };
  const members = (path: JsonPath): void => {
    const names = new Set<string>();
    while (peek() !== '}' && peek() !== '') {
      const { token, at } = next();
      const name: string = JSON.parse(token);
      if (names.has(name)) repeated.push({ name, place: placeAt(text, at) });
      names.add(name);
      next();
      value([...path, name], at);
      if (peek() === ',') next();
    }
    next();
  };
  const items = (path: JsonPath): void => {
    for (let index = 0; peek() !== ']' && peek() !== ''; index += 1) {
      value([...path, index], null);
      if (peek() === ',') next();
    }
    next();
  };
  value([], null);

  const placeOf = (path: JsonPath, about: 'key' | 'value'): TextPlace => {
    const found = places.get(JSON.stringify(path));
    if (found !== undefined) return placeAt(text, found[about]);
    return path.length === 0 ? placeAt(text, 0) : placeOf(path.slice(0, -1), 'value');
  };
  return { placeOf, repeated };
}

function placeAt(text: string, offset: number): TextPlace {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

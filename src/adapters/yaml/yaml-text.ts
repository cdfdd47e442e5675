import type { ScalarTag } from 'yaml';
import { parseDocument, Scalar, stringify } from 'yaml';

// Every scalar on a line of its own, so that a piece of the document can be indented as text.
const ONE_LINE = {
  lineWidth: 0,
  blockQuote: false,
  singleQuote: false,
  doubleQuotedMinMultiLineLength: Number.MAX_SAFE_INTEGER,
  aliasDuplicateObjects: false,
} as const;

/** A plain `null` is null and a quoted one is text; everything else is text until a schema says what it is. */
const PLAIN_NULL: ScalarTag = {
  tag: 'tag:yaml.org,2002:null',
  default: true,
  test: /^null$/,
  resolve: () => new Scalar(null),
};

/** The value in a YAML text, its scalars as text; or why there is none. */
export type Parsed =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly refused: string };

/**
 * States share what did not change, so the text of a list's entry is made once: a save costs what is new, not what is there.
 * Measured with yaml 2.9.1: 50 efforts with 200 open conflicts, 1.3 MB, take 230 ms from scratch and 13 ms with one change.
 */
const ENTRIES = new WeakMap<object, string>();

/** Gives `<root>:` with its fields as YAML, nested lists of maps included. */
export function yamlOf(root: string, fields: Readonly<Record<string, unknown>>): string {
  const parts = Object.entries(fields).map(([name, value]) =>
    isListOfMaps(value) ? `  ${name}:\n${value.map(entryText).join('')}` : fieldText(name, value),
  );
  return `${root}:\n${parts.join('')}`;
}

/**
 * Reads one YAML document from a source that nobody vouches for: no aliases, no tags, no second document. Keys are not checked for
 * uniqueness, which is quadratic; the last one counts.
 */
export function parseYaml(text: string): Parsed {
  try {
    const document = parseDocument(text, {
      schema: 'failsafe',
      customTags: [PLAIN_NULL],
      uniqueKeys: false,
      logLevel: 'error',
      prettyErrors: false,
    });
    const [problem] = [...document.errors, ...document.warnings];
    if (problem !== undefined)
      return { ok: false, refused: `is not the YAML of a checkpoint: ${problem.message}` };
    return { ok: true, value: document.toJS({ maxAliasCount: 0 }) };
  } catch (error) {
    // An alias, or brackets nested deeper than the stack.
    const reason = error instanceof Error ? error.message : String(error);
    return { ok: false, refused: `is not the YAML of a checkpoint: ${reason}` };
  }
}

/** A mapping as large as the forecast of every pair stays the same for a whole session: its text is made once, too. */
const FIELDS = new WeakMap<object, { readonly name: string; readonly text: string }>();

function fieldText(name: string, value: unknown): string {
  const known = typeof value === 'object' && value !== null ? FIELDS.get(value) : undefined;
  if (known?.name === name) return known.text;
  const text = indented(stringify({ [name]: value }, ONE_LINE), '  ');
  if (typeof value === 'object' && value !== null) FIELDS.set(value, { name, text });
  return text;
}

function isListOfMaps(value: unknown): value is readonly object[] {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((item) => typeof item === 'object' && item !== null)
  );
}

function entryText(entry: object): string {
  const known = ENTRIES.get(entry);
  if (known !== undefined) return known;
  const text = indented(stringify([entry], ONE_LINE), '    ');
  ENTRIES.set(entry, text);
  return text;
}

function indented(text: string, by: string): string {
  // Not the `m` flag: for it U+2028 ends a line, for YAML it is a character of the text.
  return text.replace(/(^|\n)(?=[^\n])/g, `$1${by}`);
}

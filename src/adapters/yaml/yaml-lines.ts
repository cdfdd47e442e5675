import { stringify } from 'yaml';

// Each scalar on its own line, so that a piece of the document can be indented as text.
const ONE_LINE = {
  lineWidth: 0,
  blockQuote: false,
  singleQuote: false,
  doubleQuotedMinMultiLineLength: Number.MAX_SAFE_INTEGER,
  aliasDuplicateObjects: false,
} as const;

/** Most texts: words, paths, object names and times, which no schema takes for something else. */
const PLAIN =
  /^(?:(?!(?:true|false|null)$)[a-z](?:[\w ./@+,;()=-]*[\w./)])?|(?=\d*[a-df])[\da-f]{40}|\d{4}-\d\d-\d\dT[\d:.]+Z)$/i;
/** Of a key: longer ones are written otherwise. */
const MOST_CHARS = 200;

/**
 * Formats plain data as lines of YAML, exactly as the yaml package does, in a part of the time: only scalars that may
 * need quotes go by way of the package.
 */
export function yamlLines(value: unknown): readonly string[] {
  if (Array.isArray(value) && value.length > 0)
    return value.flatMap((item) => {
      const [first = '', ...rest] = yamlLines(item);
      return [`- ${first}`, ...rest.map((line) => `  ${line}`)];
    });
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    const pairs = Object.entries(value).filter(([, held]) => held !== undefined);
    return pairs.length === 0 ? ['{}'] : pairs.flatMap(([key, held]) => pairLines(key, held));
  }
  return [scalarText(value)];
}

function pairLines(key: string, value: unknown): readonly string[] {
  if (key.length > MOST_CHARS || !PLAIN.test(key)) return byPackage({ [key]: value });
  const lines = yamlLines(value);
  const isNested = typeof value === 'object' && value !== null && Object.keys(value).length > 0;
  return isNested ? [`${key}:`, ...lines.map((line) => `  ${line}`)] : [`${key}: ${lines[0]}`];
}

function scalarText(value: unknown): string {
  if (typeof value === 'string' && PLAIN.test(value)) return value;
  if (typeof value === 'string' && /^\d+$/.test(value)) return `"${value}"`;
  if (value === null || typeof value === 'boolean' || Number.isSafeInteger(value)) return String(value);
  return byPackage(value).join('\n');
}

/** Inside of a list, where no text is taken for a mark between documents. */
function byPackage(value: unknown): readonly string[] {
  const lines = stringify([value], ONE_LINE).slice(0, -1).split('\n');
  return lines.map((line) => line.slice('- '.length));
}

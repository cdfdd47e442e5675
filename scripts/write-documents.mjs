// Writes the generated parts of README.md and ARCHITECTURE.md between their markers. `--print` prints the whole documents as JSON,
// by name, instead; a test compares them with the files.
import { readdirSync, readFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { EXIT_STATUSES } from '../src/cli/arguments/exit.ts';
import { commandTable } from '../src/cli/arguments/help.ts';
import { fileJsonSchema } from '../src/domain/config/file-json-schema.ts';
import { variableOf } from '../src/domain/config/overrides.ts';
import { keyTable } from '../src/tui/keys/keymap.ts';
import { monitorKeyTable } from '../src/tui/monitor/monitor-keys.ts';

/** The floors of the house, in the order in which one reads them. */
const FLOORS = ['domain', 'ports', 'engine', 'adapters', 'wire', 'reports', 'tui', 'cli'];

const root = new URL('..', import.meta.url);
const PARTS = {
  commands: commandTable,
  keys: () => `${keyTable()}\n`,
  'monitor keys': () => `${monitorKeyTable()}\n`,
  'exit statuses': exitTable,
  configuration: configurationTable,
  'source tree': sourceTree,
};

const documents = {};
const used = new Set();
for (const name of ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md']) {
  documents[name] = withParts(await readFile(new URL(name, root), 'utf8'));
}
const unused = Object.keys(PARTS).filter((part) => !used.has(part));
if (unused.length > 0) throw new Error(`no document shows ${unused.join(', ')}`);
if (process.argv.includes('--print')) process.stdout.write(JSON.stringify(documents));
else {
  for (const [name, text] of Object.entries(documents)) await writeFile(new URL(name, root), text);
}

function withParts(text) {
  return text.replace(/(<!-- generated: (.+?) -->\n)[\s\S]*?(<!-- end -->)/g, (_, begin, part, end) => {
    if (PARTS[part] === undefined) throw new Error(`there is no part ${part}`);
    used.add(part);
    return `${begin}\n${PARTS[part]()}\n${end}`;
  });
}

function table(head, rows) {
  const line = (cells) => `| ${cells.map((cell) => String(cell).replaceAll('|', '\\|')).join(' | ')} |`;
  return `${[line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')}\n`;
}

function exitTable() {
  return table(['status', 'means'], Object.entries(EXIT_STATUSES));
}

function configurationTable() {
  return table(['key', 'default', 'what it is', 'variable'], keysOf(fileJsonSchema(), [], true));
}

/** Makes one row for each key that holds a value. Keys of list entries are written with `[]` and have no variable. */
function keysOf(schema, path, settable) {
  return Object.entries(schema.properties ?? {}).flatMap(([key, below]) => {
    const here = [...path, key];
    if (below.properties !== undefined) return keysOf(below, here, settable);
    const items = below.items?.properties;
    const variable =
      settable && items === undefined && below.type !== 'object' ? `\`${variableOf(here)}\`` : '';
    const row = [`\`${here.join('.')}\``, defaultOf(below, schema, key), aboutOf(below), variable];
    return items === undefined ? [row] : [row, ...keysOf(below.items, [...path, `${key}[]`], false)];
  });
}

function defaultOf(schema, parent, key) {
  if (schema.default !== undefined) return `\`${JSON.stringify(schema.default)}\``;
  return parent.required?.includes(key) ? 'required' : '';
}

function aboutOf(schema) {
  const words = schema.enum ?? schema.anyOf?.flatMap((one) => one.enum ?? []) ?? [];
  const { minimum, maximum } = schema;
  const range = minimum === undefined ? [] : [`${minimum} to ${maximum}`];
  return [schema.description, ...(words.length > 0 ? [words.join(', ')] : []), ...range]
    .filter(Boolean)
    .join('; ')
    .replaceAll('<', '&lt;')
    .replaceAll('*', '\\*');
}

function sourceTree() {
  const strange = entriesOf('src').filter(({ name }) => !FLOORS.includes(name));
  if (strange.length > 0)
    throw new Error(`FLOORS in scripts/write-documents.mjs does not name ${strange[0].name}`);
  const folders = FLOORS.flatMap((floor) => foldersBelow(`src/${floor}`));
  const width = Math.max(...folders.map((folder) => folder.length));
  const lines = folders.map((folder) => `${folder.padEnd(width)}  ${sentenceOf(folder)}`);
  return `\`\`\`text\n${lines.join('\n')}\n\`\`\`\n`;
}

/** A folder and those below it, without those that hold no file themselves. */
function foldersBelow(folder) {
  const entries = entriesOf(folder);
  const below = entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort()
    .flatMap((name) => foldersBelow(`${folder}/${name}`));
  return entries.some((entry) => entry.isFile()) ? [folder, ...below] : below;
}

/** What a folder is for stands at the top of one of its files. */
function sentenceOf(folder) {
  const said = entriesOf(folder).flatMap((entry) => {
    if (!entry.isFile()) return [];
    const text = readFileSync(new URL(`${folder}/${entry.name}`, root), 'utf8');
    return /^\/\*\*\s+(?:\* )?This folder: (\S.*)\.(?: \*\/)?\n/.exec(text)?.[1] ?? [];
  });
  if (said.length !== 1) throw new Error(`${folder} is explained in ${said.length} files instead of one`);
  return said[0];
}

function entriesOf(folder) {
  return readdirSync(new URL(folder, root), { withFileTypes: true });
}

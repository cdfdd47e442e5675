// Writes the parts of README.md and ARCHITECTURE.md that the program itself knows best, between their markers. `--print` shows whole
// documents as JSON, by name, instead; a test compares them with the files.
import { readdirSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { EXIT_STATUSES } from '../src/cli/arguments/exit.ts';
import { commandTable } from '../src/cli/arguments/help.ts';
import { variableOf } from '../src/domain/config/overrides.ts';
import { fileJsonSchema } from '../src/domain/config/schema.ts';
import { keyTable } from '../src/tui/keys/keymap.ts';

/** What each folder is for; one that is missing here, or not there any more, stops this script. */
const ROOMS = {
  'src/domain/shared': 'names, time, errors, graph, and the contract of a machine',
  'src/domain/config': 'the shape of intorch.yaml, and what a proposal makes of a project',
  'src/domain/integration':
    'the process: state, events, actions and commands; transition, next actions, rules, reconcile',
  'src/domain/integration/events': 'what each kind of event does to the state',
  'src/domain/integration/actions': 'what may be started next',
  'src/domain/integration/questions': 'one file per question: how it is put, and what an answer does',
  'src/domain/integration/differences': 'one file per kind of change found outside',
  'src/domain/integration/order': 'the merge order that costs the fewest conflicts',
  'src/domain/integration/selectors': 'what the state says about efforts, gates and blame',
  'src/domain/integration/summary': 'health, readiness and figures for people',
  'src/domain/integration/checkpoint': 'the checkpoint document: its schemas, migrations and decoding',
  'src/domain/conflict': 'from stages of git to hunks, classes, candidates and what each loses',
  'src/domain/conflict/facts': 'what is known about the texts of a hunk',
  'src/domain/conflict/facts/imports': 'import statements as lists that can be united',
  'src/domain/conflict/options': 'the options of a decision, their evidence and the recommendation',
  'src/domain/conflict/resolvers': 'one file per way to resolve what is provably safe',
  'src/domain/gate': 'verdicts, regressions, and whose fault a red gate is',
  'src/domain/gate/parsers': 'one file per runner format',
  'src/ports': 'interfaces and outcome types',
  'src/engine': 'store, loop, session and recovery',
  'src/engine/integration':
    'one performer per action of an integration, and the facts that it is reconciled with',
  'src/engine/integration/planning': 'finds branches, looks at them, forecasts their conflicts',
  'src/engine/integration/merging': 'merges, inspects and resolves, and checks what was lost',
  'src/engine/integration/refs': 'moves the integration branch and the refs of a session',
  'src/engine/integration/gates': 'runs a gate on a commit and follows its output',
  'src/adapters': 'one package or program each',
  'src/adapters/async': 'limit, memoize and batch for promises; other adapters stand on it',
  'src/adapters/disk': 'durable and private files; other adapters stand on it',
  'src/adapters/execa': 'programs in process groups of their own; other adapters stand on it',
  'src/adapters/git': 'the two doors: the object database, and history',
  'src/adapters/git/process': 'starts git and makes sense of how it fails',
  'src/adapters/git/objects': 'blobs, trees, commits and refs',
  'src/adapters/git/merging': 'merges in memory, forecasts, attributes and merge drivers',
  'src/adapters/git/history': 'ancestry, logs, changed paths, worktrees, remotes',
  'src/adapters/slots': 'working copies for gates',
  'src/adapters/sqlite': 'journal and session lock',
  'src/adapters/survey': 'what a project and a machine look like',
  'src/adapters/yaml': 'checkpoints and intorch.yaml',
  'src/wire': 'the line between engine and screen',
  'src/reports': 'state to Markdown and JSON',
  'src/reports/words': 'Markdown, and the words for conflicts and gates',
  'src/reports/sections': 'parts that several reports share',
  'src/tui': 'store, view model and the terminal itself',
  'src/tui/frame': 'lines, widths, tables, layout and colours',
  'src/tui/keys': 'the table of keys, and the help that is printed from it',
  'src/tui/terminal': 'bytes to keys, modes of a terminal, and what is left on it',
  'src/tui/facts': 'efforts, gates and plan in a few words',
  'src/tui/panes': 'parts of a screen',
  'src/tui/actions': 'what keys do',
  'src/tui/screens': 'one file per screen',
  'src/tui/widgets': 'the few Ink components',
  'src/cli': 'the entry, and which command loads what',
  'src/cli/arguments': 'the table of commands and flags, help and completion',
  'src/cli/repository': 'the repository as it is found, and the one place that knows every adapter',
  'src/cli/session': 'a session from its lock to its reports',
  'src/cli/output': 'what a command prints, and how the screens are set up',
  'src/cli/commands': 'one file per command',
  'src/cli/demo': 'the sample repository',
  'src/cli/demo/efforts': 'its branches',
  'src/cli/doctor': 'checks of machine, repository and configuration',
};

const root = new URL('..', import.meta.url);
const PARTS = {
  commands: commandTable,
  keys: () => `${keyTable()}\n`,
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

/** One row for each key that holds a value; keys of list entries are written with `[]` and have no variable. */
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
  const folders = foldersBelow('src');
  const strange = [
    ...folders.filter((folder) => !(folder in ROOMS)),
    ...Object.keys(ROOMS).filter((room) => !folders.includes(room)),
  ];
  if (strange.length > 0)
    throw new Error(`ROOMS in scripts/write-documents.mjs does not match the folders: ${strange.join(', ')}`);
  const width = Math.max(...folders.map((folder) => folder.length));
  return `\`\`\`text\n${folders.map((folder) => `${folder.padEnd(width)}  ${ROOMS[folder]}`).join('\n')}\n\`\`\`\n`;
}

/** Folders with files in them, in the order of the list above. */
function foldersBelow(folder) {
  const order = Object.keys(ROOMS);
  const place = (name) => (order.includes(name) ? order.indexOf(name) : order.length);
  return walk(folder).sort((a, b) => place(a) - place(b));
}

function walk(folder) {
  const entries = readdirSync(fileURLToPath(new URL(folder, root)), { withFileTypes: true });
  const below = entries
    .filter((entry) => entry.isDirectory())
    .flatMap((entry) => walk(`${folder}/${entry.name}`));
  return entries.some((entry) => entry.isFile()) ? [folder, ...below] : below;
}

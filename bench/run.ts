/**
 * `npm run bench`: measures how fast the program is against what it replaces, and fails when a ratio is missed. Both sides are measured in
 * turns in the same run. Flags: `--quick` is small enough for a first look, and misses bars that need size; `--only NAME` runs one group;
 * `--real DIR` (may be repeated) plans pull requests of a real repository; `--record` appends the ratios to `bench/history.jsonl`.
 */
import { appendFile } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { met } from './bars.ts';
import { type Measured, shown } from './measure.ts';
import { git } from './repositories.ts';
import { gateRows } from './rows/gates.ts';
import { groupRows } from './rows/groups.ts';
import { landedRows } from './rows/landed.ts';
import { lookingRows } from './rows/looking.ts';
import { pipelineRows } from './rows/pipelines.ts';
import { planRows } from './rows/plan.ts';
import { stepRows } from './rows/steps.ts';

/** What a group of rows is asked for. */
export interface Wish {
  readonly quick: boolean;
  readonly real: readonly string[];
}

const GROUPS: Readonly<Record<string, (wish: Wish) => AsyncIterable<Measured>>> = {
  plan: planRows,
  landed: landedRows,
  steps: stepRows,
  looking: lookingRows,
  gates: gateRows,
  groups: groupRows,
  pipelines: pipelineRows,
};

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    record: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true, default: Object.keys(GROUPS) },
    real: { type: 'string', multiple: true, default: [] },
  },
});
const unknown = values.only.filter((name) => !(name in GROUPS));
if (unknown.length > 0)
  throw new Error(`unknown: ${unknown.join(', ')}; there are ${Object.keys(GROUPS).join(', ')}`);

const say = (line: string) => process.stdout.write(`${line}\n`);
const machine = {
  node: process.versions.node,
  git: (await git('.', ['--version'])).replace('git version ', ''),
  cores: cpus().length,
  load: Number((loadavg()[0] ?? 0).toFixed(1)),
};
say(
  `node ${machine.node}, git ${machine.git}, ${machine.cores} cores, load ${machine.load}${values.quick ? '; quick: sizes are small, so bars that need size are missed' : ''}`,
);

const rows: Measured[] = [];
for (const [name, group] of Object.entries(GROUPS)) {
  if (!values.only.includes(name)) continue;
  const started = performance.now();
  say(`\n${name}`);
  for await (const row of group({ quick: values.quick, real: values.real })) {
    rows.push(row);
    say(line(row));
  }
  say(`(${Math.round((performance.now() - started) / 1000)} s)`);
}

const missed = rows.filter((row) => met(row.bar, row.ratio) === false);
const open = rows.filter((row) => row.ratio === null);
say(
  `\n${rows.length - missed.length - open.length} reached, ${missed.length} missed, ${open.length} not measured`,
);
if (values.record) {
  const commit = await git('.', ['rev-parse', '--short', 'HEAD']);
  const ratios = Object.fromEntries(rows.map((row) => [`${row.bar.what}: ${row.of}`, row.ratio]));
  const entry = { at: new Date().toISOString(), commit, quick: values.quick, machine, ratios };
  await appendFile(new URL('history.jsonl', import.meta.url), `${JSON.stringify(entry)}\n`);
}
process.exitCode = missed.length > 0 ? 1 : 0;

function line({ bar, of, ratio, spread, because }: Measured): string {
  const bound = 'at_least' in bar ? `>= ${shown(bar.at_least)}` : `<= ${shown(bar.at_most)}`;
  const mark = { true: '✔', false: '✖', null: '-' }[String(met(bar, ratio)) as 'true' | 'false' | 'null'];
  const range =
    spread === null || spread[0] === spread[1] ? '' : ` (${shown(spread[0])} to ${shown(spread[1])})`;
  const value = ratio === null ? 'not measured' : `${shown(ratio)}${range}`;
  return `${mark} ${bar.what}, ${of}: ${value}, bar ${bound}\n    ${because}`;
}

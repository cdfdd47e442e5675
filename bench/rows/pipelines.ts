/** Pipelines of steps that do nothing, against a bare Node that starts the same commands with their output in files. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BARS } from '../bars.ts';
import { compare, cost, counted, type Measured, notMeasured, type Program, systemCalls } from '../measure.ts';
import { intorch } from '../program.ts';
import { HERMETIC, synthetic } from '../repositories.ts';
import type { Wish } from '../run.ts';

/** How many run at once, on both sides. */
const AT_ONCE = 4;

/** Starts `true` so often, each with a log of its own. */
const BARE = `
const { spawn } = require('node:child_process');
const { openSync, closeSync } = require('node:fs');
let left = Number(process.argv[1]);
const next = () => {
  if (left === 0) return;
  left -= 1;
  const log = openSync('bare.' + left + '.log', 'w');
  spawn('true', [], { stdio: ['ignore', log, log], detached: true }).once('close', next);
  closeSync(log);
};
for (let at_once = 0; at_once < ${AT_ONCE}; at_once += 1) next();
`;

/** Cheaper than turbo, where it is on the PATH: it is nothing that this project needs. */
async function againstTurbo(ours: Program, turbo: Program, count: number): Promise<Measured> {
  const of = `${count} steps that do nothing`;
  const is_there = await cost({ ...turbo, command: ['turbo', '--version'] }).catch(() => null);
  if (is_there === null) return notMeasured(BARS.pipeline_turbo, of, 'there is no turbo on the PATH');
  const sides = [
    { name: 'intorch pipeline run', run: () => cost(ours) },
    { name: 'turbo run', run: () => cost(turbo) },
  ] as const;
  return compare(BARS.pipeline_turbo, of, sides, { rounds: 1 });
}

/** Writes a package whose scripts do nothing, and returns what runs them all, without its cache. */
async function turboIn(folder: string, count: number): Promise<Program> {
  const directory = join(folder, 'turbo');
  const names = Array.from({ length: count }, (_, index) => `s${index}`);
  const each = <T>(value: T) => Object.fromEntries(names.map((name) => [name, value]));
  const files = {
    'package.json': { name: 'bench', packageManager: 'npm@11.0.0', scripts: each('true') },
    'package-lock.json': { name: 'bench', lockfileVersion: 3, packages: {} },
    'turbo.json': { tasks: each({ cache: false }) },
  };
  await mkdir(directory, { recursive: true });
  for (const [name, content] of Object.entries(files))
    await writeFile(join(directory, name), JSON.stringify(content));
  const env = { ...HERMETIC, HOME: folder, TURBO_TELEMETRY_DISABLED: '1' };
  const command = ['turbo', 'run', ...names, `--concurrency=${AT_ONCE}`, '--no-daemon'] as const;
  return { command: [...command], directory, env };
}

/** Yields the rows about pipelines. */
export async function* pipelineRows({ quick }: Wish): AsyncIterable<Measured> {
  const world = await synthetic({ files: 10, branches: 1, kind: 'clean' });
  const copy = await world.copy();
  const count = 200;
  const steps = Array.from({ length: count }, (_, index) => ({ id: `s${index}`, command: 'true' }));
  const file = join(copy.git_dir, 'steps.json');
  await writeFile(file, JSON.stringify({ plan_id: 'BENCH', globals: { max_concurrency: AT_ONCE }, steps }));
  const ours = intorch(copy, ['pipeline', 'run', file]);
  const bare: Program = { ...ours, command: [process.execPath, '-e', BARE, String(count)] };
  yield await compare(
    BARS.pipeline,
    `${count} steps that do nothing`,
    [
      { name: 'intorch pipeline run', run: () => cost(ours) },
      { name: 'bare Node', run: () => cost(bare) },
    ],
    { rounds: quick ? 2 : 7 },
  );
  yield await againstTurbo(ours, await turboIn(copy.git_dir, count), count);
  const flushes = await systemCalls(ours, ['fsync', 'fdatasync'], join(copy.git_dir, 'calls.log'));
  const of = `${count} steps that do nothing`;
  yield flushes === null
    ? notMeasured(BARS.pipeline_flushes, of, 'there is no strace')
    : counted(BARS.pipeline_flushes, of, flushes.length / count, `${flushes.length} flushes`);
  await copy.remove();
  await world.remove();
}

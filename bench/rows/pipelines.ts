/** Pipelines of steps that do nothing, against a bare Node that starts the same commands with their output in files. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BARS } from '../bars.ts';
import { compare, cost, counted, type Measured, notMeasured, type Program, systemCalls } from '../measure.ts';
import { intorch } from '../program.ts';
import { synthetic } from '../repositories.ts';
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
  const flushes = await systemCalls(ours, ['fsync', 'fdatasync'], join(copy.git_dir, 'calls.log'));
  const of = `${count} steps that do nothing`;
  yield flushes === null
    ? notMeasured(BARS.pipeline_flushes, of, 'there is no strace')
    : counted(BARS.pipeline_flushes, of, flushes.length / count, `${flushes.length} flushes`);
  await copy.remove();
  await world.remove();
}

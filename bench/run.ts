/**
 * `npm run bench`: measures how fast the program is, as ratios to the alternatives. Both sides are measured alternately in the same run,
 * on repositories made for it. `--quick` is small enough to check every change.
 */
import {
  checkpointByCommit,
  checkpointCost,
  dryIntegration,
  firstFrame,
  forecast,
  startUp,
} from './comparisons.ts';
import { type Compared, machine, ratioLine, shown } from './measure.ts';
import { git, type Shape, synthetic } from './synthetic.ts';

const quick = process.argv.includes('--quick');
const say = (line: string) => process.stdout.write(`${line}\n`);
const sayAll = (all: readonly Compared[]) => all.map(ratioLine).forEach(say);

const shapes: readonly (Shape & { readonly rounds: number })[] = quick
  ? [{ files: 1000, branches: 10, rounds: 1 }]
  : [
      { files: 5000, branches: 10, rounds: 3 },
      { files: 5000, branches: 50, rounds: 1 },
      { files: 5000, branches: 200, rounds: 1 },
    ];

say(machine(await git('.', ['--version'])));
for (const shape of shapes) {
  const world = await synthetic(shape);
  say(`\n${shape.branches} branches on ${shape.files} files`);
  sayAll(await dryIntegration(world, shape.rounds));
  sayAll([await forecast(world, shape.rounds)]);
  await world.remove();
}

const small = await synthetic({ files: 200, branches: 10 });
say('\ncheckpoints (10 branches)');
const cost = await checkpointCost(small, quick ? 1 : 3);
const share = (part: number) => `${shown((100 * part) / cost.step_ms)} %`;
say(
  `of a merge step of ${shown(cost.step_ms)} ms: ${share(cost.journal_ms)} in the journal, which it waits for; ` +
    `${share(cost.checkpoint_ms)} in ${shown(cost.saves)} checkpoints, written beside it`,
);
const one_ms = (cost.journal_ms + cost.checkpoint_ms) / cost.saves;
sayAll([await checkpointByCommit(small, quick ? 3 : 9, one_ms)]);

say('\nstart-up');
sayAll(await startUp(small, quick ? 3 : 9));
sayAll(await firstFrame(small, quick ? 1 : 5));
await small.remove();

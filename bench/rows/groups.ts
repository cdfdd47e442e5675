/** Groups of efforts that are tested together: real runs with a gate that sleeps. Testing one after the other is counted, not run. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BARS } from '../bars.ts';
import { cost, counted, type Measured, shown } from '../measure.ts';
import { running } from '../program.ts';
import { fresh, synthetic } from '../repositories.ts';
import type { Wish } from '../run.ts';

const EFFORTS = 30;
const LAYOUTS = { 'no red': [], 'one red': [17], 'two reds apart': [5, 22] } as const;

/** Yields the rows about groups. */
export async function* groupRows({ quick }: Wish): AsyncIterable<Measured> {
  const seconds = quick ? 3 : 15;
  const ratios: number[] = [];
  for (const [layout, red] of Object.entries(LAYOUTS)) {
    const world = await synthetic({ files: 200, branches: EFFORTS, kind: 'clean', red });
    const run = (at_once: number, sleep: number) =>
      fresh(world, async (copy) => {
        // Each run leaves a line, so that runs are counted where they happen.
        const ran = join(copy.git_dir, 'ran');
        const gate = `echo >>${ran}; sleep ${sleep}; test -z "$(ls red 2>/dev/null)"`;
        const settings = { INTORCH_GATING__POLICY: 'grouped', INTORCH_MAX_CONCURRENCY: String(at_once) };
        const spent = await cost({ ...running(copy, [`slow=${gate}`], settings), answers: [0, 1] });
        return { spent, runs: (await readFile(ran, 'utf8')).length };
      });
    const four = await run(4, seconds);
    const after_each_other_ms = (EFFORTS + 1) * seconds * 1000;
    const ratio = after_each_other_ms / four.spent.wall_ms;
    ratios.push(ratio);
    yield counted(
      BARS.groups_each,
      `${layout}, ${seconds} s a gate`,
      ratio,
      `${shown(four.spent.wall_ms / 1000)} s for ${four.runs} runs; ${EFFORTS + 1} runs one after the other take ${after_each_other_ms / 1000} s`,
    );
    const one = await run(1, 0);
    yield counted(BARS.groups_one, layout, one.runs / (EFFORTS + 1), `${one.runs} runs of ${EFFORTS + 1}`);
    await world.remove();
  }
  const mean = ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length;
  yield counted(BARS.groups_mean, `${ratios.length} layouts`, mean, ratios.map(shown).join(', '));
}

/** What it costs to look for work that is taken back or done twice: in a plan, and in a repository's past. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { BARS } from '../bars.ts';
import {
  compare,
  cost,
  counted,
  type Measured,
  median,
  notMeasured,
  type Program,
  shown,
  systemCalls,
} from '../measure.ts';
import { intorch, planning } from '../program.ts';
import { type Copy, fresh, git, synthetic, type World } from '../repositories.ts';
import type { Wish } from '../run.ts';

const LANDINGS = 200;

/** Yields the rows about what landed. */
export async function* landedRows({ quick }: Wish): AsyncIterable<Measured> {
  const [branches, files] = quick ? [50, 1000] : [200, 5000];
  const world = await synthetic({ branches, files, kind: 'renames' });
  yield* detectors(world, quick ? 3 : 5);
  await world.remove();
  const past = await synthetic({ branches: LANDINGS, files, kind: 'clean' });
  yield await audit(past, quick ? 1 : 3);
  await past.remove();
}

/** A plan with and without the detectors, by one program that was bundled as the real one is. */
async function* detectors(world: World, rounds: number): AsyncIterable<Measured> {
  const outfile = fileURLToPath(new URL('../programs/.plan.mjs', import.meta.url));
  await build({
    entryPoints: [fileURLToPath(new URL('../programs/plan.ts', import.meta.url))],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    minify: true,
    logLevel: 'error',
    banner: { js: "const require=process.getBuiltinModule('node:module').createRequire(import.meta.url);" },
  });
  const program = (which: 'with' | 'without', copy: Copy): Program => ({
    ...planning(copy),
    command: [process.execPath, outfile, which, copy.git_dir],
  });
  const plan = (which: 'with' | 'without') => ({
    name: `plan ${which} detectors`,
    run: () => fresh(world, (copy) => cost(program(which, copy))),
  });
  const gits = (which: 'with' | 'without') =>
    fresh(world, async (copy) => {
      const calls = await systemCalls(program(which, copy), ['execve'], join(copy.git_dir, 'calls'));
      return calls?.filter((call) => /execve\("[^"]*git[^"/]*",.* = 0$/.test(call)).length ?? null;
    });
  yield await compare(BARS.detectors, world.what, [plan('with'), plan('without')], { rounds });
  const [all, fewer] = [await gits('with'), await gits('without')];
  yield all === null || fewer === null
    ? notMeasured(BARS.detector_processes, world.what, 'strace is not there')
    : counted(BARS.detector_processes, world.what, all - fewer, `${all} with, ${fewer} without`);
  await rm(outfile);
}

/** Seconds that an audit of 200 merges takes, told for a hundred as well. */
async function audit(world: World, rounds: number): Promise<Measured> {
  const took: number[] = [];
  let cpu_ms = 0;
  for (let round = 0; round < rounds; round += 1)
    await fresh(world, async (copy) => {
      await landed(copy, world.branch_names);
      const spent = await cost(intorch(copy, ['audit', 'main']));
      took.push(spent.wall_ms / 1000);
      cpu_ms = spent.cpu_ms;
    });
  const because = `${shown(cpu_ms / 2)} ms CPU for 100 landings`;
  return counted(BARS.audit, `${LANDINGS} merges, ${world.what}`, median(took), because);
}

/** Merges one branch after the other into main, in a few processes of git each. */
async function landed({ git_dir }: Copy, branches: readonly string[]): Promise<void> {
  for (const branch of branches) {
    const tree = await git(git_dir, ['merge-tree', '--write-tree', 'main', branch]);
    const parents = ['-p', 'main', '-p', branch, '-m', `Merge ${branch}`];
    const commit = await git(git_dir, ['commit-tree', tree.slice(0, 40), ...parents]);
    await git(git_dir, ['update-ref', 'refs/heads/main', commit]);
  }
}

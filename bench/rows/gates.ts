/** Gates: what one costs beside its command, and one that prints without end. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { BARS, type Bar } from '../bars.ts';
import {
  type Cost,
  compare,
  cost,
  counted,
  type Measured,
  notMeasured,
  systemCalls,
  weighted,
} from '../measure.ts';
import { running } from '../program.ts';
import { type Copy, fresh, HERMETIC, synthetic, type World } from '../repositories.ts';
import type { Wish } from '../run.ts';
import { moves } from './moves.ts';

const TRUE = ['true=true'];
/** One gate per effort, as a person may ask for. */
const EACH = { INTORCH_GATING__POLICY: 'each' };

/** Yields the rows about gates and their workspaces. */
export async function* gateRows({ quick }: Wish): AsyncIterable<Measured> {
  const sizes = quick
    ? ([[1000, BARS.gate_5k, BARS.move_5k]] as const)
    : ([
        [5000, BARS.gate_5k, BARS.move_5k],
        [50_000, BARS.gate_50k, BARS.move_50k],
      ] as const);
  for (const [files, bar, move] of sizes) {
    const world = await synthetic({ files, branches: 10, kind: 'clean' });
    yield await warm(bar, world, quick ? 1 : 3);
    yield await moves(move, world, quick ? 1 : 3);
    if (files <= 5000) yield await processes(world);
    await world.remove();
  }
  yield* flood(quick ? 100_000 : 1_000_000, quick ? 1 : 3);
}

/** What a gate adds to each step of a run but the first, whose gate makes the workspace, against making a worktree for it. */
function warm(bar: Bar, world: World, rounds: number): Promise<Measured> {
  return compare(
    bar,
    world.what,
    [
      {
        name: 'a gate',
        run: async () => {
          const [first = ''] = world.branch_names;
          const run = (gates: readonly string[], efforts?: string) =>
            fresh(world, (copy) => cost(running(copy, gates, EACH, efforts)));
          const each = 1 / (world.branch_names.length - 1);
          return weighted(
            [await run(TRUE), each],
            [await run([]), -each],
            [await run(TRUE, first), -each],
            [await run([], first), each],
          );
        },
      },
      {
        name: 'git worktree add',
        run: () =>
          fresh(world, ({ git_dir }) =>
            cost({
              command: ['git', 'worktree', 'add', '--quiet', '--detach', join(git_dir, 'worktree'), 'main'],
              directory: git_dir,
              env: HERMETIC,
            }),
          ),
      },
    ],
    { rounds },
  );
}

/** Counts the git processes that ten gates add to a run. */
async function processes(world: World): Promise<Measured> {
  const gits = async (gates: readonly string[]) => {
    const calls = await fresh(world, (copy) =>
      systemCalls(running(copy, gates, EACH), ['execve'], join(copy.git_dir, 'calls')),
    );
    return calls?.filter((call) => /execve\("[^"]*\/git",.* = 0$/.test(call)).length ?? null;
  };
  const [without, with_gates] = [await gits([]), await gits(TRUE)];
  if (without === null || with_gates === null)
    return notMeasured(BARS.gate_processes, world.what, 'strace is not there');
  const gates = world.branch_names.length;
  return counted(
    BARS.gate_processes,
    world.what,
    (with_gates - without) / gates,
    `${with_gates} with ${gates} gates, ${without} without`,
  );
}

/** A gate of many lines against the same command into a file, and what of it is in the log. */
async function* flood(lines: number, rounds: number): AsyncIterable<Measured> {
  const world = await synthetic({ files: 100, branches: 1, kind: 'clean' });
  const print = `seq -f "line %08.0f of a gate that prints more than anybody will ever read" 1 ${lines}`;
  const gate = (command: string) => (copy: Copy) => cost(running(copy, [`flood=${command}`]));
  const kept: number[] = [];
  yield await compare(
    BARS.flood,
    `${lines} lines`,
    [
      {
        name: 'gate',
        run: async () => {
          const nothing = await fresh(world, gate('true'));
          return fresh(world, async (copy) => {
            const spent: Cost = await gate(print)(copy);
            kept.push(await linesKept(copy.git_dir));
            return weighted([spent, 1], [nothing, -1]);
          });
        },
      },
      {
        name: 'into a file',
        run: () =>
          fresh(world, ({ git_dir }) =>
            cost({ command: ['sh', '-c', `${print} >flood`], directory: git_dir, env: HERMETIC }),
          ),
      },
    ],
    { rounds, by: 'wall_ms' },
  );
  yield counted(
    BARS.flood_cut,
    `${lines} lines`,
    lines - Math.min(...kept),
    'all parts of the log, unpacked',
  );
  await world.remove();
}

async function linesKept(git_dir: string): Promise<number> {
  const sessions = join(git_dir, 'intorch', 'sessions');
  const logs = (await readdir(sessions, { recursive: true })).filter((path) => /flood[^/]*\.log/.test(path));
  let kept = 0;
  for (const path of logs) {
    const bytes = await readFile(join(sessions, path));
    const text = (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('latin1');
    kept += text.split('\n').filter((line) => line.startsWith('line ')).length;
  }
  return kept;
}

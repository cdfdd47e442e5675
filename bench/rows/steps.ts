/** The merge step, what a run flushes, how it grows, and how soon it goes on. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
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
import { intorch, planning, running } from '../program.ts';
import { type Copy, fresh, git, HERMETIC, synthetic, type World } from '../repositories.ts';
import type { Wish } from '../run.ts';

/** Yields the rows about `intorch run` without gates, and about flushes. */
export async function* stepRows({ quick }: Wish): AsyncIterable<Measured> {
  const newer = await isNewer();
  const sizes = quick
    ? [[1000, 10]]
    : [
        [5000, 50],
        [50_000, 50],
      ];
  for (const [files = 0, branches = 0] of sizes) {
    const world = await synthetic({ files, branches, kind: 'clean' });
    const [with_new, with_old] =
      files > 5000 ? [BARS.step_50k, BARS.old_step_50k] : [BARS.step_5k, BARS.old_step_5k];
    if (!newer) yield notMeasured(with_new, world.what, 'a git of 2.49 or newer has to be first in PATH');
    yield await step(newer ? with_new : with_old, world, quick ? 1 : 3);
    await world.remove();
  }
  yield* flushes();
  yield await growth(quick);
  yield await resumption(quick ? 10 : 50);
}

async function isNewer(): Promise<boolean> {
  const [, major = 0, minor = 0] = /(\d+)\.(\d+)/.exec(await git('.', ['--version']))?.map(Number) ?? [];
  return major > 2 || (major === 2 && minor >= 49);
}

/** A run less its plan, against `git merge` of the same branches in a worktree that is there already. Both end on the same tree. */
async function step(bar: Bar, world: World, rounds: number): Promise<Measured> {
  const trees = new Set<string>();
  const row = await compare(
    bar,
    world.what,
    [
      {
        name: 'run less plan',
        run: async () => {
          const plan = await fresh(world, (copy) => cost(planning(copy)));
          return fresh(world, async (copy) => {
            const spent = await cost(running(copy));
            trees.add(await git(copy.git_dir, ['rev-parse', 'phase1/wave1-integration^{tree}']));
            return weighted([spent, 1], [plan, -1]);
          });
        },
      },
      {
        name: 'git merge in a worktree',
        run: () =>
          fresh(world, async ({ git_dir }) => {
            const directory = join(git_dir, 'worktree');
            await git(git_dir, ['worktree', 'add', '--quiet', '--detach', directory, 'main']);
            const loop = 'while read -r branch; do git merge --quiet --no-edit "$branch"; done';
            const input = world.branch_names.map((name) => `${name}\n`).join('');
            const spent = await cost({ command: ['sh', '-c', loop], directory, env: HERMETIC, input });
            trees.add(await git(directory, ['rev-parse', 'HEAD^{tree}']));
            return spent;
          }),
      },
    ],
    { rounds },
  );
  if (trees.size !== 1) throw new Error('the two ways do not end on the same tree');
  return row;
}

const FLUSHES = ['fsync', 'fdatasync', 'syncfs', 'sync', 'sync_file_range'];

async function* flushes(): AsyncIterable<Measured> {
  const world = await synthetic({ files: 200, branches: 10, kind: 'clean' });
  for (const [bar, gates] of [
    [BARS.flushes, []],
    [BARS.flushes_gate, ['true=true']],
  ] as const) {
    const calls = await fresh(world, (copy) =>
      systemCalls(running(copy, gates), FLUSHES, join(copy.git_dir, 'calls')),
    );
    if (calls === null) yield notMeasured(bar, world.what, 'strace is not there');
    else {
      const by = FLUSHES.map(
        (name) => `${calls.filter((call) => call.includes(` ${name}(`)).length} ${name}`,
      );
      yield counted(bar, world.what, calls.length, by.join(', '));
    }
  }
  await world.remove();
}

async function growth(quick: boolean): Promise<Measured> {
  const [few, many, files] = quick ? [10, 40, 500] : [50, 200, 5000];
  const small = await synthetic({ branches: few, files, kind: 'clean' });
  const large = await synthetic({ branches: many, files, kind: 'clean' });
  const row = await compare(
    BARS.run_growth,
    `${few} to ${many}`,
    [
      { name: `${many} branches`, run: () => fresh(large, (copy) => cost(running(copy))) },
      { name: `${few} branches`, run: () => fresh(small, (copy) => cost(running(copy))) },
    ],
    { rounds: quick ? 1 : 2 },
  );
  await small.remove();
  await large.remove();
  return row;
}

/** Kills a run in its middle, and compares the time to the first event of going on with that of a run without a session. */
async function resumption(branches: number): Promise<Measured> {
  const world = await synthetic({ branches, files: 1000, kind: 'clean' });
  const start = (copy: Copy) =>
    untilEvent(
      copy,
      ['run', '--json', '--decide', 'recommended', '--efforts', 'effort/*', '--onto', 'main'],
      1,
    );
  const row = await compare(
    BARS.resume,
    world.what,
    [
      {
        name: 'resume',
        run: () =>
          fresh(world, async (copy) => {
            await untilEvent(
              copy,
              ['run', '--json', '--decide', 'recommended', '--efforts', 'effort/*', '--onto', 'main'],
              branches * 2,
            );
            return untilEvent(copy, ['resume', '--json', '--decide', 'recommended'], 1);
          }),
      },
      { name: 'a start', run: () => fresh(world, start) },
    ],
    { rounds: 5, by: 'wall_ms' },
  );
  await world.remove();
  return row;
}

/** Runs the program until it has printed so many events, and kills it. Of its processor time nothing is known then. */
function untilEvent(copy: Copy, args: readonly string[], events: number): Promise<Cost> {
  const { command, directory, env } = intorch(copy, args);
  const [file, ...rest] = command;
  const started = performance.now();
  const child = spawn(file, rest, { cwd: directory, env: { ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  return new Promise((resolve, reject) => {
    let seen = 0;
    let said = '';
    let wall_ms: number | null = null;
    child.stderr.on('data', (text) => {
      said = `${said}${text}`.slice(-2000);
    });
    createInterface(child.stdout).on('line', () => {
      seen += 1;
      if (seen !== events) return;
      wall_ms = performance.now() - started;
      child.kill('SIGKILL');
    });
    child.once('error', reject);
    child.once('close', (code) => {
      if (wall_ms === null)
        reject(new Error(`${args.join(' ')} ended with ${code} after ${seen} events: ${said}`));
      else resolve({ wall_ms, cpu_ms: wall_ms });
    });
  });
}

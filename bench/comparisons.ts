/** The comparisons. */
import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { integrate, plan } from './integration.ts';
import { type Compared, compare, median, timed } from './measure.ts';
import { git, HERMETIC, type Synthetic } from './synthetic.ts';
import { inTerminal } from './terminal.ts';

const run = promisify(execFile);
const PROGRAM = fileURLToPath(new URL('../bin/intorch.js', import.meta.url));

/** Compares our whole dry integration with a series of `git merge` in a worktree. Both must result in the same tree. */
export async function dryIntegration(world: Synthetic, rounds: number): Promise<readonly Compared[]> {
  const trees = new Set<string>();
  const planning: number[] = [];
  const merging: number[] = [];
  const processes: number[] = [];
  const whole = await compare({
    what: `dry integration, ${world.branches} branches`,
    rounds,
    sides: [
      {
        name: 'plan and merges in the object database',
        run: async () => {
          const { git_dir, remove } = await world.copy();
          const { state, spent } = await integrate(git_dir, 'none');
          trees.add(await git(git_dir, ['rev-parse', `${state.integration_tip}^{tree}`]));
          planning.push(spent.plan_ms);
          merging.push(spent.merging_ms);
          processes.push(spent.processes);
          await remove();
          return spent.plan_ms + spent.merging_ms;
        },
      },
      {
        name: 'git merge in a worktree',
        run: async () => {
          const { git_dir, remove } = await world.copy();
          const worktree = join(git_dir, 'worktree');
          await git(git_dir, ['worktree', 'add', '--quiet', '--detach', worktree, 'main']);
          const took = await timed(async () => {
            for (const branch of world.branch_names)
              await git(worktree, ['merge', '--quiet', '--no-edit', branch]);
          });
          trees.add(await git(worktree, ['rev-parse', 'HEAD^{tree}']));
          await remove();
          return took;
        },
      },
    ],
  });
  if (trees.size !== 1) throw new Error('the two ways do not end on the same tree');
  const merges = {
    ...whole,
    what: '  of which the merges',
    ours: `our merges (${median(processes)} processes in all)`,
    ours_ms: median(merging),
  };
  return [whole, merges];
}

/** Compares the whole plan with what it replaces: one process per pair (measured for some pairs, extrapolated to all). */
export async function forecast(world: Synthetic, rounds: number): Promise<Compared> {
  const pairs = world.branch_names.flatMap((a, index) =>
    world.branch_names.slice(index + 1).map((b) => [a, b] as const),
  );
  const some = pairs.filter((_, index) => index % Math.ceil(pairs.length / 60) === 0);
  return compare({
    what: `forecast of ${pairs.length} pairs`,
    rounds,
    sides: [
      {
        name: 'the whole plan',
        run: async () => {
          const { git_dir, remove } = await world.copy();
          const took = await plan(git_dir);
          await remove();
          return took;
        },
      },
      {
        name: 'one git merge-tree for each pair',
        run: async () => {
          const { git_dir, remove } = await world.copy();
          const took = await timed(async () => {
            for (const [a, b] of some) await git(git_dir, ['merge-tree', '--write-tree', a, b]);
          });
          await remove();
          return (took / some.length) * pairs.length;
        },
      },
    ],
  });
}

export interface CheckpointCost {
  readonly step_ms: number;
  readonly journal_ms: number;
  readonly checkpoint_ms: number;
  readonly saves: number;
}

/** Measures how much of a merge step journal and checkpoints take. One effort's step is a handful of events. */
export async function checkpointCost(world: Synthetic, rounds: number): Promise<CheckpointCost> {
  const costs: CheckpointCost[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const { git_dir, remove } = await world.copy();
    const { spent } = await integrate(git_dir, 'kept');
    const per = (value: number) => value / world.branches;
    costs.push({
      step_ms: per(spent.merging_ms),
      journal_ms: per(spent.journal_ms),
      checkpoint_ms: per(spent.checkpoint_ms),
      saves: per(spent.checkpoints),
    });
    await remove();
  }
  const middle = (key: keyof CheckpointCost) => median(costs.map((cost) => cost[key]));
  return {
    step_ms: middle('step_ms'),
    journal_ms: middle('journal_ms'),
    checkpoint_ms: middle('checkpoint_ms'),
    saves: middle('saves'),
  };
}

/** Compares committing the text of a real checkpoint with git, as one would by hand, with the median of ours. */
export async function checkpointByCommit(
  world: Synthetic,
  rounds: number,
  ours_ms: number,
): Promise<Compared> {
  const { git_dir, remove } = await world.copy();
  await integrate(git_dir, 'kept');
  const sessions = join(git_dir, 'intorch', 'sessions');
  const [session = ''] = await readdir(sessions);
  const active = join(sessions, session, 'checkpoints', 'active');
  const [newest = ''] = (await readdir(active)).toSorted().toReversed();
  const text = await readFile(join(active, newest), 'utf8');
  const worktree = join(git_dir, 'worktree');
  await git(git_dir, ['worktree', 'add', '--quiet', '--detach', worktree, 'main']);
  await mkdir(join(worktree, 'checkpoints'));
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    times.push(
      await timed(async () => {
        await writeFile(join(worktree, 'checkpoints', 'checkpoint.yaml'), `# ${round}\n${text}`);
        await git(worktree, ['add', 'checkpoints']);
        await git(worktree, ['commit', '--quiet', '--message', 'checkpoint']);
      }),
    );
  }
  await remove();
  return {
    what: 'one checkpoint',
    ours: 'journal line and sealed YAML, twice',
    ours_ms,
    against: 'YAML, git add, git commit',
    against_ms: median(times),
  };
}

/** Compares read-only commands with a Node that does nothing. */
export async function startUp(world: Synthetic, rounds: number): Promise<readonly Compared[]> {
  const { git_dir, remove } = await world.copy();
  const node = (args: readonly string[]) => () =>
    timed(() => run(process.execPath, [...args], { cwd: git_dir, env: HERMETIC }));
  const bare = { name: 'node -e 0', run: node(['-e', '0']) };
  const all: Compared[] = [];
  for (const args of [['--help'], ['status']]) {
    const name = `intorch ${args.join(' ')}`;
    await node([PROGRAM, ...args])();
    all.push(await compare({ what: name, sides: [{ name, run: node([PROGRAM, ...args]) }, bare], rounds }));
  }
  await remove();
  return all;
}

/** Measures the time to our first frame on a terminal: with an engine to start, and with one already running. */
export async function firstFrame(world: Synthetic, rounds: number): Promise<readonly Compared[]> {
  const { git_dir, remove } = await world.copy();
  const env = { ...HERMETIC, HOME: git_dir, XDG_CACHE_HOME: join(git_dir, 'cache'), TERM: 'xterm-256color' };
  const stop = () => run(process.execPath, [PROGRAM, 'stop', '--now'], { cwd: git_dir, env }).catch(() => {});
  const screen = () =>
    inTerminal([PROGRAM, 'tui', '--efforts=effort/*', '--onto=main'], git_dir, env, /effort/);
  const bare = { name: 'node -e 0 there', run: () => inTerminal(['-e', '0'], git_dir, env, null) };
  await screen();
  const attached = await compare({
    what: 'first frame, engine at work',
    sides: [{ name: 'intorch tui', run: screen }, bare],
    rounds,
  });
  const fresh = {
    name: 'intorch tui',
    run: async () => {
      await stop();
      await rm(join(git_dir, 'intorch'), { recursive: true, force: true, maxRetries: 3 });
      return screen();
    },
  };
  const started = await compare({ what: 'first frame, engine to start', sides: [fresh, bare], rounds });
  await stop();
  await remove();
  return [attached, started];
}

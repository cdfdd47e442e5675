/** A workspace that is taken for one commit after the other, in this process, against a fresh worktree. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createProcesses } from '../../src/adapters/execa/process.ts';
import { slots } from '../../src/adapters/slots.ts';
import type { RefName, Sha } from '../../src/domain/shared/ids.ts';
import type { Bar } from '../bars.ts';
import { type Cost, compare, cost, type Measured, weighted } from '../measure.ts';
import { fresh, git, HERMETIC, type World } from '../repositories.ts';

/** Milliseconds in a tick of `/proc/self/stat`. */
const TICK_MS = 10;
const MOVES = 10;

/** Yields the row about moving alone. */
export function moves(bar: Bar, world: World, rounds: number): Promise<Measured> {
  const tips = (git_dir: string) =>
    git(git_dir, ['for-each-ref', '--format=%(objectname)', 'refs/heads/effort']);
  return compare(
    bar,
    world.what,
    [
      {
        name: 'a move',
        run: () =>
          fresh(world, async ({ git_dir }) => {
            const commits = (await tips(git_dir)).split('\n') as Sha[];
            const env = { ...HERMETIC, HOME: git_dir };
            const all = slots({
              common_dir: git_dir,
              directory: join(git_dir, 'slots'),
              limit: 1,
              processes: createProcesses({ environment: env }),
              env,
              ours: { branch: 'refs/heads/none' as RefName, watched: [], moves: () => new Map() },
            });
            const move = async (index: number) =>
              all.release(await all.take({ commit: commits[index % commits.length] as Sha, setup: null }));
            await move(0);
            await move(1);
            const before = spent();
            for (let index = 2; index < 2 + MOVES; index += 1) await move(index);
            return weighted([spent(), 1 / MOVES], [before, -1 / MOVES]);
          }),
      },
      {
        name: 'git worktree add',
        run: () =>
          fresh(world, ({ git_dir }) => {
            const add = [
              'git',
              'worktree',
              'add',
              '--quiet',
              '--detach',
              join(git_dir, 'worktree'),
              'main',
            ] as const;
            return cost({ command: [...add], directory: git_dir, env: HERMETIC });
          }),
      },
    ],
    { rounds },
  );
}

/** What this process and all that it waited for have cost so far. */
function spent(): Cost {
  const { user, system } = process.cpuUsage();
  const stat = readFileSync('/proc/self/stat', 'utf8');
  const fields = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  const children_ms = ((fields[13] ?? 0) + (fields[14] ?? 0)) * TICK_MS;
  return { wall_ms: performance.now(), cpu_ms: (user + system) / 1000 + children_ms };
}

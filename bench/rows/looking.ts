/** Commands that only look, and the first frames of the screen, against a Node that does nothing. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { BARS, type Bar } from '../bars.ts';
import { compare, cost, type Measured } from '../measure.ts';
import { bare, intorch, running } from '../program.ts';
import { type Copy, git, synthetic } from '../repositories.ts';
import type { Wish } from '../run.ts';
import { inTerminal } from '../terminal.ts';

/** Starts of Node that one figure is made of: a single one is a few of the clock's ticks. */
const TIMES = 5;

/** Yields the rows about start-up. */
export async function* lookingRows({ quick }: Wish): AsyncIterable<Measured> {
  const rounds = quick ? 3 : 9;
  const small = await synthetic({ files: 200, branches: 10, kind: 'clean' });
  const copy = await small.copy();
  yield await against(BARS.help, 'alone', copy, ['--help'], rounds);
  yield await against(BARS.status_none, 'no session', copy, ['status'], rounds);
  for (const [bar, branches] of quick
    ? ([[BARS.status_50, 50]] as const)
    : ([
        [BARS.status_50, 50],
        [BARS.status_200, 200],
      ] as const)) {
    const world = await synthetic({ files: 500, branches, kind: 'clean' });
    const used = await world.copy();
    await cost(running(used));
    yield await against(bar, `a finished session`, used, ['status', '--json'], rounds);
    await used.remove();
    await world.remove();
  }
  yield* frames(copy, quick ? 2 : 7);
  await copy.remove();
  await small.remove();
}

function against(
  bar: Bar,
  of: string,
  copy: Copy,
  args: readonly string[],
  rounds: number,
): Promise<Measured> {
  const ours = { ...intorch(copy, args), answers: [0, 1] };
  const times = (program: typeof ours) => ({
    ...program,
    command: [
      'sh',
      '-c',
      `for i in ${Array.from({ length: TIMES }, (_, index) => index).join(' ')}; do "$@"; done`,
      'sh',
      ...program.command,
    ] as [string, ...string[]],
  });
  return compare(
    bar,
    of,
    [
      { name: `${TIMES} times intorch ${args.join(' ')}`, run: () => cost(times(ours)) },
      { name: `${TIMES} times node -e 0`, run: () => cost(times({ ...bare(copy), answers: [0] })) },
    ],
    { rounds },
  );
}

/** A screen on a running engine, in a bare repository and in one with files; and how soon there is anything to see. */
async function* frames(copy: Copy, rounds: number): AsyncIterable<Measured> {
  const worktree = join(copy.git_dir, 'worktree');
  await git(copy.git_dir, ['worktree', 'add', '--quiet', '--detach', worktree, 'main']);
  const { command, env } = intorch(copy, ['tui', '--efforts=effort/*', '--onto=main'], {
    TERM: 'xterm-256color',
  });
  const screen = (directory: string, until: RegExp) => inTerminal(command.slice(1), directory, env, until);
  const nothing = (directory: string) => inTerminal(['-e', '0'], directory, env, null);
  const stop = () => cost({ ...intorch(copy, ['stop', '--now']), answers: [0, 1, 3, 69] });
  await screen(copy.git_dir, /effort/);
  for (const [of, directory] of [
    ['bare repository', copy.git_dir],
    ['worktree', worktree],
  ] as const) {
    yield await compare(
      BARS.frame,
      of,
      [
        { name: 'intorch tui', run: () => screen(directory, /effort/) },
        { name: 'node -e 0', run: () => cost(bare(copy)) },
      ],
      { rounds },
    );
    yield await compare(
      BARS.skeleton,
      of,
      [
        { name: 'intorch tui', run: () => screen(directory, /intorch/) },
        { name: 'node -e 0 there', run: () => nothing(directory) },
      ],
      { rounds, by: 'wall_ms' },
    );
  }
  await stop();
  await rm(worktree, { recursive: true, force: true });
}

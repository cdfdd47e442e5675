/** The plan against what it replaces, and what it leaves. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { BARS } from '../bars.ts';
import {
  compare,
  cost,
  counted,
  type Measured,
  median,
  notMeasured,
  shown,
  systemCalls,
  weighted,
} from '../measure.ts';
import { planning } from '../program.ts';
import { borrowed, fresh, git, HERMETIC, type Kind, synthetic, type World } from '../repositories.ts';
import type { Wish } from '../run.ts';

const KINDS: readonly Kind[] = ['clean', 'renames', 'folders', 'bases', 'conflicts'];

/** Yields the rows about `intorch plan`. */
export async function* planRows({ quick, real }: Wish): AsyncIterable<Measured> {
  const [branches, files] = quick ? [50, 1000] : [200, 5000];
  const ratios: number[] = [];
  const makers = [
    ...KINDS.map((kind) => () => synthetic({ branches, files, kind })),
    ...real.map((directory) => () => borrowed(directory, quick ? 50 : 120)),
  ];
  for (const make of makers) {
    const world = await make();
    if (world === null) {
      yield notMeasured(BARS.plan_worst, 'a real repository', 'it has too few pull requests');
      continue;
    }
    const plan = await planOf(world);
    const row = await againstPairs(world, plan.open, quick ? 1 : 2);
    ratios.push(row.ratio ?? 0);
    yield row;
    yield await missed(world, plan);
    if (world.what.includes('(bases)') || world.what.includes('pull requests')) yield* whatItLeaves(world);
    if (world.what.includes('(renames)')) yield await againstWorktree(world, plan.open);
    await world.remove();
  }
  yield {
    ...counted(BARS.plan_median, `${ratios.length} sets`, median(ratios), ratios.map(shown).join(', ')),
  };
  if (real.length < 2)
    yield notMeasured(BARS.plan_worst, 'two real projects', 'name their repositories with --real');
  yield* growth(quick);
}

interface Plan {
  /** Branches that are still to be merged: pairs of the others are left out on both sides. */
  readonly open: readonly string[];
  readonly with_target: ReadonlySet<string>;
  readonly pairs: ReadonlySet<string>;
}

const pairOf = (a: string, b: string) => [a, b].toSorted().join(' ');

async function planOf(world: World): Promise<Plan> {
  const copy = await world.copy();
  const { command, env } = planning(copy);
  const { execFile } = await import('node:child_process');
  const { promisify } = await import('node:util');
  const [file, ...args] = command;
  const { stdout } = await promisify(execFile)(file, args, {
    cwd: copy.git_dir,
    env: { ...env },
    maxBuffer: 1 << 30,
  });
  await copy.remove();
  const plan = JSON.parse(stdout);
  const branch = new Map<string, string>(
    plan.efforts.map((effort: { name: string; branch: string }) => [effort.name, effort.branch]),
  );
  const of = (name: string) => branch.get(name) ?? name;
  return {
    open: [...branch.values()],
    with_target: new Set(
      plan.forecast.with_target.map((entry: { effort?: string; name?: string }) =>
        of(entry.effort ?? entry.name ?? ''),
      ),
    ),
    pairs: new Set(
      plan.forecast.pairs
        .filter((pair: { conflict: boolean }) => pair.conflict)
        .map((pair: { a: string; b: string }) => pairOf(of(pair.a), of(pair.b))),
    ),
  };
}

function pairsOf(branches: readonly string[]): (readonly [string, string])[] {
  return branches.flatMap((a, index) => branches.slice(index + 1).map((b) => [a, b] as const));
}

function sampled<T>(all: readonly T[], most: number): readonly T[] {
  const every = Math.max(1, all.length / most);
  return Array.from(
    { length: Math.min(all.length, most) },
    (_, index) => all[Math.floor(index * every)] as T,
  );
}

async function againstPairs(world: World, open: readonly string[], rounds: number): Promise<Measured> {
  const pairs = pairsOf(open);
  const some = sampled(pairs, 300);
  const loop = 'while read -r a b; do git merge-tree --write-tree "$a" "$b"; done; true';
  return compare(
    BARS.plan_worst,
    `${world.what}; ${pairs.length} pairs, ${some.length} sampled`,
    [
      { name: 'plan', run: () => fresh(world, (copy) => cost(planning(copy))) },
      {
        name: 'a process a pair',
        run: () =>
          fresh(world, async ({ git_dir }) => {
            const input = some.map(([a, b]) => `${a} ${b}\n`).join('');
            const spent = await cost({
              command: ['sh', '-c', loop],
              directory: git_dir,
              env: HERMETIC,
              input,
            });
            return weighted([spent, pairs.length / some.length]);
          }),
      },
    ],
    { rounds },
  );
}

async function againstWorktree(world: World, open: readonly string[]): Promise<Measured> {
  const pairs = pairsOf(open);
  const some = sampled(pairs, 12);
  const loop =
    'while read -r a b; do git checkout --quiet --detach "$a" && { git merge --quiet --no-commit --no-ff "$b" || true; } && git merge --abort || git reset --quiet --hard; done';
  return compare(
    BARS.plan_worktree,
    `${world.what}; ${some.length} pairs sampled`,
    [
      { name: 'plan', run: () => fresh(world, (copy) => cost(planning(copy))) },
      {
        name: 'merge and abort',
        run: () =>
          fresh(world, async ({ git_dir }) => {
            const directory = join(git_dir, 'worktree');
            await git(git_dir, ['worktree', 'add', '--quiet', '--detach', directory, 'main']);
            const input = some.map(([a, b]) => `${a} ${b}\n`).join('');
            const spent = await cost({ command: ['sh', '-c', loop], directory, env: HERMETIC, input });
            return weighted([spent, pairs.length / some.length]);
          }),
      },
    ],
    { rounds: 1 },
  );
}

/**
 * Git's full answer: every branch is merged with main, and the results with each other by one `merge-tree --stdin`. Merging the branches as
 * they are would also tell of what changed on main between their beginnings. Branches that conflict with main do so with most others: left out.
 */
async function missed(world: World, plan: Plan): Promise<Measured> {
  const branches = plan.open.filter((branch) => !plan.with_target.has(branch));
  const pairs = pairsOf(branches);
  const conflicts = await fresh(world, async ({ git_dir }) => {
    const onto = await answers(
      git_dir,
      branches.map((branch) => ['main', branch] as const),
    );
    const merged = new Map<string, string>();
    for (const [index, branch] of branches.entries()) {
      const parents = ['-p', 'main', '-p', branch];
      merged.set(
        branch,
        await git(git_dir, ['commit-tree', onto[index]?.tree ?? '', ...parents, '-m', 'merged']),
      );
    }
    return answers(
      git_dir,
      pairs.map(([a, b]) => [merged.get(a) ?? a, merged.get(b) ?? b] as const),
    );
  });
  const real = pairs.filter((_, index) => conflicts[index]?.clean === false);
  const lost = real.filter(([a, b]) => !plan.pairs.has(pairOf(a, b)));
  const named = lost.slice(0, 3).map((pair) => pair.join(' + '));
  const told = `${real.length} of ${pairs.length} pairs conflict; the plan tells ${plan.pairs.size}, with branches that conflict with main`;
  return counted(
    BARS.plan_missed,
    world.what,
    lost.length,
    named.length > 0 ? `${told}; missed: ${named.join(', ')}` : told,
  );
}

/** Asks git about pairs. Each answer is `<clean>NUL<tree>NUL<path>NUL...NUL`, ended by an empty field. */
async function answers(
  git_dir: string,
  pairs: readonly (readonly [string, string])[],
): Promise<readonly { clean: boolean; tree: string }[]> {
  const asked = ['merge-tree', '--write-tree', '--stdin', '--name-only', '--no-messages', '-z'];
  const fields = (await git(git_dir, asked, pairs.map(([a, b]) => `${a} ${b}\n`).join(''))).split('\0');
  const all: { clean: boolean; tree: string }[] = [];
  for (let at = 0; at + 1 < fields.length; at += 1) {
    all.push({ clean: fields[at] === '1', tree: fields[at + 1] ?? '' });
    at += 2;
    while (at < fields.length && fields[at] !== '') at += 1;
  }
  return all;
}

async function* whatItLeaves(world: World): AsyncIterable<Measured> {
  const copy = await world.copy();
  const files = async () =>
    (await readdir(copy.git_dir, { recursive: true })).filter((path) => !/^(cache|state|calls)/.test(path))
      .length;
  const before = await files();
  const calls = await systemCalls(planning(copy), ['execve'], join(copy.git_dir, 'calls'));
  const after = await files();
  if (calls === null) yield notMeasured(BARS.plan_processes, world.what, 'strace is not there');
  else {
    const gits = calls.filter((call) => /execve\("[^"]*git[^"/]*",.* = 0$/.test(call));
    yield counted(
      BARS.plan_processes,
      world.what,
      gits.length,
      gits
        .map((call) => /, \["[^"]*",? ?(.*?)\]/.exec(call)?.[1] ?? '')
        .map(subcommand)
        .join(', '),
    );
  }
  yield counted(BARS.plan_left, world.what, after - before, `${before} files before, ${after} after`);
  await copy.remove();
}

function subcommand(args: string): string {
  const words = args.replaceAll('"', '').split(', ');
  const at = words.findIndex(
    (word, index) =>
      !word.startsWith('-') && !['-c', '-C', '--git-dir', '--attr-source'].includes(words[index - 1] ?? ''),
  );
  return words[at] ?? '?';
}

async function* growth(quick: boolean): AsyncIterable<Measured> {
  const [few, many, files] = quick ? [25, 100, 1000] : [50, 200, 5000];
  const small = await synthetic({ branches: few, files, kind: 'renames' });
  const large = await synthetic({ branches: many, files, kind: 'renames' });
  yield await compare(
    BARS.plan_growth,
    `${few} to ${many}`,
    [
      { name: `${many} branches`, run: () => fresh(large, (copy) => cost(planning(copy))) },
      { name: `${few} branches`, run: () => fresh(small, (copy) => cost(planning(copy))) },
    ],
    { rounds: quick ? 1 : 3 },
  );
  await small.remove();
  await large.remove();
}

/** Repositories that are made for the benchmark in one process, and real ones that are borrowed from. */
import { spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { streamOf } from './branches.ts';

/** What the branches of a repository do besides editing popular files at a place of their own. */
export type Kind = 'clean' | 'renames' | 'folders' | 'bases' | 'conflicts';

export interface Shape {
  readonly files: number;
  readonly branches: number;
  readonly kind: Kind;
  /** Text of `intorch.yaml` on main. */
  readonly settings?: string;
  /** Numbers of the branches that bring a file `red/<n>`, which a gate may look for. */
  readonly red?: readonly number[];
}

/** A bare repository with `main` and `effort/<n>`. */
export interface World {
  readonly what: string;
  readonly branch_names: readonly string[];
  /** Copies the git directory, so that no round finds the objects of an earlier one. */
  readonly copy: () => Promise<Copy>;
  readonly remove: () => Promise<void>;
}

export interface Copy {
  readonly git_dir: string;
  readonly remove: () => Promise<void>;
}

/** Environment for a git and a program that see nothing of this machine or its user. */
export const HERMETIC = {
  PATH: process.env['PATH'] ?? '',
  HOME: '/nonexistent',
  LC_ALL: 'C',
  TZ: 'UTC',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'Ada Author',
  GIT_AUTHOR_EMAIL: 'ada@example.org',
  GIT_COMMITTER_NAME: 'Ada Author',
  GIT_COMMITTER_EMAIL: 'ada@example.org',
} as const;

const forced = { recursive: true, force: true, maxRetries: 3 } as const;

/** Creates a repository of this shape. */
export async function synthetic(shape: Shape): Promise<World> {
  const { folder, template } = await emptyWorld();
  await git(template, ['fast-import', '--quiet', '--done'], streamOf(shape));
  return worldOf(
    folder,
    template,
    `${shape.branches} branches (${shape.kind}), ${shape.files} files`,
    shape.branches,
  );
}

/**
 * Borrows pull requests of a real repository that were open at about the same time: heads below `refs/pull` with one merge base with its main
 * branch, of at most 60 commits and 400 files, in the narrowest window of time. Null where there are fewer than `branches`.
 */
export async function borrowed(directory: string, branches: number): Promise<World | null> {
  const lines = async (...args: string[]) =>
    (await git(directory, args)).split('\n').filter((line) => line !== '');
  const heads = (await lines('for-each-ref', '--format=%(objectname) %(objecttype) %(refname)', 'refs/pull'))
    .map((line) => line.split(' '))
    .filter(([, type, ref]) => type === 'commit' && ref?.endsWith('/head'))
    .toSorted((a, b) => Number(b[2]?.split('/')[2]) - Number(a[2]?.split('/')[2]));
  const picked: { readonly tip: string; readonly base: string; readonly at: number }[] = [];
  for (const tip of new Set(heads.map(([id = '']) => id))) {
    if (picked.length >= branches * 1.3) break;
    const [base, ...more] = await lines('merge-base', '--all', 'HEAD', tip);
    if (base === undefined || more.length > 0 || base === tip) continue;
    if (Number(await git(directory, ['rev-list', '--count', `${base}..${tip}`])) > 60) continue;
    const files = (await lines('diff-tree', '-r', '--name-only', '--no-renames', base, tip)).length;
    if (files === 0 || files > 400) continue;
    picked.push({ tip, base, at: Number(await git(directory, ['log', '-1', '--format=%ct', base])) });
  }
  if (picked.length < branches) return null;
  const sorted = picked.toSorted((a, b) => b.at - a.at);
  const span = (from: number) => (sorted[from]?.at ?? 0) - (sorted[from + branches - 1]?.at ?? 0);
  const starts = Array.from({ length: sorted.length - branches + 1 }, (_, from) => from);
  const start = starts.toSorted((a, b) => span(a) - span(b))[0] ?? 0;
  const window = sorted.slice(start, start + branches);
  const { folder, template } = await emptyWorld();
  const common = await git(directory, ['rev-parse', '--path-format=absolute', '--git-common-dir']);
  await mkdir(join(template, 'objects/info'), { recursive: true });
  await writeFile(join(template, 'objects/info/alternates'), `${join(common, 'objects')}\n`);
  const refs = window.map(({ tip }, index) => `create refs/heads/${branchName(index)} ${tip}`);
  await git(
    template,
    ['update-ref', '--stdin'],
    [`create refs/heads/main ${window[0]?.base}`, ...refs, ''].join('\n'),
  );
  const name = common
    .replace(/\/(repo|\.git)$/, '')
    .split('/')
    .at(-1);
  return worldOf(
    folder,
    template,
    `${branches} pull requests of ${name}, ${Math.round(span(start) / 86_400)} days`,
    branches,
  );
}

async function emptyWorld(): Promise<{ folder: string; template: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'intorch-bench-'));
  const template = join(folder, 'template.git');
  await git(folder, ['init', '--quiet', '--bare', '--initial-branch=main', template]);
  return { folder, template };
}

function worldOf(folder: string, template: string, what: string, branches: number): World {
  let copies = 0;
  return {
    what,
    branch_names: Array.from({ length: branches }, (_, branch) => branchName(branch)),
    copy: async () => {
      copies += 1;
      const git_dir = join(folder, `copy-${copies}.git`);
      await cp(template, git_dir, { recursive: true });
      return { git_dir, remove: () => rm(git_dir, forced) };
    },
    remove: () => rm(folder, forced),
  };
}

export function branchName(branch: number): string {
  return `effort/${String(branch).padStart(3, '0')}`;
}

/** Runs git as directly as possible: one process, no wrapper. Exit status 1 is an answer (a conflict). */
export function git(
  directory: string,
  args: readonly string[],
  input = '',
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn('git', args, {
      cwd: directory,
      env: { ...HERMETIC, ...env },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const out: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0 || code === 1) resolve(Buffer.concat(out).toString().trimEnd());
      else reject(new Error(`git ${args.join(' ')} ended with ${code}`));
    });
    child.stdin.on('error', () => {});
    child.stdin.end(input);
  });
}

/** Does something with a fresh copy of a repository. */
export async function fresh<T>(world: World, work: (copy: Copy) => Promise<T>): Promise<T> {
  const copy = await world.copy();
  try {
    return await work(copy);
  } finally {
    await copy.remove();
  }
}

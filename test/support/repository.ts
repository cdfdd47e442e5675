/**
 * The one builder of repositories for tests: real git, and nothing of the machine it runs on (no user configuration, fixed names and
 * dates, `LC_ALL=C`), so that the same world has the same object names everywhere. Each takes about 12 ms, and is removed when the
 * test is over.
 *
 *   const repo = await makeRepository({
 *     main: [{ 'a.txt': 'one\n' }],
 *     'effort/one': { from: 'main', commits: [{ 'a.txt': 'two\n', 'b.txt': null }] },
 *   });
 *   await repo.git('log', '--oneline', 'effort/one');
 */
import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import { cp, mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { parseSha, type Sha } from '../../src/domain/shared/ids.ts';
import { BY_HAND } from './by-hand.ts';
import { type CommitDetails, described, type Files, fastImportStream, type World } from './fast-import.ts';

export interface TestRepository {
  /** The working tree (the git directory itself in a bare repository). */
  readonly dir: string;
  readonly gitDir: string;
  /** Runs git in `dir`. Resolves with standard output without its last line feed, and rejects when git fails. */
  readonly git: (...args: readonly string[]) => Promise<string>;
  /** The same with standard input. */
  readonly gitWithInput: (input: string | Uint8Array, ...args: readonly string[]) => Promise<string>;
  /** Resolves a branch, or any other name of a commit. */
  readonly tip: (rev: string) => Promise<Sha>;
  /** Adds a commit to a branch without touching index or working tree. */
  readonly commit: (branch: string, files: Files, details?: CommitDetails) => Promise<Sha>;
  /** Adds branches and commits. */
  readonly grow: (world: World) => Promise<void>;
  /** Lists every loose and packed object, one line each, to show that nothing was added. */
  readonly objects: () => Promise<readonly string[]>;
  readonly dispose: () => Promise<void>;
}

export interface RepositoryOptions {
  readonly bare?: boolean;
  /** Whether `main` is checked out, with index and files; default true. */
  readonly checkout?: boolean;
  readonly object_format?: 'sha1' | 'sha256';
}

/** Creates a repository in a temporary folder, with `main` checked out. */
export async function makeRepository(
  world: World = {},
  options: RepositoryOptions = {},
): Promise<TestRepository> {
  const dir = await temporaryFolder();
  const gitDir = options.bare ? dir : join(dir, '.git');
  await writeSkeleton(gitDir, options);
  const repo = open(dir, gitDir, 0);
  await repo.grow(world);
  if (!options.bare && options.checkout !== false && 'main' in world)
    await repo.git('read-tree', '-mu', 'HEAD');
  return repo;
}

interface Template {
  readonly dir: string;
  readonly commits: number;
}

const templates = new Map<string, Promise<Template>>();

/** Copies the repository that is built once per process under this name. */
export async function copyOf(name: string, world: World): Promise<TestRepository> {
  const template = templates.get(name) ?? makeTemplate(world);
  templates.set(name, template);
  const { dir: from, commits } = await template;
  const dir = await temporaryFolder();
  await cp(from, dir, { recursive: true, preserveTimestamps: true, verbatimSymlinks: true });
  return open(dir, join(dir, '.git'), commits);
}

/** Copies a repository as it is, with everything in its git directory, into a folder with the given lifetime. */
export async function copyRepository(
  from: Pick<TestRepository, 'dir'>,
  lifetime: 'test' | 'process' = 'test',
): Promise<TestRepository> {
  const dir = await temporaryFolder(lifetime);
  await cp(from.dir, dir, { recursive: true, preserveTimestamps: true, verbatimSymlinks: true });
  return open(dir, join(dir, '.git'), LATER);
}

/** Dates the commits of a copy after those of the original. */
const LATER = 1000;

async function makeTemplate(world: World): Promise<Template> {
  const dir = await temporaryFolder('process');
  await writeSkeleton(join(dir, '.git'), {});
  const repo = open(dir, join(dir, '.git'), 0);
  await repo.grow(world);
  await repo.git('read-tree', '-mu', 'HEAD');
  return { dir, commits: countCommits(world) };
}

/** Creates an empty folder that is removed when the test is over (or, outside a test, with the process). */
export async function temporaryFolder(lifetime: 'test' | 'process' = 'test'): Promise<string> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'intorch-test-')));
  const withProcess = () => process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  if (lifetime === 'process') {
    withProcess();
    return folder;
  }
  try {
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
  } catch {
    withProcess(); // called from a `beforeAll`
  }
  return folder;
}

/** Returns the environment of a git that sees nothing of this machine or its user. */
export function hermeticEnv(): Record<string, string> {
  return {
    ...BY_HAND,
    PATH: process.env['PATH'] ?? '',
    HOME: '/nonexistent',
    LC_ALL: 'C',
    TZ: 'UTC',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_TERMINAL_PROMPT: '0',
    GIT_AUTHOR_NAME: 'Ada Author',
    GIT_AUTHOR_EMAIL: 'ada@example.org',
    GIT_AUTHOR_DATE: '1767600000 +0000',
    GIT_COMMITTER_NAME: 'Ada Author',
    GIT_COMMITTER_EMAIL: 'ada@example.org',
    GIT_COMMITTER_DATE: '1767600000 +0000',
  };
}

/** Writes what `git init` would, without starting a process for it. */
async function writeSkeleton(gitDir: string, options: RepositoryOptions): Promise<void> {
  await mkdir(join(gitDir, 'objects'), { recursive: true });
  await mkdir(join(gitDir, 'refs', 'heads'), { recursive: true });
  await writeFile(join(gitDir, 'HEAD'), 'ref: refs/heads/main\n');
  const sha256 = options.object_format === 'sha256';
  const lines = [
    '[core]',
    `\trepositoryformatversion = ${sha256 ? 1 : 0}`,
    '\tfilemode = true',
    `\tbare = ${options.bare === true}`,
    ...(sha256 ? ['[extensions]', '\tobjectformat = sha256'] : []),
  ];
  await writeFile(join(gitDir, 'config'), `${lines.join('\n')}\n`);
}

function open(dir: string, gitDir: string, commits: number): TestRepository {
  let count = commits;
  const run = (input: string | Uint8Array | null, args: readonly string[]) =>
    new Promise<string>((resolve, reject) => {
      const options = { cwd: dir, env: hermeticEnv(), maxBuffer: 1 << 28 };
      const child = execFile('git', [...args], options, (error, stdout, stderr) => {
        if (error) reject(new Error(`git ${args.join(' ')}: ${stderr || error.message}`));
        else resolve(stdout.replace(/\n$/, ''));
      });
      child.stdin?.on('error', () => {}); // git may end before it has read all
      child.stdin?.end(input ?? '');
    });
  const repo: TestRepository = {
    dir,
    gitDir,
    git: (...args) => run(null, args),
    gitWithInput: (input, ...args) => run(input, args),
    tip: async (rev) => {
      const sha = parseSha(await run(null, ['rev-parse', '--verify', '--end-of-options', `${rev}^{commit}`]));
      if (sha === null) throw new Error(`${rev} is no commit`);
      return sha;
    },
    commit: async (branch, files, details = {}) => {
      const exists = await run(null, ['for-each-ref', `refs/heads/${branch}`]);
      const commits = [described(files, details)];
      await repo.grow({ [branch]: exists === '' ? commits : { from: branch, commits } });
      return repo.tip(`refs/heads/${branch}`);
    },
    grow: async (world) => {
      const stream = fastImportStream(world, count);
      count += countCommits(world);
      await run(stream, ['fast-import', '--quiet', '--done', '--date-format=raw']);
    },
    objects: async () =>
      (await run(null, ['cat-file', '--batch-check', '--batch-all-objects', '--unordered']))
        .split('\n')
        .sort(),
    dispose: () => rm(dir, { recursive: true, force: true }),
  };
  return repo;
}

function countCommits(world: World): number {
  return Object.values(world).flatMap((spec) => ('from' in spec ? spec.commits : spec)).length;
}

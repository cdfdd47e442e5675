/** What the stories share: a configuration, a command line in this process, and fingerprints of what must not change. */
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, readlink, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Effort } from '../../src/domain/integration/state.ts';
import { runCli, type Said } from './cli.ts';
import type { BranchSpec, Files } from './fast-import.ts';
import { makeRepository, type RepositoryOptions, type TestRepository } from './repository.ts';
import { begin, type Story } from './session.ts';

/** One gate, on the final tree, that passes while no file called `red` exists. */
export const ONE_GATE = `gates:
  - { name: test, command: 'test ! -e red', parser: exit, when: final }
`;

/** Returns an intorch.yaml with every branch below `effort/`, no baseline, and these further lines. */
export function configured(more: string = ONE_GATE): string {
  return `target: main\nefforts: { patterns: ['effort/*'] }\nbaseline: false\n${more}`;
}

/** Creates a repository whose main has `files` and a configuration; or an untracked one. HEAD is detached so that main may move. */
export async function makeWorld(
  main: Files,
  branches: Readonly<Record<string, BranchSpec>>,
  {
    config = configured(),
    checkedOut = false,
    untracked = false,
    ...options
  }: RepositoryOptions & {
    readonly config?: string;
    readonly checkedOut?: boolean;
    readonly untracked?: boolean;
  } = {},
): Promise<TestRepository> {
  const committed = untracked ? {} : { 'intorch.yaml': config };
  const repo = await makeRepository({ main: [{ ...committed, ...main }], ...branches }, options);
  if (untracked) await writeFile(join(repo.dir, 'intorch.yaml'), config);
  if (!checkedOut && !options.bare) await repo.git('switch', '--quiet', '--detach');
  return repo;
}

/** Describes a branch that starts at main, with one commit for each set of files. */
export function effort(...commits: readonly Files[]): BranchSpec {
  return { from: 'main', commits };
}

/** Runs a command line on a repository, in this process, with workspaces in a temporary folder. */
export async function cli(repo: Pick<TestRepository, 'dir'>, ...argv: readonly string[]): Promise<Said> {
  const cache = await mkdtemp(join(tmpdir(), 'intorch-test-cache-'));
  onTestFinished(() => rm(cache, { recursive: true, force: true }));
  const { PATH, HOME } = process.env;
  return runCli(argv, {
    directory: repo.dir,
    env: { PATH, HOME, XDG_CACHE_HOME: cache, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' },
  });
}

/** Integrates with recommended answers, as far as they lead. */
export async function integrated(repo: TestRepository): Promise<Story> {
  const story = await begin(repo);
  await story.work('recommended');
  return story;
}

/** Finds one effort of a story by name. */
export function effortOf(story: Story, name: string): Effort {
  const found = story.state().efforts_included.find((candidate) => candidate.name === name);
  if (found === undefined) throw new Error(`no effort is named ${name}`);
  return found;
}

/** Returns the statuses of all efforts: `{ one: 'MERGED', two: 'HELD' }`. */
export function statusesOf(story: Story): Readonly<Record<string, string>> {
  return Object.fromEntries(story.state().efforts_included.map(({ name, status }) => [name, status]));
}

/** Reads a report of the story from disk; null when it does not exist. */
export async function reportOf(story: Story, name: string): Promise<string | null> {
  await story.live.reports.flush();
  return story.live.ports.files.read(`reports/${name}`);
}

/** Returns one hash of everything that is the operator's: HEAD, index, stash, and every file with its mode and content. */
export async function operatorsOwn(repo: TestRepository): Promise<string> {
  const hash = createHash('sha256');
  for (const name of ['HEAD', 'index', 'refs/stash', 'logs/refs/stash', 'config']) {
    hash.update(`${name}\0`);
    hash.update(await readFile(join(repo.gitDir, name)).catch(() => 'none'));
  }
  const entries = await readdir(repo.dir, { recursive: true, withFileTypes: true });
  const paths = entries.map((entry) => ({ entry, path: join(entry.parentPath, entry.name) }));
  for (const { entry, path } of paths.toSorted((a, b) => (a.path < b.path ? -1 : 1))) {
    if (path.startsWith(repo.gitDir) || entry.isDirectory()) continue;
    hash.update(`${path}\0`);
    hash.update(entry.isSymbolicLink() ? await readlink(path) : await readFile(path));
  }
  return hash.digest('hex');
}

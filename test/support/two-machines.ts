/** Two machines with a remote between them, and letters that somebody else wrote: forged checkpoints under a good seal. */
import { createHash } from 'node:crypto';
import { expect } from 'vitest';
import { makeRepository, type TestRepository } from './repository.ts';
import { begin, type Story } from './session.ts';
import { configured, effort, makeWorld, ONE_GATE } from './stories.ts';

export interface Machines {
  readonly a: TestRepository;
  readonly b: TestRepository;
  readonly remote: TestRepository;
  readonly story: Story;
}

const PUSHED = `${ONE_GATE}checkpoints: { commit: true, push: true }\n`;
const CHECKPOINT = 'orchestrator-integration-latest.yaml';

/** Machine A waits in the conflict of `c`, and has pushed branches and checkpoints; B is a clone of the remote. */
export async function machines({
  config = configured(PUSHED),
  pushed = ['a', 'b', 'c', 'd'],
}: {
  readonly config?: string;
  readonly pushed?: readonly string[];
} = {}): Promise<Machines> {
  const a = await makeWorld(
    { 'song.txt': 'one\ntwo\nthree\n' },
    {
      'effort/a': effort({ 'a.txt': 'a\n' }),
      'effort/b': effort({ 'song.txt': 'one\nTWO\nthree\n' }),
      'effort/c': effort({ 'song.txt': 'one\nzwei\nthree\n' }),
      'effort/d': effort({ 'd.txt': 'd\n' }),
    },
    { config },
  );
  const remote = await makeRepository({}, { bare: true });
  await a.git('remote', 'add', 'origin', remote.dir);
  await a.git('push', '--quiet', 'origin', 'main', ...pushed.map((name) => `effort/${name}`));
  const b = await cloneOf(remote);
  const story = await begin(a);
  await story.ordered('a', 'b', 'c', 'd');
  await story.work();
  expect(story.question()).toMatch(/^conflict: song\.txt/);
  await story.live.close();
  return { a, b, remote, story };
}

async function cloneOf(remote: TestRepository): Promise<TestRepository> {
  const clone = await makeRepository({}, { checkout: false });
  await clone.git('remote', 'add', 'origin', remote.dir);
  await clone.git('fetch', '--quiet', 'origin');
  await clone.git('update-ref', 'refs/heads/main', 'origin/main');
  await clone.git('switch', '--quiet', '--detach', 'main');
  return clone;
}

/** Rewrites files of the checkpoint that the remote has, seals it again, and puts it there as the next one: a fast-forward. */
export async function forge(
  { remote, story }: Pick<Machines, 'remote' | 'story'>,
  change: (text: string) => string,
  changeRefs: (text: string) => string = (text) => text,
): Promise<void> {
  const ref = `refs/intorch/checkpoints/${story.live.id}`;
  const read = (path: string) => remote.git('cat-file', 'blob', `${ref}:${path}`);
  const text = `${await read(CHECKPOINT)}\n`.replace(/# sha256: .*\n$/, '');
  const changed = change(text);
  const seal = createHash('sha256').update(changed).digest('hex');
  const files = new Map([
    [CHECKPOINT, `${changed}# sha256: ${seal}\n`],
    ['refs', changeRefs(`${await read('refs')}\n`)],
  ]);
  let entries = (await remote.git('ls-tree', ref)).split('\n');
  for (const [path, content] of files) {
    const blob = await remote.gitWithInput(content, 'hash-object', '-w', '--stdin');
    entries = [...entries.filter((line) => !line.endsWith(`\t${path}`)), `100644 blob ${blob}\t${path}`];
  }
  const tree = await remote.gitWithInput(`${entries.join('\n')}\n`, 'mktree');
  const commits = (files.get('refs') ?? '')
    .split('\n')
    .flatMap((line) => line.match(/^[0-9a-f]{40}/)?.[0] ?? []);
  const existing: string[] = [];
  for (const at of new Set(commits))
    if ((await remote.git('cat-file', '-t', at).catch(() => '')) === 'commit') existing.push('-p', at);
  await remote.git(
    'update-ref',
    ref,
    await remote.git('commit-tree', '-m', 'forged', '-p', ref, ...existing, tree),
  );
}

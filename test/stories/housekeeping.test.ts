/** Git's housekeeping at its most thorough, again and again while a run works: what a step builds on stays, and the end is the same. */
import { spawn } from 'node:child_process';
import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { IntorchError } from '../../src/domain/shared/errors.ts';
import { damageOf } from '../support/crash.ts';
import type { TestRepository } from '../support/repository.ts';
import { begin, takeUpAgain } from '../support/session.ts';
import { cli, configured, effort, makeWorld } from '../support/stories.ts';

const LINES = Array.from({ length: 30 }, (_, index) => `line ${index}`);
const with_line = (at: number, text: string) =>
  `${LINES.map((line, index) => (index === at ? text : line)).join('\n')}\n`;

/** Three clean efforts, two that collide, and one that only its gate turns down. */
function world(): Promise<TestRepository> {
  const gate = "gates: [{ name: test, command: 'test -e song.txt && test ! -e red', parser: exit }]\n";
  const policies = "conflicts: { policies: [{ path: '*', resolve: combine_current_incoming }] }\n";
  return makeWorld(
    { 'song.txt': with_line(0, 'line 0'), 'src/deep/er/a.txt': 'a\n' },
    {
      'effort/a': effort({ 'src/deep/er/one.txt': '1\n' }, { 'a.txt': 'a\n' }),
      'effort/b': effort({ 'song.txt': with_line(5, 'FIVE') }),
      'effort/c': effort({ 'song.txt': with_line(5, 'fünf'), 'src/deep/c.txt': 'c\n' }),
      'effort/d': effort({ red: 'red\n' }),
      'effort/e': effort({ 'src/deep/er/a.txt': 'A\n', 'e/f/g.txt': 'g\n' }),
    },
    { config: configured(gate + policies) },
  );
}

const HOUSEKEEPING =
  'git gc --quiet --prune=now; git repack -adq; git prune --expire=now; git pack-refs --all';

/** Keeps house again and again, 200 times at most; returns what ends it after the round that it is in. */
function keepHouse(repo: TestRepository): () => Promise<void> {
  const over = `${repo.gitDir}/over`;
  const loop = `for i in $(seq 200); do test -e "$0" && exit; ${HOUSEKEEPING}; done >/dev/null 2>&1`;
  const child = spawn('sh', ['-c', loop, over], { cwd: repo.dir, detached: true });
  const ended = new Promise((done) => child.once('close', done));
  onTestFinished(() => {
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGKILL');
  });
  return async () => {
    await writeFile(over, '');
    await ended;
  };
}

it('changes nothing in the end', async () => {
  const undisturbed = await world();
  expect(await cli(undisturbed, 'run', '--decide', 'recommended')).toMatchObject({ status: 0, err: '' });
  const repo = await world();
  const endHousekeeping = keepHouse(repo);

  const { status, out, err } = await cli(repo, 'run', '--decide', 'recommended');
  await endHousekeeping();

  expect(status, `${out}${err}`).toBe(0);
  expect(await repo.git('rev-parse', 'main^{tree}')).toBe(await undisturbed.git('rev-parse', 'main^{tree}'));
  expect(await damageOf(repo)).toEqual([]);
  await repo.git('gc', '--quiet', '--prune=now');
});

it('does a step again that finds an object no longer', async () => {
  const repo = await world();
  let taken = 0;
  const story = await begin(repo, {}, (ports) => ({
    ...ports,
    objects: {
      ...ports.objects,
      writeCommit: (request) =>
        ++taken % 2 === 1
          ? Promise.reject(new IntorchError('OBJECT_MISSING', 'There is no tree'))
          : ports.objects.writeCommit(request),
    },
  }));

  await story.work('recommended');

  expect(taken).toBeGreaterThan(2);
  expect(story.state().end?.outcome).toBe('LANDED');
});

it('asks where an object stays away, and puts it down to no branch', async () => {
  const repo = await world();
  const story = await begin(repo, {}, (ports) => ({
    ...ports,
    objects: { ...ports.objects, isWhole: () => Promise.resolve(false) },
  }));

  await story.work('recommended');

  expect(story.state().trouble?.message).toMatch(/^Not all that the merge [0-9a-f]{40} needs is in the repo/);
  expect(story.state().efforts_included.map(({ status }) => status)).not.toContain('FAILED');
});

/** A ref of an earlier session whose commit has lost its tree: git's own housekeeping ends at it. */
async function breakRef(repo: TestRepository): Promise<string> {
  const ref = 'refs/intorch/sessions/wave1-20260101-101500/saved/x';
  await repo.commit('old', { 'old.txt': 'old\n' });
  const tree = await repo.git('rev-parse', 'old^{tree}');
  await repo.git('update-ref', ref, await repo.tip('old'));
  await repo.git('branch', '--quiet', '-D', 'old');
  await rm(join(repo.gitDir, 'objects', tree.slice(0, 2), tree.slice(2)));
  return ref;
}

it('that cannot be done because of a ref of ours is said by doctor, and mended by the next run', async () => {
  const repo = await world();
  const ref = await breakRef(repo);
  await expect(repo.git('gc', '--quiet', '--prune=now')).rejects.toThrow('failed to run repack');

  const examined = await cli(repo, 'doctor');
  const { status, err } = await cli(repo, 'run', '--decide', 'recommended');

  expect(examined.out).toContain(`what ${ref} points at is gone, so git gc fails`);
  expect(status).toBe(0);
  expect(err).toBe(`! Git has removed what ${ref} pointed at, so the ref is removed too\n`);
  await repo.git('gc', '--quiet', '--prune=now');
  expect((await cli(repo, 'doctor')).out).toContain('what they point at is there');
});

it('that took what a session made is made good when it is resumed', async () => {
  const repo = await world();
  const story = await begin(repo);
  await story.ordered('a', 'b', 'c', 'd', 'e');
  await story.choose('start');
  const tip = story.state().integration_tip ?? '';
  const [tree] = (await repo.git('rev-parse', `${tip}^{tree}`)).split('\n');
  await story.live.close();
  // At its end the session has packed what it made.
  const packs = join(repo.gitDir, 'objects', 'pack');
  for (const name of await readdir(packs)) await rm(join(packs, name));
  for (const object of [tip, tree ?? ''])
    await rm(join(repo.gitDir, 'objects', object.slice(0, 2), object.slice(2)), { force: true });

  const again = await takeUpAgain(story);
  await again.work('recommended');

  expect(again.state().end?.outcome).toBe('LANDED');
  expect(await damageOf(repo)).toEqual([]);
});

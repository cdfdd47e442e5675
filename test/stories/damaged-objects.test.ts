/** Objects that are missing or cut are told apart from what was never there, and named with what to do. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { gitObjects } from '../../src/adapters/git/git-objects.ts';
import { DAMAGES, damage } from '../support/damage.ts';
import { makeRepository } from '../support/repository.ts';
import { begin } from '../support/session.ts';
import { cli, effort, makeWorld } from '../support/stories.ts';

describe.each(DAMAGES)('where an object is %s', (how) => {
  it.each([
    ['intorch.yaml', 'main:intorch.yaml', 'main:intorch.yaml'],
    ['the tree of the target', 'main^{tree}', 'The tree of main'],
  ])('%s does not count as absent: nothing runs without the settings', async (_what, name, named) => {
    const repo = await makeWorld({}, { 'effort/one': effort({ 'one.txt': '1\n' }) });
    await damage(repo, name, how);
    const before = await repo.git('for-each-ref');

    const run = await cli(repo, 'run', '--decide', 'recommended');

    expect(run.status).toBe(1);
    expect(run.err).toContain(`${named} cannot be read: an object of it is missing or damaged`);
    expect(run.err).toContain('git fsck --full');
    expect(await repo.git('for-each-ref')).toBe(before);
  });

  it('a manifest does not count as absent: nothing is proposed without it', async () => {
    const manifest = JSON.stringify({ scripts: { test: 'true' } });
    const repo = await makeRepository({
      main: [{ 'package.json': manifest }],
      'effort/one': effort({ 'one.txt': '1\n' }),
    });
    await repo.git('switch', '--quiet', '--detach');
    await damage(repo, 'main:package.json', how);

    const run = await cli(repo, 'run', '--decide', 'recommended', '--efforts', 'effort/*', '--onto', 'main');

    expect(run.status).toBe(1);
    expect(run.err).toContain('main:package.json cannot be read');
  });

  it('a folder does not count as one that a tree does not have', async () => {
    const repo = await makeRepository({ main: [{ 'src/deep/a.txt': 'a\n', 'b.txt': 'b\n' }] });
    await damage(repo, 'main:src', how);
    const objects = gitObjects({ git_dir: repo.gitDir, trusted_drivers: [] });
    const main = await repo.tip('main');

    await expect(objects.readEntries(main, ['b.txt', 'src/deep/a.txt'])).rejects.toThrowError(
      /missing or damaged|too long/,
    );
    expect([...(await objects.readEntries(main, ['b.txt', 'none/deep/a.txt'])).keys()]).toEqual(['b.txt']);
    await objects.close();
  });
});

it('a branch that is not there has no settings, and that is no damage', async () => {
  const repo = await makeRepository({ main: [{ 'a.txt': 'a\n' }], 'trunk/x': effort({ 'x.txt': 'x\n' }) });

  const run = await cli(repo, 'plan', '--onto', 'trunk', '--efforts', 'trunk/x');

  expect(run.err).toContain('there is no branch trunk');
});

describe.each(DAMAGES)('where a merge of ours is %s', (how) => {
  it.each(['', '^{tree}'])('it is made again on resume, and the same result lands (%j)', async (what) => {
    const repo = await makeWorld(
      { 'a.txt': 'a\n' },
      {
        'effort/e1': effort({ 'new.txt': '1\n' }),
        'effort/e2': effort({ 'a.txt': 'two\n' }),
        'effort/e3': effort({ 'a.txt': 'three\n' }),
      },
    );
    const story = await begin(repo);
    await story.work('nobody');
    await story.live.close();
    const before = await repo.tip('phase1/wave1-integration');
    const object = await damage(repo, `phase1/wave1-integration${what}`, how);

    const first = await cli(repo, 'resume', '--decide', 'recommended');
    const file = join(repo.gitDir, 'objects', object.slice(0, 2), object.slice(2));
    if (how === 'cut') {
      // Git does not write what it takes for there; the person who is asked removes it.
      expect(first.out + first.err).toContain('git fsck --full');
      await rm(file);
    }
    const { out } = how === 'cut' ? await cli(repo, 'resume', '--decide', 'recommended') : first;

    expect(out).toContain('landed: main is at the verified commit');
    expect(await repo.tip('main')).toBe(before);
    expect(await repo.git('fsck', '--no-dangling')).toBe('');
  });
});

/** Objects that are missing or cut are told apart from what was never there, and named with what to do. */
import { describe, expect, it } from 'vitest';
import { gitObjects } from '../../src/adapters/git/git-objects.ts';
import { DAMAGES, damage } from '../support/damage.ts';
import { makeRepository } from '../support/repository.ts';
import { cli, effort, makeWorld } from '../support/stories.ts';

describe.each(DAMAGES)('where an object is %s', (how) => {
  it.each([
    ['intorch.yaml', 'main:intorch.yaml'],
    ['the tree of the target', 'main^{tree}'],
  ])('%s does not count as absent: nothing runs without the settings', async (_what, name) => {
    const repo = await makeWorld({}, { 'effort/one': effort({ 'one.txt': '1\n' }) });
    await damage(repo, name, how);
    const before = await repo.git('for-each-ref');

    const run = await cli(repo, 'run', '--decide', 'recommended');

    expect(run.status).toBe(1);
    expect(run.err).toMatch(/main:intorch\.ya?ml cannot be read: an object of it is missing or damaged/);
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

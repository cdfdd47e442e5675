/** Repositories that are not a plain clone with a branch checked out: each works, or says in a sentence why not. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { makeRepository, type TestRepository, temporaryFolder } from '../support/repository.ts';
import { cli, configured, effort, makeWorld, operatorsOwn } from '../support/stories.ts';
import { transcript } from '../support/transcript.ts';

const TWO = { 'effort/a': effort({ 'a.txt': 'a\n' }), 'effort/b': effort({ 'b.txt': 'b\n' }) };
const RUN = ['run', '--decide', 'recommended'];

/** Runs what everybody does first, and gives how it ended. */
async function tried(repo: Pick<TestRepository, 'dir'>) {
  const plan = await cli(repo, 'plan');
  const run = await cli(repo, ...RUN);
  const status = await cli(repo, 'status');
  return { plan, run, status, ended: [plan.status, run.status, status.status] };
}

it('integrates in a bare repository by the configuration that its HEAD has', async () => {
  const repo = await makeWorld({}, TWO, { bare: true, config: configured().replace('target: main\n', '') });

  const { plan, run, ended } = await tried(repo);

  expect(ended).toEqual([0, 0, 0]);
  expect(plan.out).toContain('Workflows to Integrate: 2 (a, b)');
  expect(run.out).toContain('landed: main is at the verified commit');
  expect(await repo.git('ls-tree', '--name-only', 'main')).toBe('a.txt\nb.txt\nintorch.yaml');
  expect(await transcript(repo)).toMatchInlineSnapshot(`
    ref                      | command                            | outcome
    <session>/restore/start  | update-ref                         | new: start
    <session>/efforts/a      |                                    | new: a
    <session>/efforts/b      |                                    | new: b
    <session>/tip            |                                    | new: start
    phase1/wave1-integration |                                    | new: start
    <session>/restore/a      | update-ref                         | new: start
    <session>/tip            |                                    | start → A
    phase1/wave1-integration |                                    | start → A
    <session>/restore/b      | update-ref                         | new: A
    <session>/tip            |                                    | A → B
    phase1/wave1-integration |                                    | A → B
    main                     | update-ref                         | start → B
    <slot>                   | init                               | ok
    <slot>                   | checkout --force --detach <commit> | ok
    <slot>                   | clean -ffdq                        | ok
  `);
});

it('says what is wrong with the configuration of a bare repository, and where', async () => {
  const repo = await makeWorld({}, TWO, { bare: true, config: 'limits: many\n' });

  expect((await cli(repo, 'plan')).err).toContain('main:intorch.yaml:1:');
  expect(await transcript(repo)).toMatchInlineSnapshot(`nothing was written`);
});

it('says that a repository is empty, and leaves no session behind', async () => {
  const repo = await makeRepository({});

  const { plan, run, status, ended } = await tried(repo);

  expect(ended).toEqual([2, 2, 0]);
  for (const { err } of [plan, run])
    expect(err).toContain('this repository has no commits yet, so there is nothing to integrate');
  expect(status.out).toContain('Nothing has been integrated here yet');
  expect(await transcript(repo)).toMatchInlineSnapshot(`nothing was written`);
});

it('says that the target is not there before a session begins', async () => {
  const repo = await makeWorld({}, TWO, { config: configured().replace('main', 'trunk') });

  const { run, status } = await tried(repo);

  expect([run.status, run.err]).toEqual([
    2,
    expect.stringContaining('there is no branch trunk to integrate onto'),
  ]);
  expect(status.out).toContain('Nothing has been integrated here yet');
  expect(await transcript(repo)).toMatchInlineSnapshot(`nothing was written`);
});

it('works in a linked worktree, on an effort itself', async () => {
  const repo = await makeWorld({}, TWO);
  const linked = join(await temporaryFolder(), 'linked');
  await repo.git('worktree', 'add', '--quiet', linked, 'effort/a');

  const { run, ended } = await tried({ dir: linked });

  expect(ended).toEqual([0, 0, 0]);
  expect(run.out).toContain('2 efforts merged: a, b');
  expect(await transcript(repo)).toMatchInlineSnapshot(`
    ref                      | command                            | outcome
    <session>/restore/start  | update-ref                         | new: start
    <session>/efforts/a      |                                    | new: a
    <session>/efforts/b      |                                    | new: b
    <session>/tip            |                                    | new: start
    phase1/wave1-integration |                                    | new: start
    <session>/restore/a      | update-ref                         | new: start
    <session>/tip            |                                    | start → A
    phase1/wave1-integration |                                    | start → A
    <session>/restore/b      | update-ref                         | new: A
    <session>/tip            |                                    | A → B
    phase1/wave1-integration |                                    | A → B
    main                     | update-ref                         | start → B
    <slot>                   | init                               | ok
    <slot>                   | checkout --force --detach <commit> | ok
    <slot>                   | clean -ffdq                        | ok
  `);
});

it('works in a submodule, and leaves the repository around it alone', async () => {
  const inner = await makeWorld({}, TWO);
  const outer = await makeRepository({ main: [{ 'x.txt': 'x\n' }] });
  await outer.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', inner.dir, 'mod');
  const mod = join(outer.dir, 'mod');
  for (const name of ['a', 'b'])
    await outer.git('-C', mod, 'branch', '--quiet', `effort/${name}`, `origin/effort/${name}`);
  await outer.git('-C', mod, 'switch', '--quiet', '--detach', 'origin/main');
  await outer.git('-C', mod, 'branch', '--quiet', '--force', 'main', 'origin/main');
  const before = await outer.git('for-each-ref');

  const { run, ended } = await tried({ dir: mod });

  expect(ended).toEqual([0, 0, 0]);
  expect(run.out).toContain('landed: main is at the verified commit');
  expect(await outer.git('for-each-ref')).toBe(before);
  expect(await transcript(outer)).toMatchInlineSnapshot(`
    ref                      | command                            | outcome
    <session>/restore/start  | update-ref                         | new: start
    <session>/efforts/a      |                                    | new: a
    <session>/efforts/b      |                                    | new: b
    <session>/tip            |                                    | new: start
    phase1/wave1-integration |                                    | new: start
    <session>/restore/a      | update-ref                         | new: start
    <session>/tip            |                                    | start → A
    phase1/wave1-integration |                                    | start → A
    <session>/restore/b      | update-ref                         | new: A
    <session>/tip            |                                    | A → B
    phase1/wave1-integration |                                    | A → B
    main                     | update-ref                         | start → B
    <slot>                   | init                               | ok
    <slot>                   | checkout --force --detach <commit> | ok
    <slot>                   | clean -ffdq                        | ok
  `);
});

it('says of a partial clone whose remote is gone that objects are missing, and how to get them', async () => {
  const source = await makeWorld({ 'song.txt': 'one\n' }, TWO);
  await source.git('config', 'uploadpack.allowFilter', 'true');
  const clone = await temporaryFolder();
  await source.git('clone', '--quiet', '--filter=blob:none', `file://${source.dir}`, join(clone, 'p'));
  const p = join(clone, 'p');
  const git = (...args: readonly string[]) => source.git('-C', p, ...args);
  for (const name of ['a', 'b']) await git('branch', '--quiet', `effort/${name}`, `origin/effort/${name}`);
  await git('branch', '--quiet', '--force', 'main', 'origin/main').catch(() => '');
  await rm(source.gitDir, { recursive: true });

  const { status, err } = await cli({ dir: p }, 'plan', '--onto', 'main', '--efforts', 'effort/*');

  expect(err).toMatch(
    /This clone is partial, and what is missing cannot be fetched: .*\n.*git fetch --refetch --no-filter/,
  );
  expect(status).toBe(1);
  expect(await transcript({ dir: p })).toMatchInlineSnapshot(`nothing was written`);
});

it.each(['rebase', 'bisect'] as const)(
  'does not land under a %s of the target, and disturbs nothing of it',
  async (busy) => {
    const config = configured(
      `landing: { mode: fast_forward }\ngates:\n  - { name: t, command: 'true', parser: exit, when: final }\n`,
    );
    const repo = await makeWorld(
      { 'f.txt': '1\n' },
      { ...TWO, other: effort({ 'f.txt': '2\n' }) },
      { config, checkedOut: true },
    );
    await repo.commit('main', { 'f.txt': '3\n' });
    await repo.git('reset', '--quiet', '--hard');
    if (busy === 'rebase') await repo.git('rebase', '--quiet', 'other').catch(() => '');
    else {
      await repo.git('bisect', 'start');
      await repo.git('checkout', '--quiet', '--detach', 'main~1');
    }
    const before = [await operatorsOwn(repo), await repo.tip('main')];

    const run = await cli(repo, ...RUN);

    expect(run.out).toContain(`main is in the middle of a ${busy} in ${repo.dir}; finish that first`);
    expect([await operatorsOwn(repo), await repo.tip('main')]).toEqual(before);
    expect(await transcript(repo)).toMatchInlineSnapshot(`
      ref                      | command                            | outcome
      <session>/restore/start  | update-ref                         | new: start
      <session>/efforts/a      |                                    | new: a
      <session>/efforts/b      |                                    | new: b
      <session>/tip            |                                    | new: start
      phase1/wave1-integration |                                    | new: start
      <session>/restore/a      | update-ref                         | new: start
      <session>/tip            |                                    | start → A
      phase1/wave1-integration |                                    | start → A
      <session>/restore/b      | update-ref                         | new: A
      <session>/tip            |                                    | A → B
      phase1/wave1-integration |                                    | A → B
      <slot>                   | init                               | ok
      <slot>                   | checkout --force --detach <commit> | ok
      <slot>                   | clean -ffdq                        | ok
    `);
  },
);

it('works in the middle of a merge, and holds what would change the checkout', async () => {
  const repo = await makeWorld(
    { 'f.txt': '1\n' },
    { ...TWO, other: effort({ 'f.txt': '2\n' }) },
    { checkedOut: true },
  );
  await repo.commit('main', { 'f.txt': '3\n' });
  await repo.git('reset', '--quiet', '--hard');
  await repo.git('merge', '--quiet', 'other').catch(() => '');
  const before = await operatorsOwn(repo);

  const { run, ended } = await tried(repo);

  expect(ended).toEqual([0, 0, 0]);
  expect(run.out).toContain('main is checked out in');
  expect(await operatorsOwn(repo)).toBe(before);
  expect(await repo.git('rev-parse', 'MERGE_HEAD')).toBe(await repo.tip('other'));
  expect(await transcript(repo)).toMatchInlineSnapshot(`
    ref                      | command                            | outcome
    <session>/restore/start  | update-ref                         | new: start
    <session>/efforts/a      |                                    | new: a
    <session>/efforts/b      |                                    | new: b
    <session>/tip            |                                    | new: start
    phase1/wave1-integration |                                    | new: start
    <session>/restore/a      | update-ref                         | new: start
    <session>/tip            |                                    | start → A
    phase1/wave1-integration |                                    | start → A
    <session>/restore/b      | update-ref                         | new: A
    <session>/tip            |                                    | A → B
    phase1/wave1-integration |                                    | A → B
    <slot>                   | init                               | ok
    <slot>                   | checkout --force --detach <commit> | ok
    <slot>                   | clean -ffdq                        | ok
  `);
});

it('works with SHA-256', async () => {
  const repo = await makeWorld({}, TWO, { object_format: 'sha256' });

  const { run, ended } = await tried(repo);

  expect(ended).toEqual([0, 0, 0]);
  expect(run.out).toContain('landed: main is at the verified commit');
  expect(await transcript(repo)).toMatchInlineSnapshot(`
    ref                      | command                            | outcome
    <session>/restore/start  | update-ref                         | new: start
    <session>/efforts/a      |                                    | new: a
    <session>/efforts/b      |                                    | new: b
    <session>/tip            |                                    | new: start
    phase1/wave1-integration |                                    | new: start
    <session>/restore/a      | update-ref                         | new: start
    <session>/tip            |                                    | start → A
    phase1/wave1-integration |                                    | start → A
    <session>/restore/b      | update-ref                         | new: A
    <session>/tip            |                                    | A → B
    phase1/wave1-integration |                                    | A → B
    main                     | update-ref                         | start → B
    <slot>                   | init                               | ok
    <slot>                   | checkout --force --detach <commit> | ok
    <slot>                   | clean -ffdq                        | ok
  `);
});

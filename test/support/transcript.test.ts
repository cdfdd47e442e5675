import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { gitObjects } from '../../src/adapters/git/git-objects.ts';
import type { RefName } from '../../src/domain/shared/ids.ts';
import { askedIn, watchedInto } from './git-log.ts';
import { hermeticEnv, makeRepository, type TestRepository, temporaryFolder } from './repository.ts';
import { transcript } from './transcript.ts';

const WORLD = {
  main: [{ 'a.txt': 'one\n' }],
  'effort/one': { from: 'main', commits: [{ 'a.txt': 'two\n' }] },
};

const { PATH = '' } = hermeticEnv();
const CLEAN = { PATH, HOME: '/nonexistent', GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' };

/** Runs git as the program under test might, by whatever way: nobody reports it. */
async function run(cwd: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  await once(spawn('git', args, { cwd, env: { ...CLEAN, ...env }, stdio: 'ignore' }), 'close');
}

const ref = (name: string) => `refs/${name}` as RefName;
const objectsOf = ({ gitDir }: TestRepository) =>
  gitObjects({ git_dir: gitDir, trusted_drivers: [], env: CLEAN });

test('what moves refs or writes is a table, and what is only read or added is not in it', async () => {
  const repo = await makeRepository(WORLD);
  const tip = await repo.tip('effort/one');

  for (const line of [
    'status --porcelain',
    'symbolic-ref --quiet --short HEAD',
    'config --get user.name',
    '-c core.fsmonitor=false worktree list --porcelain',
    'merge-tree --write-tree main effort/one',
  ])
    await run(repo.dir, line.split(' '));
  expect(await transcript(repo)).toMatchInlineSnapshot(`nothing was written`);

  for (const line of [
    `reset --hard --quiet ${tip}`,
    'symbolic-ref HEAD refs/heads/effort/one',
    'config user.name Ada',
    'worktree add --detach elsewhere',
    'read-tree HEAD',
    'frobnicate --all',
    'frobnicate --all',
    '-C sub -c x.y=z gc',
    `update-ref refs/heads/new ${tip}`,
    `push ${join(repo.dir, 'nowhere')} main`,
  ])
    await run(repo.dir, line.split(' '));

  expect(await transcript(repo)).toMatchInlineSnapshot(`
    ref              | command                                 | outcome
    HEAD             | reset --hard A                          | ok
    HEAD             | symbolic-ref HEAD refs/heads/effort/one | ok
    HEAD             | config user.name Ada                    | ok
    HEAD             | worktree add --detach elsewhere         | ok
    HEAD             | read-tree HEAD                          | ok
    HEAD             | frobnicate --all (2 times)              | exit 1
    HEAD             | -C sub -c x.y=z gc                      | exit 128
    HEAD             | update-ref refs/heads/new A             | ok
    <folder>/nowhere | push <folder>/nowhere main              | exit 128
  `);
});

test('a transaction is shown with the values of each ref, one that is refused once, and a look at refs not at all', async () => {
  const repo = await makeRepository(WORLD);
  const objects = objectsOf(repo);
  const main = await repo.tip('main');
  const tip = await repo.tip('effort/one');
  const session = (rest: string) => ref(`intorch/sessions/wave1-20261120-101500/${rest}`);

  await objects.updateRefs([
    { ref: session('restore/start'), to: main, expected: null },
    { ref: session('efforts/one'), to: tip, expected: null },
    { ref: ref('heads/main'), to: tip, expected: main },
  ]);
  const back = [{ ref: ref('heads/main'), to: main, expected: main }];
  await expect(objects.updateRefs(back)).rejects.toMatchObject({ code: 'REF_MOVED' });
  await objects.updateRefs([{ ref: session('efforts/one'), to: null, expected: tip }]);
  await objects.refsAre([{ ref: ref('heads/main'), at: tip }]);
  await objects.close();

  expect(await transcript(repo)).toMatchInlineSnapshot(`
    ref                     | command    | outcome
    <session>/restore/start | update-ref | new: start
    <session>/efforts/one   |            | new: one
    main                    |            | start → one
    main                    | update-ref | start → start, refused
    <session>/efforts/one   | update-ref | gone: one
  `);
});

test('a commit that is made again a moment later has the same name, and another one has another', async () => {
  const repo = await makeRepository(WORLD);
  const objects = objectsOf(repo);
  const [main, tree] = [await repo.tip('main'), await repo.git('rev-parse', 'effort/one^{tree}')];
  const commit = (message: string) => repo.git('commit-tree', '-m', message, '-p', main, tree);
  const later = async (message: string) => {
    const text = (await repo.git('cat-file', 'commit', await commit(message))).replaceAll(' 17676', ' 17677');
    return repo.gitWithInput(`${text}\n`, 'hash-object', '-t', 'commit', '-w', '--stdin');
  };
  const first = await repo.tip(await commit('same'));
  const [again, other] = [await repo.tip(await later('same')), await repo.tip(await later('other'))];
  expect(new Set([first, again, other]).size).toBe(3);

  await objects.updateRefs([{ ref: ref('heads/x'), to: first, expected: null }]);
  await objects.updateRefs([{ ref: ref('heads/x'), to: again, expected: first }]);
  await objects.updateRefs([{ ref: ref('heads/x'), to: other, expected: again }]);
  await objects.close();

  expect(await transcript(repo)).toMatchInlineSnapshot(`
    ref | command    | outcome
    x   | update-ref | new: A
    x   | update-ref | A → A
    x   | update-ref | A → B
  `);
});

test('slots come last and once, and other repositories and the hand of the test not at all', async () => {
  const [repo, other] = [await makeRepository(WORLD), await makeRepository(WORLD)];
  const slots = await temporaryFolder();
  const slotOf = async ({ dir }: TestRepository, name: string) => {
    const slot = join(slots, name, 'slot-1');
    await repo.git('clone', '--quiet', '--shared', '--no-checkout', dir, slot);
    return { GIT_DIR: join(slot, '.git'), GIT_WORK_TREE: slot };
  };
  const inSlot = await slotOf(repo, 'own');
  const slot = inSlot.GIT_WORK_TREE;
  for (const name of ['main', 'effort/one']) {
    await run(slot, ['init', '--quiet', '--template='], inSlot);
    await run(slot, ['read-tree', 'HEAD'], inSlot);
    await run(slot, ['checkout', '--quiet', '--force', '--detach', await repo.tip(name)], inSlot);
  }
  await run(slot, ['checkout', 'nothing-of-this-name'], inSlot);
  await run(repo.dir, ['branch', 'new']);
  await run(other.dir, ['reset', '--hard']);
  const elsewhere = await slotOf(other, `${basename(repo.dir)}-of-another`);
  await run(elsewhere.GIT_WORK_TREE, ['clean', '-ffdq'], elsewhere);
  await repo.git('reset', '--quiet', '--hard');

  expect(await transcript(repo)).toMatchInlineSnapshot(`
    ref    | command                            | outcome
    HEAD   | branch new                         | ok
    <slot> | init                               | ok
    <slot> | checkout --force --detach <commit> | ok
    <slot> | checkout nothing-of-this-name      | exit 1
  `);
});

/** Asks git for a move, for two transactions, and for one whose answer it does not live to see. */
const PROGRAM = `
  import { spawn } from 'node:child_process';
  import { once } from 'node:events';
  const [main, tip] = process.argv.slice(1);
  await once(spawn('git', ['update-ref', 'refs/heads/new', tip]), 'close');
  const ask = (to, from) => {
    const git = spawn('git', ['update-ref', '--stdin', '-z']);
    git.stdin.end(['start', 'update refs/heads/main', to, from, 'prepare', 'commit', ''].join('\\0'));
    return git;
  };
  await once(ask(tip, main), 'close');
  await once(ask(main, main), 'close');
  ask(main, tip).kill('SIGKILL');
  process.kill(process.pid, 'SIGKILL');
`;

test('what a process of its own asked is read from a file, whatever became of the process', async () => {
  const repo = await makeRepository(WORLD);
  const [main, tip] = [await repo.tip('main'), await repo.tip('effort/one')];
  const log = join(await temporaryFolder(), 'git-log');

  const args = ['--input-type=module', '--eval', PROGRAM, main, tip];
  const env = { ...CLEAN, ...watchedInto(log) };
  await once(spawn(process.execPath, args, { cwd: repo.dir, env, stdio: 'inherit' }), 'close');

  expect(await transcript(repo, askedIn(log))).toMatchInlineSnapshot(`
    ref  | command                     | outcome
    HEAD | update-ref refs/heads/new A | ok
    main | update-ref                  | B → A
    main | update-ref                  | B → B, refused
    main | update-ref                  | A → B, cut off
  `);
  expect(await transcript(repo)).toMatchInlineSnapshot(`nothing was written`);
});

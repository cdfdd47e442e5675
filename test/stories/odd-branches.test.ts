/** One branch that is odd (its dates, names, refs, encoding or objects) is put out alone, or is merged as it is; the others go on. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { TestRepository } from '../support/repository.ts';
import { cli, effort, makeWorld } from '../support/stories.ts';

const GONE = 'dead'.padEnd(40, '0');

/** Creates a branch from the text of its commit, which git itself would refuse to write. */
async function rawBranch(repo: TestRepository, branch: string, person: string, more = ''): Promise<void> {
  await repo.git('branch', '--force', 'aside', 'main');
  const tip = await repo.commit('aside', { [`${branch.replaceAll('/', '-')}.txt`]: 'x\n' });
  const tree = await repo.git('rev-parse', `${tip}^{tree}`);
  const text = `tree ${tree}\nparent ${await repo.tip('main')}\nauthor ${person}\ncommitter ${person}\n${more}\nadd it\n`;
  const commit = await repo.gitWithInput(text, 'hash-object', '-w', '-t', 'commit', '--stdin', '--literally');
  await repo.git('update-ref', `refs/heads/${branch}`, commit);
  await repo.git('update-ref', '-d', 'refs/heads/aside');
}

/** Points a branch at something that git would not let it point at. */
function pointAt(repo: TestRepository, branch: string, object: string): Promise<void> {
  return writeFile(join(repo.gitDir, 'refs', 'heads', ...branch.split('/')), `${object}\n`);
}

const isIn = async (repo: TestRepository, path: string) =>
  (await repo.git('ls-tree', '-r', '--name-only', 'refs/heads/main')).split('\n').includes(path);

it.each([
  ['a date in the year 318857', 'Ann <ann@example.test> 9999999999999 +0000', ''],
  ['a date beyond 64 bits', 'Ann <ann@example.test> 99999999999999999999 +0000', ''],
  ['a date in the year 10000', 'Ann <ann@example.test> 253402300800 +0000', ''],
  ['a date before 1970', 'Ann <ann@example.test> -100000 +0000', ''],
  ['no date', 'Ann <ann@example.test>', ''],
  ['a zone of six digits', 'Ann <ann@example.test> 1700000003 +051800', ''],
  ['a zone of no place', 'Ann <ann@example.test> 1700000003 +9999', ''],
  ['no name', ' <ann@example.test> 1700000000 +0000', ''],
  ['no address', 'Ann <> 1700000000 +0000', ''],
  ['nobody at all', ' <> 1700000000 +0000', ''],
  ['an encoding that it is not in', 'Ann <ann@example.test> 1700000000 +0000', 'encoding UTF-16\n'],
  ['an encoding that nobody knows', 'Ann <ann@example.test> 1700000000 +0000', 'encoding klingon\n'],
])('a branch with %s is merged, picked, and lands', async (_what, person, more) => {
  const repo = await makeWorld({}, { 'effort/good': effort({ 'good.txt': 'x\n' }), aside: effort() });
  await rawBranch(repo, 'effort/odd', person, more);
  await rawBranch(repo, 'effort/picked', person, more);
  const before = await repo.git('for-each-ref', 'refs/heads/effort');
  const picked = ['--strategy', 'hybrid'];

  const plan = await cli(repo, 'plan', '--json');
  const run = await cli(repo, 'run', '--decide', 'recommended', ...picked);

  expect(plan.status).toBe(0);
  expect(run.err).toBe('');
  expect(run.out).toContain('landed: main is at the verified commit');
  expect(await isIn(repo, 'good.txt')).toBe(true);
  expect(await isIn(repo, 'effort-odd.txt')).toBe(true);
  expect(await isIn(repo, 'effort-picked.txt')).toBe(true);
  expect(await repo.git('for-each-ref', 'refs/heads/effort')).toBe(before);
  expect(await repo.git('log', '--first-parent', '--format=%ct', '-1', 'main')).toMatch(/^1\d{9}$/);
});

it.each([
  [
    'points at an object that is not there',
    (repo: TestRepository) => pointAt(repo, 'effort/odd', GONE),
    /left out +effort\/odd +it points at an object that is not in this repository, so it takes no part/,
  ],
  [
    'points at a file',
    async (repo: TestRepository) =>
      pointAt(repo, 'effort/odd', await repo.git('rev-parse', 'main:intorch.yaml')),
    /left out +effort\/odd +it points at something that is no commit, so it takes no part/,
  ],
  [
    'points at a tag',
    async (repo: TestRepository) => {
      await repo.git('tag', '-a', '-m', 'x', 'v1', 'effort/good');
      await pointAt(repo, 'effort/odd', await repo.git('rev-parse', 'refs/tags/v1'));
    },
    /left out +effort\/odd +it points at something that is no commit, so it takes no part/,
  ],
  [
    'has lost a commit below its tip',
    async (repo: TestRepository) => {
      const tree = await repo.git('rev-parse', 'main^{tree}');
      const text = `tree ${tree}\nparent ${GONE}\nauthor A <a@b> 1 +0000\ncommitter A <a@b> 1 +0000\n\nx\n`;
      const commit = await repo.gitWithInput(text, 'hash-object', '-w', '-t', 'commit', '--stdin');
      await pointAt(repo, 'effort/odd', commit);
    },
    /not in: odd: git cannot read it: .*dead0/,
  ],
  [
    'has lost its tree',
    async (repo: TestRepository) => {
      const text = `tree ${GONE}\nparent ${await repo.tip('main')}\nauthor A <a@b> 1 +0000\ncommitter A <a@b> 1 +0000\n\nx\n`;
      const commit = await repo.gitWithInput(text, 'hash-object', '-w', '-t', 'commit', '--stdin');
      await pointAt(repo, 'effort/odd', commit);
    },
    /not in: odd: git cannot read it: .*unable to read/,
  ],
])(
  'a branch that %s is put out with its reason, named or matched, and the others land',
  async (_what, make, words) => {
    const repo = await makeWorld({}, { 'effort/good': effort({ 'good.txt': 'x\n' }) });
    await make(repo);

    const plan = await cli(repo, 'plan');
    const run = await cli(repo, 'run', '--decide', 'recommended', '--efforts', 'effort/good,effort/odd');

    expect(plan.status).toBe(0);
    expect(plan.out.split('## Not Integrated')[1]).toMatch(/odd/);
    expect(run.out).toMatch(words);
    expect(run.out).toContain('landed: main is at the verified commit');
    expect(await isIn(repo, 'good.txt')).toBe(true);
  },
);

it('a branch that commands would take for an option is put out, and the others land', async () => {
  const repo = await makeWorld(
    {},
    { 'effort/good': effort({ 'good.txt': 'x\n' }) },
    {
      config:
        "target: main\nefforts: { patterns: ['effort/*', '-*'] }\ngates: [{ name: t, command: 'true' }]\n",
    },
  );
  await repo.git('update-ref', 'refs/heads/-odd', 'effort/good');

  const run = await cli(repo, 'run', '--decide', 'recommended');

  expect(run.out).toMatch(/left out +-odd +commands would take its name for something else/);
  expect(run.out).toContain('landed: main is at the verified commit');
});

it.each(['__proto__', 'constructor', '-x', 'a,b', "q'uote", 'x$HOME', '{x}', 'ünï'])(
  'an effort called %s is one like any other',
  async (name) => {
    const repo = await makeWorld({}, { [`effort/${name}`]: effort({ 'odd.txt': 'x\n' }) });

    const run = await cli(repo, 'run', '--decide', 'recommended');

    expect(run.out).toContain(`1 effort merged: ${name}`);
    expect(await isIn(repo, 'odd.txt')).toBe(true);
  },
);

it('a branch that stands for another by a symbolic ref is followed', async () => {
  const repo = await makeWorld({}, { other: effort({ 'other.txt': 'x\n' }) });
  await repo.git('symbolic-ref', 'refs/heads/effort/alias', 'refs/heads/other');

  const run = await cli(repo, 'run', '--decide', 'recommended');

  expect(run.out).toContain('1 effort merged: alias');
  expect(await isIn(repo, 'other.txt')).toBe(true);
  expect(await repo.git('symbolic-ref', 'refs/heads/effort/alias')).toBe('refs/heads/other');
});

it('a symbolic ref to nothing takes no part and stops nobody', async () => {
  const repo = await makeWorld({}, { 'effort/good': effort({ 'good.txt': 'x\n' }) });
  await repo.git('symbolic-ref', 'refs/heads/effort/alias', 'refs/heads/nothing');

  const run = await cli(repo, 'run', '--decide', 'recommended');

  expect(run.out).toContain('1 effort merged: good');
});

it('a target that stands for another branch lands on that branch', async () => {
  const repo = await makeWorld({}, { 'effort/good': effort({ 'good.txt': 'x\n' }) });
  await repo.git('branch', '-m', 'main', 'trunk');
  await repo.git('symbolic-ref', 'refs/heads/main', 'refs/heads/trunk');

  const run = await cli(repo, 'run', '--decide', 'recommended');

  expect(run.out).toContain('landed: main is at the verified commit');
  expect(await repo.git('symbolic-ref', 'refs/heads/main')).toBe('refs/heads/trunk');
  expect(await repo.git('ls-tree', '--name-only', 'trunk')).toContain('good.txt');
});

it('a name for commits that is no name, and no address, break no commit that we write', async () => {
  const repo = await makeWorld({}, { 'effort/good': effort({ 'good.txt': 'x\n' }) });
  await repo.git('config', 'user.name', '<.,;>');
  await repo.git('config', 'user.email', '<>');

  const run = await cli(repo, 'run', '--decide', 'recommended');

  expect(run.out).toContain('landed: main is at the verified commit');
  expect(await repo.git('log', '-1', '--format=%an <%ae>', 'main')).toBe('intorch <intorch@localhost>');
  expect(await repo.git('fsck', '--strict', '--no-dangling')).toBe('');
});

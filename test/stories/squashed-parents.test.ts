/** A branch whose parent was squashed into the target: what it changes begins at the parent's version. */
import { expect, it } from 'vitest';
import type { Files } from '../support/fast-import.ts';
import type { TestRepository } from '../support/repository.ts';
import type { Story } from '../support/session.ts';
import { cli, configured, effort, effortOf, integrated, makeWorld, ONE_GATE } from '../support/stories.ts';

const BASE = { 'a.txt': 'one\ntwo\nthree\nfour\nfive\n' };
const lines = (...all: readonly string[]) => `${all.join('\n')}\n`;
/** What the parent makes of the file, and the child of the parent's. */
const PARENT = { 'a.txt': lines('one', 'two by parent', 'three', 'four by parent', 'five') };
const CHILD = { 'a.txt': lines('one', 'two by child', 'three', 'four by parent', 'five') };

/** Creates a stack of two, and puts these commits onto main after it. */
async function stack(...after: readonly Files[]): Promise<TestRepository> {
  const repo = await makeWorld(
    BASE,
    {
      parent: effort({ ...PARENT, 'new.txt': lines('new', 'by', 'parent') }),
      'effort/child': { from: 'parent', commits: [{ ...CHILD, 'new.txt': lines('new', 'by', 'child') }] },
    },
    { config: configured(`${ONE_GATE}landing: { mode: fast_forward }\n`) },
  );
  for (const files of after) await repo.commit('main', files);
  return repo;
}

const SQUASH = { ...PARENT, 'new.txt': lines('new', 'by', 'parent') };
const textOn = async (repo: TestRepository, rev: string, path = 'a.txt') =>
  `${await repo.git('show', `${rev}:${path}`)}\n`;
const conflictsOf = (story: Story) =>
  story.state().conflicts_detected.map(({ path, sides }) => [path, sides.base !== null]);

it.each<readonly [string, readonly Files[], Files]>([
  ['as its last commit', [SQUASH], { ...CHILD, 'new.txt': lines('new', 'by', 'child') }],
  [
    'and went on beside it',
    [
      SQUASH,
      { 'b.txt': 'b\n' },
      { 'a.txt': lines('one', 'two by parent', 'three', 'four by parent', 'five on main') },
    ],
    { 'a.txt': lines('one', 'two by child', 'three', 'four by parent', 'five on main') },
  ],
  [
    'and went on in its other lines',
    [SQUASH, { 'a.txt': lines('one', 'two by parent', 'three', 'four on main', 'five') }],
    { 'a.txt': lines('one', 'two by child', 'three', 'four on main', 'five') },
  ],
])(
  'merges a child without a question where the target squashed its parent %s',
  async (_how, after, expected) => {
    const repo = await stack(...after);
    const plan = JSON.parse((await cli(repo, 'plan', '--json')).out);

    const story = await integrated(repo);

    expect(plan.forecast.with_target).toEqual([]);
    expect(plan.efforts[0].size).toMatchObject({ added: 2, removed: 2 });
    expect(conflictsOf(story)).toEqual([]);
    expect(story.state().end?.outcome).toBe('LANDED');
    for (const [path, text] of Object.entries(expected)) expect(await textOn(repo, 'main', path)).toBe(text);
    expect(await repo.git('rev-list', '--parents', '--max-count=1', 'main')).toMatch(
      new RegExp(`^\\w+ \\w+ ${await repo.tip('effort/child')}$`, 'm'),
    );
    expect(await repo.git('log', '--format=%s', 'main')).not.toContain('squashed');
  },
);

it("compares with the parent's version where the target changed the very line that the child changes", async () => {
  const repo = await stack(SQUASH, {
    'a.txt': lines('one', 'two on main', 'three', 'four by parent', 'five'),
  });

  const story = await integrated(repo);

  const [conflict] = story.state().conflicts_detected;
  expect(conflictsOf(story)).toEqual([['a.txt', true]]);
  const base = conflict?.sides.base?.blob ?? '';
  expect(`${await repo.git('cat-file', 'blob', base)}\n`).toBe(PARENT['a.txt']);
});

it('takes the parent that was squashed last where several were, one after the other', async () => {
  const repo = await makeWorld(BASE, {
    first: effort({ 'a.txt': lines('one first', 'two', 'three', 'four', 'five') }, { 'first.txt': 'x\n' }),
    second: {
      from: 'first',
      commits: [{ 'a.txt': lines('one second', 'two', 'three', 'four', 'five') }, { 'second.txt': 'x\n' }],
    },
    'effort/third': {
      from: 'second',
      commits: [{ 'a.txt': lines('one third', 'two', 'three', 'four', 'five') }],
    },
  });
  await repo.commit('main', {
    'a.txt': lines('one first', 'two', 'three', 'four', 'five'),
    'first.txt': 'x\n',
  });
  await repo.commit('main', {
    'a.txt': lines('one second', 'two', 'three', 'four', 'five'),
    'second.txt': 'x\n',
  });
  await repo.commit('main', {
    'a.txt': lines('one second', 'two', 'three', 'four', 'five on main'),
    'second.txt': 'y\n',
  });

  const story = await integrated(repo);

  expect(effortOf(story, 'third').merge_base).toBe(await repo.tip('second'));
  expect(conflictsOf(story)).toEqual([]);
  expect(await textOn(repo, 'phase1/wave1-integration')).toBe(
    lines('one third', 'two', 'three', 'four', 'five on main'),
  );
});

it.each<readonly [string, readonly Files[]]>([
  ['was edited when it was squashed', [{ ...SQUASH, 'new.txt': lines('new', 'by', 'somebody else') }]],
  ['was taken back', [SQUASH, { ...BASE, 'new.txt': null }]],
])('merges a child as git does where its parent %s', async (_how, after) => {
  const repo = await stack(...after);

  const story = await integrated(repo);

  expect(effortOf(story, 'child').merge_base).toBe(await repo.tip('parent^'));
});

it('forecasts a child with a branch that began after its parent was squashed', async () => {
  const repo = await stack(SQUASH);
  await repo.grow({
    'effort/later': effort({
      'a.txt': lines('one', 'two by parent', 'three', 'four by parent', 'five later'),
    }),
    'effort/rival': effort({ 'a.txt': lines('one', 'two by rival', 'three', 'four by parent', 'five') }),
  });

  const before = await repo.objects();

  const plan = JSON.parse((await cli(repo, 'plan', '--json')).out);

  expect(await repo.objects()).toEqual(before);
  const pairs = plan.forecast.pairs.map(({ a, b, conflict }: { a: string; b: string; conflict: boolean }) => [
    a,
    b,
    conflict,
  ]);
  expect(pairs).toEqual([
    ['child', 'later', false],
    ['child', 'rival', true],
    ['later', 'rival', false],
  ]);
});

it('picks the commits of the child alone', async () => {
  const picking = 'efforts: { list: [{ branch: effort/child, strategy: cherry-pick }] }';
  const repo = await stack({
    ...SQUASH,
    'intorch.yaml': `target: main\n${picking}\nbaseline: false\n${ONE_GATE}`,
  });
  await repo.git('switch', '--quiet', '--detach', 'main');

  const story = await integrated(repo);

  const { conflicts_detected, target_base, integration_tip } = story.state();
  expect(conflicts_detected).toEqual([]);
  expect(await repo.git('log', '--format=%s', `${target_base}..${integration_tip}`)).toBe(
    'effort/child: change a.txt, new.txt',
  );
});

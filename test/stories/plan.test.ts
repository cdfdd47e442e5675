/** Part one of the flow: what a plan finds, forecasts and orders, and that looking leaves nothing behind. */
import { readdir } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { makeRepository, type TestRepository, temporaryFolder } from '../support/repository.ts';
import { cli, configured, effort, makeWorld } from '../support/stories.ts';
import { transcript } from '../support/transcript.ts';

interface Planned {
  readonly efforts: readonly {
    readonly name: string;
    readonly status: string;
    readonly depends_on: readonly string[];
    readonly held_because: string | null;
  }[];
  readonly already_in: readonly { readonly name: string; readonly as: string }[];
  readonly forecast: {
    readonly with_target: readonly { readonly effort: string; readonly files: readonly string[] }[];
    readonly pairs: readonly { readonly a: string; readonly b: string; readonly conflict: boolean }[];
    readonly cost: { readonly given: number; readonly chosen: number; readonly because: string };
  };
}

async function planned(repo: TestRepository, ...flags: readonly string[]): Promise<Planned> {
  const said = await cli(repo, 'plan', '--json', ...flags);
  if (said.status !== 0) throw new Error(`${said.status}: ${said.err}`);
  return JSON.parse(said.out) as Planned;
}

const names = (plan: Planned) => plan.efforts.map(({ name }) => name);
const found = (plan: Planned, name: string) => plan.efforts.find((one) => one.name === name);

it('leaves a repository exactly as it was: objects, refs, worktrees, files', async () => {
  const repo = await makeWorld(
    { 'a.txt': 'one\ntwo\nthree\n' },
    {
      'effort/x': effort({ 'a.txt': 'one\nTWO\nthree\n' }),
      'effort/y': effort({ 'a.txt': 'one\nzwei\nthree\n' }),
    },
  );
  const look = async () => [
    await repo.objects(),
    await repo.git('for-each-ref'),
    await repo.git('worktree', 'list', '--porcelain'),
    await repo.git('status', '--porcelain', '--ignored'),
    (await readdir(repo.gitDir)).toSorted(),
  ];
  const before = await look();

  const said = await cli(repo, 'plan');

  expect(said.status).toBe(0);
  expect(await look()).toEqual(before);
  expect(await transcript(repo)).toMatchInlineSnapshot(`nothing was written`);
});

it('finds efforts by pattern, by list with what they depend on, and by worktree, and leaves out what is excluded', async () => {
  const config = `target: main
efforts:
  patterns: ['effort/*']
  exclude: ['effort/wip-*']
  worktrees: true
  list:
    - { branch: feature/api, name: api, depends_on: [base] }
    - { branch: effort/base }
`;
  const repo = await makeWorld(
    {},
    {
      'effort/base': effort({ 'base.txt': 'x\n' }),
      'effort/wip-later': effort({ 'later.txt': 'x\n' }),
      'feature/api': effort({ 'api.txt': 'x\n' }),
      'topic/side': effort({ 'side.txt': 'x\n' }),
      'topic/unrelated': effort({ 'unrelated.txt': 'x\n' }),
    },
    { config },
  );
  const folder = await temporaryFolder();
  await repo.git('worktree', 'add', '--quiet', `${folder}/side`, 'topic/side');

  const plan = await planned(repo);

  expect(names(plan)).toEqual(['base', 'api', 'side']);
  expect(found(plan, 'api')?.depends_on).toEqual(['base']);
  expect(await transcript(repo)).toMatchInlineSnapshot(`nothing was written`);
});

it('says which branches take no part because their names are no text, and plans the others', async () => {
  const repo = await makeWorld(
    {},
    { 'effort/one': effort({ 'one.txt': 'x\n' }), 'wip/two': effort({ 'two.txt': 'x\n' }) },
  );
  const tip = await repo.tip('effort/one');
  const refs = ['effort/caf\xe9', 'wip/caf\xe9'].map((name) => `create refs/heads/${name} ${tip}\n`);
  await repo.gitWithInput(Buffer.from(refs.join(''), 'latin1'), 'update-ref', '--stdin');

  const shown = await cli(repo, 'plan');
  const ran = await cli(repo, 'run', '--no-land');

  expect(names(await planned(repo))).toEqual(['one']);
  const [, rest = ''] = shown.out.split('## Not Integrated');
  expect(rest).toMatch(
    /^\s+- `effort\/caf\\351`: its name is not UTF-8, so it takes no part; give it another name/,
  );
  expect(shown.out).not.toContain('wip/caf');
  expect(ran.out).toMatch(/left out +effort\/caf\\351 +its name is not UTF-8/);
  expect(await transcript(repo)).toMatchInlineSnapshot(`
    ref                      | command                            | outcome
    <session>/restore/start  | update-ref                         | new: start
    <session>/efforts/one    |                                    | new: one
    <session>/tip            |                                    | new: start
    phase1/wave1-integration |                                    | new: start
    <session>/restore/one    | update-ref                         | new: start
    <session>/tip            |                                    | start → A
    phase1/wave1-integration |                                    | start → A
    <slot>                   | init                               | ok
    <slot>                   | checkout --force --detach <commit> | ok
    <slot>                   | clean -ffdq                        | ok
  `);
});

it('recognises what is in the target already, as commits, squashed, rebased or picked one by one', async () => {
  const repo = await makeWorld(
    { 'a.txt': 'a\n' },
    {
      'effort/ancestor': effort({ 'ancestor.txt': 'x\n' }),
      'effort/squashed': effort({ 'squashed.txt': 'one\n' }, { 'squashed.txt': 'one\ntwo\n' }),
      'effort/picked': effort({ 'picked.txt': 'one\n' }, { 'other.txt': 'two\n' }),
      'effort/open': effort({ 'open.txt': 'x\n' }),
    },
  );
  await repo.git('update-ref', 'refs/heads/main', 'effort/ancestor');
  await repo.commit('main', { 'squashed.txt': 'one\ntwo\n' });
  await repo.commit('main', { 'picked.txt': 'one\n' });
  await repo.commit('main', { 'other.txt': 'two\n' });

  const plan = await planned(repo);

  expect(names(plan)).toEqual(['open']);
  expect(Object.fromEntries(plan.already_in.map(({ name, as }) => [name, as]))).toEqual({
    ancestor: 'ancestor',
    squashed: 'squashed',
    picked: 'squashed',
  });
  expect(await transcript(repo)).toMatchInlineSnapshot(`nothing was written`);
});

it('names branches of the same last part apart, and sees that one stands on another', async () => {
  const repo = await makeWorld(
    {},
    {
      'effort/a/login': effort({ 'a.txt': 'x\n' }),
      'effort/b/login': effort({ 'b.txt': 'x\n' }),
      'effort/stacked': { from: 'effort/a/login', commits: [{ 'stacked.txt': 'x\n' }] },
    },
    { config: "target: main\nefforts: { patterns: ['effort/**'] }\n" },
  );

  const plan = await planned(repo);

  expect(names(plan)).toEqual(['effort-a-login', 'effort-b-login', 'stacked']);
  expect(found(plan, 'stacked')?.depends_on).toEqual(['effort-a-login']);
  expect(await transcript(repo)).toMatchInlineSnapshot(`nothing was written`);
});

it('keeps two branches apart that would both be called the same with dashes', async () => {
  const repo = await makeWorld(
    {},
    {
      'effort/a/b': effort({ 'a.txt': 'x\n' }),
      'effort-a/b': effort({ 'b.txt': 'x\n' }),
      'effort/c/b': effort({ 'c.txt': 'x\n' }),
    },
    { config: "target: main\nefforts: { patterns: ['effort*/**'] }\n" },
  );

  const plan = await planned(repo);

  expect(new Set(names(plan)).size).toBe(3);
  expect(await transcript(repo)).toMatchInlineSnapshot(`nothing was written`);
});

it('keeps a branch out that shares no history with the target, and says so', async () => {
  const repo = await makeWorld(
    {},
    { 'effort/stranger': [{ 'stranger.txt': 'x\n' }], 'effort/ours': effort({ 'ours.txt': 'x\n' }) },
  );

  const plan = await planned(repo);

  expect(found(plan, 'stranger')).toMatchObject({
    status: 'FAILED',
    held_because: expect.stringMatching(/shares no history with the target/),
  });
  expect(found(plan, 'ours')?.status).toBe('PENDING');
  expect(await transcript(repo)).toMatchInlineSnapshot(`nothing was written`);
});

it('says of a shallow clone what it cannot see', async () => {
  const origin = await makeWorld({}, { 'effort/one': effort({ 'one.txt': 'x\n' }) });
  await origin.commit('main', { 'more.txt': 'x\n' });
  const folder = await temporaryFolder();
  await origin.git(
    'clone',
    '--quiet',
    '--depth=1',
    '--no-single-branch',
    `file://${origin.dir}`,
    `${folder}/shallow`,
  );
  await origin.git('-C', `${folder}/shallow`, 'switch', '--quiet', '-C', 'main', 'origin/main');
  await origin.git('-C', `${folder}/shallow`, 'branch', '--quiet', 'effort/one', 'origin/effort/one');

  const said = await cli({ dir: `${folder}/shallow` }, 'plan', '--json');

  expect(found(JSON.parse(said.out) as Planned, 'one')?.held_because).toContain('git fetch --unshallow');
  expect(await transcript({ dir: `${folder}/shallow` })).toMatchInlineSnapshot(`nothing was written`);
});

it('forecasts conflicts from real merges, and counts the cost of the order it chose', async () => {
  const repo = await makeWorld(
    { 'a.txt': '1\n2\n3\n4\n5\n6\n7\n8\n9\n', 'b.txt': 'b\n' },
    {
      'effort/hub': effort({ 'a.txt': 'A\n2\n3\n4\n5\n6\n7\n8\nI\n' }),
      'effort/left': effort({ 'a.txt': 'one\n2\n3\n4\n5\n6\n7\n8\n9\n' }),
      'effort/right': effort({ 'a.txt': '1\n2\n3\n4\n5\n6\n7\n8\nnine\n' }),
      'effort/stale': effort({ 'b.txt': 'stale\n' }),
    },
  );
  await repo.commit('main', { 'b.txt': 'newer\n' });

  const { forecast, efforts } = await planned(repo);

  expect(forecast.with_target).toEqual([{ effort: 'stale', files: ['b.txt'] }]);
  const clash = forecast.pairs.map(({ a, b, conflict }) => [[a, b].toSorted().join(' '), conflict]);
  expect(Object.fromEntries(clash)).toEqual({ 'hub left': true, 'hub right': true, 'left right': false });
  expect(forecast.cost).toMatchObject({ given: 3, chosen: 2 });
  expect(efforts.map(({ name }) => name)).toEqual(['stale', 'left', 'right', 'hub']);
  const text = (await cli(repo, 'plan')).out;
  expect(text).toContain('hub after right');
  expect(await transcript(repo)).toMatchInlineSnapshot(`nothing was written`);
});

it.each([
  [
    'efforts that depend on each other',
    'target: main\nefforts: { list: [{ branch: effort/one, depends_on: [effort/two] }, { branch: effort/two, depends_on: [effort/one] }] }',
    65,
    /circle/,
  ],
  [
    'a dependency that is no effort',
    'target: main\nefforts: { list: [{ branch: effort/one, depends_on: [nobody] }] }',
    2,
    /effort\/one depends on nobody, which is no effort/,
  ],
  [
    'a listed branch that is not there',
    'target: main\nefforts: { list: [{ branch: effort/gone }] }',
    2,
    /there is no branch effort\/gone/,
  ],
  [
    'a target that is not there',
    "target: trunk\nefforts: { patterns: ['effort/*'] }",
    2,
    /there is no branch trunk/,
  ],
  ['a key that is misspelt', "effort: { patterns: ['effort/*'] }", 65, /intorch.yaml:1:1: effort is no key/],
])('refuses %s in words', async (_what, config, status, words) => {
  const repo = await makeWorld(
    {},
    { 'effort/one': effort({ 'one.txt': 'x\n' }), 'effort/two': effort({ 'two.txt': 'x\n' }) },
    { config: `${config}\n` },
  );

  const said = await cli(repo, 'plan');

  expect(said.status).toBe(status);
  expect(said.err).toMatch(words);
  expect(said.out).toBe('');
  expect(await transcript(repo)).toMatchInlineSnapshot(`nothing was written`);
});

it('says that a circle is there when a branch stands on the one that is to come after it', async () => {
  const config = `target: main\nefforts: { patterns: ['effort/*'], list: [{ branch: effort/low, depends_on: [high] }] }\n`;
  const repo = await makeWorld(
    {},
    {
      'effort/low': effort({ 'a.txt': 'x\n' }),
      'effort/high': { from: 'effort/low', commits: [{ 'b.txt': 'x\n' }] },
    },
    { config },
  );

  const said = await cli(repo, 'plan');

  expect(said.status).toBe(65);
  expect(said.err).toMatch(/circle: .*low.*high|circle: .*high.*low/);
  expect(await transcript(repo)).toMatchInlineSnapshot(`nothing was written`);
});

it('says what it looked for when no branch matches, and does as little in a run', async () => {
  const repo = await makeWorld({}, { 'other/one': effort({ 'one.txt': 'x\n' }) });

  const plan = await cli(repo, 'plan');
  const run = await cli(repo, 'run');

  expect([plan.status, run.status]).toEqual([0, 0]);
  expect(run.out).toContain('no branch matches effort/*');
  expect(await repo.git('for-each-ref', 'refs/heads/phase1')).toBe('');
  expect(await transcript(repo)).toMatchInlineSnapshot(`nothing was written`);
});

it('works without a configuration file: what it is told by flags, and what it proposes by itself', async () => {
  const repo = await makeRepository({
    main: [{ 'a.txt': 'a\n' }],
    'effort/one': effort({ 'one.txt': 'x\n' }),
  });

  const proposed = await planned(repo);
  const asked = await planned(repo, '--efforts', 'effort/one', '--onto', 'main');

  expect(names(asked)).toEqual(['one']);
  expect(names(proposed)).toEqual(['one']);
  expect(await transcript(repo)).toMatchInlineSnapshot(`nothing was written`);
});

it('plans and integrates in a bare repository', async () => {
  const repo = await makeRepository(
    { main: [{ 'a.txt': 'a\n' }], 'effort/one': effort({ 'one.txt': 'x\n' }) },
    { bare: true },
  );

  const run = await cli(
    repo,
    'run',
    '--efforts',
    'effort/one',
    '--onto',
    'main',
    '--gate',
    'test=test -e one.txt',
  );

  expect(run.err).toBe('');
  expect(run.status).toBe(0);
  expect(await repo.git('ls-tree', '--name-only', 'main')).toBe('a.txt\none.txt');
  expect(await transcript(repo)).toMatchInlineSnapshot(`
    ref                      | command                            | outcome
    <session>/restore/start  | update-ref                         | new: start
    <session>/efforts/one    |                                    | new: one
    <session>/tip            |                                    | new: start
    phase1/wave1-integration |                                    | new: start
    <session>/restore/one    | update-ref                         | new: start
    <session>/tip            |                                    | start → A
    phase1/wave1-integration |                                    | start → A
    main                     | update-ref                         | start → A
    <slot>                   | init                               | ok
    <slot>                   | checkout --force --detach <commit> | ok
    <slot>                   | clean -ffdq                        | ok
  `);
});

it('asks for a target where HEAD is on no branch and none is named', async () => {
  const repo = await makeWorld(
    {},
    { 'effort/one': effort({ 'one.txt': 'x\n' }) },
    { config: "efforts: { patterns: ['effort/*'] }\n" },
  );

  const said = await cli(repo, 'plan');

  expect(said.status).toBe(2);
  expect(said.err).toMatch(/HEAD is on no branch[\s\S]*--onto/);
  expect(await transcript(repo)).toMatchInlineSnapshot(`nothing was written`);
});

it('says in the plan how large each effort is and what will be asked', async () => {
  const many = Array.from({ length: 30 }, (_, index) => `${index}\n`).join('');
  const repo = await makeWorld(
    {},
    {
      'effort/large': effort({ 'src/a.txt': many, 'docs/b.txt': many }),
      'effort/small': effort({ 'c.txt': 'x\n' }),
    },
    { config: configured('limits: { effort_lines: 40 }\n') },
  );

  const said = await cli(repo, 'plan');

  expect(said.out).toContain('large');
  expect(said.out).toMatch(/60.*(over|limit)|(over|limit).*60/);
  expect(said.out).toMatch(/src.*30|30.*src/);
  expect(await transcript(repo)).toMatchInlineSnapshot(`nothing was written`);
});

it('says which efforts go together: by the forecast, and by gates that were red in the last session', async () => {
  const gate = `gates:\n  - { name: test, command: '! { test -e x && test -e y; }', parser: exit, retries: 0, when: effort }\n`;
  const repo = await makeWorld(
    { 'a.txt': 'one\n' },
    {
      'effort/a': effort({ 'a.txt': 'two\n' }),
      'effort/b': effort({ 'a.txt': 'three\n' }),
      'effort/x': effort({ x: '' }),
      'effort/y': effort({ y: '' }),
    },
    { config: configured(gate) },
  );
  const together = async () => {
    const { together: fit } = JSON.parse((await cli(repo, 'plan', '--json')).out);
    return { sets: fit.sets, misfits: fit.misfits.map((each: { efforts: unknown }) => each.efforts) };
  };
  const before = await together();

  await cli(repo, 'run', '--no-land', '--decide', 'recommended');
  const after = await together();

  expect(before).toEqual({
    sets: [
      ['x', 'y', 'a'],
      ['x', 'y', 'b'],
    ],
    misfits: [['a', 'b']],
  });
  expect(after.misfits).toEqual([
    ['x', 'y'],
    ['a', 'b'],
  ]);
  const { out } = await cli(repo, 'plan');
  const [, section = ''] = /## Which Go Together\n\n([^#]*)/.exec(out) ?? [];
  expect(section.trim()).toMatchInlineSnapshot(`
    "- 2 of 4, without y, b
    - 2 of 4, without y, a
    - 2 of 4, without x, b
    - 2 of 4, without x, a

    The smallest that do not:

    - x + y (a gate is red)
    - a + b (a.txt)"
  `);
  expect(await transcript(repo)).toMatchInlineSnapshot(`
    ref                      | command                            | outcome
    <session>/restore/start  | update-ref                         | new: start
    <session>/efforts/x      |                                    | new: x
    <session>/efforts/y      |                                    | new: y
    <session>/efforts/a      |                                    | new: a
    <session>/efforts/b      |                                    | new: b
    <session>/tip            |                                    | new: start
    phase1/wave1-integration |                                    | new: start
    <session>/restore/x      | update-ref                         | new: start
    <session>/tip            |                                    | start → A
    phase1/wave1-integration |                                    | start → A
    <session>/restore/y      | update-ref                         | new: A
    <session>/tip            |                                    | A → B
    phase1/wave1-integration |                                    | A → B
    <session>/saved/B        | update-ref                         | new: B
    <session>/tip            |                                    | B → A
    phase1/wave1-integration |                                    | B → A
    <session>/restore/a      | update-ref                         | new: A
    <session>/tip            |                                    | A → C
    phase1/wave1-integration |                                    | A → C
    <session>/evidence/b     | update-ref                         | new: D
    <slot>                   | init                               | ok
    <slot>                   | checkout --force --detach <commit> | ok
    <slot>                   | clean -ffdq                        | ok
  `);
});

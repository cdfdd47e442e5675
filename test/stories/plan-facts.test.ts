/** What a plan says beside its forecast: what was not pulled, what is not committed, which names collide. It stops nobody. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { newSession } from '../../src/domain/integration/new-session.ts';
import { IntorchError } from '../../src/domain/shared/errors.ts';
import type { BranchName, Instant, SessionId } from '../../src/domain/shared/ids.ts';
import { planOf } from '../../src/engine/integration/planning/perform-plan.ts';
import { historyOf, objectsOf } from '../adapters/git/tools.ts';
import { type TestRepository, temporaryFolder } from '../support/repository.ts';
import { begin, openTestRepository } from '../support/session.ts';
import { cli, effort, makeWorld, operatorsOwn } from '../support/stories.ts';

/** Creates a clone whose origin went on by these commits after it was made, fetched and not pulled. */
async function behind(more: readonly (readonly [branch: string, file: string])[], follow = true) {
  const origin = await makeWorld({}, { 'effort/a': effort({ 'a.txt': 'x\n' }) });
  const dir = join(await temporaryFolder(), 'clone');
  await origin.git('clone', '--quiet', origin.dir, dir);
  const git = (...args: readonly string[]) => origin.git('-C', dir, ...args);
  await git('switch', '--quiet', '--create', 'main', 'origin/main').catch(() => '');
  await git('branch', follow ? '--track' : '--no-track', '--quiet', 'effort/a', 'origin/effort/a');
  if (!follow) await git('branch', '--unset-upstream', 'main');
  await git('switch', '--quiet', '--detach');
  for (const [branch, file] of more) await origin.commit(branch, { [file]: 'x\n' });
  await git('fetch', '--quiet');
  return { dir, git };
}

/** Everything that shows the findings of a plan. */
async function everyView(repo: Pick<TestRepository, 'dir'>) {
  const plan = (await cli(repo, 'plan')).out;
  const json = (await cli(repo, 'plan', '--json')).out;
  const run = await cli(repo, 'run', '--decide', 'recommended');
  const report = (await cli(repo, 'report')).out;
  const said = (await cli(repo, 'status', '--json')).out;
  return { plan, json, run: run.out, report, said, status: run.status };
}

it.each([
  ['and follows it', true],
  ['and follows nothing, but has its name', false],
])(
  'says that the target is behind origin, by how many commits, where it was fetched %s',
  async (_how, follow) => {
    const repo = await behind(
      [
        ['main', '1'],
        ['main', '2'],
        ['main', '3'],
      ],
      follow,
    );

    const views = await everyView(repo);
    const doctor = (await cli(repo, 'doctor')).out;

    for (const text of [views.plan, views.json, views.run, views.report, views.said, doctor])
      expect(text).toContain('behind origin/main by 3 commits');
    expect(views.run).toContain('landed: main is at the verified commit');
  },
);

it('says that the target has diverged', async () => {
  const repo = await behind([['main', '1']]);
  await repo.git('switch', '--quiet', 'main');
  await repo.git('commit', '--quiet', '--allow-empty', '--message', 'own');
  await repo.git('switch', '--quiet', '--detach');

  expect((await cli(repo, 'plan')).out).toContain(
    'diverged from origin/main: behind origin/main by 1 commit, ahead by 1',
  );
});

it.each([
  ['and follows it', true],
  ['and follows nothing, but has its name', false],
])('says that an effort is behind what was pushed for it %s', async (_how, follow) => {
  const repo = await behind([['effort/a', '1']], follow);

  const views = await everyView(repo);
  const doctor = (await cli(repo, 'doctor')).out;

  for (const text of [views.plan, views.json, views.run, views.report, views.said, doctor])
    expect(text).toContain('behind origin/effort/a by 1 commit');
});

it('says nothing of an effort that was made from the target of origin', async () => {
  const repo = await behind([['main', '1']]);
  await repo.git('branch', '--quiet', '--set-upstream-to', 'origin/main', 'effort/a');

  const { out } = await cli(repo, 'plan');

  expect(out).toContain('main: behind origin/main');
  expect(out).not.toContain('a: behind');
});

it('says nothing where everything is pulled, or where the upstream is gone', async () => {
  const repo = await behind([]);
  await repo.git('update-ref', '-d', 'refs/remotes/origin/effort/a');

  expect((await cli(repo, 'plan')).out).not.toContain('behind');
  expect((await cli(repo, 'doctor')).out).not.toContain('behind');
});

it.each([
  ['changed', async (folder: string) => writeFile(join(folder, 'a.txt'), 'more\n'), '1 changed'],
  ['staged', async (folder: string) => writeFile(join(folder, 'a.txt'), 'more\n'), '1 changed'],
  ['untracked', async (folder: string) => writeFile(join(folder, 'mine'), 'x\n'), '1 untracked'],
  [
    'both',
    async (folder: string) => {
      await writeFile(join(folder, 'a.txt'), 'more\n');
      await writeFile(join(folder, 'mine'), 'x\n');
    },
    '1 changed, 1 untracked',
  ],
])(
  'says of an effort that it has uncommitted work in its worktree (%s), and never touches it',
  async (what, work, words) => {
    const repo = await makeWorld({}, { 'effort/a': effort({ 'a.txt': 'x\n' }), aside: effort({ b: 'b\n' }) });
    const [folder, other] = [join(await temporaryFolder(), 'w'), join(await temporaryFolder(), 'o')];
    await repo.git('worktree', 'add', '--quiet', folder, 'effort/a');
    await repo.git('worktree', 'add', '--quiet', other, 'aside');
    await writeFile(join(other, 'b'), 'unrelated\n');
    await work(folder);
    if (what === 'staged') await repo.git('-C', folder, 'add', '--all');
    const before = [await repo.git('-C', folder, 'status', '--porcelain'), await operatorsOwn(repo)];
    const index = await readFile(join(repo.gitDir, 'worktrees', 'w', 'index'));

    const views = await everyView(repo);

    const said = `uncommitted work in ${folder} is not part of it: ${words}`;
    for (const text of [views.plan, views.json, views.run, views.report, views.said])
      expect(text).toContain(said);
    expect(views.plan).not.toContain(other);
    expect(views.run).toContain('landed: main is at the verified commit');
    expect([await repo.git('-C', folder, 'status', '--porcelain'), await operatorsOwn(repo)]).toEqual(before);
    expect(await readFile(join(repo.gitDir, 'worktrees', 'w', 'index'))).toEqual(index);
  },
);

it('says so also of an effort that has nothing committed yet', async () => {
  const repo = await makeWorld({}, { 'effort/a': effort({ 'a.txt': 'x\n' }), 'effort/new': effort() });
  const folder = join(await temporaryFolder(), 'w');
  await repo.git('worktree', 'add', '--quiet', folder, 'effort/new');
  await writeFile(join(folder, 'work'), 'x\n');

  expect((await cli(repo, 'plan')).out).toContain(`new: uncommitted work in ${folder} is not part of it`);
});

/** A session that has not begun, on this repository. */
async function freshSession(repo: TestRepository) {
  const settings = await (await openTestRepository(repo)).settings();
  const [at, session_id] = ['2026-11-21T10:15:00.000Z' as Instant, 'wave1-x' as SessionId];
  const identity = { name: 'a', email: 'b' };
  return newSession({
    settings,
    target: 'main' as BranchName,
    identity,
    at,
    session_id,
    gate_durations_ms: {},
  });
}

const failing = () => Promise.reject(new IntorchError('GIT_FAILED', 'git is out of order'));

it.each([
  ['history', 'spanPatches', 'whether efforts do the same work', 'MEDIUM'],
  ['history', 'landedPatches', 'whether an effort takes back what landed', 'HIGH'],
  ['history', 'reverts', 'whether the target took back work that efforts stand on', 'HIGH'],
  ['history', 'changedFiles', 'which functions more than one effort changes', 'LOW'],
  ['history', 'upstreams', 'what was not pulled', 'MEDIUM'],
  ['history', 'localChanges', 'what is not committed', 'MEDIUM'],
  ['objects', 'malformedBranches', 'whether every file can be written on every machine', 'MEDIUM'],
  ['objects', 'forecast', 'which efforts collide with each other', 'MEDIUM'],
] as const)(
  'stands, and names what is not known, where git fails at %s.%s',
  async (port, call, what, severity) => {
    const text = 'function one() {\n  return 1;\n}\n';
    const repo = await makeWorld(
      { 'one.js': text },
      {
        'effort/a': effort({ 'one.js': `${text}// a\n` }),
        'effort/b': effort({ 'one.js': `// b\n${text}` }),
      },
    );
    const folder = join(await temporaryFolder(), 'w');
    await repo.git('worktree', 'add', '--quiet', folder, 'effort/a');
    const ports = { history: historyOf(repo), objects: objectsOf(repo) };
    const spoilt = { ...ports, [port]: { ...ports[port], [call]: failing } };

    const { efforts, findings } = await planOf(spoilt, await freshSession(repo));

    expect(efforts.map(({ name, status }) => [name, status])).toEqual([
      ['a', 'PENDING'],
      ['b', 'PENDING'],
    ]);
    const because = 'git is out of order';
    expect(findings).toContainEqual({
      kind: 'part_unknown',
      subject: 'main',
      severity,
      checkpoint_says: `${what} is not known`,
      git_says: because,
    });
  },
);

it('still says who collides with the target where git fails at the pairs', async () => {
  const repo = await makeWorld(
    { a: '1\n' },
    { 'effort/a': effort({ a: '2\n' }), 'effort/b': effort({ a: '3\n' }) },
  );
  await repo.commit('main', { a: '4\n' });
  const ports = { history: historyOf(repo), objects: objectsOf(repo) };
  const forecast: typeof ports.objects.forecast = (merges, attributes) =>
    merges.length > 2 ? failing() : ports.objects.forecast(merges, attributes);

  const made = await planOf({ ...ports, objects: { ...ports.objects, forecast } }, await freshSession(repo));

  expect(made.forecast.with_target.map(({ effort }) => effort)).toEqual(['a', 'b']);
  expect(made.findings?.map(({ checkpoint_says }) => checkpoint_says)).toEqual([
    'which efforts collide with each other is not known',
  ]);
});

it('looks into the worktrees of efforts with one process each, and into no other', async () => {
  const branches = ['a', 'b', 'c', 'd'].map((name) => [`effort/${name}`, effort({ [`${name}.txt`]: 'x\n' })]);
  const repo = await makeWorld({}, { ...Object.fromEntries(branches), aside: effort({ z: 'z\n' }) });
  const folder = await temporaryFolder();
  for (const name of ['effort/a', 'effort/b', 'aside'])
    await repo.git('worktree', 'add', '--quiet', join(folder, name), name);

  const fresh = await freshSession(repo);
  const lines: string[] = [];
  const onCommand = (line: string) => lines.push(line);

  await planOf({ history: historyOf(repo, onCommand), objects: objectsOf(repo, { onCommand }) }, fresh);

  expect(lines.filter((line) => line.startsWith('git status'))).toHaveLength(2);
  expect(lines.filter((line) => line.startsWith('git worktree list'))).toHaveLength(1);
  expect(lines.filter((line) => line.startsWith('git for-each-ref'))).toHaveLength(2);
});

it.each([
  [
    'case',
    { 'Readme.txt': 'a\n' },
    { 'README.txt': 'b\n' },
    ['README.txt of b', 'Readme.txt of a', 'upper and lower case'],
  ],
  [
    'normal form',
    { 'caf\u00e9': 'a\n' },
    { 'cafe\u0301': 'b\n' },
    ['cafe\u0301 of b', 'caf\u00e9 of a', 'Unicode normal form'],
  ],
  [
    'folder case',
    { 'Docs/a': 'a\n' },
    { 'docs/b': 'b\n' },
    ['docs/b of b', 'Docs/a of a', 'upper and lower case'],
  ],
  [
    'the target',
    { 'Old.txt': 'a\n' },
    { 'z.txt': 'b\n' },
    ['Old.txt of a', 'old.txt of main', 'upper and lower case'],
  ],
])(
  'says which names one file system cannot hold together (%s), and lands all the same',
  async (_what, a, b, words) => {
    const repo = await makeWorld({ 'old.txt': 'old\n' }, { 'effort/a': effort(a), 'effort/b': effort(b) });

    const views = await everyView(repo);

    for (const word of words) for (const text of [views.plan, views.run]) expect(text).toContain(word);
    expect(views.status).toBe(0);
    expect(views.run).toContain('landed: main is at the verified commit');
  },
);

it('says nothing of a file that an effort only spells in another way', async () => {
  const repo = await makeWorld(
    { 'old.txt': 'old\n', 'docs/a': 'a\n' },
    { 'effort/a': effort({ 'old.txt': null, 'Old.txt': 'old\n', 'docs/a': null, 'Docs/a': 'a\n' }) },
  );

  expect((await cli(repo, 'plan')).out).not.toContain('differ only');
});

it('asks no more questions for what it says, and says it once', async () => {
  const repo = await makeWorld({}, { 'effort/a': effort({ 'a.txt': 'x\n' }) });
  const folder = join(await temporaryFolder(), 'w');
  await repo.git('worktree', 'add', '--quiet', folder, 'effort/a');
  await mkdir(join(folder, 'more'));
  await writeFile(join(folder, 'more', 'x'), 'x\n');

  const story = await begin(repo);
  await story.work('nobody');

  expect(story.state().end?.outcome).toBe('LANDED');
  expect(story.state().findings.map(({ kind }) => kind)).toEqual(['uncommitted_work']);
});

it('shows which pairs may collide before git has merged them to be sure', async () => {
  const lines = Array.from({ length: 40 }, (_, n) => `${n}\n`);
  const apart = Array.from({ length: 10 }, (_, n) => [
    `effort/e${n}`,
    effort({ [`${n}.txt`]: 'x\n', long: lines.with(4 * n, `e${n}\n`).join('') }),
  ]);
  const repo = await makeWorld(
    { shared: '1\n', long: lines.join('') },
    {
      ...Object.fromEntries(apart),
      'effort/a': effort({ shared: 'a\n' }),
      'effort/b': effort({ shared: 'b\n' }),
    },
  );
  await repo.commit('main', { 'landed.txt': 'x\n' });
  const story = await begin(repo);
  const seen: (readonly [stage: string, flagged: unknown])[] = [];
  story.live.session.store.subscribe((_before, after) => {
    const { flagged } = story.live.snapshot();
    if (flagged !== null) seen.push([after.stage, flagged]);
  });

  await story.work('recommended');

  expect(seen).toEqual([['PLANNING', [{ a: 'a', b: 'b' }]]]);
  expect(story.live.snapshot().flagged).toBeNull();
});

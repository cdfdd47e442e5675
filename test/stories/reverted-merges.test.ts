/** Work that was merged into the target and reverted there: it is in by its commits, and not by its content. */
import { expect, it } from 'vitest';
import type { TestRepository } from '../support/repository.ts';
import { begin, takeUpAgain } from '../support/session.ts';
import {
  cli,
  configured,
  effort,
  effortOf,
  integrated,
  makeWorld,
  ONE_GATE,
  statusesOf,
} from '../support/stories.ts';

const FEATURE = { 'feature.txt': 'one\ntwo\nthree\n' };

interface Sides {
  /** Runs git commands in order, on main. */
  readonly gitAll: (...commands: readonly (readonly string[])[]) => Promise<void>;
  readonly repo: TestRepository;
  readonly short: (rev: string) => Promise<string>;
}

/** Merges `effort/one` into main by a merge commit, and returns what may follow. */
async function merged(how: readonly string[] = ['--no-ff']): Promise<Sides> {
  const repo = await makeWorld(
    { 'a.txt': 'a\n' },
    {
      'effort/one': effort(FEATURE, { 'more.txt': 'more\n' }),
      'effort/other': effort({ 'other.txt': 'x\n' }),
    },
    { config: configured(`${ONE_GATE}landing: { mode: fast_forward }\n`), checkedOut: true },
  );
  const gitAll: Sides['gitAll'] = async (...commands) => {
    for (const command of commands) await repo.git(...command);
  };
  await gitAll(['merge', '--quiet', '-m', 'merge one', ...how, 'effort/one']);
  return { repo, gitAll, short: async (rev) => (await repo.tip(rev)).slice(0, 8) };
}

const REVERT = ['revert', '--no-edit', '-m', '1', 'HEAD'];
const away = ['switch', '--quiet', '--detach', 'main'];

async function commitOn(repo: TestRepository, branch: string, from: string, path: string) {
  await repo.git('switch', '--quiet', ...(branch === from ? [branch] : ['--create', branch, from]));
  await repo.commit(branch, { [path]: 'x\n' });
  await repo.git('reset', '--quiet', '--hard');
  await repo.git('switch', '--quiet', 'main');
}

it('says of a branch that was merged and reverted that its lines are not in the target', async () => {
  const { repo, gitAll, short } = await merged();
  await gitAll(REVERT, away);
  const said = `was merged in ${await short('main^')} and reverted in ${await short('main')}; its 4 lines are not in main`;

  const plan = await cli(repo, 'plan');
  const json = JSON.parse((await cli(repo, 'plan', '--json')).out);
  const run = await cli(repo, 'run', '--decide', 'recommended');
  const report = await cli(repo, 'report');

  for (const { out } of [plan, run, report]) expect(out).toContain(`one: ${said}`.replace('one: ', ''));
  expect(plan.out).toContain(`git revert ${await short('main~1')}`);
  expect(plan.out).toContain('one: merged into `main` and reverted there');
  expect(json.already_in).toEqual([expect.objectContaining({ name: 'one', as: 'reverted' })]);
  expect(run.out).toMatch(/skipped +one +merged into main and reverted there/);
  expect(run.out).toContain('landed: main is at the verified commit');
  expect(run.status).toBe(0);
});

it('has nothing to do where everything was merged and reverted, and says which', async () => {
  const { repo, gitAll } = await merged();
  await gitAll(REVERT, ['branch', '--quiet', '-D', 'effort/other'], away);

  const story = await integrated(repo);

  expect(story.state().end).toMatchObject({
    outcome: 'NOTHING_TO_DO',
    because: 'everything was merged into main before, and one reverted there',
  });
});

it.each([
  ['the branch itself went on', 'effort/one', 'effort/one'],
  ['another branch stands on it', 'effort/child', 'effort/one'],
  ['another branch stands on a part of it', 'effort/child', 'effort/one^'],
])('lands nothing without what it stands on: %s', async (_how, branch, from) => {
  const { repo, gitAll } = await merged();
  await gitAll(REVERT);
  await commitOn(repo, branch, from, 'use.txt');
  await gitAll(away);

  const story = await integrated(repo);

  const name = branch.slice('effort/'.length);
  expect(effortOf(story, name)).toMatchObject({ status: 'PENDING', excluded: true });
  expect(statusesOf(story)).toMatchObject({ other: 'MERGED' });
  expect(story.state().end?.outcome).toBe('LANDED');
  await expect(repo.git('cat-file', '-e', 'main:use.txt')).rejects.toThrow();
  const said = story.state().findings.filter(({ kind }) => kind === 'base_reverted');
  expect(said).toMatchObject([{ subject: name, severity: 'HIGH' }]);
  expect(said[0]?.checkpoint_says).toMatch(
    /^what it stands on was merged in \w+ and reverted in \w+; its \d lines? /,
  );
});

it.each<readonly [string, readonly (readonly string[])[], boolean]>([
  ['the revert was reverted', [REVERT, ['revert', '--no-edit', 'HEAD']], true],
  ['and that again', [REVERT, ['revert', '--no-edit', 'HEAD'], ['revert', '--no-edit', 'HEAD']], false],
  ['its commits were picked again', [REVERT, ['cherry-pick', 'effort/one^', 'effort/one']], true],
  ['one of two was picked again', [REVERT, ['cherry-pick', 'effort/one^']], false],
  ['each commit was reverted by itself', [['revert', '--no-edit', 'effort/one', 'effort/one^']], false],
  ['one commit was reverted', [['revert', '--no-edit', 'effort/one']], false],
  [
    'it was taken out by hand',
    [
      ['rm', '--quiet', 'feature.txt', 'more.txt'],
      ['commit', '--quiet', '-m', 'out'],
    ],
    false,
  ],
  [
    'a part of it was taken out by hand',
    [
      ['rm', '--quiet', 'more.txt'],
      ['commit', '--quiet', '-m', 'out'],
    ],
    true,
  ],
])('knows whether merged work is still in: %s', async (_how, commands, isIn) => {
  const { repo, gitAll } = await merged();
  await gitAll(...commands);
  await commitOn(repo, 'effort/child', 'effort/one', 'use.txt');
  await gitAll(away);

  const { already_in, efforts } = JSON.parse((await cli(repo, 'plan', '--json')).out);

  expect(already_in).toEqual([expect.objectContaining({ as: isIn ? 'ancestor' : 'reverted' })]);
  expect(efforts.map(({ name }: { readonly name: string }) => name).toSorted()).toEqual(
    isIn ? ['child', 'other'] : ['other'],
  );
});

it('knows of a revert in a branch that the target was moved forward to, and excludes nobody who began there', async () => {
  const { repo, gitAll, short } = await merged(['--ff-only']);
  await gitAll(['revert', '--no-edit', 'HEAD', 'HEAD^']);
  await commitOn(repo, 'effort/child', 'effort/one', 'use.txt');
  await gitAll(away);

  const story = await integrated(repo);

  expect(effortOf(story, 'one')).toMatchObject({ already_in: 'reverted' });
  expect(statusesOf(story)).toMatchObject({ child: 'MERGED', other: 'MERGED' });
  expect(story.state().findings).toMatchObject([
    {
      kind: 'start_reverted',
      subject: 'child',
      checkpoint_says: `it began on ${await short('effort/one')}, which was reverted in ${await short('HEAD')}, ${await short('HEAD^')}; its 4 lines are not in main`,
    },
    { kind: 'merge_reverted', subject: 'one' },
  ]);
});

it('merges a branch as ever that began between a commit of the target and its revert', async () => {
  const { repo, gitAll } = await merged();
  await repo.commit('main', { 'bad.txt': 'bad\n' });
  await repo.commit('main', { 'b.txt': 'b\n' });
  await gitAll(
    ['reset', '--quiet', '--hard'],
    ['branch', 'effort/began', 'main'],
    ['revert', '--no-edit', 'HEAD^'],
  );
  await commitOn(repo, 'effort/began', 'effort/began', 'use.txt');
  await gitAll(away);

  const story = await integrated(repo);

  expect(statusesOf(story)).toMatchObject({ began: 'MERGED', other: 'MERGED' });
  expect(story.state().findings).toEqual([]);
});

it('sees at a resume that an effort was merged into the target meanwhile and reverted there', async () => {
  const repo = await makeWorld(
    { 'a.txt': 'a\n' },
    {
      'effort/one': effort(FEATURE),
      'effort/two': effort({ 'a.txt': 'two\n' }),
      'effort/three': effort({ 'a.txt': 'three\n' }),
    },
    { checkedOut: true },
  );
  const story = await begin(repo);
  await story.work();
  await story.live.close();
  await repo.git('merge', '--quiet', '--no-ff', '-m', 'merge one', 'effort/one');
  await repo.git(...REVERT);

  const again = await takeUpAgain(story);
  await again.work('recommended');

  expect(effortOf(again, 'one')).toMatchObject({ already_in: 'reverted' });
  expect(again.state().findings).toEqual(
    expect.arrayContaining([expect.objectContaining({ kind: 'merge_reverted', subject: 'one' })]),
  );
});

/** Checkpoints and resume: what is found between two lives of a session, and every way to go on. */

import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { nodeSqlite } from '../../src/adapters/sqlite/node-sqlite.ts';
import { highlightedChoice, openQuestion } from '../../src/domain/integration/open-question.ts';
import { factWords } from '../../src/domain/integration/question-fact.ts';
import { leftBy } from '../support/left.ts';
import type { TestRepository } from '../support/repository.ts';
import { begin, type FormerLife, type Story, takeUpAgain } from '../support/session.ts';
import { flatEffort } from '../support/states.ts';
import { cli, configured, effort, effortOf, makeWorld, ONE_GATE, statusesOf } from '../support/stories.ts';
import { transcript } from '../support/transcript.ts';

const BRANCH = 'phase1/wave1-integration';

/** Starts an integration that comes to wait in the conflict of its third effort: `a` and `b` are in, `c` waits, `d` comes later. */
async function started(config?: string): Promise<{ repo: TestRepository; story: Story }> {
  const repo = await makeWorld(
    { 'song.txt': 'one\ntwo\nthree\n' },
    {
      'effort/a': effort({ 'a.txt': 'a\n' }),
      'effort/b': effort({ 'song.txt': 'one\nTWO\nthree\n' }),
      'effort/c': effort({ 'song.txt': 'one\nzwei\nthree\n' }),
      'effort/d': effort({ 'd.txt': 'd\n' }),
    },
    config === undefined ? {} : { config },
  );
  const story = await begin(repo);
  await story.ordered('a', 'b', 'c', 'd');
  await story.work();
  if (!story.question()?.startsWith('conflict')) throw new Error(`waits for ${story.question()}`);
  return { repo, story };
}

const left = leftBy(() => started());

const findings = (story: Story) => story.state().findings.map(({ kind, subject }) => `${kind} ${subject}`);

/** Decides the conflict and lands; gives the names of the files that landed. */
async function finish(repo: TestRepository, story: Story): Promise<readonly string[]> {
  if (story.question()?.startsWith('conflict')) await story.choose('combine_current_incoming');
  else await story.work('recommended');
  expect(story.state().end?.outcome, story.state().end?.because ?? '').toBe('LANDED');
  return (await repo.git('ls-tree', '--name-only', 'main')).split('\n');
}

const ALL = ['a.txt', 'd.txt', 'intorch.yaml', 'song.txt'];

it('asks the same question with the same cursor in its next life, and ends on the same tree', async () => {
  const { repo, story } = await started();
  const question = openQuestion(story.state());
  await story.command({ type: 'highlight', question: question?.id ?? '', choice: 'take_incoming' });
  const undisturbed = await started();
  await finish(undisturbed.repo, undisturbed.story);

  const again = await takeUpAgain(story);
  await again.work();

  expect(openQuestion(again.state())).toEqual(question);
  expect(again.state().highlighted[0]?.choice).toBe('take_incoming');
  expect(await finish(repo, again)).toEqual(ALL);
  expect(await repo.git('rev-parse', 'main^{tree}')).toBe(
    await undisturbed.repo.git('rev-parse', 'main^{tree}'),
  );
  expect(await transcript(repo)).toMatchInlineSnapshot(`
    ref                      | command                            | outcome
    <session>/restore/start  | update-ref                         | new: start
    <session>/efforts/a      |                                    | new: a
    <session>/efforts/b      |                                    | new: b
    <session>/efforts/c      |                                    | new: c
    <session>/efforts/d      |                                    | new: d
    <session>/tip            |                                    | new: start
    phase1/wave1-integration |                                    | new: start
    <session>/restore/a      | update-ref                         | new: start
    <session>/tip            |                                    | start → A
    phase1/wave1-integration |                                    | start → A
    <session>/restore/b      | update-ref                         | new: A
    <session>/tip            |                                    | A → B
    phase1/wave1-integration |                                    | A → B
    <session>/evidence/c     | update-ref                         | new: C
    <session>/restore/c      | update-ref                         | new: B
    <session>/tip            |                                    | B → D
    phase1/wave1-integration |                                    | B → D
    <session>/restore/d      | update-ref                         | new: D
    <session>/tip            |                                    | D → E
    phase1/wave1-integration |                                    | D → E
    main                     | update-ref                         | start → E
    <slot>                   | init                               | ok
    <slot>                   | checkout --force --detach <commit> | ok
    <slot>                   | clean -ffdq                        | ok
  `);
});

it('takes over an effort that somebody merged meanwhile', async () => {
  const { repo, life } = await left();
  const tree = await repo.git('merge-tree', '--write-tree', BRANCH, 'effort/d');
  const merge = await repo.git('commit-tree', tree, '-p', BRANCH, '-p', 'effort/d', '-m', 'by hand');
  await repo.git('update-ref', `refs/heads/${BRANCH}`, merge);

  const again = await takeUpAgain(life);
  await again.work();

  expect(findings(again)).toEqual(['merged_outside d']);
  expect(flatEffort(effortOf(again, 'd')).merge_commit).toBe(merge);
  expect(await finish(repo, again)).toEqual(ALL);
  expect(await repo.git('log', '--format=%s', '--first-parent', 'main')).toContain('by hand');
  expect(await transcript(repo)).toMatchInlineSnapshot(`
    ref                      | command                            | outcome
    <session>/evidence/c     | update-ref                         | A → B
    <session>/restore/c      | update-ref                         | new: C, refused
    <session>/tip            |                                    | C → D, refused
    phase1/wave1-integration |                                    | C → D, refused
    <session>/restore/c      | update-ref                         | new: C
    <session>/tip            |                                    | E → D
    phase1/wave1-integration |                                    | C → D
    main                     | update-ref                         | start → D
    <slot>                   | init                               | ok
    <slot>                   | checkout --force --detach <commit> | ok
    <slot>                   | clean -ffdq                        | ok
  `);
});

it('merges again what somebody took back, without asking again', async () => {
  const { repo, life, state } = await left();
  await repo.git(
    'update-ref',
    `refs/heads/${BRANCH}`,
    flatEffort(state.efforts_included.find(({ name }) => name === 'b'))?.restore_point ?? '',
  );

  const again = await takeUpAgain(life);
  await again.work();

  expect(findings(again)).toEqual([`taken_back_outside ${BRANCH}`]);
  expect(statusesOf(again)).toMatchObject({ a: 'MERGED', b: 'MERGED', c: 'MERGING' });
  expect(await finish(repo, again)).toEqual(ALL);
  expect(await transcript(repo)).toMatchInlineSnapshot(`
    ref                      | command                            | outcome
    <session>/restore/b      | update-ref                         | new: A, refused
    <session>/tip            |                                    | A → B, refused
    phase1/wave1-integration |                                    | A → B, refused
    phase1/wave1-integration | update-ref                         | A → B
    <session>/restore/c      | update-ref                         | new: B
    <session>/tip            |                                    | B → C
    phase1/wave1-integration |                                    | B → C
    <session>/restore/d      | update-ref                         | new: C
    <session>/tip            |                                    | C → D
    phase1/wave1-integration |                                    | C → D
    main                     | update-ref                         | start → D
    <slot>                   | init                               | ok
    <slot>                   | checkout --force --detach <commit> | ok
    <slot>                   | clean -ffdq                        | ok
  `);
});

it('says that branches moved, went and came, and keeps to what it planned', async () => {
  const { repo, life } = await left();
  await repo.commit('effort/d', { 'later.txt': 'x\n' });
  await repo.git('branch', '-D', 'effort/a');
  await repo.grow({ 'effort/new': effort({ 'new.txt': 'x\n' }) });

  const again = await takeUpAgain(life);
  await again.work();

  expect(findings(again)).toEqual(['branch_deleted a', 'branch_moved d', 'new_branch effort/new']);
  expect(await finish(repo, again)).toEqual(ALL);
  expect(await transcript(repo)).toMatchInlineSnapshot(`
    ref                      | command                            | outcome
    <session>/restore/c      | update-ref                         | new: A
    <session>/tip            |                                    | A → B
    phase1/wave1-integration |                                    | A → B
    <session>/restore/d      | update-ref                         | new: B
    <session>/tip            |                                    | B → C
    phase1/wave1-integration |                                    | B → C
    main                     | update-ref                         | start → C
    <slot>                   | init                               | ok
    <slot>                   | checkout --force --detach <commit> | ok
    <slot>                   | clean -ffdq                        | ok
  `);
});

it('can still merge an effort whose branch was deleted and whose commits nothing else keeps', async () => {
  const { repo, life } = await left();
  await repo.git('branch', '-D', 'effort/d');
  await repo.git('reflog', 'expire', '--expire=now', '--all');
  await repo.git('gc', '--quiet', '--prune=now');

  const again = await takeUpAgain(life);
  await again.work();

  expect(await finish(repo, again)).toEqual(ALL);
  expect(await transcript(repo)).toMatchInlineSnapshot(`
    ref                      | command                            | outcome
    <session>/restore/c      | update-ref                         | new: A
    <session>/tip            |                                    | A → B
    phase1/wave1-integration |                                    | A → B
    <session>/restore/d      | update-ref                         | new: B
    <session>/tip            |                                    | B → C
    phase1/wave1-integration |                                    | B → C
    main                     | update-ref                         | start → C
    <slot>                   | init                               | ok
    <slot>                   | checkout --force --detach <commit> | ok
    <slot>                   | clean -ffdq                        | ok
  `);
});

it('puts the integration branch back where it is gone', async () => {
  const { repo, life } = await left();
  const tip = await repo.tip(BRANCH);
  await repo.git('branch', '-D', BRANCH);

  const again = await takeUpAgain(life);
  await again.work();

  expect(findings(again)).toEqual([`integration_gone ${BRANCH}`]);
  expect(await repo.tip(BRANCH)).toBe(tip);
  expect(await finish(repo, again)).toEqual(ALL);
  expect(await transcript(repo)).toMatchInlineSnapshot(`
    ref                      | command                            | outcome
    phase1/wave1-integration | update-ref                         | new: A
    <session>/restore/c      | update-ref                         | new: A
    <session>/tip            |                                    | A → B
    phase1/wave1-integration |                                    | A → B
    <session>/restore/d      | update-ref                         | new: B
    <session>/tip            |                                    | B → C
    phase1/wave1-integration |                                    | B → C
    main                     | update-ref                         | start → C
    <slot>                   | init                               | ok
    <slot>                   | checkout --force --detach <commit> | ok
    <slot>                   | clean -ffdq                        | ok
  `);
});

it('puts the integration branch back where it was moved elsewhere, and keeps what it was moved to', async () => {
  const { repo, life } = await left();
  const tip = await repo.tip(BRANCH);
  await repo.grow({ elsewhere: effort({ 'elsewhere.txt': 'x\n' }) });
  const elsewhere = await repo.tip('elsewhere');
  await repo.git('update-ref', `refs/heads/${BRANCH}`, elsewhere);
  await repo.git('branch', '-D', 'elsewhere');

  const again = await takeUpAgain(life);
  await again.work();

  expect(findings(again)).toEqual([`integration_moved ${BRANCH}`]);
  expect(await repo.tip(BRANCH)).toBe(tip);
  expect(await repo.git('for-each-ref', '--contains', elsewhere, '--format=%(refname)')).toContain(
    `saved/${elsewhere}`,
  );
  expect(await finish(repo, again)).toEqual(ALL);
  expect(await transcript(repo)).toMatchInlineSnapshot(`
    ref                      | command                            | outcome
    <session>/saved/A        | update-ref                         | new: A, refused
    <session>/tip            |                                    | A → B, refused
    phase1/wave1-integration |                                    | A → B, refused
    <session>/saved/A        | update-ref                         | new: A
    phase1/wave1-integration |                                    | A → B
    <session>/restore/c      | update-ref                         | new: B
    <session>/tip            |                                    | B → C
    phase1/wave1-integration |                                    | B → C
    <session>/restore/d      | update-ref                         | new: C
    <session>/tip            |                                    | C → D
    phase1/wave1-integration |                                    | C → D
    main                     | update-ref                         | start → D
    <slot>                   | init                               | ok
    <slot>                   | checkout --force --detach <commit> | ok
    <slot>                   | clean -ffdq                        | ok
  `);
});

it('asks about a commit that somebody put on top, with who made it and what it changes, and builds on it then', async () => {
  const { repo, life } = await left();
  const theirs = await repo.commit(BRANCH, { 'fix.txt': 'x\n' });

  const again = await takeUpAgain(life);
  await again.work('recommended');

  expect(again.question()).toBe(`foreign_commits: ${BRANCH} has 1 commit that no effort brought`);
  const question = openQuestion(again.state());
  expect(question?.facts.map(factWords)).toEqual([
    expect.stringMatching(new RegExp(`^${theirs.slice(0, 8)} .+, by .+: fix\\.txt$`)),
  ]);
  expect(question?.recommended).toBeNull();
  await again.choose('keep');

  expect(findings(again)).toEqual([`integration_moved ${BRANCH}`]);
  expect(await finish(repo, again)).toEqual([...ALL.slice(0, 2), 'fix.txt', ...ALL.slice(2)]);
  expect(await transcript(repo)).toMatchInlineSnapshot(`
    ref                      | command                            | outcome
    <session>/evidence/c     | update-ref                         | A → B
    <session>/restore/c      | update-ref                         | new: C, refused
    <session>/tip            |                                    | C → D, refused
    phase1/wave1-integration |                                    | C → D, refused
    <session>/restore/c      | update-ref                         | new: C
    <session>/tip            |                                    | E → D
    phase1/wave1-integration |                                    | C → D
    <session>/restore/d      | update-ref                         | new: D
    <session>/tip            |                                    | D → F
    phase1/wave1-integration |                                    | D → F
    main                     | update-ref                         | start → F
    <slot>                   | init                               | ok
    <slot>                   | checkout --force --detach <commit> | ok
    <slot>                   | clean -ffdq                        | ok
  `);
});

it('leaves out a commit that somebody put on top, and keeps it reachable', async () => {
  const { repo, life } = await left();
  const ours = await repo.tip(BRANCH);
  const theirs = await repo.commit(BRANCH, { 'fix.txt': 'x\n' });

  const again = await takeUpAgain(life);
  await again.work('recommended');
  await again.choose('leave_out');

  expect(again.state().decisions.at(-1)).toMatchObject({ kind: 'foreign_commits', choice: 'leave_out' });
  expect(await repo.git('merge-base', BRANCH, theirs)).toBe(ours);
  expect(await repo.git('for-each-ref', '--contains', theirs, '--format=%(refname)')).toContain('saved/');
  expect(await finish(repo, again)).toEqual(ALL);
});

it('merges everything again where the target moved, and knows what was decided', async () => {
  const { repo, life } = await left();
  await repo.commit('main', { 'meanwhile.txt': 'x\n' });

  const again = await takeUpAgain(life);
  await again.work();

  expect(findings(again)).toEqual(['target_moved main']);
  expect(again.question()).toMatch(/^conflict: song\.txt/);
  expect(await finish(repo, again)).toEqual(['a.txt', 'd.txt', 'intorch.yaml', 'meanwhile.txt', 'song.txt']);
  expect(
    await repo.git(
      'merge-base',
      '--is-ancestor',
      flatEffort(effortOf(again, 'a')).merge_commit ?? '',
      'main',
    ),
  ).toBe('');
  expect(await transcript(repo)).toMatchInlineSnapshot(`
    ref                      | command                            | outcome
    <session>/saved/A        | update-ref                         | new: A
    <session>/tip            |                                    | A → B
    phase1/wave1-integration |                                    | A → B
    <session>/restore/a      | update-ref                         | new: B, refused
    <session>/tip            |                                    | B → C, refused
    phase1/wave1-integration |                                    | B → C, refused
    <session>/restore/a      | update-ref                         | start → B
    <session>/tip            |                                    | B → C
    phase1/wave1-integration |                                    | B → C
    <session>/restore/b      | update-ref                         | new: C, refused
    <session>/tip            |                                    | C → D, refused
    phase1/wave1-integration |                                    | C → D, refused
    <session>/restore/b      | update-ref                         | E → C
    <session>/tip            |                                    | C → D
    phase1/wave1-integration |                                    | C → D
    <session>/evidence/c     | update-ref                         | F → G
    <session>/restore/c      | update-ref                         | new: D
    <session>/tip            |                                    | D → H
    phase1/wave1-integration |                                    | D → H
    <session>/restore/d      | update-ref                         | new: H
    <session>/tip            |                                    | H → I
    phase1/wave1-integration |                                    | H → I
    main                     | update-ref                         | B → I
    <slot>                   | init                               | ok
    <slot>                   | checkout --force --detach <commit> | ok
    <slot>                   | clean -ffdq                        | ok
  `);
});

it('leaves out what is in the target by now', async () => {
  const { repo, life } = await left();
  const tree = await repo.git('merge-tree', '--write-tree', 'main', 'effort/b');
  await repo.git(
    'update-ref',
    'refs/heads/main',
    await repo.git('commit-tree', tree, '-p', 'main', '-p', 'effort/b', '-m', 'landed b'),
  );

  const again = await takeUpAgain(life);
  await again.work();

  expect(findings(again)).toEqual(['merged_outside b', 'target_moved main']);
  expect(flatEffort(effortOf(again, 'b')).already_in).toBe('ancestor');
  expect(await finish(repo, again)).toEqual(ALL);
  expect(await transcript(repo)).toMatchInlineSnapshot(`
    ref                      | command                            | outcome
    <session>/saved/A        | update-ref                         | new: A
    <session>/tip            |                                    | A → B
    phase1/wave1-integration |                                    | A → B
    <session>/restore/a      | update-ref                         | new: B, refused
    <session>/tip            |                                    | B → C, refused
    phase1/wave1-integration |                                    | B → C, refused
    <session>/restore/a      | update-ref                         | start → B
    <session>/tip            |                                    | B → C
    phase1/wave1-integration |                                    | B → C
    <session>/restore/c      | update-ref                         | new: C
    <session>/tip            |                                    | C → D
    phase1/wave1-integration |                                    | C → D
    <session>/restore/d      | update-ref                         | new: D
    <session>/tip            |                                    | D → E
    phase1/wave1-integration |                                    | D → E
    main                     | update-ref                         | B → E
    <slot>                   | init                               | ok
    <slot>                   | checkout --force --detach <commit> | ok
    <slot>                   | clean -ffdq                        | ok
  `);
});

it('has nothing to do any more where somebody merged everything into the target', async () => {
  const { repo, life } = await left();
  await repo.git('checkout', '--quiet', 'main');
  for (const name of ['a', 'b', 'd']) await repo.git('merge', '--quiet', '--no-edit', `effort/${name}`);
  await repo.git('merge', '--quiet', '--no-edit', '-X', 'theirs', 'effort/c');
  const tip = await repo.tip('main');
  await repo.git('checkout', '--quiet', '--detach');

  const again = await takeUpAgain(life);
  await again.work();

  expect(again.state()).toMatchObject({ stage: 'FINISHED', end: { outcome: 'NOTHING_TO_DO' } });
  expect(await repo.tip('main')).toBe(tip);
  expect(await transcript(repo)).toMatchInlineSnapshot(`nothing was written`);
});

it('makes the workspaces again where their folder is gone', async () => {
  const { repo, story } = await started(
    configured("gates: [{ name: test, command: 'exit 0', parser: exit }]\n"),
  );
  const workspaces = [...new Set(story.state().gate_runs.flatMap(({ workspace }) => workspace ?? []))];
  expect(workspaces).not.toEqual([]);
  for (const workspace of workspaces) await rm(workspace, { recursive: true, force: true });

  const again = await takeUpAgain(story);
  await again.work();

  expect(findings(again).map((finding) => finding.split(' ')[0])).toEqual(
    workspaces.map(() => 'workspace_gone'),
  );
  expect(await finish(repo, again)).toEqual(ALL);
  expect(await transcript(repo)).toMatchInlineSnapshot(`
    ref                      | command                            | outcome
    <session>/restore/start  | update-ref                         | new: start
    <session>/efforts/a      |                                    | new: a
    <session>/efforts/b      |                                    | new: b
    <session>/efforts/c      |                                    | new: c
    <session>/efforts/d      |                                    | new: d
    <session>/tip            |                                    | new: start
    phase1/wave1-integration |                                    | new: start
    <session>/restore/a      | update-ref                         | new: start
    <session>/tip            |                                    | start → A
    phase1/wave1-integration |                                    | start → A
    <session>/restore/b      | update-ref                         | new: A
    <session>/tip            |                                    | A → B
    phase1/wave1-integration |                                    | A → B
    <session>/evidence/c     | update-ref                         | new: C
    <session>/restore/c      | update-ref                         | new: B
    <session>/tip            |                                    | B → D
    phase1/wave1-integration |                                    | B → D
    <session>/restore/d      | update-ref                         | new: D
    <session>/tip            |                                    | D → E
    phase1/wave1-integration |                                    | D → E
    main                     | update-ref                         | start → E
    <slot>                   | init                               | ok
    <slot>                   | checkout --force --detach <commit> | ok
    <slot>                   | clean -ffdq                        | ok
  `);
});

it('offers what there is to resume, and goes on when told to', async () => {
  const { repo, life } = await left();
  await repo.commit('effort/d', { 'later.txt': 'x\n' });

  const again = await takeUpAgain(life, { ask: true });
  await again.work();
  const question = openQuestion(again.state());

  expect(question?.kind).toBe('resume');
  expect(question?.title).toBe('This integration did not finish: 2 of 4 efforts are in');
  expect(question?.facts.map(factWords)).toEqual([expect.stringMatching(/^d: tip .*; git says tip /)]);
  await again.choose('continue');
  expect(again.question()).toMatch(/^conflict: song\.txt/);
  expect(await transcript(repo)).toMatchInlineSnapshot(`nothing was written`);
});

it('keeps the cursor of the question behind when the cursor of the resume question is moved', async () => {
  const { repo, life } = await left();
  const before = await takeUpAgain(life);
  await before.work();
  const question = openQuestion(before.state())?.id ?? '';
  await before.command({ type: 'highlight', question, choice: 'take_incoming' });

  const again = await takeUpAgain(before, { ask: true });
  const offer = openQuestion(again.state())?.id ?? '';
  await again.command({ type: 'highlight', question: offer, choice: 'look' });
  await again.command({ type: 'highlight', question: offer, choice: 'continue' });
  await again.command({ type: 'choose', question: offer });
  await again.work();

  const behind = openQuestion(again.state());
  expect(behind?.id).toBe(question);
  expect(behind && highlightedChoice(again.state(), behind)).toBe('take_incoming');
  expect(again.state().highlighted.map((one) => one.question)).toEqual([question]);
  expect(await transcript(repo)).toMatchInlineSnapshot(`nothing was written`);
});

it('only looks when that is the answer, and goes on later', async () => {
  const { repo, life } = await left();
  const again = await takeUpAgain(life, { ask: true });
  const tip = await repo.tip(BRANCH);

  await again.choose('look');
  expect([again.question(), again.state().paused]).toEqual([null, true]);
  expect(await repo.tip(BRANCH)).toBe(tip);
  await again.command({ type: 'go_on' });
  await again.work();

  expect(await finish(repo, again)).toEqual(ALL);
  expect(await transcript(repo)).toMatchInlineSnapshot(`
    ref                      | command                            | outcome
    <session>/restore/c      | update-ref                         | new: A
    <session>/tip            |                                    | A → B
    phase1/wave1-integration |                                    | A → B
    <session>/restore/d      | update-ref                         | new: B
    <session>/tip            |                                    | B → C
    phase1/wave1-integration |                                    | B → C
    main                     | update-ref                         | start → C
    <slot>                   | init                               | ok
    <slot>                   | checkout --force --detach <commit> | ok
    <slot>                   | clean -ffdq                        | ok
  `);
});

it('rolls all back when that is the answer', async () => {
  const { repo, life } = await left();
  const again = await takeUpAgain(life, { ask: true });

  await again.choose('roll_back');

  expect(again.state().end?.outcome).toBe('ROLLED_BACK');
  expect(await repo.tip(BRANCH)).toBe(await repo.tip('main'));
  expect(await transcript(repo)).toMatchInlineSnapshot(`
    ref                      | command    | outcome
    <session>/saved/A        | update-ref | new: A
    <session>/tip            |            | A → start
    phase1/wave1-integration |            | A → start
  `);
});

it('ends in favour of a new session when that is the answer', async () => {
  const { repo, life } = await left();
  const again = await takeUpAgain(life, { ask: true });

  await again.choose('supersede');

  expect(again.state().end?.outcome).toBe('SUPERSEDED');
  expect((await again.repository.sessions.list()).map(({ finished }) => finished)).toEqual([true]);
  expect(await transcript(repo)).toMatchInlineSnapshot(`nothing was written`);
});

async function checkpointFiles(life: FormerLife): Promise<readonly string[]> {
  const folder = join(life.repository.sessions.directory(life.live.id), 'checkpoints', 'active');
  return (await readdir(folder)).toSorted().map((name) => join(folder, name));
}

async function forgetSnapshots({ repository }: FormerLife): Promise<void> {
  const { DatabaseSync } = nodeSqlite();
  const database = new DatabaseSync(join(repository.directory, 'intorch.db'));
  database.exec('DELETE FROM snapshots');
  database.close();
}

it('takes an older checkpoint where the newest is damaged, says so, and loses nothing', async () => {
  const { repo, life, state } = await left();
  const { length } = state.decisions;
  const backup = join(life.repository.sessions.directory(life.live.id), 'checkpoints', 'backup');
  for (const name of await readdir(backup)) await rm(join(backup, name));
  const newest = (await checkpointFiles(life)).at(-1) ?? '';
  await writeFile(newest, (await readFile(newest, 'utf8')).slice(0, 5000));
  await forgetSnapshots(life);

  const said: unknown[] = [];
  const again = await takeUpAgain(life, { said });
  await again.work();

  expect(said.map(String).join()).toMatch(/Cannot use checkpoint .*yaml: /);
  expect(again.question()).toMatch(/^conflict: song\.txt/);
  expect(again.state().decisions).toHaveLength(length);
  expect(await finish(repo, again)).toEqual(ALL);
  expect(await transcript(repo)).toMatchInlineSnapshot(`
    ref                      | command                            | outcome
    <session>/restore/c      | update-ref                         | new: A
    <session>/tip            |                                    | A → B
    phase1/wave1-integration |                                    | A → B
    <session>/restore/d      | update-ref                         | new: B
    <session>/tip            |                                    | B → C
    phase1/wave1-integration |                                    | B → C
    main                     | update-ref                         | start → C
    <slot>                   | init                               | ok
    <slot>                   | checkout --force --detach <commit> | ok
    <slot>                   | clean -ffdq                        | ok
  `);
});

it('goes on from the checkpoints alone where the database is lost', async () => {
  const { repo, life } = await left();
  for (const name of await readdir(life.repository.directory))
    if (name.startsWith('intorch.db')) await rm(join(life.repository.directory, name));

  const again = await takeUpAgain(life, { said: [] });
  await again.work();

  expect(again.question()).toMatch(/^conflict: song\.txt/);
  expect(await finish(repo, again)).toEqual(ALL);
  expect(await transcript(repo)).toMatchInlineSnapshot(`
    ref                      | command                            | outcome
    <session>/restore/c      | update-ref                         | new: A
    <session>/tip            |                                    | A → B
    phase1/wave1-integration |                                    | A → B
    <session>/restore/d      | update-ref                         | new: B
    <session>/tip            |                                    | B → C
    phase1/wave1-integration |                                    | B → C
    main                     | update-ref                         | start → C
    <slot>                   | init                               | ok
    <slot>                   | checkout --force --detach <commit> | ok
    <slot>                   | clean -ffdq                        | ok
  `);
});

it('goes on from an older checkpoint without the database, too', async () => {
  const { repo, life } = await left();
  for (const name of await readdir(life.repository.directory))
    if (name.startsWith('intorch.db')) await rm(join(life.repository.directory, name));
  const backup = join(life.repository.sessions.directory(life.live.id), 'checkpoints', 'backup');
  for (const name of await readdir(backup)) await rm(join(backup, name));
  for (const file of (await checkpointFiles(life)).slice(1)) await rm(file);

  const again = await takeUpAgain(life, { said: [] });
  await again.work();

  expect(again.question()).toMatch(/^conflict: song\.txt/);
  expect(await finish(repo, again)).toEqual(ALL);
  // No table here: which checkpoint is the oldest one kept depends on how many events went into each save.
});

it('goes on from the database alone where all checkpoints are gone', async () => {
  const { repo, life } = await left();
  await rm(join(life.repository.sessions.directory(life.live.id), 'checkpoints'), { recursive: true });

  const again = await takeUpAgain(life, { said: [] });
  await again.work();

  expect(again.question()).toMatch(/^conflict: song\.txt/);
  expect(await finish(repo, again)).toEqual(ALL);
  expect(await transcript(repo)).toMatchInlineSnapshot(`
    ref                      | command                            | outcome
    <session>/restore/c      | update-ref                         | new: A
    <session>/tip            |                                    | A → B
    phase1/wave1-integration |                                    | A → B
    <session>/restore/d      | update-ref                         | new: B
    <session>/tip            |                                    | B → C
    phase1/wave1-integration |                                    | B → C
    main                     | update-ref                         | start → C
    <slot>                   | init                               | ok
    <slot>                   | checkout --force --detach <commit> | ok
    <slot>                   | clean -ffdq                        | ok
  `);
});

it('says that nothing is left to go on from where checkpoints and database are gone', async () => {
  const { repo, life } = await left();
  for (const suffix of ['', '-wal', '-shm'])
    await rm(join(life.repository.directory, `intorch.db${suffix}`), { force: true });
  await rm(join(life.repository.sessions.directory(life.live.id), 'checkpoints'), { recursive: true });

  await expect(takeUpAgain(life)).rejects.toMatchObject({ code: 'CHECKPOINT_UNUSABLE', exit_status: 65 });
  expect(await transcript(repo)).toMatchInlineSnapshot(`nothing was written`);
});

it.each(['cherry-pick', 'hybrid'])(
  'finds its own %s again that was published just before the end came',
  async (strategy) => {
    const config = configured(ONE_GATE).replace(
      "['effort/*']",
      `[], list: [{ branch: effort/first }, { branch: effort/mixed, strategy: ${strategy} }]`,
    );
    const repo = await makeWorld(
      { 'song.txt': 'one\ntwo\nthree\n' },
      {
        'effort/first': effort({ 'song.txt': 'one\nTWO\nthree\n' }),
        'effort/mixed': effort({ 'x.txt': 'x\n' }, { 'song.txt': 'one\nzwei\nthree\n' }, { 'y.txt': 'y\n' }),
      },
      { config },
    );
    let over = false;
    const dying = await begin(repo, {}, (ports) => ({
      ...ports,
      journal: {
        ...ports.journal,
        append: (sequence, event) => {
          over ||= event.type === 'effort_merged' && event.effort === 'mixed';
          return over ? Promise.reject(new Error('the end')) : ports.journal.append(sequence, event);
        },
      },
    }));
    if (strategy === 'hybrid') {
      await dying.work();
      await expect(dying.choose('combine_current_incoming')).rejects.toThrow('the end');
    } else await expect(dying.work()).rejects.toThrow('the end');
    const published = await repo.tip(BRANCH);

    const again = await takeUpAgain(dying);
    await again.work();

    expect(findings(again)).toEqual([]);
    expect(again.state().end?.outcome).toBe('LANDED');
    expect(await repo.tip('main')).toBe(published);
    expect(again.state().decisions.filter(({ by }) => by === 'operator').length).toBe(
      strategy === 'hybrid' ? 1 : 0,
    );
    const told = await transcript(repo);
    if (strategy === 'hybrid')
      expect(told).toMatchInlineSnapshot(`
      ref                      | command                            | outcome
      <session>/restore/start  | update-ref                         | new: start
      <session>/efforts/first  |                                    | new: first
      <session>/efforts/mixed  |                                    | new: mixed
      <session>/tip            |                                    | new: start
      phase1/wave1-integration |                                    | new: start
      <session>/restore/first  | update-ref                         | new: start
      <session>/tip            |                                    | start → A
      phase1/wave1-integration |                                    | start → A
      <session>/evidence/mixed | update-ref                         | new: B
      <session>/restore/mixed  | update-ref                         | new: A
      <session>/tip            |                                    | A → C
      phase1/wave1-integration |                                    | A → C
      <session>/restore/mixed  | update-ref                         | new: A, refused
      <session>/tip            |                                    | A → C, refused
      phase1/wave1-integration |                                    | A → C, refused
      main                     | update-ref                         | start → C
      <slot>                   | init                               | ok
      <slot>                   | checkout --force --detach <commit> | ok
      <slot>                   | clean -ffdq                        | ok
    `);
    else
      expect(told).toMatchInlineSnapshot(`
      ref                      | command                            | outcome
      <session>/restore/start  | update-ref                         | new: start
      <session>/efforts/first  |                                    | new: first
      <session>/efforts/mixed  |                                    | new: mixed
      <session>/tip            |                                    | new: start
      phase1/wave1-integration |                                    | new: start
      <session>/restore/first  | update-ref                         | new: start
      <session>/tip            |                                    | start → A
      phase1/wave1-integration |                                    | start → A
      <session>/restore/mixed  | update-ref                         | new: A
      <session>/tip            |                                    | A → B
      phase1/wave1-integration |                                    | A → B
      <session>/restore/mixed  | update-ref                         | new: A, refused
      <session>/tip            |                                    | A → B, refused
      phase1/wave1-integration |                                    | A → B, refused
      main                     | update-ref                         | start → B
      <slot>                   | init                               | ok
      <slot>                   | checkout --force --detach <commit> | ok
      <slot>                   | clean -ffdq                        | ok
    `);
  },
);

it('lists without a screen what changed outside before it goes on', async () => {
  const repo = await makeWorld(
    { 'a.txt': 'one\n' },
    { 'effort/one': effort({ 'a.txt': 'ONE\n' }), 'effort/two': effort({ 'a.txt': 'zwei\n' }) },
  );
  expect((await cli(repo, 'run')).status).toBe(3);
  await repo.git('branch', '-D', 'effort/one');
  await repo.commit('effort/two', { 'b.txt': 'b\n' });

  const { out } = await cli(repo, 'resume');

  expect(out).toMatch(/found +one .*the branch is gone; the recorded commit is kept and used$/m);
  expect(out).toMatch(/found +two .*the recorded commit is used$/m);
  expect(await transcript(repo)).toMatchInlineSnapshot(`
    ref                      | command    | outcome
    <session>/restore/start  | update-ref | new: start
    <session>/efforts/one    |            | new: one
    <session>/efforts/two    |            | new: two
    <session>/tip            |            | new: start
    phase1/wave1-integration |            | new: start
    <session>/restore/one    | update-ref | new: start
    <session>/tip            |            | start → A
    phase1/wave1-integration |            | start → A
    <session>/evidence/two   | update-ref | new: B
  `);
});

it('says first where it was brought back from, by whom it was saved, and what it goes on with', async () => {
  const { repo, life } = await left();
  await repo.git('branch', '-D', 'effort/d');

  const plain = await cli(repo, 'resume');

  expect(plain.status).toBe(3);
  const said = plain.out
    .replace(hostname(), 'HOST')
    .replace(/\d{4}-\S+Z/, 'TIME')
    .split('\n');
  expect(said.slice(0, 11).map((line) => line.replace(/-\d{8}-\d{6}/, '-STAMP'))).toMatchInlineSnapshot(`
    [
      "Recovered state of wave1-STAMP",
      "  Orchestrator: intorch on HOST",
      "  Last persisted: TIME",
      "  Completed: 2 efforts of 4 (63 %)",
      "  In progress: 1 effort",
      "  Recovered from: orchestrator-integration-STAMP-000014.yaml",
      "  Pending work: RESUME_MERGE c, START_MERGE d, RESUME_CONFLICT_RESOLUTION song.txt of c",
      "  Next action: RESUME_CONFLICT_RESOLUTION song.txt of c",
      "Reconciled 1 change:",
      "wave-1    2/4  found      d  checkpoint: tip 6e5eb522  git: the branch is gone; the recorded commit is kept and used",
      "",
    ]
  `);
  const first = JSON.parse((await cli(repo, 'resume', '--json')).out.split('\n')[0] ?? '');
  expect(first).toMatchObject({
    type: 'recovered',
    session_id: life.live.id,
    host: hostname(),
    persistedAt: expect.stringMatching(/^\d{4}-.*Z$/),
    recoveredFrom: expect.stringMatching(/^orchestrator-integration-\d{8}-\d{6}-\d{6}\.yaml$/),
    cross_machine: false,
    integration_branch: BRANCH,
    current_progress: { percentage: 62.5, completed: 2, in_progress: 1, pending: 1 },
    next_action: { type: 'RESUME_CONFLICT_RESOLUTION', effort: 'c', path: 'song.txt' },
    reconciled: 0,
  });
});

it('stores in each checkpoint when it was saved, and which one its process went on from', async () => {
  const { repo } = await left();
  const newest = async () => {
    const { name } = JSON.parse((await cli(repo, 'checkpoint', 'ls', '--json')).out).files[0];
    const { out } = await cli(repo, 'checkpoint', 'show', name);
    const field = (key: string) => new RegExp(`^ {2}${key}: (.*)$`, 'm').exec(out)?.[1];
    return {
      name,
      persistedAt: field('persistedAt'),
      saved_at: field('saved_at'),
      from: field('recoveredFrom'),
    };
  };
  const before = await newest();
  expect(before).toMatchObject({ persistedAt: before.saved_at, from: 'null' });

  await cli(repo, 'resume', '--decide', 'recommended');

  const after = await newest();
  expect(after).toMatchObject({ persistedAt: after.saved_at, from: before.name });
});

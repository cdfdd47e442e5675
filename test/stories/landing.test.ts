/** Parts six and seven of the flow: landing, holding, refusing to land; and going back. */

import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { openQuestion } from '../../src/domain/integration/open-question.ts';
import { factWords } from '../../src/domain/integration/question-fact.ts';
import { landingCommand } from '../../src/domain/integration/selectors/ending.ts';
import type { BranchName } from '../../src/domain/shared/ids.ts';
import { type TestRepository, temporaryFolder } from '../support/repository.ts';
import { begin, takeUpAgain } from '../support/session.ts';
import { flatEffort } from '../support/states.ts';
import {
  cli,
  configured,
  effort,
  effortOf,
  integrated,
  makeWorld,
  ONE_GATE,
  operatorsOwn,
  reportOf,
  statusesOf,
} from '../support/stories.ts';
import { transcript } from '../support/transcript.ts';

const BRANCH = 'phase1/wave1-integration' as BranchName;
const TWO = { 'effort/a': effort({ 'a.txt': 'a\n' }), 'effort/b': effort({ 'b.txt': 'b\n' }) };

const landing = (mode: string) => configured(`landing: { mode: ${mode} }\n${ONE_GATE}`);

it('moves a clean checkout of the target forward where the settings ask for it', async () => {
  const repo = await makeWorld({}, TWO, { config: landing('fast_forward'), checkedOut: true });

  const story = await integrated(repo);

  expect(story.state().end?.outcome).toBe('LANDED');
  expect(await repo.git('rev-parse', 'HEAD')).toBe(story.state().integration_tip);
  expect(await repo.git('status', '--porcelain')).toBe('');
  expect(await repo.git('ls-files')).toContain('a.txt');
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
    HEAD                     | merge --ff-only --no-autostash --no-overwrite-ignore --no-verify-signatures B | ok
    <slot>                   | init                               | ok
    <slot>                   | checkout --force --detach <commit> | ok
    <slot>                   | clean -ffdq                        | ok
  `);
});

it('holds where the checkout has changes in the way, and touches nothing', async () => {
  const repo = await makeWorld({}, TWO, { config: landing('fast_forward'), checkedOut: true });
  await writeFile(join(repo.dir, 'a.txt'), 'mine, and in the way\n');
  const before = await operatorsOwn(repo);

  const story = await integrated(repo);

  expect(story.state().end?.outcome).toBe('HELD_FOR_REVIEW');
  expect(landingCommand(story.state())).toBe(
    `git -C ${repo.dir} merge --ff-only ${story.state().integration_tip}`,
  );
  expect(await operatorsOwn(repo)).toBe(before);
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
    HEAD                     | merge --ff-only --no-autostash --no-overwrite-ignore --no-verify-signatures B | exit 1
    <slot>                   | init                               | ok
    <slot>                   | checkout --force --detach <commit> | ok
    <slot>                   | clean -ffdq                        | ok
  `);
});

it('sees before it asks that the target is checked out, and names what is in the way there', async () => {
  const repo = await makeWorld({}, TWO, { checkedOut: true });
  const story = await begin(repo);
  const seen: (string | undefined)[] = [];
  story.live.session.store.subscribe((_, after) => {
    const question = openQuestion(after);
    if (question?.kind !== 'land' || seen.length > 0) return;
    seen.push(...question.facts.slice(0, 2).map(factWords), question.choices[0]?.detail);
  });
  // After the plan was made: what it said is not what is there at the end.
  await writeFile(join(repo.dir, 'a.txt'), 'mine, and in the way\n');

  await story.work('recommended');

  expect(seen).toEqual([
    `main is checked out in ${repo.dir}, and intorch does not touch a checkout`,
    'in the way there, not committed: a.txt; commit, stash or move that first, or git refuses the command',
    'main is checked out: you get the one command that moves it to exactly the tree that was tested',
  ]);
  expect(story.state().end?.outcome).toBe('HELD_FOR_REVIEW');
});

it.each([
  ['hold', 'the settings say: hold for review'],
  ['none', 'landing was not asked for'],
])('moves nothing with landing: %s, and its one command finishes it', async (mode, because) => {
  const repo = await makeWorld({}, TWO, { config: landing(mode) });
  const before = await repo.tip('main');

  const story = await integrated(repo);

  expect(story.state().end?.outcome).toBe('HELD_FOR_REVIEW');
  expect(story.state().end?.because).toBe(because);
  expect(await repo.tip('main')).toBe(before);
  const [program, ...words] = landingCommand(story.state())?.split(' ') ?? [];
  expect(program).toBe('git');
  await repo.git(...words);
  expect(await repo.tip('main')).toBe(story.state().integration_tip);
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

it('merges everything again onto a target that moved while it ran, without asking twice, and lands that', async () => {
  const repo = await makeWorld(
    { 'song.txt': 'one\ntwo\nthree\n' },
    {
      'effort/a': effort({ 'song.txt': 'one\nTWO\nthree\n' }),
      'effort/b': effort({ 'song.txt': 'one\nzwei\nthree\n' }),
    },
  );
  const story = await begin(repo);
  await story.work();
  await repo.commit('main', { 'meanwhile.txt': 'x\n' });
  await story.choose('combine_current_incoming');

  expect(story.state().end?.outcome).toBe('LANDED');
  expect(await repo.git('show', 'main:song.txt')).toBe('one\nTWO\nzwei\nthree');
  expect(await repo.git('log', '--first-parent', '--format=%s', 'main')).toBe(
    'Merge effort b\nMerge effort a\nmain: change meanwhile.txt\nmain: change intorch.yaml, song.txt',
  );
  const finals = story.state().gate_runs.filter(({ subject }) => subject.kind === 'final');
  expect(finals.at(-1)?.commit).toBe(await repo.tip('main'));
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
    <session>/evidence/b     | update-ref                         | new: B
    <session>/restore/b      | update-ref                         | new: A
    <session>/tip            |                                    | A → C
    phase1/wave1-integration |                                    | A → C
    <session>/saved/C        | update-ref                         | new: C
    <session>/tip            |                                    | C → D
    phase1/wave1-integration |                                    | C → D
    <session>/restore/a      | update-ref                         | new: D, refused
    <session>/tip            |                                    | D → E, refused
    phase1/wave1-integration |                                    | D → E, refused
    <session>/restore/a      | update-ref                         | start → D
    <session>/tip            |                                    | D → E
    phase1/wave1-integration |                                    | D → E
    <session>/evidence/b     | update-ref                         | B → F
    <session>/restore/b      | update-ref                         | new: E, refused
    <session>/tip            |                                    | E → G, refused
    phase1/wave1-integration |                                    | E → G, refused
    <session>/restore/b      | update-ref                         | A → E
    <session>/tip            |                                    | E → G
    phase1/wave1-integration |                                    | E → G
    main                     | update-ref                         | D → G
    <slot>                   | init                               | ok
    <slot>                   | checkout --force --detach <commit> | ok
    <slot>                   | clean -ffdq                        | ok
  `);
});

it('refuses to land on a target that was rewritten', async () => {
  const repo = await makeWorld(
    { 'song.txt': 'one\n' },
    { 'effort/a': effort({ 'song.txt': 'uno\n' }), 'effort/b': effort({ 'song.txt': 'eins\n' }) },
  );
  const story = await begin(repo);
  await story.work();
  await repo.grow({ rewritten: [{ 'else.txt': 'x\n' }] });
  await repo.git('update-ref', 'refs/heads/main', 'rewritten');
  await story.choose('keep_current');

  expect(story.state().end?.outcome).toBe('FAILED');
  expect(story.state().end?.because).toContain('main was rewritten while the integration ran');
  expect(await repo.tip('main')).toBe(await repo.tip('rewritten'));
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
    <session>/evidence/b     | update-ref                         | new: B
    <session>/restore/b      | update-ref                         | new: A
    <session>/tip            |                                    | A → C
    phase1/wave1-integration |                                    | A → C
    <slot>                   | init                               | ok
    <slot>                   | checkout --force --detach <commit> | ok
    <slot>                   | clean -ffdq                        | ok
  `);
});

it('does not land on a target that is gone', async () => {
  const repo = await makeWorld(
    { 'song.txt': 'one\n' },
    { 'effort/a': effort({ 'song.txt': 'uno\n' }), 'effort/b': effort({ 'song.txt': 'eins\n' }) },
  );
  const story = await begin(repo);
  await story.work();
  await repo.git('update-ref', '-d', 'refs/heads/main');

  await story.choose('keep_current');

  expect(story.state().end?.outcome).toBe('FAILED');
  expect(story.state().end?.because).toContain('main does not exist any more');
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
    <session>/evidence/b     | update-ref                         | new: B
    <session>/restore/b      | update-ref                         | new: A
    <session>/tip            |                                    | A → C
    phase1/wave1-integration |                                    | A → C
    <slot>                   | init                               | ok
    <slot>                   | checkout --force --detach <commit> | ok
    <slot>                   | clean -ffdq                        | ok
  `);
});

it('lands what was recorded where a branch moves or goes in the middle, and says that it did', async () => {
  const repo = await makeWorld(
    { 'a.txt': 'zero\n' },
    {
      'effort/gone': effort({ 'b.txt': 'b\n' }),
      'effort/one': effort({ 'a.txt': 'one\n' }),
      'effort/two': effort({ 'a.txt': 'two\n' }),
    },
  );
  const story = await begin(repo);
  await story.work();
  await repo.git('update-ref', 'refs/heads/effort/one', 'refs/heads/main');
  await repo.git('branch', '-D', 'effort/gone');

  await story.choose('take_incoming');

  expect(story.state().end?.outcome).toBe('LANDED');
  expect(story.state().findings.map(({ kind, subject }) => `${kind} ${subject}`)).toEqual([
    'branch_deleted gone',
    'branch_moved one',
  ]);
  expect(await reportOf(story, 'INTEGRATION_REPORT.md')).toContain('the recorded commit is used');
  expect(await transcript(repo)).toMatchInlineSnapshot(`
    ref                      | command                            | outcome
    <session>/restore/start  | update-ref                         | new: start
    <session>/efforts/gone   |                                    | new: gone
    <session>/efforts/one    |                                    | new: one
    <session>/efforts/two    |                                    | new: two
    <session>/tip            |                                    | new: start
    phase1/wave1-integration |                                    | new: start
    <session>/restore/gone   | update-ref                         | new: start
    <session>/tip            |                                    | start → A
    phase1/wave1-integration |                                    | start → A
    <session>/restore/one    | update-ref                         | new: A
    <session>/tip            |                                    | A → B
    phase1/wave1-integration |                                    | A → B
    <session>/evidence/two   | update-ref                         | new: C
    <session>/restore/two    | update-ref                         | new: B
    <session>/tip            |                                    | B → D
    phase1/wave1-integration |                                    | B → D
    main                     | update-ref                         | start → D
    <slot>                   | init                               | ok
    <slot>                   | checkout --force --detach <commit> | ok
    <slot>                   | clean -ffdq                        | ok
  `);
});

it('leaves an integration branch alone that it did not make', async () => {
  const repo = await makeWorld({}, TWO);
  await repo.grow({ [BRANCH]: effort({ 'somebody.txt': 'x\n' }) });
  const theirs = await repo.tip(BRANCH);

  const story = await integrated(repo);

  expect(story.question()).toBe(`trouble: ${BRANCH} exists and was not made by intorch`);
  expect(await repo.tip(BRANCH)).toBe(theirs);
  expect(await transcript(repo)).toMatchInlineSnapshot(`nothing was written`);
});

it.each([
  ['above', BRANCH.split('/')[0] ?? ''],
  ['below', `${BRANCH}/part`],
])('says which branch %s the integration branch is in its way', async (_where, other) => {
  const repo = await makeWorld({}, TWO);
  await repo.git('branch', other, 'main');

  const story = await integrated(repo);

  expect(story.question()).toBe(`trouble: ${BRANCH} cannot be made while there is a branch ${other}`);
  expect(story.state().trouble?.remedy).toContain('naming.integration_branch');
  expect(await transcript(repo)).toMatchInlineSnapshot(`nothing was written`);
});

it('leaves a branch alone that it did not make even where that stands at the target', async () => {
  const repo = await makeWorld({}, TWO);
  await repo.git('branch', BRANCH, 'main');

  const story = await integrated(repo);

  expect(story.question()).toBe(`trouble: ${BRANCH} exists and was not made by intorch`);
  expect(await transcript(repo)).toMatchInlineSnapshot(`nothing was written`);
});

it('makes its own branch again when the operator starts over, and keeps what that pointed at', async () => {
  const config = configured(`naming: { wave: 3 }\nlanding: { mode: hold }\n${ONE_GATE}`);
  const repo = await makeWorld({}, TWO, { config });
  const branch = 'phase1/wave3-integration';
  const first = await integrated(repo);
  const tip = await repo.tip(branch);
  const asked = await takeUpAgain(first, { ask: true });
  await asked.choose('supersede');
  await asked.live.close();
  await repo.commit('effort/b', { 'more.txt': 'x\n' });

  const second = await integrated(repo);

  expect(second.state().session_id).not.toBe(first.state().session_id);
  expect(second.state().end?.outcome).toBe('HELD_FOR_REVIEW');
  expect(await repo.tip(branch)).toBe(second.state().integration_tip);
  expect(await repo.git('for-each-ref', '--contains', tip, '--format=%(refname)', 'refs/intorch')).toContain(
    `saved/${tip}`,
  );
  expect(await transcript(repo)).toMatchInlineSnapshot(`
    ref                       | command                            | outcome
    <session>/restore/start   | update-ref                         | new: start
    <session>/efforts/a       |                                    | new: a
    <session>/efforts/b       |                                    | new: b
    <session>/tip             |                                    | new: start
    phase1/wave3-integration  |                                    | new: start
    <session>/restore/a       | update-ref                         | new: start
    <session>/tip             |                                    | start → A
    phase1/wave3-integration  |                                    | start → A
    <session>/restore/b       | update-ref                         | new: A
    <session>/tip             |                                    | A → B
    phase1/wave3-integration  |                                    | A → B
    <session 2>/restore/start | update-ref                         | new: start, refused
    <session 2>/efforts/a     |                                    | new: a, refused
    <session 2>/efforts/b     |                                    | new: C, refused
    <session 2>/saved/B       |                                    | new: B, refused
    <session 2>/tip           |                                    | B → start, refused
    phase1/wave3-integration  |                                    | B → start, refused
    <session 2>/restore/start | update-ref                         | new: start
    <session 2>/efforts/a     |                                    | new: a
    <session 2>/efforts/b     |                                    | new: C
    <session 2>/saved/B       |                                    | new: B
    <session 2>/tip           |                                    | new: start
    phase1/wave3-integration  |                                    | B → start
    <session 2>/restore/a     | update-ref                         | new: start
    <session 2>/tip           |                                    | start → D
    phase1/wave3-integration  |                                    | start → D
    <session 2>/restore/b     | update-ref                         | new: D
    <session 2>/tip           |                                    | D → E
    phase1/wave3-integration  |                                    | D → E
    <slot>                    | init                               | ok
    <slot>                    | checkout --force --detach <commit> | ok
    <slot>                    | clean -ffdq                        | ok
  `);
});

it('leaves an integration branch alone that is checked out in a worktree', async () => {
  const repo = await makeWorld({}, TWO);
  const first = await integrated(repo);
  await first.live.close();
  await repo.grow({ 'effort/c': effort({ 'c.txt': 'c\n' }) });
  const folder = await temporaryFolder();
  await repo.git('worktree', 'add', '--quiet', join(folder, 'look'), BRANCH);
  const tip = await repo.tip(BRANCH);

  const second = await integrated(repo);

  expect(second.question()).toBe(`trouble: ${BRANCH} is checked out in ${join(folder, 'look')}`);
  expect(await repo.tip(BRANCH)).toBe(tip);
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

it('does not move past a commit of somebody else on the integration branch; taken up again, it asks about it', async () => {
  const repo = await makeWorld(
    { 'song.txt': 'one\n' },
    { 'effort/a': effort({ 'song.txt': 'uno\n' }), 'effort/b': effort({ 'song.txt': 'eins\n' }) },
  );
  const story = await begin(repo);
  await story.work();
  const theirs = await repo.commit(BRANCH, { 'fix.txt': 'x\n' });
  await story.choose('keep_current');
  expect(story.question()).toMatch(/^trouble: /);
  expect(openQuestion(story.state())?.facts.map(factWords).join(' ')).toContain('intorch resume');
  expect(await repo.tip(BRANCH)).toBe(theirs);

  const again = await takeUpAgain(story);
  await again.work('recommended');
  expect(again.question()).toMatch(/^foreign_commits: /);
  await again.choose('keep');
  await again.work('recommended');

  expect(again.state().findings.map(({ kind }) => kind)).toEqual(['integration_moved']);
  expect(statusesOf(again)).toEqual({ a: 'MERGED', b: 'MERGED' });
  expect(again.state().end?.outcome).toBe('LANDED');
  expect(await repo.git('ls-tree', '--name-only', 'main')).toContain('fix.txt');
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
    <session>/evidence/b     | update-ref                         | new: B
    <session>/restore/b      | update-ref                         | new: A, refused
    <session>/tip            |                                    | A → C, refused
    phase1/wave1-integration |                                    | A → C, refused
    <session>/evidence/b     | update-ref                         | B → D
    <session>/restore/b      | update-ref                         | new: E, refused
    <session>/tip            |                                    | E → F, refused
    phase1/wave1-integration |                                    | E → F, refused
    <session>/restore/b      | update-ref                         | new: E
    <session>/tip            |                                    | A → F
    phase1/wave1-integration |                                    | E → F
    main                     | update-ref                         | start → F
    <slot>                   | init                               | ok
    <slot>                   | checkout --force --detach <commit> | ok
    <slot>                   | clean -ffdq                        | ok
  `);
});

it('holds what nothing shows to work, and offers no command for it', async () => {
  const repo = await makeWorld({}, TWO, { config: configured('gates: []\n') });
  const before = await repo.tip('main');

  const story = await integrated(repo);

  expect(story.state().end).toMatchObject({
    outcome: 'HELD_FOR_REVIEW',
    command: null,
    because: expect.stringContaining('no required gate is configured'),
  });
  expect(await repo.tip('main')).toBe(before);
  expect(await reportOf(story, 'INTEGRATION_REPORT.md')).toContain('Blocked');
  expect(await transcript(repo)).toMatchInlineSnapshot(`
    ref                      | command    | outcome
    <session>/restore/start  | update-ref | new: start
    <session>/efforts/a      |            | new: a
    <session>/efforts/b      |            | new: b
    <session>/tip            |            | new: start
    phase1/wave1-integration |            | new: start
    <session>/restore/a      | update-ref | new: start
    <session>/tip            |            | start → A
    phase1/wave1-integration |            | start → A
    <session>/restore/b      | update-ref | new: A
    <session>/tip            |            | A → B
    phase1/wave1-integration |            | A → B
  `);
});

async function rolledBack(config = landing('hold')) {
  const repo = await makeWorld({}, { ...TWO, 'effort/c': effort({ 'c.txt': 'c\n' }) }, { config });
  const story = await integrated(repo);
  return { repo, story, tips: await effortTips(repo) };
}

const effortTips = (repo: TestRepository) => repo.git('for-each-ref', 'refs/heads/effort');

it('says what a way back takes back before it happens, goes to the restore point, and from there on again', async () => {
  const { repo, story, tips } = await rolledBack();
  const before = flatEffort(effortOf(story, 'b')).restore_point;
  const taken_back = await repo.tip(BRANCH);

  await story.command({ type: 'roll_back', to: before });
  expect(openQuestion(story.state())?.facts.map(factWords)[0]).toBe('takes back 2 merges (b, c)');
  await story.choose('roll_back');

  expect(await repo.tip(BRANCH)).toBe(before);
  expect(story.state()).toMatchObject({
    stage: 'INTEGRATING',
    end: null,
    paused: true,
  });
  expect(statusesOf(story)).toEqual({ a: 'MERGED', b: 'PENDING', c: 'PENDING' });
  expect(await effortTips(repo)).toBe(tips);
  expect(await repo.git('for-each-ref', '--contains', taken_back, 'refs/intorch')).not.toBe('');
  await story.command({ type: 'go_on' });
  await story.work('recommended');
  expect(story.state().end?.outcome).toBe('HELD_FOR_REVIEW');
  expect(await repo.tip(BRANCH)).toBe(taken_back);
  expect(await transcript(repo)).toMatchInlineSnapshot(`
    ref                      | command                            | outcome
    <session>/restore/start  | update-ref                         | new: start
    <session>/efforts/a      |                                    | new: a
    <session>/efforts/b      |                                    | new: b
    <session>/efforts/c      |                                    | new: c
    <session>/tip            |                                    | new: start
    phase1/wave1-integration |                                    | new: start
    <session>/restore/a      | update-ref                         | new: start
    <session>/tip            |                                    | start → A
    phase1/wave1-integration |                                    | start → A
    <session>/restore/b      | update-ref                         | new: A
    <session>/tip            |                                    | A → B
    phase1/wave1-integration |                                    | A → B
    <session>/restore/c      | update-ref                         | new: B
    <session>/tip            |                                    | B → C
    phase1/wave1-integration |                                    | B → C
    <session>/saved/C        | update-ref                         | new: C
    <session>/tip            |                                    | C → A
    phase1/wave1-integration |                                    | C → A
    <session>/restore/b      | update-ref                         | new: A, refused
    <session>/tip            |                                    | A → B, refused
    phase1/wave1-integration |                                    | A → B, refused
    <session>/tip            | update-ref                         | A → B
    phase1/wave1-integration |                                    | A → B
    <session>/restore/c      | update-ref                         | new: B, refused
    <session>/tip            |                                    | B → C, refused
    phase1/wave1-integration |                                    | B → C, refused
    <session>/tip            | update-ref                         | B → C
    phase1/wave1-integration |                                    | B → C
    <slot>                   | init                               | ok
    <slot>                   | checkout --force --detach <commit> | ok
    <slot>                   | clean -ffdq                        | ok
  `);
});

it('goes all the way back, and then offers nothing to finish', async () => {
  const { repo, story, tips } = await rolledBack();

  await story.command({ type: 'roll_back', to: null });
  await story.choose('roll_back');

  expect(story.state()).toMatchObject({ stage: 'FINISHED', end: { outcome: 'ROLLED_BACK' } });
  expect(await repo.tip(BRANCH)).toBe(await repo.tip('main'));
  expect(await effortTips(repo)).toBe(tips);
  expect(await reportOf(story, 'INTEGRATION_REPORT.md')).toContain('rolled back');
  expect(await transcript(repo)).toMatchInlineSnapshot(`
    ref                      | command                            | outcome
    <session>/restore/start  | update-ref                         | new: start
    <session>/efforts/a      |                                    | new: a
    <session>/efforts/b      |                                    | new: b
    <session>/efforts/c      |                                    | new: c
    <session>/tip            |                                    | new: start
    phase1/wave1-integration |                                    | new: start
    <session>/restore/a      | update-ref                         | new: start
    <session>/tip            |                                    | start → A
    phase1/wave1-integration |                                    | start → A
    <session>/restore/b      | update-ref                         | new: A
    <session>/tip            |                                    | A → B
    phase1/wave1-integration |                                    | A → B
    <session>/restore/c      | update-ref                         | new: B
    <session>/tip            |                                    | B → C
    phase1/wave1-integration |                                    | B → C
    <session>/saved/C        | update-ref                         | new: C
    <session>/tip            |                                    | C → start
    phase1/wave1-integration |                                    | C → start
    <slot>                   | init                               | ok
    <slot>                   | checkout --force --detach <commit> | ok
    <slot>                   | clean -ffdq                        | ok
  `);
});

it('changes nothing when the answer is to stay', async () => {
  const { repo, story } = await rolledBack();
  const tip = await repo.tip(BRANCH);

  await story.command({ type: 'roll_back', to: null });
  await story.choose('stay');

  expect(story.state().end?.outcome).toBe('HELD_FOR_REVIEW');
  expect(await repo.tip(BRANCH)).toBe(tip);
  expect(await transcript(repo)).toMatchInlineSnapshot(`
    ref                      | command                            | outcome
    <session>/restore/start  | update-ref                         | new: start
    <session>/efforts/a      |                                    | new: a
    <session>/efforts/b      |                                    | new: b
    <session>/efforts/c      |                                    | new: c
    <session>/tip            |                                    | new: start
    phase1/wave1-integration |                                    | new: start
    <session>/restore/a      | update-ref                         | new: start
    <session>/tip            |                                    | start → A
    phase1/wave1-integration |                                    | start → A
    <session>/restore/b      | update-ref                         | new: A
    <session>/tip            |                                    | A → B
    phase1/wave1-integration |                                    | A → B
    <session>/restore/c      | update-ref                         | new: B
    <session>/tip            |                                    | B → C
    phase1/wave1-integration |                                    | B → C
    <slot>                   | init                               | ok
    <slot>                   | checkout --force --detach <commit> | ok
    <slot>                   | clean -ffdq                        | ok
  `);
});

it('does not go back once the target has moved', async () => {
  const { repo, story } = await rolledBack(landing('auto'));

  await expect(story.command({ type: 'roll_back', to: null })).rejects.toThrow(
    /main has moved to .*git revert/,
  );
  expect(await transcript(repo)).toMatchInlineSnapshot(`
    ref                      | command                            | outcome
    <session>/restore/start  | update-ref                         | new: start
    <session>/efforts/a      |                                    | new: a
    <session>/efforts/b      |                                    | new: b
    <session>/efforts/c      |                                    | new: c
    <session>/tip            |                                    | new: start
    phase1/wave1-integration |                                    | new: start
    <session>/restore/a      | update-ref                         | new: start
    <session>/tip            |                                    | start → A
    phase1/wave1-integration |                                    | start → A
    <session>/restore/b      | update-ref                         | new: A
    <session>/tip            |                                    | A → B
    phase1/wave1-integration |                                    | A → B
    <session>/restore/c      | update-ref                         | new: B
    <session>/tip            |                                    | B → C
    phase1/wave1-integration |                                    | B → C
    main                     | update-ref                         | start → C
    <slot>                   | init                               | ok
    <slot>                   | checkout --force --detach <commit> | ok
    <slot>                   | clean -ffdq                        | ok
  `);
});

it('does not bring back what was held', async () => {
  const { repo, story } = await rolledBack();
  const withA = flatEffort(effortOf(story, 'b')).restore_point;
  await story.command({ type: 'roll_back', to: flatEffort(effortOf(story, 'c')).restore_point });
  await story.choose('roll_back');
  await story.command({ type: 'hold_effort', effort: effortOf(story, 'a').name });
  await story.command({ type: 'go_on' });
  await story.work('recommended');

  expect(statusesOf(story)).toEqual({ a: 'HELD', b: 'MERGED', c: 'MERGED' });
  await expect(story.command({ type: 'roll_back', to: withA })).rejects.toThrow(/no restore point/);
  expect(await repo.git('ls-tree', '--name-only', BRANCH)).not.toContain('a.txt');
  expect(await transcript(repo)).toMatchInlineSnapshot(`
    ref                      | command                            | outcome
    <session>/restore/start  | update-ref                         | new: start
    <session>/efforts/a      |                                    | new: a
    <session>/efforts/b      |                                    | new: b
    <session>/efforts/c      |                                    | new: c
    <session>/tip            |                                    | new: start
    phase1/wave1-integration |                                    | new: start
    <session>/restore/a      | update-ref                         | new: start
    <session>/tip            |                                    | start → A
    phase1/wave1-integration |                                    | start → A
    <session>/restore/b      | update-ref                         | new: A
    <session>/tip            |                                    | A → B
    phase1/wave1-integration |                                    | A → B
    <session>/restore/c      | update-ref                         | new: B
    <session>/tip            |                                    | B → C
    phase1/wave1-integration |                                    | B → C
    <session>/saved/C        | update-ref                         | new: C
    <session>/tip            |                                    | C → B
    phase1/wave1-integration |                                    | C → B
    <session>/saved/B        | update-ref                         | new: B
    <session>/tip            |                                    | B → start
    phase1/wave1-integration |                                    | B → start
    <session>/restore/b      | update-ref                         | new: start, refused
    <session>/tip            |                                    | start → D, refused
    phase1/wave1-integration |                                    | start → D, refused
    <session>/restore/b      | update-ref                         | A → start
    <session>/tip            |                                    | start → D
    phase1/wave1-integration |                                    | start → D
    <session>/restore/c      | update-ref                         | new: D, refused
    <session>/tip            |                                    | D → E, refused
    phase1/wave1-integration |                                    | D → E, refused
    <session>/restore/c      | update-ref                         | B → D
    <session>/tip            |                                    | D → E
    phase1/wave1-integration |                                    | D → E
    <slot>                   | init                               | ok
    <slot>                   | checkout --force --detach <commit> | ok
    <slot>                   | clean -ffdq                        | ok
  `);
});

it('moves no integration branch under somebody who looks at it while a decision is open', async () => {
  const repo = await makeWorld(
    { 'a.txt': 'one\n' },
    { 'effort/one': effort({ 'a.txt': 'ONE\n' }), 'effort/two': effort({ 'a.txt': 'zwei\n' }) },
  );
  const story = await begin(repo);
  await story.work('nobody');
  await repo.git('switch', '--quiet', BRANCH);
  const before = await operatorsOwn(repo);

  await story.choose('combine_current_incoming');

  expect(story.question()).toBe(`trouble: ${BRANCH} is checked out in ${repo.dir}, so it cannot be moved`);
  expect(await operatorsOwn(repo)).toBe(before);
  expect(await repo.git('status', '--porcelain')).toBe('');
  await repo.git('switch', '--quiet', '--detach');
  await story.choose('retry');
  expect(statusesOf(story)).toEqual({ one: 'MERGED', two: 'MERGED' });
  expect(await transcript(repo)).toMatchInlineSnapshot(`
    ref                      | command                            | outcome
    <session>/restore/start  | update-ref                         | new: start
    <session>/efforts/one    |                                    | new: one
    <session>/efforts/two    |                                    | new: two
    <session>/tip            |                                    | new: start
    phase1/wave1-integration |                                    | new: start
    <session>/restore/one    | update-ref                         | new: start
    <session>/tip            |                                    | start → A
    phase1/wave1-integration |                                    | start → A
    <session>/evidence/two   | update-ref                         | new: B
    <session>/restore/two    | update-ref                         | new: A
    <session>/tip            |                                    | A → C
    phase1/wave1-integration |                                    | A → C
    main                     | update-ref                         | start → C
    <slot>                   | init                               | ok
    <slot>                   | checkout --force --detach <commit> | ok
    <slot>                   | clean -ffdq                        | ok
  `);
});

it('finishes with exactly the commit that was tested, wherever the branch is by then', async () => {
  const repo = await makeWorld({}, TWO, { checkedOut: true });
  const story = await integrated(repo);
  const { integration_tip } = story.state();
  const landing_command = landingCommand(story.state());
  await repo.commit(BRANCH, { 'untested.txt': 'x\n' });

  await promisify(execFile)('sh', ['-c', landing_command ?? 'false']);

  expect(await repo.tip('main')).toBe(integration_tip);
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

it.each(['auto', 'fast_forward'])(
  'in mode %s asks about a gate that fails on the target too and names no test, before anything moves',
  async (mode) => {
    const config = `target: main
efforts: { patterns: ['effort/*'] }
gates: [{ name: lint, command: 'false', parser: exit, when: final }]
landing: { mode: ${mode} }
`;
    const repo = await makeWorld({}, { 'effort/a': effort({ 'a.txt': 'a\n' }) }, { config });
    const main = await repo.tip('main');

    const headless = await cli(repo, 'run', '--decide', 'recommended');
    expect(headless.out).toContain('waits for a decision: Fast-forward main to');
    expect(headless.status).toBe(3);
    expect(await repo.tip('main')).toBe(main);

    const story = await begin(repo);
    const never = new AbortController().signal;
    const working = story.live.session.run({ answers: 'operator', stop: never, finish: never });
    const answer = async (kind: string, choice: string) => {
      await expect.poll(() => openQuestion(story.state())?.kind).toBe(kind);
      const question = openQuestion(story.state())?.id ?? '';
      await story.command({ type: 'choose_named', question, choice });
    };
    await answer('start', 'start');
    await answer('land', 'retry');
    await answer('land', 'accept');
    await working;

    expect(story.state().gate_runs.filter(({ subject }) => subject.kind === 'final')).toHaveLength(2);
    expect(story.state().end?.outcome).toBe('LANDED');
    expect(await reportOf(story, 'INTEGRATION_REPORT.md')).toContain(
      'is red and was accepted: accepted by operator: it fails on main too',
    );
    expect(await transcript(repo)).toMatchInlineSnapshot(`
      ref                       | command                            | outcome
      <session>/restore/start   | update-ref                         | new: start
      <session>/efforts/a       |                                    | new: a
      <session>/tip             |                                    | new: start
      phase1/wave1-integration  |                                    | new: start
      <session>/restore/a       | update-ref                         | new: start
      <session>/tip             |                                    | start → A
      phase1/wave1-integration  |                                    | start → A
      <session 2>/restore/start | update-ref                         | new: start, refused
      <session 2>/efforts/a     |                                    | new: a, refused
      <session 2>/saved/A       |                                    | new: A, refused
      <session 2>/tip           |                                    | A → start, refused
      phase1/wave1-integration  |                                    | A → start, refused
      <session 2>/restore/start | update-ref                         | new: start
      <session 2>/efforts/a     |                                    | new: a
      <session 2>/saved/A       |                                    | new: A
      <session 2>/tip           |                                    | new: start
      phase1/wave1-integration  |                                    | A → start
      <session 2>/restore/a     | update-ref                         | new: start
      <session 2>/tip           |                                    | start → B
      phase1/wave1-integration  |                                    | start → B
      main                      | update-ref                         | start → B
      <slot>                    | init                               | ok
      <slot>                    | checkout --force --detach <commit> | ok
      <slot>                    | clean -ffdq                        | ok
    `);
  },
);

/** An integration that began on one machine goes on at another, with nothing but a remote between them. */
import { expect, it } from 'vitest';
import { makeRepository, type TestRepository } from '../support/repository.ts';
import { takeUpAgain } from '../support/session.ts';
import { cli, makeWorld } from '../support/stories.ts';
import { transcript } from '../support/transcript.ts';
import { machines } from '../support/two-machines.ts';

const BRANCH = 'phase1/wave1-integration';
const landed = (repo: TestRepository) => repo.git('rev-parse', 'main^{tree}');

it('goes on there from what was pushed, and ends on the same tree', async () => {
  const { b, story } = await machines();
  const undisturbed = await machines();
  await (await takeUpAgain(undisturbed.story)).work('recommended');

  const { status, out, err } = await cli(b, 'resume', '--from', 'origin', '--decide', 'recommended');

  expect(err).toMatch(
    new RegExp(`^${story.live.id} {2}INTEGRATING, 2 of 4 merged, event \\d+, saved on .*; \\d+ refs$`, 'm'),
  );
  expect(out).not.toMatch(/found +\w/);
  expect(status).toBe(0);
  expect(await landed(b)).toBe(await landed(undisturbed.a));
  expect(await b.git('fsck', '--strict', '--no-dangling')).toBe('');
  expect(await transcript(b)).toMatchInlineSnapshot(`
    ref                                | command                            | outcome
    origin                             | fetch --no-tags --no-recurse-submodules --no-write-fetch-head --no-auto-maintenance --refmap= -- origin refs/intorch/checkpoints/<session> | ok
    <session>/efforts/a                | update-ref                         | new: a
    <session>/efforts/b                |                                    | new: b
    <session>/efforts/c                |                                    | new: c
    <session>/efforts/d                |                                    | new: d
    <session>/evidence/c               |                                    | new: A
    <session>/restore/a                |                                    | new: start
    <session>/restore/b                |                                    | new: B
    <session>/restore/start            |                                    | new: start
    refs/intorch/checkpoints/<session> |                                    | a checkpoint more
    <session>/tip                      |                                    | new: C
    phase1/wave1-integration           |                                    | new: C
    <session>/restore/d                | update-ref                         | new: C
    <session>/tip                      |                                    | C → D
    phase1/wave1-integration           |                                    | C → D
    main                               | update-ref                         | start → D
    refs/intorch/checkpoints/<session> | update-ref                         | a checkpoint more
    origin                             | push --no-verify --no-recurse-submodules -- origin refs/intorch/checkpoints/<session>:refs/intorch/checkpoints/<session> | ok
    <slot>                             | init                               | ok
    <slot>                             | checkout --force --detach <commit> | ok
    <slot>                             | clean -ffdq                        | ok
  `);
});

it('asks before it takes what never left the first machine, which came along with the checkpoint', async () => {
  const { a, b, story } = await machines({ pushed: ['a', 'b', 'c'] });

  const { status, out } = await cli(b, 'resume', '--from', 'origin', '--decide', 'recommended');

  expect(status).toBe(3);
  expect(out).toMatch(/waits for a decision: .*the work of 1 effort is on no branch/);
  expect(out).toContain(
    `  d: ${(await a.tip('effort/d')).slice(0, 8)} is on no branch effort/d here or on the remote`,
  );
  const id = /intorch decide (letter-\w+)/.exec(out)?.[1] ?? '';
  expect((await cli(b, 'decide', id, 'here')).status).toBe(0);
  expect((await cli(b, 'resume', '--decide', 'recommended')).status).toBe(0);
  // Its pushes are refused by now: the other machine went on.
  await (await takeUpAgain(story, { said: [] })).work('recommended');
  expect(await landed(b)).toBe(await landed(a));
});

it('lists what it fetched, offers it, and brings the question back', async () => {
  const { a, b, story } = await machines();

  const fetched = await cli(b, 'checkpoint', 'fetch');

  expect(fetched.out).toContain(`${story.live.id}  INTEGRATING, 2 of 4 merged`);
  expect(fetched.out).toContain('Go on with: intorch tui or intorch resume');
  expect(await b.tip(BRANCH)).toBe(await a.tip(BRANCH));
  const refs = (repo: TestRepository) => repo.git('for-each-ref', 'refs/intorch/sessions');
  expect(await refs(b)).toBe(await refs(a));
  expect((await cli(b, 'status')).out).toContain('waits for   song.txt');
  const again = await cli(b, 'checkpoint', 'fetch', 'origin');
  expect([again.status, again.out]).toEqual([0, fetched.out]);
  expect(await transcript(b)).toMatchInlineSnapshot(`
    ref                                | command    | outcome
    origin                             | fetch --no-tags --no-recurse-submodules --no-write-fetch-head --no-auto-maintenance --refmap= -- origin refs/intorch/checkpoints/<session> | ok
    <session>/efforts/a                | update-ref | new: a
    <session>/efforts/b                |            | new: b
    <session>/efforts/c                |            | new: c
    <session>/efforts/d                |            | new: d
    <session>/evidence/c               |            | new: A
    <session>/restore/a                |            | new: start
    <session>/restore/b                |            | new: B
    <session>/restore/start            |            | new: start
    refs/intorch/checkpoints/<session> |            | a checkpoint more
    <session>/tip                      |            | new: C
    phase1/wave1-integration           |            | new: C
    origin                             | fetch --no-tags --no-recurse-submodules --no-write-fetch-head --no-auto-maintenance --refmap= -- origin refs/intorch/checkpoints/<session> | ok
  `);
});

it('lets the first machine go on with what was done on the second', async () => {
  const { a, b, remote, story } = await machines();
  await cli(b, 'resume', '--from', 'origin');
  const other = await cli(b, 'resume', '--decide', 'recommended', '--no-land');
  expect(other.out).toContain('held for review: landing was not asked for');

  const back = await cli(a, 'checkpoint', 'fetch');

  expect(back.out).toMatch(new RegExp(`^${story.live.id} {2}HELD_FOR_REVIEW, 3 of 3 merged, 1 left out`));
  expect(await a.tip(BRANCH)).toBe(await b.tip(BRANCH));
  expect((await cli(a, 'status')).out).toContain('3 of 3 merged, 1 left out');
  expect(await remote.git('for-each-ref', '--format=%(refname)')).toBe(
    `${['effort/a', 'effort/b', 'effort/c', 'effort/d', 'main']
      .map((branch) => `refs/heads/${branch}\n`)
      .join('')}refs/intorch/checkpoints/${story.live.id}`,
  );
  expect(await transcript(a)).toMatchInlineSnapshot(`
    ref                                | command    | outcome
    <session>/restore/start            | update-ref | new: start
    <session>/efforts/a                |            | new: a
    <session>/efforts/b                |            | new: b
    <session>/efforts/c                |            | new: c
    <session>/efforts/d                |            | new: d
    <session>/tip                      |            | new: start
    phase1/wave1-integration           |            | new: start
    <session>/restore/a                | update-ref | new: start
    <session>/tip                      |            | start → A
    phase1/wave1-integration           |            | start → A
    <session>/restore/b                | update-ref | new: A
    <session>/tip                      |            | A → B
    phase1/wave1-integration           |            | A → B
    <session>/evidence/c               | update-ref | new: C
    origin                             | fetch --no-tags --no-recurse-submodules --no-write-fetch-head --no-auto-maintenance --refmap= -- origin refs/intorch/checkpoints/<session> | ok
    <session>/restore/d                | update-ref | new: B
    refs/intorch/checkpoints/<session> |            | a checkpoint more
    <session>/tip                      |            | B → D
    phase1/wave1-integration           |            | B → D
    refs/intorch/checkpoints/<session> | update-ref | a checkpoint more
    origin                             | push --no-verify --no-recurse-submodules -- origin refs/intorch/checkpoints/<session>:refs/intorch/checkpoints/<session> | ok
  `);
});

it('takes nothing over where both machines went on, and moves nothing on the remote', async () => {
  const { a, b, remote, story } = await machines();
  await cli(b, 'checkpoint', 'fetch');
  await cli(b, 'resume', '--decide', 'recommended', '--no-land');
  const pushed = await remote.git('for-each-ref', 'refs/intorch');

  const refusedPushes: unknown[] = [];
  const again = await takeUpAgain(story, { said: refusedPushes });
  await again.work('recommended');
  await again.live.close();
  const { status, out } = await cli(a, 'checkpoint', 'fetch');

  expect(refusedPushes.length).toBeGreaterThan(0);
  expect(await remote.git('for-each-ref', 'refs/intorch')).toBe(pushed);
  expect(out).toContain('not taken: it was resumed on both machines');
  expect(status).toBe(65);
  expect((await cli(a, 'status')).out).toContain('LANDED');
  expect(await transcript(a)).toMatchInlineSnapshot(`
    ref                                | command                            | outcome
    <session>/restore/start            | update-ref                         | new: start
    <session>/efforts/a                |                                    | new: a
    <session>/efforts/b                |                                    | new: b
    <session>/efforts/c                |                                    | new: c
    <session>/efforts/d                |                                    | new: d
    <session>/tip                      |                                    | new: start
    phase1/wave1-integration           |                                    | new: start
    <session>/restore/a                | update-ref                         | new: start
    <session>/tip                      |                                    | start → A
    phase1/wave1-integration           |                                    | start → A
    <session>/restore/b                | update-ref                         | new: A
    <session>/tip                      |                                    | A → B
    phase1/wave1-integration           |                                    | A → B
    <session>/evidence/c               | update-ref                         | new: C
    <session>/restore/d                | update-ref                         | new: B
    <session>/tip                      |                                    | B → D
    phase1/wave1-integration           |                                    | B → D
    main                               | update-ref                         | start → D
    origin                             | fetch --no-tags --no-recurse-submodules --no-write-fetch-head --no-auto-maintenance --refmap= -- origin refs/intorch/checkpoints/<session> | ok
    refs/intorch/checkpoints/<session> | update-ref                         | a checkpoint more
    origin                             | push --no-verify --no-recurse-submodules -- origin refs/intorch/checkpoints/<session>:refs/intorch/checkpoints/<session> | ok
    origin                             | push --no-verify --no-recurse-submodules -- origin refs/intorch/checkpoints/<session>:refs/intorch/checkpoints/<session> | exit 1
    <slot>                             | init                               | ok
    <slot>                             | checkout --force --detach <commit> | ok
    <slot>                             | clean -ffdq                        | ok
  `);
});

it.each([
  ['another checkpoint', 'orchestrator-integration-latest.yaml', 'x: 1\n', /not taken: /],
  [
    'refs that are not its own',
    'refs',
    'COMMIT refs/heads/main\n',
    /not taken: it names refs\/heads\/main, which is none of its refs/,
  ],
  [
    'objects that are not there',
    'refs',
    `${'1'.repeat(40)} refs/intorch/sessions/SESSION/tip\n`,
    /not taken: 1{40} of refs\/intorch\/sessions\/.*\/tip is missing/,
  ],
])('refuses %s, and moves no ref', async (_what, path, content, reason) => {
  const { b, remote, story } = await machines();
  const ref = `refs/intorch/checkpoints/${story.live.id}`;
  const text = content.replace('COMMIT', await remote.tip(ref)).replace('SESSION', story.live.id);
  const blob = await remote.gitWithInput(text, 'hash-object', '-w', '--stdin');
  const entries = (await remote.git('ls-tree', ref))
    .split('\n')
    .filter((line) => !line.endsWith(`\t${path}`));
  const tree = await remote.gitWithInput(
    `${[...entries, `100644 blob ${blob}\t${path}`].join('\n')}\n`,
    'mktree',
  );
  const forged = await remote.git('commit-tree', '-m', 'forged', '-p', ref, tree);
  await remote.git('update-ref', ref, forged);
  const before = await b.git('for-each-ref');

  const { status, out } = await cli(b, 'checkpoint', 'fetch');

  expect(out).toMatch(reason);
  expect(status).toBe(65);
  expect(await b.git('for-each-ref')).toBe(before);
  expect((await cli(b, 'status')).out).toContain('Nothing has been integrated here yet');
  expect(await transcript(b)).toMatchInlineSnapshot(`
    ref    | command | outcome
    origin | fetch --no-tags --no-recurse-submodules --no-write-fetch-head --no-auto-maintenance --refmap= -- origin refs/intorch/checkpoints/<session> | ok
  `);
});

it('says that nothing is there, and refuses what is no remote', async () => {
  const remote = await makeRepository({}, { bare: true });
  const repo = await makeWorld({}, {});
  await repo.git('remote', 'add', 'origin', remote.dir);

  const none = await cli(repo, 'checkpoint', 'fetch');
  expect([none.status, none.out]).toEqual([0, 'No session has checkpoints on origin\n']);
  expect((await cli(repo, 'resume', '--from', 'origin')).status).toBe(2);
  expect((await cli(repo, 'checkpoint', 'fetch', '--', '--upload-pack=x')).status).toBe(2);
  expect((await cli(repo, 'checkpoint', 'fetch', 'nowhere')).status).toBe(1);
  expect(await transcript(repo)).toMatchInlineSnapshot(`nothing was written`);
});

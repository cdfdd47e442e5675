/** Settings and gates are those of the target's tree, whatever is checked out; what differs in the checkout is said, and used only when named. */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openQuestion } from '../../src/domain/integration/open-question.ts';
import { factWords } from '../../src/domain/integration/question-fact.ts';
import type { TestRepository } from '../support/repository.ts';
import { begin, takeUpAgain } from '../support/session.ts';
import { cli, configured, effort, makeWorld } from '../support/stories.ts';

const RED = configured(`gates:\n  - { name: test, command: 'false', parser: exit, when: final }\n`);
const GREEN = configured(`gates:\n  - { name: test, command: 'true', parser: exit, when: final }\n`);

/** `main` has `config`; `effort/evil` another one. */
async function world(config: string | null, evil: string): Promise<TestRepository> {
  const repo = await makeWorld(
    config === null ? { 'a.txt': 'a\n' } : {},
    { 'effort/evil': effort({ 'intorch.yaml': evil }), 'effort/e2': effort({ 'e2.txt': 'x\n' }) },
    config === null ? { untracked: true } : { config },
  );
  if (config === null) await rm(join(repo.dir, 'intorch.yaml'));
  return repo;
}

const edit = (repo: TestRepository, text: string) => writeFile(join(repo.dir, 'intorch.yaml'), text);
describe('the branch that is checked out', () => {
  it('judges nothing by its own gates: main does not move to what the gates of main find red', async () => {
    const repo = await world(RED, GREEN);
    await repo.git('switch', '--quiet', 'effort/evil');
    const before = await repo.tip('main');

    const { status, out } = await cli(repo, 'run', '--efforts', 'effort/e2', '--decide', 'recommended');

    expect(status).toBe(1);
    expect(await repo.tip('main')).toBe(before);
    expect(out).toMatch(
      /found +intorch\.yaml +that of main is used +the one in your checkout differs in gates \(test: true\); use it with --config intorch\.yaml/,
    );
  });

  it('names another target, whose own file says which is meant', async () => {
    const repo = await world(RED, GREEN.replace('target: main', 'target: release'));
    await repo.git('branch', 'release', 'main');
    await repo.git('switch', '--quiet', 'effort/evil');

    expect((await cli(repo, 'doctor')).out).toContain('config      main:intorch.yaml: 1 gate, target main');
    expect((await cli(repo, 'plan', '--onto', 'release')).out).toContain('`false`');
  });

  it('is broken, which matters where it has to name the target, and nowhere else', async () => {
    const repo = await world(RED, 'gates: [\n');
    await repo.git('switch', '--quiet', 'effort/evil');

    const plan = await cli(repo, 'plan', '--efforts', 'effort/e2', '--onto', 'main');

    expect(plan).toMatchObject({ status: 0, err: '' });
    expect(plan.out).toMatch(
      /that of main is used; the one in your checkout cannot be: The configuration has/,
    );
    expect((await cli(repo, 'plan')).err).toContain('  intorch.yaml:2:1: ');
  });

  it('is older than intorch.yaml', async () => {
    const repo = await world(GREEN, GREEN);
    await repo.git('switch', '--quiet', '--orphan', 'old');
    await repo.git('commit', '--quiet', '--allow-empty', '-m', 'old');

    expect((await cli(repo, 'run', '--efforts', 'effort/e2', '--decide', 'recommended')).status).toBe(0);
    expect(await repo.git('ls-tree', '--name-only', 'main')).toContain('e2.txt');
  });

  it('is used neither where the target has no intorch.yaml, unless it is named', async () => {
    const repo = await world(null, GREEN);
    await repo.git('switch', '--quiet', 'effort/evil');

    const plan = await cli(repo, 'plan');
    const named = await cli(repo, 'plan', '--config', 'intorch.yaml');

    expect(plan.out).toMatch(
      /intorch\.yaml: not on main; that of the branch in your checkout is not used; use it with --config intorch\.yaml/,
    );
    expect(named.out).toContain('`true`');
    expect(named.out).not.toContain('intorch.yaml:');
    expect(named.out).toContain('evil: changes intorch.yaml (settings of intorch)');
  });

  it('does not count when it was only staged', async () => {
    const repo = await world(null, GREEN);
    await edit(repo, RED);
    await repo.git('add', 'intorch.yaml');

    expect((await cli(repo, 'plan')).out).toContain('intorch.yaml: not on main; ');
  });
});

describe('an intorch.yaml of the operator', () => {
  it('is used where the target has none, and that is said', async () => {
    const repo = await world(null, GREEN);
    await edit(repo, RED);

    const plan = await cli(repo, 'plan');

    expect(plan.out).toContain('intorch.yaml: not on main yet; the untracked one in your checkout is used');
    expect((await cli(repo, 'doctor')).out).toMatch(
      /ok {4}config +intorch\.yaml: 1 gate, target main\n(.*\n)*! warn {2}config +intorch\.yaml: not on main yet\n/,
    );
  });

  it('does not count where it was edited and not committed; plan and doctor say what differs', async () => {
    const repo = await world(GREEN, GREEN);
    await edit(repo, `${RED}max_concurrency: 4\n`);
    await mkdir(join(repo.dir, 'below'));

    const plan = await cli({ dir: join(repo.dir, 'below') }, 'plan');
    const doctor = await cli(repo, 'doctor');

    expect(plan.out).toMatch(
      /differs in gates \(test: false\), max_concurrency; use it with --config \.\.\/intorch/,
    );
    expect(doctor.out).toMatch(
      /! warn {2}config +intorch\.yaml: that of main is used\n.* the one in your checkout differs/,
    );
  });

  it('is offered on the resume screen where it was edited, and judges only when its gates are taken', async () => {
    const song = (line: string) => ({ 'song.txt': `one\n${line}\nthree\n` });
    const repo = await makeWorld(
      song('two'),
      { 'effort/a': effort(song('a')), 'effort/b': effort(song('b')) },
      { config: GREEN },
    );
    const story = await begin(repo);
    await story.work();
    await edit(repo, RED);

    const again = await takeUpAgain(story, { ask: true });

    const question = openQuestion(again.state());
    expect(question?.facts.map(factWords)).toEqual([
      'intorch.yaml: that of main is used; the one in your checkout differs in gates (test: false); use it with --config intorch.yaml',
    ]);
    expect(question?.choices.map(({ id }) => id)).toContain('take_gates');
    expect(question?.recommended?.choice).toBe('continue');
    await again.choose('take_gates');
    expect(again.state().settings.gates.map(({ command }) => command)).toEqual(['false']);
  });

  it('is refused by the name and line of the target where that is broken', async () => {
    const repo = await world('target: main\ngates:\n  - { name: t, comand: x }\n', GREEN);
    await edit(repo, GREEN);

    const said = await cli(repo, 'run');

    expect(said.status).toBe(65);
    expect(said.err).toContain('main:intorch.yaml:3:16: gates[0].comand is no key');
  });

  it('is named in a way that is refused where there is no such file', async () => {
    const repo = await world(GREEN, GREEN);

    expect(await cli(repo, 'run', '--config', 'other.yaml')).toMatchObject({
      status: 2,
      err: '✖ There is no file other.yaml\n  Name one with --config\n',
    });
  });
});

it('refuses files that name each other as the target', async () => {
  const repo = await world(GREEN.replace('target: main', 'target: release'), GREEN);
  await repo.grow({ release: [{ 'intorch.yaml': GREEN }] });

  const said = await cli(repo, 'plan');

  expect(said.status).toBe(65);
  expect(said.err).toContain('Say which is meant: --onto BRANCH');
});

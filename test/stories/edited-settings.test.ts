/** An intorch.yaml that is not on the target yet, edited or broken while a session is under way: the session keeps to what it began with, and says so. */

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openQuestion } from '../../src/domain/integration/open-question.ts';
import { factWords } from '../../src/domain/integration/question-fact.ts';
import { leftBy } from '../support/left.ts';
import type { TestRepository } from '../support/repository.ts';
import { begin, takeUpAgain } from '../support/session.ts';
import { flatEffort } from '../support/states.ts';
import { cli, configured, effort, makeWorld } from '../support/stories.ts';
import { transcript } from '../support/transcript.ts';

const BRANCH = 'phase1/wave1-integration';
const GATES = `gates:
  - { name: test, command: 'test -e a.txt', parser: exit, when: both }
  - { name: lint, command: 'true', parser: exit, when: final }
`;
const BROKEN = 'target: [main\n';

/** `a` and `b` are in and green; `c` waits in a conflict. */
async function started(config: string) {
  const repo = await makeWorld(
    { 'song.txt': 'one\ntwo\nthree\n' },
    {
      'effort/a': effort({ 'a.txt': 'a\n' }),
      'effort/b': effort({ 'song.txt': 'one\nTWO\nthree\n' }),
      'effort/c': effort({ 'song.txt': 'one\nzwei\nthree\n' }),
    },
    { config, untracked: true },
  );
  const story = await begin(repo);
  await story.work();
  return { repo, story };
}

const left = leftBy(() => started(configured(GATES)));

const rewrite = (repo: TestRepository, text: string) => writeFile(join(repo.dir, 'intorch.yaml'), text);

it('rolls back with a broken file, and says what is wrong with it', async () => {
  const { repo } = await left();
  await rewrite(repo, BROKEN);

  const { status, out, err } = await cli(repo, 'rollback', '--yes');

  expect(err).toMatch(/^! The configuration has 1 problem/);
  expect(err).toContain('intorch.yaml:2:');
  expect(out).toContain('takes back 2 merges (a, b)');
  expect(status).toBe(0);
  expect(await repo.tip(BRANCH)).toBe(await repo.tip('main'));
  expect(await transcript(repo)).toMatchInlineSnapshot(`
    ref                      | command    | outcome
    <session>/saved/A        | update-ref | new: A
    <session>/tip            |            | A → start
    phase1/wave1-integration |            | A → start
  `);
});

it('shows status and reports with a broken file, wherever the session put its checkpoints', async () => {
  const { repo } = await started(configured(`${GATES}checkpoints: { directory: saved }\n`));
  await rewrite(repo, BROKEN);

  const status = await cli(repo, 'status');
  const report = await cli(repo, 'report', 'plan');
  const checkpoints = await cli(repo, 'checkpoint', 'ls');

  expect(status.status).toBe(0);
  expect(status.out).toContain('2 of 3 merged');
  expect(report.status).toBe(0);
  expect(report.out).toContain('effort/c');
  expect(checkpoints.out).toContain('usable');
  for (const { err } of [status, report, checkpoints])
    expect(err).toMatch(/^! The configuration has 1 problem\n.*intorch.yaml:2:.*\n {2}What is shown/s);
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
    <session>/evidence/c     | update-ref                         | new: C
    <slot>                   | init                               | ok
    <slot>                   | checkout --force --detach <commit> | ok
    <slot>                   | clean -ffdq                        | ok
  `);
});

it('goes on with a broken file with the settings that it began with', async () => {
  const { repo } = await left();
  await rewrite(repo, BROKEN);

  const { status, out } = await cli(repo, 'resume', '--decide', 'recommended');

  expect(out).toMatch(/found +intorch\.yaml .*the session keeps what it began with/);
  expect(status).toBe(0);
  expect(await repo.git('ls-tree', '--name-only', 'main')).toContain('a.txt');
  expect(await transcript(repo)).toMatchInlineSnapshot(`
    ref    | command                            | outcome
    main   | update-ref                         | start → A
    <slot> | init                               | ok
    <slot> | checkout --force --detach <commit> | ok
    <slot> | clean -ffdq                        | ok
  `);
});

it('does not end an unfinished session in favour of one that cannot begin', async () => {
  const { repo } = await left();
  await rewrite(repo, BROKEN);

  expect((await cli(repo, 'run')).status).toBe(65);

  expect((await cli(repo, 'status')).out).toContain('INTEGRATING');
  expect(await transcript(repo)).toMatchInlineSnapshot(`nothing was written`);
});

it('says that gates changed, and keeps to its own unless told otherwise', async () => {
  const { repo, life } = await left();
  await rewrite(repo, configured(GATES.replace('test -e a.txt', 'test ! -e b.txt')));

  const again = await takeUpAgain(life, { ask: true });

  expect(openQuestion(again.state())?.facts.map(factWords)).toEqual([
    'intorch.yaml gates: test: test -e a.txt; test: test ! -e b.txt since then; counts from the next session, unless they are taken over in intorch tui',
  ]);
  await again.choose('continue');
  await again.choose('combine_current_incoming');
  expect(again.state().end?.outcome).toBe('LANDED');
  expect(again.state().settings.gates[0]?.command).toBe('test -e a.txt');
  const once = again.state().findings.filter(({ kind }) => kind === 'settings_changed');
  expect(once).toHaveLength(1);
  expect(await transcript(repo)).toMatchInlineSnapshot(`
    ref                      | command                            | outcome
    <session>/restore/c      | update-ref                         | new: A
    <session>/tip            |                                    | A → B
    phase1/wave1-integration |                                    | A → B
    main                     | update-ref                         | start → B
    <slot>                   | init                               | ok
    <slot>                   | checkout --force --detach <commit> | ok
    <slot>                   | clean -ffdq                        | ok
  `);
});

it('judges everything by the new gates when they are taken over', async () => {
  const { repo, life, state } = await left();
  expect(state.gate_runs.map(({ gate }) => gate)).toEqual(['test', 'test']);
  const counted = join(repo.gitDir, 'runs');
  await mkdir(counted);
  await rewrite(
    repo,
    configured(GATES.replace('test -e a.txt', `git rev-parse HEAD > ${counted}/$(git rev-parse HEAD)`)),
  );

  const again = await takeUpAgain(life, { ask: true });
  await again.choose('take_gates');
  await again.choose('combine_current_incoming');

  expect(again.state().end?.outcome).toBe('LANDED');
  const merges = again.state().efforts_included.map((effort) => flatEffort(effort).merge_commit ?? '');
  for (const commit of merges)
    expect(await readFile(join(counted, commit), 'utf8').catch(() => 'not judged')).toBe(`${commit}\n`);
  expect(again.state().decisions.map(({ about }) => about)).toContain(
    'gates taken over from intorch.yaml: test, lint',
  );
  expect(await transcript(repo)).toMatchInlineSnapshot(`
    ref                      | command                            | outcome
    <session>/restore/c      | update-ref                         | new: A
    <session>/tip            |                                    | A → B
    phase1/wave1-integration |                                    | A → B
    main                     | update-ref                         | start → B
    <slot>                   | init                               | ok
    <slot>                   | checkout --force --detach <commit> | ok
    <slot>                   | clean -ffdq                        | ok
  `);
});

it('asks nothing about gates that were taken over already', async () => {
  const { repo, life } = await left();
  await rewrite(repo, configured(GATES.replace('test -e a.txt', 'true')));
  const again = await takeUpAgain(life, { ask: true });
  await again.choose('take_gates');

  const third = await takeUpAgain(again, { ask: true });

  const question = openQuestion(third.state());
  expect(question?.kind).toBe('resume');
  expect(question?.choices.map(({ id }) => id)).not.toContain('take_gates');
  expect(third.state().findings.filter(({ kind }) => kind === 'settings_changed')).toHaveLength(1);
  expect(await transcript(repo)).toMatchInlineSnapshot(`
    ref    | command                            | outcome
    <slot> | init                               | ok
    <slot> | checkout --force --detach <commit> | ok
    <slot> | clean -ffdq                        | ok
  `);
});

it('says what else changed, and nothing where only words for the same did', async () => {
  const { repo, life } = await left();
  await rewrite(repo, `# the same\n${configured(GATES)}`);
  const same = await takeUpAgain(life, { ask: true });
  expect(same.state().findings.map(({ kind }) => kind)).toEqual(['settings_elsewhere']);

  await rewrite(repo, configured(`${GATES}max_concurrency: 4\nlanding: { mode: hold }\n`));
  const other = await takeUpAgain(same, { ask: true });

  expect(openQuestion(other.state())?.facts.map(factWords)).toEqual([
    'intorch.yaml landing: {"mode":"auto","control_files":"inform"}; {"mode":"hold","control_files":"inform"} since then; counts from the next session',
    'intorch.yaml max_concurrency: 2; 4 since then; counts from the next session',
  ]);
  expect(await transcript(repo)).toMatchInlineSnapshot(`nothing was written`);
});

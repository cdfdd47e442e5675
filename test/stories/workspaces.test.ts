/** What a gate reads is the tree under test; where its workspace lacks something, that is named. */
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { plainLines } from '../../src/cli/output/plain-lines.ts';
import { subjectSlug } from '../../src/domain/gate/gate.ts';
import { openQuestion } from '../../src/domain/integration/open-question.ts';
import { factWords } from '../../src/domain/integration/question-fact.ts';
import type { Files } from '../support/fast-import.ts';
import { makeRepository, type TestRepository } from '../support/repository.ts';
import { begin, type Story } from '../support/session.ts';
import { effort, effortOf, integrated, makeWorld, statusesOf } from '../support/stories.ts';

const READS =
  '{ name: test, command: \'test "$(cat vendor/lib/lib.txt)" = "$(cat want)"\', parser: exit, retries: 0 }';

/** A configuration of one gate; `more` are further lines. */
const withGate = (gate: string, more = '') =>
  `target: main\nefforts: { patterns: ['effort/*'] }\nbaseline: true\n${more}gates:\n  - ${gate}\n`;

/** Creates a library with two commits, and a repository whose effort moves its link from the first to the second. */
async function moving(
  config: string,
): Promise<{ readonly repo: TestRepository; readonly lib: TestRepository }> {
  const lib = await makeRepository({ main: [{ 'lib.txt': 'v1\n' }] });
  const [one, two] = [await lib.tip('main'), await lib.commit('v2', { 'lib.txt': 'v2\n' })];
  const using = (commit: string, want: string): Files => ({
    '.gitmodules': `[submodule "lib"]\n\tpath = vendor/lib\n\turl = ${lib.dir}\n`,
    'vendor/lib': { mode: '160000', text: commit },
    want,
  });
  const repo = await makeWorld(using(one, 'v1\n'), { 'effort/bump': effort(using(two, 'v2\n')) }, { config });
  return { repo, lib };
}

const reasons = (story: Story) =>
  story
    .state()
    .gate_runs.map(({ subject, verdict, clues }) => [
      subject.kind,
      verdict,
      ...clues.map(({ says }) => says),
    ]);

it('tests each tree with the commit of a submodule that it names', async () => {
  const { repo, lib } = await moving(withGate(READS, "worktree: { setup: 'true' }\n"));
  await repo.git('clone', '--quiet', '--bare', lib.gitDir, `${repo.gitDir}/modules/lib`);

  const story = await integrated(repo);

  expect(reasons(story)).toEqual([
    ['baseline', 'passed'],
    ['effort', 'passed'],
    ['final', 'passed'],
  ]);
  expect(story.state().end?.outcome).toBe('LANDED');
});

it('runs set-up again where the link of a submodule moved', async () => {
  const setup =
    "worktree: { setup: 'git -c protocol.file.allow=always submodule --quiet update --init' }\nmax_concurrency: 1\n";
  const { repo } = await moving(withGate(READS, setup));

  const story = await integrated(repo);

  expect(reasons(story).map(([, verdict]) => verdict)).toEqual(['passed', 'passed', 'passed']);
  expect(story.state().end?.outcome).toBe('LANDED');
});

it('names an empty submodule where the target is red', async () => {
  const { repo } = await moving(withGate(READS));
  const says =
    'the submodule vendor/lib is empty in the workspace: set worktree.setup: git submodule update --init';

  const story = await begin(repo);
  await story.work('recommended');

  expect(reasons(story)[0]).toEqual([
    'baseline',
    'failed',
    expect.stringContaining('vendor/lib/lib.txt'),
    says,
  ]);
});

it('says nothing of an empty submodule where the target is green without it', async () => {
  const { repo } = await moving(
    withGate('{ name: test, command: \'test "$(cat want)" = v1\', parser: exit, retries: 0 }'),
  );

  const story = await begin(repo);
  await story.work();

  expect(reasons(story).find(([kind]) => kind === 'effort')).toEqual(['effort', 'failed']);
});

it('runs no gate on a submodule that set-up left at another commit, and blames nobody', async () => {
  const lib = await makeRepository({ main: [{ 'lib.txt': 'v1\n' }] });
  const newest = `git clone -q --depth 1 "file://${lib.gitDir}" vendor/lib`;
  const { repo } = await moving(withGate(READS, `worktree: { setup: 'rm -rf vendor/lib; ${newest}' }\n`));

  const story = await begin(repo);
  await story.work('recommended');

  expect(reasons(story).map(([kind, verdict]) => `${kind} ${verdict}`)).toEqual(
    expect.arrayContaining(['baseline passed', 'effort did_not_run']),
  );
  const question = openQuestion(story.state());
  expect(question?.recommended).toBeNull();
  const facts = question?.facts.map(factWords).join('\n');
  expect(facts).toContain('no effort is to blame');
  expect(facts).toMatch(
    /the submodule vendor\/lib has to be at [0-9a-f]{8}: let worktree.setup run git submodule/,
  );
  expect(effortOf(story, 'bump').status).toBe('MERGED');
});

it('has main and origin/main for runners that only run what is affected', async () => {
  const gate =
    "{ name: test, command: 'git diff --quiet main HEAD -- a.txt || git diff --name-only origin/main...HEAD', parser: exit }";
  const repo = await makeWorld(
    { 'a.txt': 'x\n' },
    { 'effort/a': effort({ 'a.txt': 'y\n' }) },
    { config: withGate(gate) },
  );
  await repo.git('update-ref', 'refs/remotes/origin/main', 'main');

  expect((await integrated(repo)).state().end?.outcome).toBe('LANDED');
});

it('names the first error line, and a variable that gates do not get', async () => {
  const gate =
    '{ name: test, command: \'echo start; echo "src/a.ts(1,2): error TS1005: no."; echo DATABASE_URL is not set; test ! -e red\', parser: exit, retries: 0 }';
  const repo = await makeWorld({}, { 'effort/a': effort({ red: 'x\n' }) }, { config: withGate(gate) });

  const story = await begin(repo, { DATABASE_URL: 'postgres://here' });
  const said: string[] = [];
  story.live.session.store.subscribe(
    (before, after, event) => void said.push(...plainLines(before, after, event)),
  );
  await story.work();

  const error = 'src/a.ts(1,2): error TS1005: no.';
  const missed =
    'DATABASE_URL is set where intorch was started, and gates do not get it: set it under env of this gate';
  expect(reasons(story)).toContainEqual(['effort', 'failed', error, missed]);
  expect(openQuestion(story.state())?.facts.map(factWords)).toEqual(expect.arrayContaining([error, missed]));
  expect(said.join('\n')).toContain(`it ended with exit status 1; ${error}; ${missed}`);
  await story.choose('hold_effort');
  expect(effortOf(story, 'a')).toMatchObject({ held_because: expect.stringContaining(error) });
});

it('shows that a workspace is set up, before its gate runs', async () => {
  const gate = "{ name: test, command: 'true', parser: exit }";
  const config = withGate(gate, "worktree: { setup: 'npm ci || true' }\nmax_concurrency: 1\n");
  const repo = await makeWorld({}, { 'effort/a': effort({ 'a.txt': 'x\n' }) }, { config });
  const story = await begin(repo);
  const seen: (readonly string[])[] = [];
  const said: string[] = [];
  story.live.session.store.subscribe((before, after, event) => {
    if (event.type === 'gate_set_up') seen.push(story.live.snapshot().setting_up);
    said.push(...plainLines(before, after, event));
  });

  await story.work('recommended');

  expect(seen).toEqual([['1-test-baseline'], []]);
  expect(said.join('\n')).toMatch(/setting up {2}baseline {2}test {2}npm ci \|\| true/);
});

it('never follows a link that a gate put in the place of its workspace, and runs it no second time', async () => {
  const victim = await makeRepository({ main: [{ 'kept.txt': 'x\n' }] });
  await writeFile(join(victim.dir, 'untracked.txt'), 'mine\n');
  const swap = `P=$(pwd -P); if test -e sly.txt; then cd /; mv "$P" "$P.moved"; ln -s '${victim.dir}' "$P"; fi`;
  const repo = await makeWorld(
    { 'swap.sh': swap },
    { 'effort/sly': effort({ 'sly.txt': 'x\n' }), 'effort/two': effort({ 'two.txt': 'x\n' }) },
    { config: withGate("{ name: test, command: 'sh swap.sh', parser: exit, retries: 2, flaky: pass }") },
  );

  const story = await begin(repo);
  await story.work();

  const runs = story.state().gate_runs.filter(({ subject }) => subjectSlug(subject) === 'effort-sly');
  expect(runs.map(({ because }) => because)).toEqual([
    'the gate meddled with the repository: the workspace was replaced',
  ]);
  const question = openQuestion(story.state());
  expect(question?.recommended).toBeNull();
  expect(question?.choices.find(({ id }) => id === 'retry')).toMatchObject({
    disabled: 'a gate that meddled cannot pass on the same tree any more',
  });
  await story.choose('hold_effort');
  await story.work('recommended');

  expect(statusesOf(story)).toEqual({ sly: 'HELD', two: 'MERGED' });
  expect(story.state().end?.outcome).toBe('LANDED');
  expect((await readdir(victim.dir)).sort()).toEqual(['.git', 'kept.txt', 'untracked.txt']);
  expect(await victim.git('log', '--format=%s')).not.toBe('');
});

const POISON =
  'mkdir -p node_modules/.bin; printf "#!/bin/sh\\nexit 0\\n" > node_modules/.bin/tester; chmod +x node_modules/.bin/tester; exit 1';
const TRUSTING =
  'if [ -x node_modules/.bin/tester ]; then exec node_modules/.bin/tester; fi; [ "$(cat b.txt)" = x ]';

it.each(['', "worktree: { setup: 'mkdir -p node_modules' }\n"])(
  'lets no effort that was held decide the verdict of another by what git ignores (%j)',
  async (setup) => {
    const repo = await makeWorld(
      { '.gitignore': 'node_modules/\n', 't.sh': TRUSTING, 'b.txt': 'x\n' },
      { 'effort/one': effort({ 't.sh': POISON }), 'effort/two': effort({ 'b.txt': 'broken\n' }) },
      {
        config: withGate(
          "{ name: test, command: 'sh t.sh', parser: exit, retries: 0 }",
          `max_concurrency: 1\n${setup}`,
        ),
      },
    );

    const story = await integrated(repo);

    expect(statusesOf(story)).toEqual({ one: 'HELD', two: 'HELD' });
    expect(story.state().gate_runs.map(({ verdict }) => verdict)).not.toContain('inconclusive');
    expect(await repo.git('show', 'main:b.txt')).toBe('x');
  },
);

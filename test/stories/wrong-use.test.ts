/** Wrong use, and nothing to do, end at once: no session is made, no ref is moved, and what could be meant is named. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openRepository } from '../../src/cli/repository/compose.ts';
import type { TestRepository } from '../support/repository.ts';
import { cli, configured, effort, makeWorld, ONE_GATE } from '../support/stories.ts';
import { transcript } from '../support/transcript.ts';

const THREE = {
  'effort/one': effort({ 'one.txt': 'x\n' }),
  'effort/two': effort({ 'two.txt': 'x\n' }),
  'feature/three': effort({ 'three.txt': 'x\n' }),
};

const hasSession = (repo: TestRepository) => existsSync(join(repo.gitDir, 'intorch', 'sessions'));

/** Runs a command that ends at once. */
async function refused(repo: TestRepository, ...argv: readonly string[]) {
  const said = await cli(repo, ...argv);
  expect(hasSession(repo)).toBe(false);
  expect(await transcript(repo)).toEqual({ text: 'nothing was written' });
  return said;
}

it.each([['run'], ['plan']])(
  'names all wrong names of %s --efforts, with what they could mean',
  async (command) => {
    const repo = await makeWorld({}, THREE);

    const said = await refused(repo, command, '--efforts', 'effort/onne,effort/typo-of-nothing,tow');

    expect(said).toEqual({
      status: 2,
      out: '',
      err: [
        '✖ 3 names are wrong',
        '  no branch is named effort/onne; did you mean effort/one?',
        '  no branch is named effort/typo-of-nothing',
        '  no branch is named tow; did you mean two?',
        '  See the branches: git branch --all',
        '',
      ].join('\n'),
    });
  },
);

it('takes a short name for any branch that ends so', async () => {
  const repo = await makeWorld({}, THREE);

  expect((await cli(repo, 'plan', '--efforts', 'three')).out).toContain('feature/three');
});

it('names all wrong names of the configuration: patterns, listed branches, and what they depend on', async () => {
  const list = `[{ branch: effort/oen }, { branch: effort/two, depends_on: [onee, feature/three] }, { branch: effort/one }]`;
  const config = `target: main\nefforts:\n  patterns: [efort/one]\n  list: ${list}\n${ONE_GATE}`;
  const repo = await makeWorld({}, THREE, { config });

  const said = await refused(repo, 'run');

  expect(said.status).toBe(2);
  expect(said.err.split('\n').slice(1, 5)).toEqual([
    '  no branch is named efort/one; did you mean effort/one?',
    '  there is no branch effort/oen; did you mean effort/one?',
    '  effort/two depends on onee, which is no effort; did you mean one?',
    '  effort/two depends on feature/three, which takes no part; name it too',
  ]);
});

it.each([
  ['a target', ['--onto', 'mian'], /^✖ there is no branch mian to integrate onto; did you mean main\?/],
  ['the form of a gate', ['--gate', 'test'], /--gate needs a name and a command/],
])('ends at once where %s is wrong', async (_what, flags, words) => {
  const repo = await makeWorld({}, THREE);

  const said = await refused(repo, 'run', ...flags);

  expect(said.status).toBe(2);
  expect(said.err).toMatch(words);
});

it.each([
  ['run', 'intorch run'],
  ['plan', 'intorch run'],
])(
  'shows what %s looked for, which branches there are, and a command that integrates them',
  async (command, next) => {
    const repo = await makeWorld({}, THREE, { config: configured().replace('effort/*', 'agent/*') });

    const said = await refused(repo, command);

    expect(said.status).toBe(0);
    expect(said.out).toContain(
      [
        'Nothing to do: no branch matches agent/*',
        '  Branches to pick from: effort/one, effort/two, feature/three',
        `  Integrate them: ${next} --efforts 'effort/one,effort/two,feature/three'`,
        '',
      ].join('\n'),
    );
  },
);

it('makes no further session where everything is in, as commits or as changes', async () => {
  const repo = await makeWorld({}, THREE);
  expect((await cli(repo, 'run')).status).toBe(0);
  await repo.git('update-ref', 'refs/heads/effort/two', await squashed(repo));

  const again = await cli(repo, 'run');
  const scripted = await cli(repo, 'run', '--json');

  expect(again).toMatchObject({ status: 0, err: '' });
  expect(again.out).toMatch(/^Nothing to do: everything is in main already\n/);
  expect(JSON.parse(scripted.out)).toMatchObject({
    type: 'summary',
    outcome: 'NOTHING_TO_DO',
    session_id: null,
  });
  const io = { directory: repo.dir, env: process.env };
  expect(await (await openRepository(io, new Map())).sessions.list()).toHaveLength(1);
});

/** Makes a commit on the start of main that changes what main has already. */
async function squashed(repo: TestRepository): Promise<string> {
  const base = await repo.git('merge-base', 'main', 'feature/three');
  const tree = await repo.git('rev-parse', 'effort/two^{tree}');
  return repo.git('commit-tree', '-p', base, '-m', 'again', tree);
}

it('does not end an unfinished session for a name that is wrong', async () => {
  const song = (line: string) => ({ 'song.txt': `one\n${line}\nthree\n` });
  const repo = await makeWorld(song('two'), { 'effort/a': effort(song('a')), 'effort/b': effort(song('b')) });
  expect((await cli(repo, 'run')).status).toBe(3);

  expect((await cli(repo, 'run', '--efforts', 'effort/c')).status).toBe(2);

  expect((await cli(repo, 'status')).out).toContain('INTEGRATING');
  const same = await cli(repo, 'run', '--resume', '--efforts', 'effort/*', '--onto', 'main');
  expect(same).toMatchObject({ status: 3, err: '' });
  const other = await cli(repo, 'run', '--resume', '--efforts', 'effort/a', '--strategy', 'hybrid');
  expect(other.err).toBe(
    'Note: --efforts, --strategy count for a new session only: this one was started with efforts effort/*; strategy merge. "intorch run" ends it and starts one\n',
  );
});

/** An effort whose tree is stale takes back what landed since: it is named, commit by commit, and lands only when somebody says so. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openQuestion } from '../../src/domain/integration/open-question.ts';
import { findingLine } from '../../src/domain/integration/selectors/findings.ts';
import { described, type Files } from '../support/fast-import.ts';
import type { TestRepository } from '../support/repository.ts';
import { begin } from '../support/session.ts';
import { cli, configured, makeWorld, ONE_GATE, statusesOf } from '../support/stories.ts';

const numbered = (name: string, changed: Readonly<Record<number, string>> = {}) =>
  Array.from({ length: 12 }, (_, at) => `${changed[at] ?? `export const ${name}${at} = ${at};`}\n`).join('');
const WINDOWS = "export const lib5 = process.platform === 'win32' ? 6 : 5;";
const FIXED = numbered('lib', { 5: WINDOWS });
const TEST = "test('windows fix', () => {\n  assert.equal(lib5, 5);\n});\n";
const OWN_TEST = "test('feature', () => {\n  assert.equal(feature, 1);\n});\n";
const FEATURE = `${numbered('lib')}export const feature = 1;\n`;

/** Main gets a fix with its test after the effort began, and what else is given; then the effort comes to be as the case says. */
async function world(more: Files = {}) {
  const config = configured(`landing: { mode: fast_forward }\n${ONE_GATE}`);
  const repo = await makeWorld(
    {
      'lib.js': numbered('lib'),
      'old.js': numbered('old'),
      'base.test.js': OWN_TEST.replace('feature', 'base'),
    },
    { 'effort/feat': { from: 'main', commits: [{ 'lib.js': FEATURE, 'feat.test.js': OWN_TEST }] } },
    { config },
  );
  const fix = await repo.commit(
    'main',
    { 'lib.js': FIXED, 'win.test.js': TEST, ...more },
    { message: 'fix: windows (#51)' },
  );
  return { repo, fix: fix.slice(0, 8) };
}

/** Moves the effort to one commit on the tip of main. */
async function onTip(repo: TestRepository, files: Files, message = 'feat: a feature') {
  await repo.git('branch', '--force', 'effort/feat', 'main');
  await repo.commit('effort/feat', files, { message });
}

async function planned(repo: TestRepository) {
  const story = await begin(repo);
  await story.work();
  const said = story.state().findings.filter(({ kind }) => kind.startsWith('takes_back'));
  return { story, said: said.map((finding) => `${finding.kind} ${findingLine(finding)}`) };
}

const ASKED = 'nothing in it says that this is meant, so it lands only when somebody says so';
const WHOLE = (fix: string) =>
  `takes_back feat: would take back ${fix} "fix: windows (#51)", 4 of 4 lines, with its test "windows fix"; ${ASKED}`;

const staleTree = async (repo: TestRepository, ...parents: readonly string[]) => {
  const of = parents.flatMap((parent) => ['-p', parent]);
  const stale = await repo.git('commit-tree', 'effort/feat^{tree}', ...of, '-m', 'feat: a feature');
  await repo.git('update-ref', 'refs/heads/effort/feat', stale);
};

it.each<readonly [string, (repo: TestRepository) => Promise<void>]>([
  ['merged with `-s ours`', (repo) => staleTree(repo, 'effort/feat', 'main')],
  ['committed after `reset --soft` on the tip', (repo) => staleTree(repo, 'main')],
  [
    'copied from a stale worktree, with work of its own in the same file',
    (repo) => onTip(repo, { 'lib.js': FEATURE, 'feat.test.js': OWN_TEST, 'win.test.js': null }),
  ],
])('names what a stale tree takes back: %s', async (_how, arrive) => {
  const { repo, fix } = await world();
  await arrive(repo);

  const { story, said } = await planned(repo);

  expect(said).toEqual([WHOLE(fix)]);
  expect(story.state().end).toBeNull();
});

it('names each commit that a squash of a stale tree takes back', async () => {
  const { repo, fix } = await world();
  const second = await repo.commit(
    'main',
    { 'old.js': numbered('old', { 3: 'export const old3 = 33;' }) },
    { message: 'fix: three' },
  );
  await staleTree(repo, 'main');

  const { said } = await planned(repo);

  expect(said).toEqual([
    expect.stringContaining(`${fix} "fix: windows (#51)", 4 of 4 lines, with its test "windows fix"`),
  ]);
  expect(said[0]).toContain(`${second.slice(0, 8)} "fix: three", 2 of 2 lines`);
});

it('names a deletion that is taken back', async () => {
  const { repo } = await world();
  const gone = (await repo.commit('main', { 'old.js': null }, { message: 'Remove old' })).slice(0, 8);
  await onTip(repo, { 'old.js': numbered('old'), 'feat.js': numbered('feat') });

  const { said } = await planned(repo);

  expect(said).toEqual([`takes_back feat: would take back ${gone} "Remove old", 12 of 12 lines; ${ASKED}`]);
});

it('lists a revert that says so, and lands it', async () => {
  const { repo, fix } = await world();
  const back = { 'lib.js': numbered('lib'), 'win.test.js': null };
  await onTip(repo, back, `Revert "fix: windows (#51)"\n\nThis reverts commit ${await repo.tip('main')}.`);

  const { story, said } = await planned(repo);

  expect(said).toEqual([
    `takes_back_part feat: takes back lines of ${fix} "fix: windows (#51)", 4 of 4 lines, with its test "windows fix"; it names the commit`,
  ]);
  expect(story.state().end?.outcome).toBe('LANDED');
});

it.each<readonly [string, Files]>([
  [
    'a moved file',
    { 'win.test.js': null, 'test/windows.test.js': TEST, 'lib.js': null, 'src/lib.js': FIXED },
  ],
  ['a renamed test', { 'win.test.js': TEST.replace('windows fix', 'platforms other than Linux') }],
  [
    'a reformat',
    { 'win.test.js': "test(\n  'windows fix',\n  () => {\n    assert.equal(lib5, 5)\n  },\n)\n" },
  ],
  ['another indentation', { 'lib.js': FIXED.replaceAll('export', '  export') }],
  ['work further on the same line', { 'lib.js': FIXED.replace('6 : 5', '7 : 5') }],
])('says nothing of %s', async (_what, files) => {
  const { repo } = await world();
  await onTip(repo, files);

  const { story, said } = await planned(repo);

  expect(said).toEqual([]);
  expect(story.state().end?.outcome).toBe('LANDED');
});

it('says nothing of lock files, changelogs, versions and built files', async () => {
  const generated = {
    'package-lock.json': '{"a":1}\n',
    'CHANGELOG.md': '- b\n',
    'dist/a.js': 'a1\n',
    VERSION: '2.0.0\n',
  };
  const { repo } = await world();
  await repo.commit('main', generated, { message: 'release 2.0.0' });
  await onTip(repo, Object.fromEntries(Object.keys(generated).map((path) => [path, null])));

  expect((await planned(repo)).said).toEqual([]);
});

it('says nothing of a branch that only began before the fix', async () => {
  const { repo } = await world();

  const { story, said } = await planned(repo);

  expect(said).toEqual([]);
  expect(story.state().end?.outcome).toBe('LANDED');
});

it('lists what a release branch brings when it is merged forward', async () => {
  const { repo } = await world();
  await repo.git('branch', 'release/1.x', 'main');
  await repo.git('branch', '--force', 'effort/feat', 'main');
  await repo.grow({
    'release/1.x': { from: 'release/1.x', commits: [{ 'lib.js': numbered('lib'), 'win.test.js': null }] },
    'effort/feat': {
      from: 'effort/feat',
      commits: [
        described(
          { 'lib.js': numbered('lib'), 'win.test.js': null },
          { message: "Merge branch 'release/1.x' into effort/feat", merges: ['release/1.x'] },
        ),
      ],
    },
  });

  expect((await planned(repo)).said).toEqual([
    expect.stringMatching(/^takes_back_part .*; it brings release\/1\.x forward$/),
  ]);
});

it('is asked about before landing, and in every view', async () => {
  const { repo, fix } = await world();
  await staleTree(repo, 'main');
  const text = `would take back ${fix} "fix: windows (#51)", 4 of 4 lines, with its test "windows fix"`;

  const plan = (await cli(repo, 'plan')).out;
  const json = (await cli(repo, 'plan', '--json')).out;
  const run = await cli(repo, 'run', '--decide', 'recommended');
  const status = (await cli(repo, 'status', '--json')).out;
  const report = (await cli(repo, 'report', 'integration-report')).out;

  expect(run.status).toBe(3);
  for (const shown of [plan, run.out, report]) expect(shown.replaceAll('\\', '')).toContain(text);
  for (const shown of [json, status]) expect(shown).toContain(JSON.stringify(text).slice(1, -1));
});

it('lands once somebody said that it is meant', async () => {
  const { repo, fix } = await world();
  await staleTree(repo, 'main');
  const { story } = await planned(repo);

  expect(openQuestion(story.state())).toMatchObject({ kind: 'land', recommended: { choice: 'hold' } });
  await story.choose('accept');

  expect(story.state().end?.outcome).toBe('LANDED');
  expect(story.state().decisions.at(-1)?.about).toContain(fix);
});

it('lands without it, and with what depends on it out too, once somebody leaves it out', async () => {
  const { repo, fix } = await world();
  await staleTree(repo, 'main');
  await repo.grow({
    'effort/good': { from: 'main', commits: [{ 'good.js': numbered('good') }] },
    'effort/on-top': { from: 'effort/feat', commits: [{ 'top.js': numbered('top') }] },
  });
  const { story } = await planned(repo);

  await story.choose('leave_out_feat');

  expect(statusesOf(story)).toEqual({ feat: 'HELD', good: 'MERGED', 'on-top': 'HELD' });
  expect(story.state().end?.outcome).toBe('LANDED');
  expect(await repo.git('log', '--format=%h', 'main')).toContain(fix.slice(0, 7));
  expect(await repo.git('show', 'main:lib.js')).toContain('win32');
});

it('is judged by the commits that are chosen of an effort, and not by its dates', async () => {
  const { repo, fix } = await world();
  await repo.git('branch', '--force', 'effort/feat', 'main');
  await repo.commit('effort/feat', { 'win.test.js': null }, { message: 'tidy', date: 4_000_000_000 });
  const good = await repo.commit('effort/feat', { 'feat.js': 'feature();\n' });
  const planWith = async (commit: string) => {
    const file = join(repo.dir, 'picked.yaml');
    const chosen = `{ branch: effort/feat, strategy: cherry-pick, commits: [${commit}] }`;
    await writeFile(file, `target: main\nefforts: { list: [${chosen}] }\n${ONE_GATE}`);
    const { out, err } = await cli(repo, 'plan', '--config', file);
    expect(err).toBe('');
    return out;
  };

  expect(await planWith(good)).not.toContain('take back');
  expect(await planWith(await repo.tip('effort/feat~1'))).toContain(`would take back ${fix}`);
});

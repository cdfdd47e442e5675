/** Gates that judge all efforts together: how often they run, who is found red, and what lands. */
import { expect, it, vi } from 'vitest';
import { openQuestion } from '../../src/domain/integration/open-question.ts';
import { factWords } from '../../src/domain/integration/question-fact.ts';
import { coveredBy } from '../../src/domain/integration/selectors/groups/covered-by.ts';
import { testResults } from '../../src/domain/integration/summary/test-results.ts';
import type { BranchSpec, Files } from '../support/fast-import.ts';
import type { TestRepository } from '../support/repository.ts';
import { begin, type Story } from '../support/session.ts';
import { cli, effort, effortOf, integrated, makeWorld, reportOf, statusesOf } from '../support/stories.ts';

const NAMES = Array.from({ length: 8 }, (_, index) => `e${index + 1}`);

vi.setConfig({ testTimeout: 180_000 });

const RED = { command: 'sleep 0.05; ! ls red-*', retries: 0 };

interface Settings {
  readonly policy?: string;
  readonly width?: number;
  readonly command?: string;
  readonly retries?: number;
  readonly more?: string;
}

/** Eight efforts with a file each, and more where `files` says so; the gate is red where there is a file whose name says so. */
async function world(
  files: Readonly<Record<string, Files>>,
  { policy = 'grouped', width = 1, command = RED.command, retries = RED.retries, more = '' }: Settings = {},
): Promise<TestRepository> {
  const branches = NAMES.map((name): readonly [string, BranchSpec] => [
    `effort/${name}`,
    effort({ [`${name}.txt`]: name, ...files[name] }),
  ]);
  const config = `target: main
efforts: { patterns: ['effort/*']${more} }
max_concurrency: ${width}
gating: { policy: ${policy} }
gates:
  - { name: test, command: ${JSON.stringify(command)}, parser: exit, retries: ${retries} }
`;
  return makeWorld({ 'song.txt': 'one\ntwo\nthree\n' }, Object.fromEntries(branches), { config });
}

const red = (...names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, { [`red-${name}`]: '' }]));
const ranIn = (story: Story) => story.state().gate_runs.filter(({ reused_from }) => reused_from === null);
const outOf = (story: Story) =>
  Object.entries(statusesOf(story)).flatMap(([name, status]) => (status === 'HELD' ? [name] : []));
/** Returns the merges in their order, and the files that landed; settings differ between the stories. */
const landedIn = async (repo: TestRepository) => [
  ...(await repo.git('log', '--first-parent', '--reverse', '--format=%s', 'main')).split('\n'),
  ...(await repo.git('ls-tree', '-r', 'main')).split('\n').filter((line) => !line.includes('intorch.yaml')),
];

/** Runs with one at once and with four; sequential are 9: the target, and each effort. */
const LAYOUTS = [
  { layout: 'no red', reds: [], one: 2, four: 4 },
  { layout: 'one red', reds: ['e6'], one: 6, four: 10 },
  { layout: 'two reds apart', reds: ['e3', 'e7'], one: 10, four: 15 },
] as const;

it.each(LAYOUTS)(
  'lands all that are green, on the tree that was tested: $layout',
  async ({ reds, one, four }) => {
    const repos = await Promise.all([1, 4].map((width) => world(red(...reds), { width })));
    const stories = [];
    for (const repo of repos) stories.push(await integrated(repo));

    for (const [index, story] of stories.entries()) {
      const { end, gate_runs } = story.state();
      expect(end?.outcome, end?.because).toBe('LANDED');
      expect(outOf(story)).toEqual(reds);
      const green = gate_runs.find(
        ({ commit, reused_from }) => reused_from === null && commit === story.state().integration_tip,
      );
      expect(green?.verdict, 'a gate really ran on the very commit that landed').toBe('passed');
      if (index === 0) expect(ranIn(story)).toHaveLength(one);
      else expect(ranIn(story).length).toBeLessThanOrEqual(four);
    }
    const [narrow, wide] = await Promise.all(repos.map(landedIn));
    expect(wide).toEqual(narrow);
  },
);

it('lands what a gate after each effort lands, and holds the same: the later one of two that clash', async () => {
  const files = { e3: { 'red-e3': '' }, e5: { left: '' }, e8: { right: '' } };
  const command = '! ls red-* && ! { test -e left && test -e right; }';
  const together = await world(files, { command });
  const each = await world(files, { command, policy: 'each' });

  const story = await integrated(together);
  const other = await integrated(each);

  expect(outOf(story)).toEqual(['e3', 'e8']);
  expect(outOf(other)).toEqual(['e3', 'e8']);
  expect(await landedIn(together)).toEqual(await landedIn(each));
  expect(ranIn(story).length).toBeLessThan(ranIn(other).length);
});

it('asks once about all who make it red, says how each was judged, and never that one passed by itself', async () => {
  const repo = await world(red('e3', 'e7'));
  const story = await begin(repo);
  await story.work();
  const question = openQuestion(story.state());

  expect(question?.kind).toBe('red_gate');
  expect(question?.facts.map(factWords).slice(0, 2)).toEqual([
    'first red once e3 is merged',
    'first red once e7 is merged',
  ]);
  expect(question?.choices.find(({ id }) => id === 'hold_effort')?.label).toBe('Hold e3, e7');
  expect((await cli(repo, 'status')).out).toMatch(/gates run +grouped, on all efforts together/);
  await story.choose('hold_effort');
  await story.work('recommended');

  const state = story.state();
  expect(state.end?.outcome).toBe('LANDED');
  const tree = await repo.git('rev-parse', 'main^{tree}');
  expect(coveredBy(state, effortOf(story, 'e1'))).toMatch(
    new RegExp(`^covered by group \\d+ of tree ${tree.slice(0, 7)}`),
  );
  expect(coveredBy(state, effortOf(story, 'e3'))).toBeNull();
  expect(testResults(state)['test']?.tree).toBe(tree);
  const report = (await reportOf(story, 'INTEGRATION_REPORT.md')) ?? '';
  expect(report.split('\n').find((line) => line.includes('| e1 |'))).toMatch(/covered by group \d+ of tree/);
  expect(report).toContain('grouped, on all efforts together and on groups of them: the settings say so');
});

it('asks about conflicts when they are met, before any gate has judged an effort, and never again', async () => {
  const files = {
    e2: { 'song.txt': 'one\nTWO\nthree\n' },
    e4: { 'red-e4': '' },
    e6: { 'song.txt': 'one\nzwei\nthree\n' },
    e7: { 'red-e7': '' },
  };
  const repo = await world(files);
  const story = await begin(repo);
  await story.work();

  expect(story.question()).toMatch(/^conflict: /);
  expect(story.state().gate_runs.map(({ subject }) => subject.kind)).toEqual(['baseline']);
  await story.choose('take_incoming');
  await story.work('recommended');

  expect(story.state().end?.outcome, story.state().end?.because).toBe('LANDED');
  expect(outOf(story)).toEqual(['e4', 'e7']);
  expect(await repo.git('show', 'main:song.txt')).toContain('zwei');
  expect(story.state().decisions.filter(({ kind }) => kind === 'conflict')).toHaveLength(1);
});

it('holds what depends on whom it finds with it', async () => {
  const repo = await world(red('e3'), { more: ', list: [{ branch: effort/e5, depends_on: [e3] }]' });

  const story = await integrated(repo);

  expect(outOf(story)).toEqual(['e3', 'e5']);
  expect(effortOf(story, 'e5')).toMatchObject({ held_with: 'e3' });
  expect(story.state().end?.outcome).toBe('LANDED');
});

it('runs once where the settings want everything judged at the end, and looks for who is red after that', async () => {
  const story = await integrated(await world(red('e6'), { policy: 'final', width: 4 }));

  expect(outOf(story)).toEqual(['e6']);
  const kinds = ranIn(story).map(({ subject }) => subject.kind);
  expect(kinds.slice(0, 2)).toEqual(['baseline', 'final']);
  expect(new Set(kinds.slice(2))).toEqual(new Set(['group']));
});

it('says in the plan when gates run, and why', async () => {
  const repo = await world({}, { policy: 'null' });

  const plan = await cli(repo, 'plan');

  expect(plan.out).toContain('Gates run after each effort: their time is not known yet');
});

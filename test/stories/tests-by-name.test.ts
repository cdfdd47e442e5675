/** Gates compare tests by name with the target, and say so where they cannot. */
import { expect, it } from 'vitest';
import type { GateRun } from '../../src/domain/gate/gate.ts';
import { openQuestion } from '../../src/domain/integration/open-question.ts';
import { factWords } from '../../src/domain/integration/question-fact.ts';
import { begin, type Story, takeUpAgain } from '../support/session.ts';
import { cli, effort, effortOf, integrated, makeWorld, reportOf, statusesOf } from '../support/stories.ts';
import { transcript } from '../support/transcript.ts';

const config = (command: string, more = '') =>
  `target: main\nefforts: { patterns: ['effort/*'] }\n${more}gates:\n  - { name: test, command: '${command}', retries: 0 }\n`;

const TAP = (...names: readonly string[]) =>
  ['TAP version 13', ...names.map((name, index) => `ok ${index + 1} - ${name}`), `1..${names.length}`].join(
    '\n',
  );

const runsOf = (story: Story, kind: GateRun['subject']['kind']) =>
  story.state().gate_runs.filter(({ subject }) => subject.kind === kind);

it('names a test of the target that does not run, though more tests run than before', async () => {
  const repo = await makeWorld(
    { 'a.tap': TAP('adds', 'removes (12 ms)', 'lists') },
    {
      'effort/one': effort({
        'a.tap': TAP('adds', 'moves', 'copies', 'lists', 'sorts'),
        'elsewhere.txt': 'removes (12 ms)\n',
      }),
    },
    { config: config('cat a.tap') },
  );

  const story = await integrated(repo);

  const [run] = runsOf(story, 'effort');
  expect(run?.verdict).toBe('did_not_run');
  expect(run?.because).toBe('did not run 1 test that ran on the target: removes (12 ms)');
  expect(statusesOf(story)).toEqual({ one: 'HELD' });
  expect(await transcript(repo)).toMatchInlineSnapshot(`
    ref                      | command                            | outcome
    <session>/restore/start  | update-ref                         | new: start
    <session>/efforts/one    |                                    | new: one
    <session>/tip            |                                    | new: start
    phase1/wave1-integration |                                    | new: start
    <session>/restore/one    | update-ref                         | new: start
    <session>/tip            |                                    | start → A
    phase1/wave1-integration |                                    | start → A
    <session>/saved/A        | update-ref                         | new: A
    <session>/tip            |                                    | A → start
    phase1/wave1-integration |                                    | A → start
    <slot>                   | init                               | ok
    <slot>                   | checkout --force --detach <commit> | ok
    <slot>                   | clean -ffdq                        | ok
  `);
});

it('takes the same tests in another order, with other times, and more of them', async () => {
  const repo = await makeWorld(
    { 'a.tap': TAP('adds (3 ms)', 'reads /tmp/x-1/a', 'adds (4 ms)') },
    { 'effort/one': effort({ 'a.tap': TAP('reads /tmp/x-2/a', 'adds (9 ms)', 'new', 'adds (1 ms)') }) },
    { config: config('cat a.tap') },
  );

  const story = await integrated(repo);

  expect(runsOf(story, 'effort')[0]).toMatchObject({ verdict: 'passed', because: '4 tests passed' });
  expect(story.state().end?.outcome).toBe('LANDED');
  expect(await transcript(repo)).toMatchInlineSnapshot(`
    ref                      | command                            | outcome
    <session>/restore/start  | update-ref                         | new: start
    <session>/efforts/one    |                                    | new: one
    <session>/tip            |                                    | new: start
    phase1/wave1-integration |                                    | new: start
    <session>/restore/one    | update-ref                         | new: start
    <session>/tip            |                                    | start → A
    phase1/wave1-integration |                                    | start → A
    main                     | update-ref                         | start → A
    <slot>                   | init                               | ok
    <slot>                   | checkout --force --detach <commit> | ok
    <slot>                   | clean -ffdq                        | ok
  `);
});

it('names a test that an effort renames, and asks once about those that are still there', async () => {
  const repo = await makeWorld(
    {
      'a.tap': TAP('old', 'stays', 'goes later', 'goes last'),
      'run.sh':
        'ran=$(grep ^ok a.tap | grep -vE "$(cat skip/* | paste -sd "|")")\necho "TAP version 13"; echo "$ran"; echo 1..$(echo "$ran" | wc -l)\n',
      'skip/none': 'nothing\n',
    },
    {
      'effort/a': effort({ 'a.tap': TAP('new', 'stays', 'goes later', 'goes last') }),
      'effort/b': effort({ 'skip/b': 'later\n' }),
      'effort/c': effort({ 'skip/c': 'last\n' }),
    },
    { config: config('sh run.sh') },
  );
  const story = await begin(repo);
  await story.ordered('a', 'b', 'c');
  await story.work();
  expect(runsOf(story, 'effort')[0]?.because).toBe('4 tests passed; removed or renamed: old');
  expect(story.question()).toBe(
    'red_gate: test is not green once b is merged: did not run 1 test that ran on the target: goes later',
  );
  expect(openQuestion(story.state())?.facts.map(factWords)).toContain('did not run: goes later');

  await story.choose('accept');

  expect(story.question()).toBe(
    'red_gate: test is not green once c is merged: did not run 2 tests that ran on the target: goes later, goes last',
  );
  await story.choose('hold_effort');
  expect(statusesOf(story)).toEqual({ a: 'MERGED', b: 'MERGED', c: 'HELD' });
  expect(runsOf(story, 'final').map(({ verdict, accepted }) => [verdict, accepted?.reason])).toEqual([
    ['did_not_run', 'accepted by operator'],
  ]);
  expect(story.state().end?.outcome).toBe('LANDED');
  expect(await reportOf(story, 'INTEGRATION_REPORT.md')).toContain('Conditional');
  const regression = await reportOf(story, 'REGRESSION_ANALYSIS.md');
  expect(regression).toContain('- Ran on the target and did not run: 2');
  expect(regression).toContain('- `goes later` (test)');
  expect(regression).toContain('- `old` (test, removed or renamed by a change)');
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
    main                     | update-ref                         | start → B
    <slot>                   | init                               | ok
    <slot>                   | checkout --force --detach <commit> | ok
    <slot>                   | clean -ffdq                        | ok
  `);
});

it('asks nothing again about an accepted failure, and looks for nobody behind it, where later efforts rename tests', async () => {
  const runner = [
    'echo "TAP version 13"',
    'n=0; while read line; do n=$((n+1)); echo "$line" | sed "s/ok/ok $n/"; done < all.tap',
    'if test -e red.tap; then n=$((n+1)); echo "not ok $n - red"; fi',
    'if test -e one -a -e two; then n=$((n+1)); echo "not ok $n - pair"; fi',
    'echo "1..$n"; ! test -e red.tap',
  ];
  const repo = await makeWorld(
    { 'all.tap': 'ok - old\nok - stays\n', 'run.sh': `${runner.join('\n')}\n` },
    {
      'effort/a': effort({ 'red.tap': 'x\n' }),
      'effort/b': effort({ 'all.tap': 'ok - new\nok - stays\n', one: 'x\n' }),
      'effort/c': effort({ two: 'x\n' }),
    },
    { config: config('sh run.sh') },
  );
  const story = await begin(repo);
  await story.ordered('a', 'b', 'c');
  await story.work();
  expect(story.question()).toContain('once a is merged: 1 of 3 tests failed: red');

  await story.choose('accept');

  expect(story.question()).toContain('once c is merged: 2 of 4 tests failed: red, pair');
  await story.work('recommended');
  expect(statusesOf(story)).toEqual({ a: 'MERGED', b: 'MERGED', c: 'HELD' });
  expect(effortOf(story, 'c').clashes_with).toEqual(['b']);
});

it('compares the packages of a monorepo by name, behind the prefixes of their runner', async () => {
  const suite = (label: string, ...names: readonly string[]) =>
    `${[
      ' RUN',
      ...names.map((name) => ` ✓ a.test.ts > ${name} 1ms`),
      `      Tests  ${names.length} passed (${names.length})`,
    ]
      .map((line) => `${label}:test: ${line}`)
      .join('\n')}\n`;
  const repo = await makeWorld(
    { 'web.txt': suite('web', 'adds', 'lists'), 'api.txt': suite('api', 'adds') },
    {
      'effort/one': effort({
        'web.txt': suite('web', 'adds', 'lists', 'sorts'),
        'api.txt': 'api:test: nothing to do\n',
        'api.test.ts': "it('adds')\n",
      }),
    },
    { config: config('paste -d "\\n" web.txt api.txt') },
  );

  const story = await integrated(repo);

  expect(runsOf(story, 'baseline')[0]?.tests).toMatchObject({ total: 3, passed: 3 });
  expect(runsOf(story, 'effort')[0]?.because).toBe(
    'did not run 1 test that ran on the target: api:test > a.test.ts > adds',
  );
  expect(await transcript(repo)).toMatchInlineSnapshot(`
    ref                      | command                            | outcome
    <session>/restore/start  | update-ref                         | new: start
    <session>/efforts/one    |                                    | new: one
    <session>/tip            |                                    | new: start
    phase1/wave1-integration |                                    | new: start
    <session>/restore/one    | update-ref                         | new: start
    <session>/tip            |                                    | start → A
    phase1/wave1-integration |                                    | start → A
    <session>/saved/A        | update-ref                         | new: A
    <session>/tip            |                                    | A → start
    phase1/wave1-integration |                                    | A → start
    <slot>                   | init                               | ok
    <slot>                   | checkout --force --detach <commit> | ok
    <slot>                   | clean -ffdq                        | ok
  `);
});

it('keeps names once, beside the checkpoint, and compares with them when it is resumed', async () => {
  const runner = 'seq $(cat first) $(($(cat first) + 1999)) | sed "s/^/ok - test number /"; echo 1..2000\n';
  const repo = await makeWorld(
    { 'run.sh': runner, first: '0\n' },
    { 'effort/a': effort({ 'a.txt': 'x\n' }), 'effort/b': effort({ first: '1\n' }) },
    { config: config('sh run.sh') },
  );
  const story = await begin(repo);
  await story.work();
  expect(story.question()).toContain('did not run 1 test that ran on the target: test number 0');
  await story.live.session.store.saved();

  const again = await takeUpAgain(story);
  await again.work();

  expect(again.question()).toContain('test number 0');
  const { checkpoints } = again.live.ports;
  const checkpoint = await checkpoints.show((await checkpoints.list())[0]?.name ?? '');
  expect(checkpoint).not.toContain('test number 1999');
  expect(checkpoint).toMatch(/baseline_tests:\n +part: /);
  expect(again.live.snapshot().state.baseline_tests).toBeNull();
  await again.choose('retry');
  expect(again.question()).toContain('did not run 1 test that ran on the target: test number 0');
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

it('says where tests cannot be counted, and what green means then', async () => {
  const repo = await makeWorld(
    {},
    { 'effort/one': effort({ 'one.txt': 'x\n' }) },
    { config: config('echo fine') },
  );

  const story = await integrated(repo);

  const words = 'tests not counted: exit status only, so fewer tests would not be noticed';
  expect(runsOf(story, 'final')[0]?.because).toBe(words);
  expect(await reportOf(story, 'INTEGRATION_PLAN.md')).toContain(
    'tests not counted: exit status only, so fewer tests would not be noticed',
  );
  const validation = await reportOf(story, 'INTEGRATION_VALIDATION_REPORT.md');
  expect(validation).toContain(words);
  expect(validation).toContain(
    '- test: tests not counted: exit status only, so fewer tests would not be noticed',
  );
  expect(await reportOf(story, 'REGRESSION_ANALYSIS.md')).not.toContain('not measured');
  expect((await cli(repo, 'report', 'INTEGRATION_REPORT.md')).out).toContain('tests not counted');
  expect(await transcript(repo)).toMatchInlineSnapshot(`
    ref                      | command                            | outcome
    <session>/restore/start  | update-ref                         | new: start
    <session>/efforts/one    |                                    | new: one
    <session>/tip            |                                    | new: start
    phase1/wave1-integration |                                    | new: start
    <session>/restore/one    | update-ref                         | new: start
    <session>/tip            |                                    | start → A
    phase1/wave1-integration |                                    | start → A
    main                     | update-ref                         | start → A
    <slot>                   | init                               | ok
    <slot>                   | checkout --force --detach <commit> | ok
    <slot>                   | clean -ffdq                        | ok
  `);
});

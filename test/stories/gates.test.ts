/** Part four of the flow: what gates say, and what an operator may answer. */

import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { GateRun } from '../../src/domain/gate/gate.ts';
import { unattendedChoice } from '../../src/domain/integration/decide.ts';
import { openQuestion } from '../../src/domain/integration/open-question.ts';
import { factWords } from '../../src/domain/integration/question-fact.ts';
import { readinessOf } from '../../src/domain/integration/summary/readiness.ts';
import type { EffortName } from '../../src/domain/shared/ids.ts';
import type { TestRepository } from '../support/repository.ts';
import { begin, type Story } from '../support/session.ts';
import { flatEffort } from '../support/states.ts';
import { effort, effortOf, integrated, makeWorld, reportOf, statusesOf } from '../support/stories.ts';
import { transcript } from '../support/transcript.ts';

/** Returns a configuration with gates as they are written in YAML, one a line. */
function withGates(gates: readonly string[], more = ''): string {
  return `target: main\nefforts: { patterns: ['effort/*'] }\n${more}gates:\n${gates.map((gate) => `  - ${gate}\n`).join('')}`;
}

async function outside(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'intorch-test-outside-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

const runsOf = (story: Story, kind: GateRun['subject']['kind']) =>
  story.state().gate_runs.filter(({ subject }) => subject.kind === kind);
const verdictsOf = (story: Story, kind: GateRun['subject']['kind']) =>
  runsOf(story, kind).map(({ gate, verdict }) => `${gate} ${verdict}`);

const TAP = (passed: number, failing: readonly string[] = []) =>
  [
    'TAP version 13',
    ...Array.from({ length: passed }, (_, index) => `ok ${index + 1} - works ${index + 1}`),
    ...failing.map((name, index) => `not ok ${passed + index + 1} - ${name}`),
    `1..${passed + failing.length}`,
  ].join('\n');

it('tells five verdicts apart', async () => {
  const gates = [
    "{ name: good, command: 'exit 0', parser: exit }",
    "{ name: before, command: 'cat results.tap; exit 1', parser: tap, required: false }",
    "{ name: fresh, command: 'test ! -e red', parser: exit, required: false, retries: 0 }",
    "{ name: absent, command: 'no-such-program-at-all', parser: exit, required: false, retries: 0 }",
    "{ name: slow, command: 'sleep 60', timeout_sec: 1, parser: exit, required: false, retries: 0, when: effort }",
    "{ name: fewer, command: 'cat count.tap', parser: tap, required: false, retries: 0 }",
    "{ name: none, command: 'echo 1..0', parser: tap, required: false, retries: 0 }",
  ];
  const repo = await makeWorld(
    { 'results.tap': TAP(2, ['old trouble']), 'count.tap': TAP(3) },
    { 'effort/one': effort({ red: 'x\n', 'count.tap': TAP(2) }) },
    { config: withGates(gates, 'max_concurrency: 8\n') },
  );

  const story = await integrated(repo);

  expect(Object.fromEntries(runsOf(story, 'effort').map(({ gate, verdict }) => [gate, verdict]))).toEqual({
    good: 'passed',
    before: 'pre_existing',
    fresh: 'failed',
    absent: 'did_not_run',
    slow: 'did_not_run',
    fewer: 'did_not_run',
    none: 'did_not_run',
  });
  const because = (gate: string) => runsOf(story, 'effort').find((run) => run.gate === gate)?.because;
  expect(because('fewer')).toBe('ran 2 tests, the target has 3; removed or renamed: works 3');
  expect(because('slow')).toContain('not done in time');
  expect(because('absent')).toContain('127');
  expect(story.state().end?.outcome).toBe('LANDED');
  const report = await reportOf(story, 'INTEGRATION_REPORT.md');
  expect(report).toContain('Conditional');
  expect(report).toMatch(/before fails as it does on the target/);
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

it('tries a red gate again as often as the settings say, and calls a change of mind flaky', async () => {
  const folder = await outside();
  const once = `sh -c 'test -e ${folder}/seen || { touch ${folder}/seen; exit 1; }'`;
  const gates = [`{ name: shaky, command: "${once}", parser: exit, retries: 2, flaky: ask }`];
  const repo = await makeWorld(
    {},
    { 'effort/one': effort({ 'one.txt': 'x\n' }) },
    { config: withGates(gates, 'baseline: false\n') },
  );

  const story = await begin(repo);
  await story.work();

  expect(verdictsOf(story, 'effort')).toEqual(['shaky failed', 'shaky inconclusive', 'shaky inconclusive']);
  expect(story.question()).toMatch(/^red_gate: shaky is not green once one is merged: flaky/);
  expect(await transcript(repo)).toMatchInlineSnapshot(`
    ref                      | command                            | outcome
    <session>/restore/start  | update-ref                         | new: start
    <session>/efforts/one    |                                    | new: one
    <session>/tip            |                                    | new: start
    phase1/wave1-integration |                                    | new: start
    <session>/restore/one    | update-ref                         | new: start
    <session>/tip            |                                    | start → A
    phase1/wave1-integration |                                    | start → A
    <slot>                   | init                               | ok
    <slot>                   | checkout --force --detach <commit> | ok
    <slot>                   | clean -ffdq                        | ok
  `);
});

it('takes a pass after a failure where the settings say so, and the report says Conditional', async () => {
  const folder = await outside();
  const once = `sh -c 'test -e ${folder}/seen || { touch ${folder}/seen; exit 1; }'`;
  const gates = [`{ name: shaky, command: "${once}", parser: exit, retries: 1, flaky: pass }`];
  const repo = await makeWorld(
    {},
    { 'effort/one': effort({ 'one.txt': 'x\n' }) },
    { config: withGates(gates, 'baseline: false\n') },
  );

  const story = await integrated(repo);

  expect(verdictsOf(story, 'effort')).toEqual(['shaky failed', 'shaky passed']);
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

it('runs a red gate again when asked to, on exactly the same tree', async () => {
  const folder = await outside();
  const gates = [
    `{ name: outside, command: 'test -e ${folder}/mended', parser: exit, retries: 0, flaky: pass }`,
  ];
  const repo = await makeWorld(
    {},
    { 'effort/one': effort({ 'one.txt': 'x\n' }) },
    { config: withGates(gates, 'baseline: false\n') },
  );
  const story = await begin(repo);
  await story.work();
  expect(story.question()).toMatch(/^red_gate: outside fails once one is merged/);

  await writeFile(join(folder, 'mended'), '');
  await story.choose('retry');

  expect(verdictsOf(story, 'effort')).toEqual(['outside failed', 'outside passed']);
  expect(new Set(runsOf(story, 'effort').map(({ tree }) => tree)).size).toBe(1);
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

it('takes a red effort out with its merge, and merges what came before and after again', async () => {
  const gates = ["{ name: test, command: 'test ! -e red', parser: exit }"];
  const repo = await makeWorld(
    {},
    {
      'effort/a': effort({ 'a.txt': 'x\n' }),
      'effort/b': effort({ red: 'x\n' }),
      'effort/c': effort({ 'c.txt': 'x\n' }),
    },
    { config: withGates(gates) },
  );
  const story = await begin(repo);
  await story.work();
  const question = openQuestion(story.state());
  expect(question?.facts.map(factWords).join(' ')).toContain('b alone fails on main');
  const tip = flatEffort(effortOf(story, 'a')).merge_commit;

  await story.choose('hold_effort');

  expect(statusesOf(story)).toEqual({ a: 'MERGED', b: 'HELD', c: 'MERGED' });
  expect(flatEffort(effortOf(story, 'a')).merge_commit).toBe(tip);
  expect(await repo.git('log', '--first-parent', '--format=%s', '-2', 'main')).toBe(
    'Merge effort c\nMerge effort a',
  );
  expect(await repo.git('ls-tree', '--name-only', 'main')).not.toContain('red');
  expect(await reportOf(story, 'INTEGRATION_REPORT.md')).toMatch(/b[\s\S]*test fails with b alone/);
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
    <session>/saved/B        | update-ref                         | new: B
    <session>/tip            |                                    | B → A
    phase1/wave1-integration |                                    | B → A
    <session>/restore/c      | update-ref                         | new: A
    <session>/tip            |                                    | A → C
    phase1/wave1-integration |                                    | A → C
    main                     | update-ref                         | start → C
    <slot>                   | init                               | ok
    <slot>                   | checkout --force --detach <commit> | ok
    <slot>                   | clean -ffdq                        | ok
  `);
});

it('accepts a failure by name, which makes the integration Conditional', async () => {
  const gates = ["{ name: test, command: 'test ! -e red', parser: exit }"];
  const repo = await makeWorld({}, { 'effort/a': effort({ red: 'x\n' }) }, { config: withGates(gates) });
  const story = await begin(repo);
  await story.work();

  await story.choose('accept');

  expect(story.state().end?.outcome).toBe('LANDED');
  const report = await reportOf(story, 'INTEGRATION_REPORT.md');
  expect(report).toContain('Conditional');
  expect(report).toMatch(/test is red and was accepted: accepted by operator/);
  expect(await transcript(repo)).toMatchInlineSnapshot(`
    ref                      | command                            | outcome
    <session>/restore/start  | update-ref                         | new: start
    <session>/efforts/a      |                                    | new: a
    <session>/tip            |                                    | new: start
    phase1/wave1-integration |                                    | new: start
    <session>/restore/a      | update-ref                         | new: start
    <session>/tip            |                                    | start → A
    phase1/wave1-integration |                                    | start → A
    main                     | update-ref                         | start → A
    <slot>                   | init                               | ok
    <slot>                   | checkout --force --detach <commit> | ok
    <slot>                   | clean -ffdq                        | ok
  `);
});

/** A runner with two good tests, and one that fails for each file that ends with `.bad`. */
const RUNNER = `n=2; echo 'TAP version 13'; echo 'ok 1 - one'; echo 'ok 2 - two'
for file in *.bad; do [ -e "$file" ] || continue; n=$((n + 1)); echo "not ok $n - $file"; done
echo "1..$n"; [ $n = 2 ]
`;

it('asks about an accepted failure no second time, and about another one it does', async () => {
  const gates = ["{ name: test, command: 'sh run.sh', parser: tap, retries: 0 }"];
  const repo = await makeWorld(
    { 'run.sh': RUNNER },
    {
      'effort/a': effort({ 'known.bad': 'x\n' }),
      'effort/b': effort({ 'b.txt': 'x\n' }),
      'effort/c': effort({ 'other.bad': 'x\n' }),
    },
    { config: withGates(gates) },
  );
  const story = await begin(repo);
  await story.work();
  expect(story.question()).toMatch(/^red_gate: test fails once a is merged: .*known\.bad/);

  await story.choose('accept');

  expect(story.question()).toMatch(/^red_gate: test fails once c is merged: .*other\.bad/);
  await story.choose('hold_effort');
  expect(statusesOf(story)).toEqual({ a: 'MERGED', b: 'MERGED', c: 'HELD' });
  expect(story.state().end?.outcome).toBe('LANDED');
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

it('finds by groups who turned a gate red that runs at the end only', async () => {
  const gates = [
    "{ name: quick, command: 'exit 0', parser: exit }",
    "{ name: long, command: 'test ! -e red', parser: exit, when: final }",
  ];
  const names = ['a', 'b', 'c', 'd', 'e'];
  const repo = await makeWorld(
    {},
    Object.fromEntries(
      names.map((name) => [`effort/${name}`, effort({ [name === 'd' ? 'red' : `${name}.txt`]: 'x\n' })]),
    ),
    { config: withGates(gates) },
  );

  const story = await integrated(repo);

  expect(statusesOf(story)).toEqual({ a: 'MERGED', b: 'MERGED', c: 'MERGED', d: 'HELD', e: 'MERGED' });
  expect(flatEffort(effortOf(story, 'd')).held_because).toMatch(/^long fails/);
  expect(story.state().end?.outcome).toBe('LANDED');
  expect(runsOf(story, 'group').length).toBeLessThanOrEqual(5);
  expect(await transcript(repo)).toMatchInlineSnapshot(`
    ref                      | command                            | outcome
    <session>/restore/start  | update-ref                         | new: start
    <session>/efforts/a      |                                    | new: a
    <session>/efforts/b      |                                    | new: b
    <session>/efforts/c      |                                    | new: c
    <session>/efforts/d      |                                    | new: d
    <session>/efforts/e      |                                    | new: e
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
    <session>/restore/d      | update-ref                         | new: C
    <session>/tip            |                                    | C → D
    phase1/wave1-integration |                                    | C → D
    <session>/restore/e      | update-ref                         | new: D
    <session>/tip            |                                    | D → E
    phase1/wave1-integration |                                    | D → E
    <session>/saved/E        | update-ref                         | new: E
    <session>/tip            |                                    | E → C
    phase1/wave1-integration |                                    | E → C
    <session>/restore/e      | update-ref                         | new: C, refused
    <session>/tip            |                                    | C → F, refused
    phase1/wave1-integration |                                    | C → F, refused
    <session>/restore/e      | update-ref                         | D → C
    <session>/tip            |                                    | C → F
    phase1/wave1-integration |                                    | C → F
    main                     | update-ref                         | start → F
    <slot>                   | init                               | ok
    <slot>                   | checkout --force --detach <commit> | ok
    <slot>                   | clean -ffdq                        | ok
  `);
});

it('takes over a verdict for the same tree, command and environment, and runs where one of them differs', async () => {
  const folder = await outside();
  const gates = [`{ name: test, command: 'echo run >> ${folder}/runs', parser: exit }`];
  const repo = await makeWorld({}, { 'effort/a': effort({ 'a.txt': 'x\n' }) }, { config: withGates(gates) });

  const story = await integrated(repo);

  expect((await readFile(join(folder, 'runs'), 'utf8')).trim().split('\n')).toHaveLength(2);
  const [final] = runsOf(story, 'final');
  const [one] = runsOf(story, 'effort');
  expect(final?.reused_from).toBe(one?.id);
  // What was taken over has no output of its own.
  expect(final?.log).toBe(one?.log);
  expect(final?.tree).toBe(one?.tree);
  expect(story.state().end?.outcome).toBe('LANDED');
  expect(await transcript(repo)).toMatchInlineSnapshot(`
    ref                      | command                            | outcome
    <session>/restore/start  | update-ref                         | new: start
    <session>/efforts/a      |                                    | new: a
    <session>/tip            |                                    | new: start
    phase1/wave1-integration |                                    | new: start
    <session>/restore/a      | update-ref                         | new: start
    <session>/tip            |                                    | start → A
    phase1/wave1-integration |                                    | start → A
    main                     | update-ref                         | start → A
    <slot>                   | init                               | ok
    <slot>                   | checkout --force --detach <commit> | ok
    <slot>                   | clean -ffdq                        | ok
  `);
});

it('does not count a gate that meddles with the repository', async () => {
  const gates = [
    "{ name: sly, command: 'git commit --allow-empty -qm sneaked && git branch -f effort/a HEAD', parser: exit }",
  ];
  const repo = await makeWorld(
    {},
    { 'effort/a': effort({ 'a.txt': 'x\n' }) },
    { config: withGates(gates, 'baseline: false\n') },
  );
  const before = await repo.tip('effort/a');

  const story = await begin(repo);
  await story.work();

  expect(await repo.tip('effort/a')).toBe(before);
  expect(story.question()).toMatch(/^red_gate: sly is not green once a is merged: /);
  expect(runsOf(story, 'effort')[0]?.verdict).not.toBe('passed');
  expect(await transcript(repo)).toMatchInlineSnapshot(`
    ref                      | command                            | outcome
    <session>/restore/start  | update-ref                         | new: start
    <session>/efforts/a      |                                    | new: a
    <session>/tip            |                                    | new: start
    phase1/wave1-integration |                                    | new: start
    <session>/restore/a      | update-ref                         | new: start
    <session>/tip            |                                    | start → A
    phase1/wave1-integration |                                    | start → A
    <slot>                   | init                               | ok
    <slot>                   | checkout --force --detach <commit> | ok
    <slot>                   | clean -ffdq                        | ok
  `);
});

it('never runs gates at once that name the same resource, and others up to the limit', async () => {
  const folder = await outside();
  const gate = (name: string, more: string) =>
    `{ name: ${name}, command: 'echo start ${name} >> ${folder}/log; sleep 0.3; echo end ${name} >> ${folder}/log', parser: exit${more} }`;
  const gates = [gate('a', ', exclusive: [port]'), gate('b', ', exclusive: [port]'), gate('c', '')];
  const repo = await makeWorld(
    {},
    { 'effort/x': effort({ 'x.txt': 'x\n' }) },
    { config: withGates(gates, 'baseline: false\nmax_concurrency: 3\n') },
  );

  const story = await integrated(repo);

  expect(story.state().end?.outcome).toBe('LANDED');
  const running = new Set<string>();
  let most = 0;
  for (const line of (await readFile(join(folder, 'log'), 'utf8')).trim().split('\n')) {
    const [what, name] = line.split(' ');
    if (what === 'start') running.add(name ?? '');
    else running.delete(name ?? '');
    expect(running.has('a') && running.has('b')).toBe(false);
    most = Math.max(most, running.size);
  }
  expect(most).toBe(2);
  expect(await transcript(repo)).toMatchInlineSnapshot(`
    ref                      | command                            | outcome
    <session>/restore/start  | update-ref                         | new: start
    <session>/efforts/x      |                                    | new: x
    <session>/tip            |                                    | new: start
    phase1/wave1-integration |                                    | new: start
    <session>/restore/x      | update-ref                         | new: start
    <session>/tip            |                                    | start → A
    phase1/wave1-integration |                                    | start → A
    main                     | update-ref                         | start → A
    <slot>                   | init                               | ok
    <slot>                   | checkout --force --detach <commit> | ok
    <slot>                   | clean -ffdq                        | ok
  `);
});

it('runs a gate on a tree where those that it depends on are green, and lands', async () => {
  const folder = await outside();
  const gate = (name: string, more = '') =>
    `{ name: ${name}, command: 'echo ${name} >> ${folder}/log', parser: exit, when: final${more} }`;
  const gates = [
    gate('e2e', ', depends_on: [unit, build]'),
    gate('unit', ', depends_on: [build]'),
    gate('build'),
  ];
  const repo = await makeWorld(
    {},
    { 'effort/x': effort({ 'x.txt': 'x\n' }) },
    { config: withGates(gates, 'max_concurrency: 3\n') },
  );

  const story = await integrated(repo);

  expect(story.state().end?.outcome).toBe('LANDED');
  const ran = (await readFile(join(folder, 'log'), 'utf8')).trim().split('\n');
  expect(ran).toEqual(['build', 'unit', 'e2e', 'build', 'unit', 'e2e']);
});

it('does not run what depends on a red gate, and asks', async () => {
  const gates = [
    "{ name: build, command: 'test ! -e x.txt', parser: exit, retries: 0 }",
    "{ name: unit, command: 'true', parser: exit, depends_on: [build] }",
  ];
  const repo = await makeWorld(
    {},
    { 'effort/x': effort({ 'x.txt': 'x\n' }) },
    { config: withGates(gates, 'baseline: false\n') },
  );
  const story = await begin(repo);

  await story.work('nobody');

  expect(story.question()).toMatch(/build/);
  expect(story.state().gate_runs.map(({ gate }) => gate)).not.toContain('unit');
});

it('says that a set-up command failed, and counts the gate as not run', async () => {
  const gates = ["{ name: test, command: 'exit 0', parser: exit, retries: 0 }"];
  const repo = await makeWorld(
    {},
    { 'effort/a': effort({ 'a.txt': 'x\n' }) },
    {
      config: withGates(
        gates,
        "baseline: false\nworktree: { setup: 'echo fatal: no network >&2; exit 3' }\n",
      ),
    },
  );

  const story = await begin(repo);
  await story.work();

  expect(verdictsOf(story, 'effort')).toEqual(['test did_not_run']);
  expect(story.question()).toMatch(/^red_gate: test is not green once a is merged: the set-up failed: .*3/);
  const facts = openQuestion(story.state())?.facts.map(factWords);
  expect(facts).toContain('fatal: no network');
  expect(await transcript(repo)).toMatchInlineSnapshot(`
    ref                      | command                            | outcome
    <session>/restore/start  | update-ref                         | new: start
    <session>/efforts/a      |                                    | new: a
    <session>/tip            |                                    | new: start
    phase1/wave1-integration |                                    | new: start
    <session>/restore/a      | update-ref                         | new: start
    <session>/tip            |                                    | start → A
    phase1/wave1-integration |                                    | start → A
    <slot>                   | init                               | ok
    <slot>                   | checkout --force --detach <commit> | ok
    <slot>                   | clean -ffdq                        | ok
  `);
});

it('sets a workspace up once, and again when a key file changed', async () => {
  const folder = await outside();
  const gates = ["{ name: test, command: 'test -e installed', parser: exit }"];
  const setup = `baseline: false\nmax_concurrency: 1\nworktree: { setup: 'echo x >> ${folder}/setups; touch installed', setup_key: [lock.txt] }\n`;
  const repo = await makeWorld(
    { 'lock.txt': '1\n', '.gitignore': 'installed\n' },
    {
      'effort/a': effort({ 'a.txt': 'x\n' }),
      'effort/b': effort({ 'b.txt': 'x\n' }),
      'effort/c': effort({ 'lock.txt': '2\n' }),
    },
    { config: withGates(gates, setup) },
  );

  const story = await integrated(repo);

  expect(story.state().end?.outcome).toBe('LANDED');
  expect((await readFile(join(folder, 'setups'), 'utf8')).trim().split('\n')).toHaveLength(2);
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

async function sized(limits: string): Promise<TestRepository> {
  const lines = (count: number) => Array.from({ length: count }, (_, index) => `${index}\n`).join('');
  return makeWorld(
    {},
    {
      'effort/large': effort({ 'src/a.txt': lines(30), 'docs/b.txt': lines(25), 'tests/c.txt': lines(10) }),
      'effort/small': effort({ 'd.txt': lines(20) }),
    },
    {
      config: withGates(
        ["{ name: test, command: 'exit 0', parser: exit }"],
        `baseline: false\nlimits: { ${limits} }\n`,
      ),
    },
  );
}

it('asks about an effort over the limit, with a split by directory that keeps to it', async () => {
  const repo = await sized('effort_lines: 40');
  const story = await begin(repo);
  await story.work();

  const question = openQuestion(story.state());
  expect(question?.title).toBe('large changes 65 lines; the limit for one effort is 40');
  expect(question?.facts.map(factWords)).toContain('proposed part 1: src, tests (40 lines)');
  expect(question?.facts.map(factWords)).toContain('proposed part 2: docs (25 lines)');
  await story.choose('return_to_author');

  expect(statusesOf(story)).toEqual({ large: 'HELD', small: 'MERGED' });
  const report = await reportOf(story, 'INTEGRATION_REPORT.md');
  expect(report).toContain('it is over the size limit');
  expect(report).toMatch(/src.*tests.*40/);
  expect(await transcript(repo)).toMatchInlineSnapshot(`
    ref                      | command                            | outcome
    <session>/restore/start  | update-ref                         | new: start
    <session>/efforts/small  |                                    | new: small
    <session>/efforts/large  |                                    | new: large
    <session>/tip            |                                    | new: start
    phase1/wave1-integration |                                    | new: start
    <session>/restore/small  | update-ref                         | new: start
    <session>/tip            |                                    | start → A
    phase1/wave1-integration |                                    | start → A
    main                     | update-ref                         | start → A
    <slot>                   | init                               | ok
    <slot>                   | checkout --force --detach <commit> | ok
    <slot>                   | clean -ffdq                        | ok
  `);
});

it('takes nothing whole without a person over a limit that somebody wrote, and names what is over the usual one', async () => {
  const repo = await sized('effort_lines: 40');
  const lines = (count: number) => Array.from({ length: count }, (_, index) => `${index}\n`).join('');
  const usual = await makeWorld(
    {},
    { 'effort/large': effort({ 'a.txt': lines(790), 'package-lock.json': lines(5000), 'b.txt': lines(20) }) },
    { config: withGates(["{ name: test, command: 'exit 0', parser: exit }"], 'baseline: false\n') },
  );

  const asked = await integrated(repo);
  const named = await integrated(usual);

  expect(statusesOf(asked)).toEqual({ large: 'HELD', small: 'MERGED' });
  expect(named.state().end?.outcome).toBe('LANDED');
  expect(await reportOf(named, 'INTEGRATION_REPORT.md')).toContain('large: 810 lines, over the usual 800');
  expect(readinessOf(named.state())).toMatchObject({
    status: 'Conditional',
    conditions: ['large changes 810 lines; more than 800 are hard to review'],
  });
});

it('names the effort with which the whole grows over its limit', async () => {
  const repo = await sized('effort_lines: 100, integration_lines: 80');

  const story = await integrated(repo);

  // A limit for the whole exists only where somebody wrote it: nothing lands over it without a person.
  expect(story.state().end).toBeNull();
  expect(openQuestion(story.state())).toMatchObject({
    kind: 'land',
    recommended: { choice: 'hold', because: 'large took the total over its limit: 85 of 80 lines' },
  });
  expect(openQuestion(story.state())?.facts.map(factWords)).toContain(
    'or in parts: small (20 lines), then large (65 lines)',
  );
  await story.choose('accept');
  expect(story.state().end?.outcome).toBe('LANDED');
  const report = await reportOf(story, 'INTEGRATION_REPORT.md');
  expect(report).toMatch(/large took the total over its limit: 85 of 80 lines; accepted by operator/);
  expect(report).toContain('Conditional');
  expect(await transcript(repo)).toMatchInlineSnapshot(`
    ref                      | command                            | outcome
    <session>/restore/start  | update-ref                         | new: start
    <session>/efforts/small  |                                    | new: small
    <session>/efforts/large  |                                    | new: large
    <session>/tip            |                                    | new: start
    phase1/wave1-integration |                                    | new: start
    <session>/restore/small  | update-ref                         | new: start
    <session>/tip            |                                    | start → A
    phase1/wave1-integration |                                    | start → A
    <session>/restore/large  | update-ref                         | new: A
    <session>/tip            |                                    | A → B
    phase1/wave1-integration |                                    | A → B
    main                     | update-ref                         | start → B
    <slot>                   | init                               | ok
    <slot>                   | checkout --force --detach <commit> | ok
    <slot>                   | clean -ffdq                        | ok
  `);
});

it('blames no effort for a gate that does not run on the target either, and holds none', async () => {
  const gates = ["{ name: absent, command: 'no-such-program-at-all', parser: exit, retries: 0 }"];
  const repo = await makeWorld(
    {},
    { 'effort/one': effort({ 'one.txt': 'x\n' }), 'effort/two': effort({ 'two.txt': 'x\n' }) },
    { config: withGates(gates) },
  );

  const story = await begin(repo);
  await story.work();

  const question = openQuestion(story.state());
  expect(question?.title).toBe(
    'absent tells nothing about any effort: the command was not found (exit status 127), on main too',
  );
  expect(question?.effort).toBeNull();
  expect(question?.choices.find(({ id }) => id === 'hold_effort')?.disabled).toBe('no effort is to blame');
  expect(unattendedChoice(story.state())).toBeNull();
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
    <slot>                   | init                               | ok
    <slot>                   | checkout --force --detach <commit> | ok
    <slot>                   | clean -ffdq                        | ok
  `);
});

it('counts what fails on the target too apart from what an effort breaks', async () => {
  const gates = ["{ name: test, command: 'sh run.sh', parser: tap, retries: 0 }"];
  const repo = await makeWorld(
    { 'run.sh': RUNNER, 'old.bad': 'x\n' },
    { 'effort/a': effort({ 'a.txt': 'x\n' }), 'effort/b': effort({ 'new.bad': 'x\n' }) },
    { config: withGates(gates) },
  );
  const story = await begin(repo);
  await story.work();

  await story.choose('hold_effort');

  expect(flatEffort(effortOf(story, 'b')).held_because).toBe(
    'test fails with b alone: 1 test failed beside 1 that fails on main too',
  );
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
    <session>/saved/B        | update-ref                         | new: B
    <session>/tip            |                                    | B → A
    phase1/wave1-integration |                                    | B → A
    main                     | update-ref                         | start → A
    <slot>                   | init                               | ok
    <slot>                   | checkout --force --detach <commit> | ok
    <slot>                   | clean -ffdq                        | ok
  `);
});

it('names whom an effort clashes with, although the two merge with a decision only', async () => {
  const gates = ["{ name: test, command: 'test 2 != $(wc -l < list)', parser: exit, retries: 0 }"];
  const repo = await makeWorld(
    {},
    {
      'effort/a': effort({ list: 'one\n' }),
      'effort/b': effort({ 'b.txt': 'x\n' }),
      'effort/c': effort({ list: 'two\n' }),
    },
    { config: withGates(gates) },
  );
  const story = await begin(repo);
  await story.work();
  await story.choose('combine_current_incoming');

  await story.choose('hold_effort');

  expect(flatEffort(effortOf(story, 'c')).held_because).toBe(
    'test fails together with a: it ended with exit status 1',
  );
  expect(await transcript(repo)).toMatchInlineSnapshot(`
    ref                      | command                            | outcome
    <session>/restore/start  | update-ref                         | new: start
    <session>/efforts/b      |                                    | new: b
    <session>/efforts/a      |                                    | new: a
    <session>/efforts/c      |                                    | new: c
    <session>/tip            |                                    | new: start
    phase1/wave1-integration |                                    | new: start
    <session>/restore/b      | update-ref                         | new: start
    <session>/tip            |                                    | start → A
    phase1/wave1-integration |                                    | start → A
    <session>/restore/a      | update-ref                         | new: A
    <session>/tip            |                                    | A → B
    phase1/wave1-integration |                                    | A → B
    <session>/evidence/c     | update-ref                         | new: C
    <session>/restore/c      | update-ref                         | new: B
    <session>/tip            |                                    | B → D
    phase1/wave1-integration |                                    | B → D
    <session>/saved/D        | update-ref                         | new: D
    <session>/tip            |                                    | D → B
    phase1/wave1-integration |                                    | D → B
    main                     | update-ref                         | start → B
    <slot>                   | init                               | ok
    <slot>                   | checkout --force --detach <commit> | ok
    <slot>                   | clean -ffdq                        | ok
  `);
});

/** Git's own commands refuse such paths; a tree can hold them all the same. */
function treeOf(repo: TestRepository, listed: string): string {
  return execFileSync('git', ['mktree'], { cwd: repo.dir, input: listed, encoding: 'utf8' }).trim();
}

it.each([['no file system holds', 'n'.repeat(300), /^it cannot be checked out: .*File name too long/]])(
  'holds an effort whose path %s, and lands the rest',
  async (_, folder, because) => {
    const repo = await makeWorld(
      {},
      { 'effort/fine': effort({ 'fine.txt': 'x\n' }), 'effort/odd': effort({ 'odd.txt': 'x\n' }) },
      { config: withGates(["{ name: test, command: 'exit 0', parser: exit, retries: 0 }"]) },
    );
    await writeFile(join(repo.dir, 'x'), 'x\n');
    const blob = await repo.git('hash-object', '-w', 'x');
    const inside = treeOf(repo, `100644 blob ${blob}\tx\n`);
    const listed = await repo.git('ls-tree', 'main');
    const tree = treeOf(repo, `${listed}\n040000 tree ${inside}\t${folder}\n`);
    const commit = await repo.git('commit-tree', '-p', 'main', '-m', 'odd', tree);
    await repo.git('update-ref', 'refs/heads/effort/odd', commit);

    const story = await begin(repo);
    await story.work();
    expect(openQuestion(story.state())?.title).toMatch(
      /^test is not green once odd is merged: it cannot be checked out/,
    );
    await story.choose('hold_effort');

    expect(statusesOf(story)).toEqual({ fine: 'MERGED', odd: 'HELD' });
    expect(runsOf(story, 'effort').at(-1)?.because).toMatch(because);
    expect(story.state().end?.outcome).toBe('LANDED');
    expect(await transcript(repo)).toMatchInlineSnapshot(`
    ref                      | command                            | outcome
    <session>/restore/start  | update-ref                         | new: start
    <session>/efforts/fine   |                                    | new: fine
    <session>/efforts/odd    |                                    | new: odd
    <session>/tip            |                                    | new: start
    phase1/wave1-integration |                                    | new: start
    <session>/restore/fine   | update-ref                         | new: start
    <session>/tip            |                                    | start → A
    phase1/wave1-integration |                                    | start → A
    <session>/restore/odd    | update-ref                         | new: A
    <session>/tip            |                                    | A → B
    phase1/wave1-integration |                                    | A → B
    <session>/saved/B        | update-ref                         | new: B
    <session>/tip            |                                    | B → A
    phase1/wave1-integration |                                    | B → A
    main                     | update-ref                         | start → A
    <slot>                   | init                               | ok
    <slot>                   | checkout --force --detach <commit> | ok
    <slot>                   | clean -ffdq                        | ok
    <slot>                   | checkout --force --detach <commit> | exit 128
  `);
  },
);

it('keeps why an effort is out when one that it depends on goes out and comes back', async () => {
  const gates = ["{ name: test, command: 'test ! -e red', parser: exit, retries: 0 }"];
  const list =
    'efforts: { list: [{ branch: effort/a }, { branch: effort/b, depends_on: [a] }, { branch: effort/c }] }';
  const repo = await makeWorld(
    {},
    {
      'effort/a': effort({ 'a.txt': 'x\n' }),
      'effort/b': effort({ red: 'x\n' }),
      'effort/c': effort({ red: 'y\n' }),
    },
    { config: `target: main\n${list}\ngates:\n  - ${gates[0]}\n` },
  );
  const story = await begin(repo);
  await story.work();
  await story.choose('hold_effort');
  const why = flatEffort(effortOf(story, 'b')).held_because;

  await story.command({ type: 'hold_effort', effort: 'a' as EffortName });
  await story.work();
  await story.command({ type: 'include_again', effort: 'a' as EffortName });

  expect(why).toMatch(/^test fails/);
  expect(effortOf(story, 'b')).toMatchObject({ status: 'HELD', held_because: why });
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
    <session>/saved/B        | update-ref                         | new: B
    <session>/tip            |                                    | B → A
    phase1/wave1-integration |                                    | B → A
    <session>/restore/c      | update-ref                         | new: A
    <session>/tip            |                                    | A → C
    phase1/wave1-integration |                                    | A → C
    <session>/saved/C        | update-ref                         | new: C
    <session>/tip            |                                    | C → start
    phase1/wave1-integration |                                    | C → start
    <session>/restore/c      | update-ref                         | new: start, refused
    <session>/tip            |                                    | start → D, refused
    phase1/wave1-integration |                                    | start → D, refused
    <session>/restore/c      | update-ref                         | A → start
    <session>/tip            |                                    | start → D
    phase1/wave1-integration |                                    | start → D
    <slot>                   | init                               | ok
    <slot>                   | checkout --force --detach <commit> | ok
    <slot>                   | clean -ffdq                        | ok
  `);
});

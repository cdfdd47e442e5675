/** A gate that is red by chance: it holds nobody, and nothing waits for an explanation of it. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { openQuestion } from '../../src/domain/integration/open-question.ts';
import { begin } from '../support/session.ts';
import { flatEffort } from '../support/states.ts';
import { effort, effortOf, integrated, makeWorld, statusesOf } from '../support/stories.ts';
import { transcript } from '../support/transcript.ts';

async function counter(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'intorch-test-outside-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A gate that is red the first times that a, b and c are all there, and green ever after. */
const redTimes = (times: number, folder: string, retries: number) =>
  `{ name: test, command: 'sh ${folder}/gate.sh ${times}', parser: tap, retries: ${retries} }`;

const GATE = (folder: string) => `
seen=$(cat ${folder}/seen 2>/dev/null || echo 0)
if [ -e a ] && [ -e b ] && [ -e c ] && [ "$seen" -lt "$1" ]; then
  echo $((seen + 1)) > ${folder}/seen; echo 1..1; echo "not ok 1 - x"; exit 1
fi
echo 1..1; echo "ok 1 - x"
`;

async function world(times: number, retries: number) {
  const folder = await counter();
  await writeFile(join(folder, 'gate.sh'), GATE(folder));
  return makeWorld(
    {},
    { 'effort/a': effort({ a: 'a\n' }), 'effort/b': effort({ b: 'b\n' }), 'effort/c': effort({ c: 'c\n' }) },
    {
      config: `target: main\nefforts: { patterns: ['effort/*'] }\ngates:\n  - ${redTimes(times, folder, retries)}\n`,
    },
  );
}

const runs = (state: Awaited<ReturnType<typeof integrated>>) =>
  state
    .state()
    .gate_runs.filter(({ subject }) => subject.kind === 'probe' || subject.kind === 'effort')
    .map(({ id, verdict }) => `${id.replace(/^\d+-test-/, '')} ${verdict}`);

it('looks for nobody to blame where a gate runs again by itself and is green', async () => {
  const story = await integrated(await world(1, 1));

  expect(runs(story)).toEqual(['effort-a passed', 'effort-b passed', 'effort-c failed', 'effort-c passed']);
  expect(story.state().end?.outcome).toBe('LANDED');
});

it('holds nobody for a failure that its own probes cannot repeat', async () => {
  const repo = await world(2, 1);
  const story = await integrated(repo);

  expect(runs(story)).toEqual([
    'effort-a passed',
    'effort-b passed',
    'effort-c failed',
    'effort-c failed',
    'probe-c passed',
    'probe-c+a+b passed',
    'effort-c passed',
  ]);
  expect(statusesOf(story)).toEqual({ a: 'MERGED', b: 'MERGED', c: 'MERGED' });
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
    main                     | update-ref                         | start → C
    <slot>                   | init                               | ok
    <slot>                   | checkout --force --detach <commit> | ok
    <slot>                   | clean -ffdq                        | ok
  `);
});

it('says that no effort is to blame, and offers to run it again first', async () => {
  const story = await begin(await world(2, 1));
  await story.work();

  expect(openQuestion(story.state())).toMatchObject({
    title: 'test fails once c is merged: 1 of 1 test failed: x',
    facts: [
      { kind: 'text', text: 'no effort is to blame: c with a, b was red, and green when it ran again' },
      { kind: 'failing_test', name: 'x' },
    ],
    recommended: { choice: 'retry' },
  });
});

it('holds what stays red, however often chance had it green', async () => {
  const story = await integrated(await world(9, 0));

  expect(statusesOf(story)).toEqual({ a: 'MERGED', b: 'MERGED', c: 'HELD' });
  expect(flatEffort(effortOf(story, 'c')).held_because).toMatch(
    /^test fails together with a, b: 1 test failed/,
  );
});

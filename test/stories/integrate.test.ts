/** The numbered parts of the flow, each on a real repository with real gates. */

import { expect, it } from 'vitest';
import { landingCommand } from '../../src/domain/integration/selectors/ending.ts';
import { makeRepository, type TestRepository } from '../support/repository.ts';
import { begin } from '../support/session.ts';
import { flatEffort } from '../support/states.ts';
import { transcript } from '../support/transcript.ts';

const CONFIG = `
target: main
efforts: { patterns: ['effort/*'] }
gates:
  - { name: test, command: 'sh check.sh', parser: exit }
`;
/** Passes while no file called "red" is there and the words that must stand together do. */
const CHECK = 'test ! -e red && ! (grep -qs left left.txt && grep -qs right right.txt)\n';

/** Two clean efforts, one that is red by itself, and a pair that is red together. */
function world(
  extra: Record<string, { from: string; commits: Record<string, string>[] }> = {},
): Promise<TestRepository> {
  return makeRepository({
    main: [{ 'intorch.yaml': CONFIG, 'check.sh': CHECK, 'a.txt': 'one\ntwo\nthree\n' }],
    'effort/clean': { from: 'main', commits: [{ 'clean.txt': 'clean\n' }] },
    ...extra,
  });
}

it('lands what is green, by a fast-forward to exactly the tree that was tested', async () => {
  const repo = await world({ 'effort/other': { from: 'main', commits: [{ 'other.txt': 'other\n' }] } });
  await repo.git('switch', '--quiet', '--detach');

  const story = await begin(repo);
  await story.work('recommended');

  expect(story.state().end?.outcome).toBe('LANDED');
  expect(await repo.tip('main')).toBe(story.state().integration_tip);
  expect(await repo.git('log', '--format=%s', '--first-parent', 'main')).toMatchInlineSnapshot(`
    "Merge effort other
    Merge effort clean
    main: change intorch.yaml, check.sh, a.txt"
  `);
  expect(await transcript(repo)).toMatchInlineSnapshot(`
    ref                      | command                            | outcome
    <session>/restore/start  | update-ref                         | new: start
    <session>/efforts/clean  |                                    | new: clean
    <session>/efforts/other  |                                    | new: other
    <session>/tip            |                                    | new: start
    phase1/wave1-integration |                                    | new: start
    <session>/restore/clean  | update-ref                         | new: start
    <session>/tip            |                                    | start → A
    phase1/wave1-integration |                                    | start → A
    <session>/restore/other  | update-ref                         | new: A
    <session>/tip            |                                    | A → B
    phase1/wave1-integration |                                    | A → B
    main                     | update-ref                         | start → B
    <slot>                   | init                               | ok
    <slot>                   | checkout --force --detach <commit> | ok
    <slot>                   | clean -ffdq                        | ok
  `);
});

it('holds for review what is checked out, and says the one command that finishes', async () => {
  const repo = await world();
  const before = await repo.tip('main');

  const story = await begin(repo);
  await story.work('recommended');

  expect(story.state().end?.outcome).toBe('HELD_FOR_REVIEW');
  expect(landingCommand(story.state())).toBe(
    `git -C ${repo.dir} merge --ff-only ${story.state().integration_tip}`,
  );
  expect(await repo.tip('main')).toBe(before);
  expect(await repo.git('status', '--porcelain')).toBe('');
  expect(await transcript(repo)).toMatchInlineSnapshot(`
    ref                      | command                            | outcome
    <session>/restore/start  | update-ref                         | new: start
    <session>/efforts/clean  |                                    | new: clean
    <session>/tip            |                                    | new: start
    phase1/wave1-integration |                                    | new: start
    <session>/restore/clean  | update-ref                         | new: start
    <session>/tip            |                                    | start → A
    phase1/wave1-integration |                                    | start → A
    <slot>                   | init                               | ok
    <slot>                   | checkout --force --detach <commit> | ok
    <slot>                   | clean -ffdq                        | ok
  `);
});

it('holds an effort that is red by itself, and lands the rest', async () => {
  const repo = await world({ 'effort/bad': { from: 'main', commits: [{ red: 'x\n' }] } });
  await repo.git('switch', '--quiet', '--detach');

  const story = await begin(repo);
  await story.work('recommended');

  const held = story.state().efforts_included.find(({ name }) => name === 'bad');
  expect(held?.status).toBe('HELD');
  expect(held?.clashes_with).toEqual([]);
  expect(flatEffort(held)?.held_because).toContain('test fails with ');
  expect(story.state().end?.outcome).toBe('LANDED');
  expect(await repo.git('ls-tree', '--name-only', 'main')).not.toContain('red');
  expect(await transcript(repo)).toMatchInlineSnapshot(`
    ref                      | command                            | outcome
    <session>/restore/start  | update-ref                         | new: start
    <session>/efforts/bad    |                                    | new: bad
    <session>/efforts/clean  |                                    | new: clean
    <session>/tip            |                                    | new: start
    phase1/wave1-integration |                                    | new: start
    <session>/restore/bad    | update-ref                         | new: start
    <session>/tip            |                                    | start → A
    phase1/wave1-integration |                                    | start → A
    <session>/saved/A        | update-ref                         | new: A
    <session>/tip            |                                    | A → start
    phase1/wave1-integration |                                    | A → start
    <session>/restore/clean  | update-ref                         | new: start
    <session>/tip            |                                    | start → B
    phase1/wave1-integration |                                    | start → B
    main                     | update-ref                         | start → B
    <slot>                   | init                               | ok
    <slot>                   | checkout --force --detach <commit> | ok
    <slot>                   | clean -ffdq                        | ok
  `);
});

it('names the pair that breaks a gate only together', async () => {
  const repo = await world({
    'effort/left': { from: 'main', commits: [{ 'left.txt': 'left\n' }] },
    'effort/right': { from: 'main', commits: [{ 'right.txt': 'right\n' }] },
  });
  await repo.git('switch', '--quiet', '--detach');

  const story = await begin(repo);
  await story.work('recommended');

  const held = story.state().efforts_included.find(({ name }) => name === 'right');
  expect(held?.clashes_with).toEqual(['left']);
  expect(flatEffort(held)?.held_because).toContain('fails together with left');
  expect(story.state().end?.outcome).toBe('LANDED');
  expect(await transcript(repo)).toMatchInlineSnapshot(`
    ref                      | command                            | outcome
    <session>/restore/start  | update-ref                         | new: start
    <session>/efforts/clean  |                                    | new: clean
    <session>/efforts/left   |                                    | new: left
    <session>/efforts/right  |                                    | new: right
    <session>/tip            |                                    | new: start
    phase1/wave1-integration |                                    | new: start
    <session>/restore/clean  | update-ref                         | new: start
    <session>/tip            |                                    | start → A
    phase1/wave1-integration |                                    | start → A
    <session>/restore/left   | update-ref                         | new: A
    <session>/tip            |                                    | A → B
    phase1/wave1-integration |                                    | A → B
    <session>/restore/right  | update-ref                         | new: B
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

it('waits with a conflict in the second effort for a decision, and merges what was chosen', async () => {
  const repo = await world({
    'effort/upper': { from: 'main', commits: [{ 'a.txt': 'one\nTWO\nthree\n' }] },
    'effort/words': { from: 'main', commits: [{ 'a.txt': 'one\nzwei\nthree\n' }] },
  });
  await repo.git('switch', '--quiet', '--detach');

  const story = await begin(repo);
  await story.work();
  expect(story.question()).toMatch(/^conflict: a\.txt/);
  await story.choose('combine_current_incoming');

  expect(story.state().end?.outcome).toBe('LANDED');
  expect(await repo.git('show', 'main:a.txt')).toBe('one\nTWO\nzwei\nthree');
  expect(await transcript(repo)).toMatchInlineSnapshot(`
    ref                      | command                            | outcome
    <session>/restore/start  | update-ref                         | new: start
    <session>/efforts/clean  |                                    | new: clean
    <session>/efforts/upper  |                                    | new: upper
    <session>/efforts/words  |                                    | new: words
    <session>/tip            |                                    | new: start
    phase1/wave1-integration |                                    | new: start
    <session>/restore/clean  | update-ref                         | new: start
    <session>/tip            |                                    | start → A
    phase1/wave1-integration |                                    | start → A
    <session>/restore/upper  | update-ref                         | new: A
    <session>/tip            |                                    | A → B
    phase1/wave1-integration |                                    | A → B
    <session>/evidence/words | update-ref                         | new: C
    <session>/restore/words  | update-ref                         | new: B
    <session>/tip            |                                    | B → D
    phase1/wave1-integration |                                    | B → D
    main                     | update-ref                         | start → D
    <slot>                   | init                               | ok
    <slot>                   | checkout --force --detach <commit> | ok
    <slot>                   | clean -ffdq                        | ok
  `);
});

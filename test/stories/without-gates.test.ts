/** Nothing to test with: the work is done, and nothing claims that it was verified. */

import { expect, it } from 'vitest';
import { landingCommand } from '../../src/domain/integration/selectors/ending.ts';
import { makeRepository } from '../support/repository.ts';
import { begin } from '../support/session.ts';
import { transcript } from '../support/transcript.ts';

it('merges everything where no gate is configured, and says why it does not land', async () => {
  const repo = await makeRepository({
    main: [
      {
        'intorch.yaml': "target: main\nefforts: { patterns: ['effort/*'] }\nbaseline: false\n",
        'a.txt': 'a\n',
      },
    ],
    'effort/one': { from: 'main', commits: [{ 'one.txt': 'one\n' }] },
    'effort/two': { from: 'main', commits: [{ 'two.txt': 'two\n' }] },
  });
  const before = await repo.tip('main');

  const story = await begin(repo);
  await story.work('recommended');

  expect(await repo.git('ls-tree', '--name-only', 'phase1/wave1-integration')).toContain('one.txt\ntwo.txt');
  expect(story.state().stage).toBe('FINISHED');
  expect(story.state().end?.because).toBe(
    'an unattended run holds it; it is not verified: no required gate is configured, so nothing shows that it works',
  );
  expect(await repo.tip('main')).toBe(before);
  expect(await transcript(repo)).toMatchInlineSnapshot(`
    ref                      | command    | outcome
    <session>/restore/start  | update-ref | new: start
    <session>/efforts/one    |            | new: one
    <session>/efforts/two    |            | new: two
    <session>/tip            |            | new: start
    phase1/wave1-integration |            | new: start
    <session>/restore/one    | update-ref | new: start
    <session>/tip            |            | start → A
    phase1/wave1-integration |            | start → A
    <session>/restore/two    | update-ref | new: A
    <session>/tip            |            | A → B
    phase1/wave1-integration |            | A → B
  `);
});

it('is held where landing was not asked for, with no command that would land what nothing tested', async () => {
  const repo = await makeRepository({
    main: [
      {
        'intorch.yaml':
          "target: main\nefforts: { patterns: ['effort/*'] }\nbaseline: false\nlanding: { mode: none }\n",
        'a.txt': 'a\n',
      },
    ],
    'effort/one': { from: 'main', commits: [{ 'one.txt': 'one\n' }] },
  });

  const story = await begin(repo);
  await story.work('recommended');

  expect(story.state().end?.outcome).toBe('HELD_FOR_REVIEW');
  expect(landingCommand(story.state())).toBeNull();
  expect(story.state().end?.because).toContain('it is not verified: no required gate is configured');
  expect(await transcript(repo)).toMatchInlineSnapshot(`
    ref                      | command    | outcome
    <session>/restore/start  | update-ref | new: start
    <session>/efforts/one    |            | new: one
    <session>/tip            |            | new: start
    phase1/wave1-integration |            | new: start
    <session>/restore/one    | update-ref | new: start
    <session>/tip            |            | start → A
    phase1/wave1-integration |            | start → A
  `);
});

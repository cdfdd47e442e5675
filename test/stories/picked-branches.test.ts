/** What git knows of a branch that came in by its commits is asked of git, and said only where it is so. */
import { expect, it } from 'vitest';
import { integrationReport } from '../../src/reports/integration-report.ts';
import { begin } from '../support/session.ts';
import { configured, effort, makeWorld, ONE_GATE } from '../support/stories.ts';
import { transcript } from '../support/transcript.ts';

it('is said of a picked branch, and not of one that came in with another or by a merge in the end', async () => {
  const repo = await makeWorld(
    { 'a.txt': 'one\ntwo\nthree\n' },
    {
      'effort/alone': effort({ 'alone.txt': 'x\n' }),
      'effort/first': effort({ 'a.txt': 'one\nTWO\nthree\n' }),
      'effort/low': effort({ 'low.txt': 'x\n' }),
      'effort/high': { from: 'effort/low', commits: [{ 'high.txt': 'x\n' }] },
      // One by one its changes of a.txt conflict; together they change nothing there.
      'effort/whole': effort(
        { 'whole.txt': 'x\n' },
        { 'a.txt': 'one\nzwei\nthree\n' },
        { 'a.txt': 'one\ntwo\nthree\n' },
      ),
    },
    {
      config: configured(ONE_GATE).replace(
        "['effort/*']",
        `[], list: [{ branch: effort/alone, strategy: cherry-pick }, { branch: effort/first },
           { branch: effort/low, strategy: cherry-pick }, { branch: effort/high },
           { branch: effort/whole, strategy: hybrid, depends_on: [first] }]`,
      ),
    },
  );
  const story = await begin(repo);
  await story.work('recommended');

  expect(story.state().end?.outcome).toBe('LANDED');
  expect(await repo.git('branch', '--no-merged', 'main', '--format=%(refname:short)')).toBe('effort/alone');
  expect(story.state().survey?.rewritten).toEqual(['alone']);
  const report = integrationReport(story.state());
  expect(report.match(/^.*git does not know.*$/gm)).toEqual([
    '- alone came in by cherry-pick, commit by commit: git does not know `effort/alone` as merged',
  ]);
  expect(await transcript(repo)).toMatchInlineSnapshot(`
    ref                      | command                            | outcome
    <session>/restore/start  | update-ref                         | new: start
    <session>/efforts/alone  |                                    | new: alone
    <session>/efforts/low    |                                    | new: low
    <session>/efforts/first  |                                    | new: first
    <session>/efforts/whole  |                                    | new: whole
    <session>/efforts/high   |                                    | new: high
    <session>/tip            |                                    | new: start
    phase1/wave1-integration |                                    | new: start
    <session>/restore/alone  | update-ref                         | new: start
    <session>/tip            |                                    | start → A
    phase1/wave1-integration |                                    | start → A
    <session>/restore/low    | update-ref                         | new: A
    <session>/tip            |                                    | A → B
    phase1/wave1-integration |                                    | A → B
    <session>/restore/first  | update-ref                         | new: B
    <session>/tip            |                                    | B → C
    phase1/wave1-integration |                                    | B → C
    <session>/restore/whole  | update-ref                         | new: C
    <session>/tip            |                                    | C → D
    phase1/wave1-integration |                                    | C → D
    <session>/restore/high   | update-ref                         | new: D
    <session>/tip            |                                    | D → E
    phase1/wave1-integration |                                    | D → E
    main                     | update-ref                         | start → E
    <slot>                   | init                               | ok
    <slot>                   | checkout --force --detach <commit> | ok
    <slot>                   | clean -ffdq                        | ok
  `);
});

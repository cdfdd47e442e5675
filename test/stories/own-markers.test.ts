/** Files that hold conflict markers for good: texts about git, and fixtures of tests. */
import { readFile, writeFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { readinessOf } from '../../src/domain/integration/summary/readiness.ts';
import { begin } from '../support/session.ts';
import { configured, effort, makeWorld, ONE_GATE } from '../support/stories.ts';
import { transcript } from '../support/transcript.ts';

const about = (first: string, last: string) =>
  `${first}\n\n<<<<<<< HEAD\nours\n=======\ntheirs\n>>>>>>> topic\n\n${last}\n`;

it('takes a text about git from the editor with its own markers, and refuses it with those of the conflict', async () => {
  const repo = await makeWorld(
    { 'git.md': about('# Conflicts', 'The end') },
    {
      'effort/one': effort({ 'git.md': about('# Conflicts ONE', 'The end') }),
      'effort/two': effort({ 'git.md': about('# Conflicts TWO', 'The end') }),
    },
  );
  const story = await begin(repo);
  await story.work();

  await story.choose('edit');
  const file = story.state().editing?.file ?? '';
  expect(await readFile(file, 'utf8')).toMatch(/^<{8} one\n# Conflicts ONE\n/);
  await story.choose('done');
  expect(story.state().editing?.refused).toBe('conflict markers remain (lines 1, 3, 5, 7)');
  await writeFile(file, about('# Conflicts ONE and TWO', 'The end'));
  await story.choose('done');

  expect(story.state().end?.outcome).toBe('LANDED');
  expect(await repo.git('show', 'main:git.md')).toBe(about('# Conflicts ONE and TWO', 'The end').trimEnd());
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
    <session>/evidence/two   | update-ref                         | new: B
    <session>/evidence/two   | update-ref                         | B → C
    <session>/restore/two    | update-ref                         | new: A
    <session>/tip            |                                    | A → D
    phase1/wave1-integration |                                    | A → D
    main                     | update-ref                         | start → D
    <slot>                   | init                               | ok
    <slot>                   | checkout --force --detach <commit> | ok
    <slot>                   | clean -ffdq                        | ok
  `);
});

it.each([
  [
    'lands',
    'a fixture with markers that an effort adds where the settings say that they are content',
    "['fixtures/*']",
  ],
  ['does not land', 'markers that an effort brings along and nobody explains', '[]'],
])('%s %s', async (_what, _which, globs) => {
  const repo = await makeWorld(
    { 'fixtures/old.txt': about('old', 'end') },
    {
      'effort/one': effort({
        'fixtures/old.txt': about('old of one', 'end'),
        'fixtures/new.txt': about('new', 'end'),
      }),
      'effort/two': effort({ 'fixtures/old.txt': about('old of two', 'end') }),
    },
    {
      config: configured(`${ONE_GATE}conflicts: { markers_in: ${globs} }\nlanding: { mode: fast_forward }\n`),
    },
  );
  const story = await begin(repo);
  await story.work();

  await story.choose('take_incoming');

  if (globs === '[]') {
    expect(story.state().end?.outcome).toBe('FAILED');
    expect(story.state().end?.because).toBe(
      'fixtures/new.txt holds conflict markers (where they are its content: conflicts.markers_in)',
    );
    expect(await transcript(repo)).toMatchInlineSnapshot(`
      ref                      | command                            | outcome
      <session>/restore/start  | update-ref                         | new: start
      <session>/efforts/two    |                                    | new: two
      <session>/efforts/one    |                                    | new: one
      <session>/tip            |                                    | new: start
      phase1/wave1-integration |                                    | new: start
      <session>/restore/two    | update-ref                         | new: start
      <session>/tip            |                                    | start → A
      phase1/wave1-integration |                                    | start → A
      <session>/evidence/one   | update-ref                         | new: B
      <session>/restore/one    | update-ref                         | new: A
      <session>/tip            |                                    | A → C
      phase1/wave1-integration |                                    | A → C
      <slot>                   | init                               | ok
      <slot>                   | checkout --force --detach <commit> | ok
      <slot>                   | clean -ffdq                        | ok
    `);
  } else {
    expect(story.state().end?.outcome).toBe('LANDED');
    expect(await repo.git('show', 'main:fixtures/old.txt')).toContain('old of one');
    expect(await repo.git('show', 'main:fixtures/new.txt')).toContain('<<<<<<< HEAD');
    expect(await transcript(repo)).toMatchInlineSnapshot(`
      ref                      | command                            | outcome
      <session>/restore/start  | update-ref                         | new: start
      <session>/efforts/two    |                                    | new: two
      <session>/efforts/one    |                                    | new: one
      <session>/tip            |                                    | new: start
      phase1/wave1-integration |                                    | new: start
      <session>/restore/two    | update-ref                         | new: start
      <session>/tip            |                                    | start → A
      phase1/wave1-integration |                                    | start → A
      <session>/evidence/one   | update-ref                         | new: B
      <session>/restore/one    | update-ref                         | new: A
      <session>/tip            |                                    | A → C
      phase1/wave1-integration |                                    | A → C
      main                     | update-ref                         | start → C
      <slot>                   | init                               | ok
      <slot>                   | checkout --force --detach <commit> | ok
      <slot>                   | clean -ffdq                        | ok
    `);
  }
});

it('are known before landing is asked about, so that nobody is led to an end that is refused', async () => {
  const repo = await makeWorld({}, { 'effort/one': effort({ 'new.txt': about('new', 'end') }) });
  const story = await begin(repo);
  await story.work();

  const because = 'new.txt holds conflict markers (where they are its content: conflicts.markers_in)';
  expect(readinessOf(story.state())).toMatchObject({ status: 'Blocked', blockers: [because] });
  expect(story.state().decisions).toMatchObject([{ kind: 'land', choice: 'hold', by: 'headless' }]);
  expect(story.state().end).toMatchObject({
    outcome: 'HELD_FOR_REVIEW',
    command: null,
    because: `an unattended run holds it; it is not verified: ${because}`,
  });
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

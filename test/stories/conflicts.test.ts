/** Part three of the flow: conflicts, their options, and every way out of them. */

import { writeFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Conflict } from '../../src/domain/conflict/conflict.ts';
import { openQuestion } from '../../src/domain/integration/open-question.ts';
import type { EffortName } from '../../src/domain/shared/ids.ts';
import { leftBy } from '../support/left.ts';
import type { TestRepository } from '../support/repository.ts';
import { begin, type Story, takeUpAgain } from '../support/session.ts';
import { makeShape } from '../support/shapes.ts';
import { flatEffort } from '../support/states.ts';
import {
  configured,
  effort,
  effortOf,
  makeWorld,
  ONE_GATE,
  reportOf,
  statusesOf,
} from '../support/stories.ts';
import { transcript } from '../support/transcript.ts';

/** Returns the conflict that is asked about. */
function askedConflict(story: Story): Conflict {
  const question = openQuestion(story.state());
  const met = story.state().conflicts_detected.find(({ id }) => id === question?.conflict);
  if (met === undefined) throw new Error(`no conflict is asked about, but ${story.question()}`);
  return met;
}

/** Returns the file and the hunk that is asked about; null: no conflict is. */
function askedAbout(story: Story): string | null {
  const question = openQuestion(story.state());
  return question?.kind === 'conflict'
    ? `${askedConflict(story).path}, hunk ${(question.hunk ?? 0) + 1}`
    : null;
}

const WAYS_AROUND = ['edit', 'defer', 'hold_effort', 'return_to_author', 'stop'];

it.each([0, 1, 2])(
  'types every kind of conflict, and option number %i gives exactly the tree that it showed',
  async (number) => {
    const repo = await makeShape('every_kind');
    await writeFile(join(repo.dir, 'intorch.yaml'), configured('gates: []\n'));
    const story = await begin(repo);
    await story.work();

    for (;;) {
      const question = openQuestion(story.state());
      if (question?.kind !== 'conflict') break;
      const met = askedConflict(story);
      const options = met.hunks[0]?.options ?? [];
      expect(options.length, met.effort).toBeGreaterThanOrEqual(3);
      expect(question.choices.map(({ id }) => id)).toEqual([...options.map(({ id }) => id), ...WAYS_AROUND]);
      const types = await repo.gitWithInput(
        options.map(({ tree }) => `${tree}\n`).join(''),
        'cat-file',
        '--batch-check=%(objecttype)',
      );
      expect(new Set(types.split('\n')), met.effort).toEqual(new Set(['tree']));
      const option = options[number] ?? options[0];
      if (option === undefined) throw new Error(`${met.effort} has no options`);
      await story.choose(option.id);
      const merged = flatEffort(effortOf(story, met.effort)).merge_commit;
      expect(await repo.git('ls-tree', '-r', `${merged}`), `${met.effort} ${option.id}`).toBe(
        await repo.git('ls-tree', '-r', option.tree),
      );
    }

    const met = story.state().conflicts_detected;
    expect(met.map(({ kind }) => kind).toSorted()).toEqual(met.map(({ effort }) => effort).toSorted());
    expect(new Set(met.map(({ kind }) => kind)).size).toBe(10);
    expect(new Set(Object.values(statusesOf(story)))).toEqual(new Set(['MERGED']));
    expect(await transcript(repo)).toMatchInlineSnapshot(`
      ref                               | command    | outcome
      <session>/restore/start           | update-ref | new: start
      <session>/efforts/binary          |            | new: binary
      <session>/efforts/add_add         |            | new: add_add
      <session>/efforts/directory_file  |            | new: directory_file
      <session>/efforts/mode            |            | new: mode
      <session>/efforts/content         |            | new: content
      <session>/efforts/submodule       |            | new: submodule
      <session>/efforts/symlink         |            | new: symlink
      <session>/efforts/modify_delete   |            | new: modify_delete
      <session>/efforts/rename_delete   |            | new: rename_delete
      <session>/efforts/rename_rename   |            | new: rename_rename
      <session>/tip                     |            | new: start
      phase1/wave1-integration          |            | new: start
      <session>/evidence/binary         | update-ref | new: A
      <session>/restore/binary          | update-ref | new: start
      <session>/tip                     |            | start → B
      phase1/wave1-integration          |            | start → B
      <session>/evidence/add_add        | update-ref | new: C
      <session>/restore/add_add         | update-ref | new: B
      <session>/tip                     |            | B → D
      phase1/wave1-integration          |            | B → D
      <session>/evidence/directory_file | update-ref | new: E
      <session>/restore/directory_file  | update-ref | new: D
      <session>/tip                     |            | D → F
      phase1/wave1-integration          |            | D → F
      <session>/evidence/mode           | update-ref | new: G
      <session>/restore/mode            | update-ref | new: F
      <session>/tip                     |            | F → H
      phase1/wave1-integration          |            | F → H
      <session>/evidence/content        | update-ref | new: I
      <session>/restore/content         | update-ref | new: H
      <session>/tip                     |            | H → J
      phase1/wave1-integration          |            | H → J
      <session>/evidence/submodule      | update-ref | new: K
      <session>/restore/submodule       | update-ref | new: J
      <session>/tip                     |            | J → L
      phase1/wave1-integration          |            | J → L
      <session>/evidence/symlink        | update-ref | new: M
      <session>/restore/symlink         | update-ref | new: L
      <session>/tip                     |            | L → N
      phase1/wave1-integration          |            | L → N
      <session>/evidence/modify_delete  | update-ref | new: O
      <session>/restore/modify_delete   | update-ref | new: N
      <session>/tip                     |            | N → P
      phase1/wave1-integration          |            | N → P
      <session>/evidence/rename_delete  | update-ref | new: Q
      <session>/restore/rename_delete   | update-ref | new: P
      <session>/tip                     |            | P → R
      phase1/wave1-integration          |            | P → R
      <session>/evidence/rename_rename  | update-ref | new: S
      <session>/restore/rename_rename   | update-ref | new: R
      <session>/tip                     |            | R → T
      phase1/wave1-integration          |            | R → T
    `);
  },
);

const SONG = Array.from({ length: 30 }, (_, index) => `line ${index + 1}`);
const song = (changes: Readonly<Record<number, string>>) =>
  `${SONG.map((line, index) => changes[index + 1] ?? line).join('\n')}\n`;

/** Two efforts that meet in three hunks of one file and one of another. */
function collision(config?: string): Promise<TestRepository> {
  const hunks = (word: string) =>
    song({ 3: `three ${word}`, 13: `thirteen ${word}`, 23: `twenty-three ${word}` });
  return makeWorld(
    { 'song.txt': song({}), 'other.txt': song({}) },
    {
      'effort/one': effort({ 'song.txt': hunks('ONE'), 'other.txt': song({ 9: 'nine ONE' }) }),
      'effort/two': effort({ 'song.txt': hunks('TWO'), 'other.txt': song({ 9: 'nine TWO' }) }),
    },
    config === undefined ? {} : { config },
  );
}

const left = leftBy(async () => {
  const repo = await collision();
  const story = await begin(repo);
  await story.work();
  return { repo, story };
});

/** Returns the collision where its first hunk is asked about. */
async function waiting(): Promise<{ repo: TestRepository; story: Story }> {
  const { repo, life } = await left();
  const story = await takeUpAgain(life);
  await story.work();
  return { repo, story };
}

it('asks hunk by hunk, and takes a choice as far as the scope says', async () => {
  const { repo, story } = await waiting();
  const asked = [askedAbout(story)];

  await story.choose('take_incoming');
  asked.push(askedAbout(story));
  await story.choose('combine_incoming_current');
  asked.push(askedAbout(story));
  await story.command({ type: 'set_scope', scope: 'file' });
  await story.choose('keep_current');
  asked.push(askedAbout(story));

  expect(asked).toEqual(['other.txt, hunk 1', 'song.txt, hunk 1', 'song.txt, hunk 2', null]);
  const lines = (await repo.git('show', 'main:song.txt')).split('\n');
  expect(lines.filter((line) => /ONE|TWO/.test(line))).toEqual([
    'three TWO',
    'three ONE',
    'thirteen ONE',
    'twenty-three ONE',
  ]);
  expect(story.state().end?.outcome).toBe('LANDED');
  expect(await transcript(repo)).toMatchInlineSnapshot(`
    ref                      | command                            | outcome
    <session>/restore/two    | update-ref                         | new: A
    <session>/tip            |                                    | A → B
    phase1/wave1-integration |                                    | A → B
    main                     | update-ref                         | start → B
    <slot>                   | init                               | ok
    <slot>                   | checkout --force --detach <commit> | ok
    <slot>                   | clean -ffdq                        | ok
  `);
});

it('takes one choice for a whole effort', async () => {
  const { repo, story } = await waiting();

  await story.command({ type: 'set_scope', scope: 'effort' });
  await story.choose('take_incoming');

  expect(story.state().end?.outcome).toBe('LANDED');
  expect(await repo.git('show', 'main:song.txt')).toBe(await repo.git('show', 'effort/two:song.txt'));
  expect(await repo.git('show', 'main:other.txt')).toBe(await repo.git('show', 'effort/two:other.txt'));
  expect(await transcript(repo)).toMatchInlineSnapshot(`
    ref                      | command                            | outcome
    <session>/restore/two    | update-ref                         | new: A
    <session>/tip            |                                    | A → B
    phase1/wave1-integration |                                    | A → B
    main                     | update-ref                         | start → B
    <slot>                   | init                               | ok
    <slot>                   | checkout --force --detach <commit> | ok
    <slot>                   | clean -ffdq                        | ok
  `);
});

/** The collision, an effort that needs the colliding one, and one that has nothing to do with either. */
const CROWD = {
  'effort/one': effort({ 'song.txt': song({ 3: 'three ONE', 13: 'thirteen ONE' }) }),
  'effort/two': effort({ 'song.txt': song({ 3: 'three TWO', 13: 'thirteen TWO' }) }),
  'effort/zebra': effort({ 'zebra.txt': 'stripes\n' }),
};
const subjects = async (repo: TestRepository) =>
  (await repo.git('log', '--first-parent', '--reverse', '--format=%s', 'main')).split('\n').slice(-3);

it('puts a decision off until the others are in, and asks nothing again that was chosen before', async () => {
  const repo = await makeWorld({ 'song.txt': song({}) }, CROWD);
  const story = await begin(repo);
  await story.ordered('one', 'two', 'zebra');
  await story.work();
  await story.choose('take_incoming');
  expect(askedAbout(story)).toBe('song.txt, hunk 2');

  await story.choose('defer');

  expect(statusesOf(story)).toMatchObject({ one: 'MERGED', zebra: 'MERGED', two: 'MERGING' });
  expect(askedAbout(story)).toBe('song.txt, hunk 2');
  expect(openQuestion(story.state())?.choices.find(({ id }) => id === 'defer')?.disabled).not.toBeNull();
  await story.choose('take_incoming');
  expect(story.state().end?.outcome).toBe('LANDED');
  expect(await repo.git('show', 'main:song.txt')).toBe(await repo.git('show', 'effort/two:song.txt'));
  expect((await subjects(repo)).map((subject) => /one|two|zebra/.exec(subject)?.[0])).toEqual([
    'one',
    'zebra',
    'two',
  ]);
  expect(await transcript(repo)).toMatchInlineSnapshot(`
    ref                      | command                            | outcome
    <session>/restore/start  | update-ref                         | new: start
    <session>/efforts/one    |                                    | new: one
    <session>/efforts/two    |                                    | new: two
    <session>/efforts/zebra  |                                    | new: zebra
    <session>/tip            |                                    | new: start
    phase1/wave1-integration |                                    | new: start
    <session>/restore/one    | update-ref                         | new: start
    <session>/tip            |                                    | start → A
    phase1/wave1-integration |                                    | start → A
    <session>/evidence/two   | update-ref                         | new: B
    <session>/restore/zebra  | update-ref                         | new: A
    <session>/tip            |                                    | A → C
    phase1/wave1-integration |                                    | A → C
    <session>/evidence/two   | update-ref                         | B → D
    <session>/restore/two    | update-ref                         | new: C
    <session>/tip            |                                    | C → E
    phase1/wave1-integration |                                    | C → E
    main                     | update-ref                         | start → E
    <slot>                   | init                               | ok
    <slot>                   | checkout --force --detach <commit> | ok
    <slot>                   | clean -ffdq                        | ok
  `);
});

it('includes an effort again that was held, after those that are in, and asks nothing again', async () => {
  const repo = await makeWorld({ 'song.txt': song({}) }, CROWD);
  const story = await begin(repo);
  await story.ordered('one', 'two', 'zebra');
  await story.work();
  await story.choose('take_incoming');
  const question = openQuestion(story.state())?.id ?? '';
  await story.command({ type: 'choose_named', question, choice: 'hold_effort' });
  expect(statusesOf(story)).toEqual({ one: 'MERGED', two: 'HELD', zebra: 'PENDING' });

  await story.command({ type: 'include_again', effort: 'two' as EffortName });
  await story.work();

  expect(askedAbout(story)).toBe('song.txt, hunk 2');
  await story.choose('take_incoming');
  expect(statusesOf(story)).toEqual({ one: 'MERGED', zebra: 'MERGED', two: 'MERGED' });
  expect(await repo.git('show', 'main:song.txt')).toBe(await repo.git('show', 'effort/two:song.txt'));
  expect(await transcript(repo)).toMatchInlineSnapshot(`
    ref                      | command                            | outcome
    <session>/restore/start  | update-ref                         | new: start
    <session>/efforts/one    |                                    | new: one
    <session>/efforts/two    |                                    | new: two
    <session>/efforts/zebra  |                                    | new: zebra
    <session>/tip            |                                    | new: start
    phase1/wave1-integration |                                    | new: start
    <session>/restore/one    | update-ref                         | new: start
    <session>/tip            |                                    | start → A
    phase1/wave1-integration |                                    | start → A
    <session>/evidence/two   | update-ref                         | new: B
    <session>/restore/zebra  | update-ref                         | new: A
    <session>/tip            |                                    | A → C
    phase1/wave1-integration |                                    | A → C
    <session>/evidence/two   | update-ref                         | B → D
    <session>/restore/two    | update-ref                         | new: C
    <session>/tip            |                                    | C → E
    phase1/wave1-integration |                                    | C → E
    main                     | update-ref                         | start → E
    <slot>                   | init                               | ok
    <slot>                   | checkout --force --detach <commit> | ok
    <slot>                   | clean -ffdq                        | ok
  `);
});

it('asks last where the settings say so, without anybody at hand until then', async () => {
  const config = configured('gates: []\nconflicts: { ask: last }\n');
  const repo = await makeWorld({ 'song.txt': song({}) }, CROWD, { config });
  const story = await begin(repo);
  await story.ordered('one', 'two', 'zebra');

  await story.work();

  expect(statusesOf(story)).toMatchObject({ one: 'MERGED', zebra: 'MERGED', two: 'MERGING' });
  expect(askedAbout(story)).toBe('song.txt, hunk 1');
  expect(await transcript(repo)).toMatchInlineSnapshot(`
    ref                      | command    | outcome
    <session>/restore/start  | update-ref | new: start
    <session>/efforts/one    |            | new: one
    <session>/efforts/two    |            | new: two
    <session>/efforts/zebra  |            | new: zebra
    <session>/tip            |            | new: start
    phase1/wave1-integration |            | new: start
    <session>/restore/one    | update-ref | new: start
    <session>/tip            |            | start → A
    phase1/wave1-integration |            | start → A
    <session>/evidence/two   | update-ref | new: B
    <session>/restore/zebra  | update-ref | new: A
    <session>/tip            |            | A → C
    phase1/wave1-integration |            | A → C
    <session>/evidence/two   | update-ref | B → D
  `);
});

it('says what waits in CONFLICT_RESOLUTION_NEEDED.md, and removes it when it is decided', async () => {
  const { repo, story } = await waiting();

  const text = await reportOf(story, 'CONFLICT_RESOLUTION_NEEDED.md');
  expect(text).toContain('nine TWO');
  expect(text).toContain('nine ONE');
  expect(text).toMatch(/Option 1[\s\S]*Option 2[\s\S]*Option 3/);
  await story.command({ type: 'set_scope', scope: 'effort' });
  await story.choose('keep_current');

  expect(await reportOf(story, 'CONFLICT_RESOLUTION_NEEDED.md')).toBeNull();
  const report = await reportOf(story, 'INTEGRATION_REPORT.md');
  expect(report).toMatch(/other\.txt.*operator/);
  expect(await transcript(repo)).toMatchInlineSnapshot(`
    ref                      | command                            | outcome
    <session>/restore/two    | update-ref                         | new: A
    <session>/tip            |                                    | A → B
    phase1/wave1-integration |                                    | A → B
    main                     | update-ref                         | start → B
    <slot>                   | init                               | ok
    <slot>                   | checkout --force --detach <commit> | ok
    <slot>                   | clean -ffdq                        | ok
  `);
});

it('resolves what is safe by itself, and lists by which rule', async () => {
  const repo = await makeWorld(
    {
      'list.ts': "import { a } from './a.ts';\nimport { b } from './b.ts';\n\nexport const x = 1;\n",
      'same.txt': 'one\ntwo\nthree\n',
    },
    {
      'effort/one': effort({
        'list.ts':
          "import { a } from './a.ts';\nimport { b } from './b.ts';\nimport { c } from './c.ts';\n\nexport const x = 1;\n",
        'same.txt': 'one\nTWO\nthree\n',
      }),
      'effort/two': effort({
        'list.ts':
          "import { a } from './a.ts';\nimport { b } from './b.ts';\nimport { d } from './d.ts';\n\nexport const x = 1;\n",
        'same.txt': 'one\nTWO  \nthree\n',
      }),
    },
  );
  const story = await begin(repo);
  await story.work();

  expect(story.question()).toBeNull();
  expect(story.state().end?.outcome).toBe('LANDED');
  expect(await repo.git('show', 'main:list.ts')).toContain(
    "import { c } from './c.ts';\nimport { d } from './d.ts';",
  );
  const rules = story
    .state()
    .decisions.filter(({ by }) => by === 'rule')
    .map(({ about }) => about);
  expect(rules.toSorted()).toEqual(['list.ts', 'same.txt']);
  expect(await reportOf(story, 'INTEGRATION_REPORT.md')).toMatch(/list\.ts.*rule/);
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
    <session>/restore/two    | update-ref                         | new: A
    <session>/tip            |                                    | A → C
    phase1/wave1-integration |                                    | A → C
    main                     | update-ref                         | start → C
    <slot>                   | init                               | ok
    <slot>                   | checkout --force --detach <commit> | ok
    <slot>                   | clean -ffdq                        | ok
  `);
});

it('takes a file from the editor, and not while markers remain', async () => {
  const { repo, story } = await waiting();
  await story.choose('edit');
  const file = story.state().editing?.file ?? '';
  const text = await readFile(file, 'utf8');
  expect(text).toMatch(/^<{7} one\nnine ONE\n\|{7} base\nline 9\n={7}\nnine TWO\n>{7} two$/m);

  await story.choose('done');
  expect(story.state().editing?.refused).toMatch(/conflict markers remain \(lines? \d/);
  await writeFile(file, song({ 9: 'nine ONE and TWO' }));
  await story.choose('done');

  expect(story.question()).toMatch(/^conflict: song\.txt/);
  await story.command({ type: 'set_scope', scope: 'file' });
  await story.choose('keep_current');
  expect(story.state().end?.outcome).toBe('LANDED');
  expect(await repo.git('show', 'main:other.txt')).toBe(song({ 9: 'nine ONE and TWO' }).trimEnd());
  expect(await reportOf(story, 'INTEGRATION_REPORT.md')).toMatch(/Edited by hand/);
  expect(await transcript(repo)).toMatchInlineSnapshot(`
    ref                      | command                            | outcome
    <session>/evidence/two   | update-ref                         | A → B
    <session>/restore/two    | update-ref                         | new: C
    <session>/tip            |                                    | C → D
    phase1/wave1-integration |                                    | C → D
    main                     | update-ref                         | start → D
    <slot>                   | init                               | ok
    <slot>                   | checkout --force --detach <commit> | ok
    <slot>                   | clean -ffdq                        | ok
  `);
});

it('waits for an editor that is just writing the file', async () => {
  const { repo, story } = await waiting();
  await story.choose('edit');
  const file = story.state().editing?.file ?? '';
  const wanted = song({ 9: 'nine ONE and TWO' });
  writeFileSync(file, '');
  let written = 0;
  const writing = setInterval(() => {
    written += 1;
    writeFileSync(file, wanted.slice(0, written));
    if (written >= wanted.length) clearInterval(writing);
  }, 2);

  await story.choose('done');
  await story.command({ type: 'set_scope', scope: 'file' });
  await story.choose('keep_current');

  expect(await repo.git('show', 'main:other.txt')).toBe(wanted.trimEnd());
});

it('keeps the edited file over giving up and opening it again', async () => {
  const { repo, story } = await waiting();
  await story.choose('edit');
  await writeFile(story.state().editing?.file ?? '', 'half of it\n');

  await story.choose('give_up');
  expect(story.question()).toMatch(/^conflict: other\.txt/);
  await story.choose('edit');

  expect(await readFile(story.state().editing?.file ?? '', 'utf8')).toBe('half of it\n');
  expect(await transcript(repo)).toMatchInlineSnapshot(`nothing was written`);
});

it('keeps a mode that one side changed when the file is edited by hand', async () => {
  const repo = await makeWorld(
    { 'run.sh': 'one\ntwo\nthree\n' },
    {
      'effort/one': effort({ 'run.sh': { mode: '100755', text: 'one\nTWO\nthree\n' } }),
      'effort/two': effort({ 'run.sh': 'one\nzwei\nthree\n' }),
    },
  );
  const story = await begin(repo);
  await story.work();
  await story.choose('edit');
  await writeFile(story.state().editing?.file ?? '', 'one\nzwo\nthree\n');
  await story.choose('done');

  expect(await repo.git('ls-tree', 'main', 'run.sh')).toMatch(/^100755 /);
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
  ['hold_effort', 'PUT_ASIDE'],
  ['return_to_author', 'HANDED_BACK'],
])('goes on without an effort by %s, and says so in the report', async (choice, held_as) => {
  const list = 'list: [{ branch: effort/one }, { branch: effort/two, depends_on: [one] }]';
  const repo = await collision(configured().replace("['effort/*']", `['effort/*'], ${list}`));
  await repo.grow({
    'effort/zebra': effort({ 'zebra.txt': 'z\n' }),
    'effort/under': { from: 'effort/two', commits: [{ 'under.txt': 'u\n' }] },
  });
  const story = await begin(repo);
  await story.work();

  await story.choose(choice);

  expect(statusesOf(story)).toEqual({ one: 'MERGED', two: 'HELD', under: 'HELD', zebra: 'MERGED' });
  expect(flatEffort(effortOf(story, 'two')).held_as).toBe(held_as);
  expect(story.state().end?.outcome).toBe('LANDED');
  const report = await reportOf(story, 'INTEGRATION_REPORT.md');
  const became = choice === 'return_to_author' ? 'Returned to its author' : 'Held';
  expect(report).toContain(`${became}: conflict in other.txt`);
  expect(await reportOf(story, 'CONFLICT_RESOLUTION_NEEDED.md')).toBeNull();
  expect(await transcript(repo)).toMatchInlineSnapshot(`
    ref                      | command                            | outcome
    <session>/restore/start  | update-ref                         | new: start
    <session>/efforts/zebra  |                                    | new: zebra
    <session>/efforts/one    |                                    | new: one
    <session>/efforts/two    |                                    | new: two
    <session>/efforts/under  |                                    | new: under
    <session>/tip            |                                    | new: start
    phase1/wave1-integration |                                    | new: start
    <session>/restore/zebra  | update-ref                         | new: start
    <session>/tip            |                                    | start → A
    phase1/wave1-integration |                                    | start → A
    <session>/restore/one    | update-ref                         | new: A
    <session>/tip            |                                    | A → B
    phase1/wave1-integration |                                    | A → B
    <session>/evidence/two   | update-ref                         | new: C
    main                     | update-ref                         | start → B
    <slot>                   | init                               | ok
    <slot>                   | checkout --force --detach <commit> | ok
    <slot>                   | clean -ffdq                        | ok
  `);
});

it('stops at a conflict, and comes back to the same question with the cursor where it was', async () => {
  const { repo, story } = await waiting();
  const question = openQuestion(story.state());
  await story.command({ type: 'highlight', question: question?.id ?? '', choice: 'keep_current' });
  await story.choose('stop');
  expect(story.question()).toBeNull();

  await story.command({ type: 'go_on' });
  await story.work();

  expect(openQuestion(story.state())?.id).toBe(question?.id);
  await story.command({ type: 'choose', question: question?.id ?? '' });
  expect(story.state().conflicts_detected[0]?.hunks[0]?.choice?.option).toBe('keep_current');
  expect(await transcript(repo)).toMatchInlineSnapshot(`nothing was written`);
});

it('answers by policy, the first that fits: for a path, for a class, and asks where that is what it says', async () => {
  const policies = `conflicts:
  policies:
    - { path: 'song.txt', resolve: ask }
    - { path: '*.txt', resolve: take_incoming }
    - { class: content, resolve: hold_effort }
`;
  const repo = await collision(configured(`${policies}${ONE_GATE}`));
  const story = await begin(repo);
  await story.work();

  expect(story.question()).toMatch(/^conflict: song\.txt/);
  await story.command({ type: 'set_scope', scope: 'file' });
  await story.choose('keep_current');

  expect(await repo.git('show', 'main:other.txt')).toContain('nine TWO');
  expect(story.state().decisions).toContainEqual(
    expect.objectContaining({ by: 'policy', about: 'other.txt', choice: 'take_incoming' }),
  );
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
    <session>/restore/two    | update-ref                         | new: A
    <session>/tip            |                                    | A → C
    phase1/wave1-integration |                                    | A → C
    main                     | update-ref                         | start → C
    <slot>                   | init                               | ok
    <slot>                   | checkout --force --detach <commit> | ok
    <slot>                   | clean -ffdq                        | ok
  `);
});

it('holds an effort by policy', async () => {
  const repo = await collision(
    configured(`conflicts: { policies: [{ path: '*.txt', resolve: hold_effort }] }\n${ONE_GATE}`),
  );
  const story = await begin(repo);
  await story.work();

  expect(statusesOf(story)).toEqual({ one: 'MERGED', two: 'HELD' });
  expect(flatEffort(effortOf(story, 'two')).held_because).toContain(
    'by policy, because it conflicts in other.txt',
  );
  expect(story.state().end?.outcome).toBe('LANDED');
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
    main                     | update-ref                         | start → A
    <slot>                   | init                               | ok
    <slot>                   | checkout --force --detach <commit> | ok
    <slot>                   | clean -ffdq                        | ok
  `);
});

it('runs the gates on the tree of an option before it is chosen', async () => {
  const config = configured(
    "gates:\n  - { name: test, command: '! grep -q TWO other.txt', parser: exit, required: true }\n",
  );
  const repo = await collision(config);
  const story = await begin(repo);
  await story.work();
  const { id } = askedConflict(story);

  for (const option of ['keep_current', 'take_incoming'])
    await story.command({ type: 'try_option', conflict: id, hunk: 0, option });
  await story.work();

  const verdicts = story
    .state()
    .gate_runs.flatMap(({ subject, verdict }) =>
      subject.kind === 'option' ? [[subject.option, verdict]] : [],
    );
  expect(Object.fromEntries(verdicts)).toEqual({ keep_current: 'passed', take_incoming: 'failed' });
  expect(story.question()).toMatch(/^conflict: other\.txt/);
  expect(await reportOf(story, 'CONFLICT_RESOLUTION_NEEDED.md')).toMatch(/test.*(passed|failed)/);
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
    <slot>                   | init                               | ok
    <slot>                   | checkout --force --detach <commit> | ok
    <slot>                   | clean -ffdq                        | ok
  `);
});

it('asks nothing twice when an earlier effort is held and later merges are made again', async () => {
  const repo = await collision();
  await repo.grow({
    'effort/a-first': effort({ 'first.txt': 'x\n' }),
    'effort/zoo': effort({ 'song.txt': song({ 29: 'zoo' }), 'other.txt': song({ 9: 'nine ZOO' }) }),
  });
  const story = await begin(repo);
  await story.ordered('a-first', 'one', 'two', 'zoo');
  await story.work();
  await story.command({ type: 'set_scope', scope: 'effort' });
  await story.choose('combine_current_incoming');
  expect(story.question()).toMatch(/^conflict: other\.txt.*zoo/);

  await story.command({ type: 'hold_effort', effort: effortOf(story, 'a-first').name });
  await story.work();

  expect(story.question()).toMatch(/^conflict: other\.txt.*zoo/);
  expect(statusesOf(story)).toEqual({ 'a-first': 'HELD', one: 'MERGED', two: 'MERGED', zoo: 'MERGING' });
  expect(story.state().decisions).toContainEqual(
    expect.objectContaining({ by: 'memory', about: 'other.txt' }),
  );
  await story.choose('keep_current');
  expect(story.state().end?.outcome).toBe('LANDED');
  expect(await repo.git('show', 'main:song.txt')).toMatch(/three ONE\nthree TWO/);
  expect(await repo.git('ls-tree', '--name-only', 'main')).not.toContain('first.txt');
  expect(await transcript(repo)).toMatchInlineSnapshot(`
    ref                       | command                            | outcome
    <session>/restore/start   | update-ref                         | new: start
    <session>/efforts/a-first |                                    | new: a-first
    <session>/efforts/one     |                                    | new: one
    <session>/efforts/two     |                                    | new: two
    <session>/efforts/zoo     |                                    | new: zoo
    <session>/tip             |                                    | new: start
    phase1/wave1-integration  |                                    | new: start
    <session>/restore/a-first | update-ref                         | new: start
    <session>/tip             |                                    | start → A
    phase1/wave1-integration  |                                    | start → A
    <session>/restore/one     | update-ref                         | new: A
    <session>/tip             |                                    | A → B
    phase1/wave1-integration  |                                    | A → B
    <session>/evidence/two    | update-ref                         | new: C
    <session>/restore/two     | update-ref                         | new: B
    <session>/tip             |                                    | B → D
    phase1/wave1-integration  |                                    | B → D
    <session>/evidence/zoo    | update-ref                         | new: E
    <session>/saved/D         | update-ref                         | new: D
    <session>/tip             |                                    | D → start
    phase1/wave1-integration  |                                    | D → start
    <session>/restore/one     | update-ref                         | new: start, refused
    <session>/tip             |                                    | start → F, refused
    phase1/wave1-integration  |                                    | start → F, refused
    <session>/restore/one     | update-ref                         | A → start
    <session>/tip             |                                    | start → F
    phase1/wave1-integration  |                                    | start → F
    <session>/evidence/two    | update-ref                         | C → G
    <session>/restore/two     | update-ref                         | new: F, refused
    <session>/tip             |                                    | F → H, refused
    phase1/wave1-integration  |                                    | F → H, refused
    <session>/restore/two     | update-ref                         | B → F
    <session>/tip             |                                    | F → H
    phase1/wave1-integration  |                                    | F → H
    <session>/evidence/zoo    | update-ref                         | E → I
    <session>/restore/zoo     | update-ref                         | new: H
    <session>/tip             |                                    | H → J
    phase1/wave1-integration  |                                    | H → J
    main                      | update-ref                         | start → J
    <slot>                    | init                               | ok
    <slot>                    | checkout --force --detach <commit> | ok
    <slot>                    | clean -ffdq                        | ok
  `);
});

it('keeps choices that were made in a conflict that has to be met again', async () => {
  const repo = await collision();
  await repo.grow({ 'effort/a-first': effort({ 'first.txt': 'x\n' }) });
  const story = await begin(repo);
  await story.work();
  await story.choose('take_incoming');
  expect(askedAbout(story)).toBe('song.txt, hunk 1');

  await story.command({ type: 'hold_effort', effort: effortOf(story, 'a-first').name });
  await story.work();

  expect(askedAbout(story)).toBe('song.txt, hunk 1');
  expect(await transcript(repo)).toMatchInlineSnapshot(`
    ref                       | command    | outcome
    <session>/restore/start   | update-ref | new: start
    <session>/efforts/a-first |            | new: a-first
    <session>/efforts/one     |            | new: one
    <session>/efforts/two     |            | new: two
    <session>/tip             |            | new: start
    phase1/wave1-integration  |            | new: start
    <session>/restore/a-first | update-ref | new: start
    <session>/tip             |            | start → A
    phase1/wave1-integration  |            | start → A
    <session>/restore/one     | update-ref | new: A
    <session>/tip             |            | A → B
    phase1/wave1-integration  |            | A → B
    <session>/evidence/two    | update-ref | new: C
    <session>/saved/B         | update-ref | new: B
    <session>/tip             |            | B → start
    phase1/wave1-integration  |            | B → start
    <session>/restore/one     | update-ref | new: start, refused
    <session>/tip             |            | start → D, refused
    phase1/wave1-integration  |            | start → D, refused
    <session>/restore/one     | update-ref | A → start
    <session>/tip             |            | start → D
    phase1/wave1-integration  |            | start → D
    <session>/evidence/two    | update-ref | C → E
  `);
});

/** Part two of the flow: merging in the object database, by each strategy, with the attributes of the target. */

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { described } from '../support/fast-import.ts';
import type { TestRepository } from '../support/repository.ts';
import { begin } from '../support/session.ts';
import { flatEffort } from '../support/states.ts';
import {
  configured,
  effort,
  effortOf,
  integrated,
  makeWorld,
  ONE_GATE,
  operatorsOwn,
  reportOf,
  statusesOf,
} from '../support/stories.ts';
import { transcript } from '../support/transcript.ts';

it('leaves HEAD, index, files and stash of the operator as they are, byte for byte', async () => {
  const repo = await makeWorld(
    { 'a.txt': 'one\ntwo\nthree\n', 'b.txt': 'b\n', 'c.txt': 'c\n' },
    {
      'effort/one': effort({ 'a.txt': 'one\nTWO\nthree\n', 'new.txt': 'x\n' }),
      'effort/two': effort({ 'a.txt': 'one\nzwei\nthree\n' }),
    },
    { checkedOut: true },
  );
  await writeFile(join(repo.dir, 'b.txt'), 'stashed\n');
  await repo.git('stash', 'push', '--quiet');
  await writeFile(join(repo.dir, 'a.txt'), 'half done\n');
  await writeFile(join(repo.dir, 'c.txt'), 'staged\n');
  await repo.git('add', 'c.txt');
  await writeFile(join(repo.dir, 'untracked.txt'), 'mine\n');
  const before = await operatorsOwn(repo);

  const story = await begin(repo);
  await story.work();
  await story.choose('combine_current_incoming');

  expect(story.state().end?.outcome).toBe('HELD_FOR_REVIEW');
  expect(await operatorsOwn(repo)).toBe(before);
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
});

it("honours the target's attributes, and never a branch's own", async () => {
  const repo = await makeWorld(
    {
      '.gitattributes': 'log.txt merge=union\nblob.dat binary\n',
      'log.txt': 'start\n',
      'blob.dat': 'one\ntwo\n',
      'own.txt': 'start\n',
    },
    {
      'effort/one': effort({
        'log.txt': 'start\none\n',
        'blob.dat': 'ONE\ntwo\n',
        'own.txt': 'start\none\n',
      }),
      'effort/two': effort({
        'log.txt': 'start\ntwo\n',
        'blob.dat': 'one\nTWO\n',
        'own.txt': 'start\ntwo\n',
        '.gitattributes': 'log.txt merge=binary\nblob.dat text\nown.txt merge=union\n',
      }),
    },
  );

  const story = await begin(repo);
  await story.work();

  const met = story.state().conflicts_detected.map(({ path, kind }) => [path, kind]);
  expect(met).toEqual([
    ['blob.dat', 'binary'],
    ['own.txt', 'content'],
  ]);
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
    <session>/evidence/two   | update-ref | new: B
  `);
});

it('runs a merge driver that the operator trusts, and no other', async () => {
  const attributes = 'trusted.txt merge=joined\nother.txt merge=foreign\n';
  const repo = await makeWorld(
    { '.gitattributes': attributes, 'trusted.txt': 'start\n', 'other.txt': 'start\n' },
    {
      'effort/one': effort({ 'trusted.txt': 'one\n', 'other.txt': 'one\n' }),
      'effort/two': effort({ 'trusted.txt': 'two\n', 'other.txt': 'two\n' }),
    },
    { config: configured(`conflicts: { trusted_drivers: [joined] }\n${ONE_GATE}`) },
  );
  await repo.git('config', 'merge.joined.driver', 'cat %B >> %A');
  await repo.git('config', 'merge.foreign.driver', 'cat %B >> %A');

  const story = await begin(repo);
  await story.work();

  expect(story.state().conflicts_detected.map(({ path }) => path)).toEqual(['other.txt']);
  await story.choose('combine_incoming_current');
  expect(await repo.git('show', 'main:trusted.txt')).toBe('one\ntwo');
  expect(await repo.git('show', 'main:other.txt')).toBe('two\none');
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

it('picks chosen commits only, and keeps their authors', async () => {
  const repo = await makeWorld({ 'a.txt': 'a\n' }, {});
  await repo.grow({
    'effort/picks': {
      from: 'main',
      commits: [
        described(
          { 'one.txt': 'one\n' },
          { message: 'add one\n\nwith a reason', author: 'Grace Other <grace@example.org>' },
        ),
        { 'two.txt': 'two\n' },
        { 'three.txt': 'three\n' },
      ],
    },
  });
  const [one, three] = [await repo.tip('effort/picks~2'), await repo.tip('effort/picks')];
  await repo.commit('main', {
    'intorch.yaml': `target: main
efforts: { list: [{ branch: effort/picks, strategy: cherry-pick, commits: [${one.slice(0, 10)}, ${three}] }] }
baseline: false
${ONE_GATE}`,
  });
  await repo.git('checkout', '--quiet', '--detach', 'main');

  const story = await integrated(repo);

  expect(story.state().end?.outcome).toBe('LANDED');
  expect(await repo.git('log', '-2', '--format=%an <%ae>: %s', 'main')).toBe(
    'Ada Author <ada@example.org>: effort/picks: change three.txt\nGrace Other <grace@example.org>: add one',
  );
  expect(await repo.git('log', '-1', '--format=%b', 'main~1')).toContain(
    `with a reason\n\n(cherry picked from commit ${one})`,
  );
  expect(await repo.git('ls-tree', '--name-only', 'main')).not.toContain('two.txt');
  expect(await transcript(repo)).toMatchInlineSnapshot(`
    ref                      | command                            | outcome
    <session>/restore/start  | update-ref                         | new: start
    <session>/efforts/picks  |                                    | new: picks
    <session>/tip            |                                    | new: start
    phase1/wave1-integration |                                    | new: start
    <session>/restore/picks  | update-ref                         | new: start
    <session>/tip            |                                    | start → A
    phase1/wave1-integration |                                    | start → A
    main                     | update-ref                         | start → A
    <slot>                   | init                               | ok
    <slot>                   | checkout --force --detach <commit> | ok
    <slot>                   | clean -ffdq                        | ok
  `);
});

it('picks every clean commit, names those it leaves out, and lands what is in', async () => {
  const repo = await makeWorld(
    { 'a.txt': 'one\ntwo\nthree\n' },
    {
      'effort/first': effort({ 'a.txt': 'one\nTWO\nthree\n' }),
      'effort/picks': effort({ 'x.txt': 'x\n' }, { 'a.txt': 'one\nzwei\nthree\n' }, { 'y.txt': 'y\n' }),
    },
    {
      config: configured(`${ONE_GATE}`).replace(
        "['effort/*']",
        "['effort/*'], list: [{ branch: effort/first }, { branch: effort/picks, strategy: cherry-pick }]",
      ),
    },
  );

  const story = await integrated(repo);

  expect(statusesOf(story)).toEqual({ first: 'MERGED', picks: 'MERGED' });
  expect(flatEffort(effortOf(story, 'picks')).commits_left_out.map(({ subject }) => subject)).toEqual([
    'effort/picks: change a.txt',
  ]);
  expect(story.state().end?.because).toContain('main is at the verified commit');
  expect(await repo.git('show', 'main:a.txt')).toBe('one\nTWO\nthree');
  expect(await repo.git('ls-tree', '--name-only', 'main')).toMatch(/x\.txt\ny\.txt/);
  expect(await reportOf(story, 'INTEGRATION_REPORT.md')).toMatch(
    /left out because they conflict[\s\S]*effort\/picks: change a\.txt/,
  );
  expect(await reportOf(story, 'INTEGRATION_REPORT.md')).toContain('Conditional');
  expect(await transcript(repo)).toMatchInlineSnapshot(`
    ref                      | command                            | outcome
    <session>/restore/start  | update-ref                         | new: start
    <session>/efforts/first  |                                    | new: first
    <session>/efforts/picks  |                                    | new: picks
    <session>/tip            |                                    | new: start
    phase1/wave1-integration |                                    | new: start
    <session>/restore/first  | update-ref                         | new: start
    <session>/tip            |                                    | start → A
    phase1/wave1-integration |                                    | start → A
    <session>/restore/picks  | update-ref                         | new: A
    <session>/tip            |                                    | A → B
    phase1/wave1-integration |                                    | A → B
    main                     | update-ref                         | start → B
    <slot>                   | init                               | ok
    <slot>                   | checkout --force --detach <commit> | ok
    <slot>                   | clean -ffdq                        | ok
  `);
});

it('fails an effort none of whose commits can be picked, and goes on', async () => {
  const repo = await makeWorld(
    { 'a.txt': 'one\n' },
    { 'effort/first': effort({ 'a.txt': 'eins\n' }), 'effort/picks': effort({ 'a.txt': 'uno\n' }) },
    {
      config: configured(`${ONE_GATE}`).replace(
        "['effort/*']",
        '[], list: [{ branch: effort/first }, { branch: effort/picks, strategy: cherry-pick }]',
      ),
    },
  );

  const story = await integrated(repo);

  expect(statusesOf(story)).toEqual({ first: 'MERGED', picks: 'FAILED' });
  expect(flatEffort(effortOf(story, 'picks')).held_because).toContain('none of its commits applies cleanly');
  expect(story.state().end?.outcome).toBe('LANDED');
  expect(await transcript(repo)).toMatchInlineSnapshot(`
    ref                      | command                            | outcome
    <session>/restore/start  | update-ref                         | new: start
    <session>/efforts/first  |                                    | new: first
    <session>/efforts/picks  |                                    | new: picks
    <session>/tip            |                                    | new: start
    phase1/wave1-integration |                                    | new: start
    <session>/restore/first  | update-ref                         | new: start
    <session>/tip            |                                    | start → A
    phase1/wave1-integration |                                    | start → A
    main                     | update-ref                         | start → A
    <slot>                   | init                               | ok
    <slot>                   | checkout --force --detach <commit> | ok
    <slot>                   | clean -ffdq                        | ok
  `);
});

it('picks what is clean and merges the rest by hand in one commit that names it', async () => {
  const repo = await makeWorld(
    { 'a.txt': 'one\ntwo\nthree\n' },
    {
      'effort/first': effort({ 'a.txt': 'one\nTWO\nthree\n' }),
      'effort/mixed': effort({ 'x.txt': 'x\n' }, { 'a.txt': 'one\nzwei\nthree\n' }, { 'y.txt': 'y\n' }),
    },
    {
      config: configured(`${ONE_GATE}`).replace(
        "['effort/*']",
        '[], list: [{ branch: effort/first }, { branch: effort/mixed, strategy: hybrid }]',
      ),
    },
  );

  const story = await begin(repo);
  await story.work();
  expect(story.question()).toMatch(/^conflict: a\.txt/);
  await story.choose('combine_current_incoming');

  expect(story.state().end?.outcome).toBe('LANDED');
  expect(await repo.git('log', '-4', '--first-parent', '--format=%s', 'main')).toBe(
    [
      'Merge effort mixed (hybrid strategy)',
      'effort/mixed: change y.txt',
      'effort/mixed: change x.txt',
      'Merge effort first',
    ].join('\n'),
  );
  expect(await repo.git('rev-parse', 'main^2')).toBe(await repo.tip('effort/mixed'));
  const body = await repo.git('log', '-1', '--format=%b', 'main');
  expect(body).toContain('- a.txt: combine_current_incoming');
  expect(body).toMatch(/Merged by hand: .* effort\/mixed: change a\.txt/);
  expect(await transcript(repo)).toMatchInlineSnapshot(`
    ref                      | command                            | outcome
    <session>/restore/start  | update-ref                         | new: start
    <session>/efforts/first  |                                    | new: first
    <session>/efforts/mixed  |                                    | new: mixed
    <session>/tip            |                                    | new: start
    phase1/wave1-integration |                                    | new: start
    <session>/restore/first  | update-ref                         | new: start
    <session>/tip            |                                    | start → A
    phase1/wave1-integration |                                    | start → A
    <session>/evidence/mixed | update-ref                         | new: B
    <session>/restore/mixed  | update-ref                         | new: A
    <session>/tip            |                                    | A → C
    phase1/wave1-integration |                                    | A → C
    main                     | update-ref                         | start → C
    <slot>                   | init                               | ok
    <slot>                   | checkout --force --detach <commit> | ok
    <slot>                   | clean -ffdq                        | ok
  `);
});

it('takes branches by any name that git allows', async () => {
  const names = ['ünï-cödé', "it's", 'a+b', '-x', '$(touch pwned)', 'ends-with.'].map(
    (name) => `effort/${name.replace(/\.$/, '_').replaceAll(' ', '-')}`,
  );
  const repo = await makeWorld(
    {},
    Object.fromEntries(names.map((name, index) => [name, effort({ [`${index}.txt`]: 'x\n' })])),
    {
      config: configured("gates: [{ name: test, command: 'test ! -e pwned', parser: exit }]\n"),
    },
  );

  const story = await integrated(repo);

  expect(story.state().end?.outcome, story.question() ?? '').toBe('LANDED');
  expect(new Set(Object.values(statusesOf(story)))).toEqual(new Set(['MERGED']));
  expect(await repo.git('ls-tree', '--name-only', 'main')).toBe(
    '0.txt\n1.txt\n2.txt\n3.txt\n4.txt\n5.txt\nintorch.yaml',
  );
  expect(await transcript(repo)).toMatchInlineSnapshot(`
    ref                                    | command                            | outcome
    <session>/restore/start                | update-ref                         | new: start
    <session>/efforts/_24__28_touch-pwned_29_ |                                    | new: _24__28_touch-pwned_29_
    <session>/efforts/-x                   |                                    | new: -x
    <session>/efforts/a_2b_b               |                                    | new: a_2b_b
    <session>/efforts/ends-with_           |                                    | new: ends-with_
    <session>/efforts/it_27_s              |                                    | new: it_27_s
    <session>/efforts/_fc_n_ef_-c_f6_d_e9_ |                                    | new: _fc_n_ef_-c_f6_d_e9_
    <session>/tip                          |                                    | new: start
    phase1/wave1-integration               |                                    | new: start
    <session>/restore/_24__28_touch-pwned_29_ | update-ref                         | new: start
    <session>/tip                          |                                    | start → A
    phase1/wave1-integration               |                                    | start → A
    <session>/restore/-x                   | update-ref                         | new: A
    <session>/tip                          |                                    | A → B
    phase1/wave1-integration               |                                    | A → B
    <session>/restore/a_2b_b               | update-ref                         | new: B
    <session>/tip                          |                                    | B → C
    phase1/wave1-integration               |                                    | B → C
    <session>/restore/ends-with_           | update-ref                         | new: C
    <session>/tip                          |                                    | C → D
    phase1/wave1-integration               |                                    | C → D
    <session>/restore/it_27_s              | update-ref                         | new: D
    <session>/tip                          |                                    | D → E
    phase1/wave1-integration               |                                    | D → E
    <session>/restore/_fc_n_ef_-c_f6_d_e9_ | update-ref                         | new: E
    <session>/tip                          |                                    | E → F
    phase1/wave1-integration               |                                    | E → F
    main                                   | update-ref                         | start → F
    <slot>                                 | init                               | ok
    <slot>                                 | checkout --force --detach <commit> | ok
    <slot>                                 | clean -ffdq                        | ok
  `);
});

it('merges two branches that are the same commit once, and both are in', async () => {
  const repo = await makeWorld({}, { 'effort/one': effort({ 'one.txt': 'x\n' }) });
  await repo.git('branch', 'effort/twin', 'effort/one');

  const story = await integrated(repo);

  expect(statusesOf(story)).toEqual({ one: 'MERGED', twin: 'MERGED' });
  expect(story.state().end?.outcome).toBe('LANDED');
  expect(await transcript(repo)).toMatchInlineSnapshot(`
    ref                      | command                            | outcome
    <session>/restore/start  | update-ref                         | new: start
    <session>/efforts/one    |                                    | new: one
    <session>/efforts/twin   |                                    | new: one
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

it('lets an effort rewrite lines of the effort that it is built on, and the other way round', async () => {
  const lines = (first: string, last: string) => `${first}\ntwo\nthree\nfour\n${last}\n`;
  const repo = await makeWorld(
    { 'a.txt': lines('one', 'five') },
    {
      'effort/base': effort(
        { 'a.txt': lines('const alpha = read(config)', 'five') },
        { 'a.txt': lines('nothing of the sort', 'five') },
      ),
      'effort/above': { from: 'effort/base', commits: [{ 'a.txt': lines('wholly different', 'five') }] },
    },
  );
  await repo.git('branch', 'effort/beside', 'effort/base~1');
  await repo.commit('effort/beside', { 'a.txt': lines('const alpha = read(config)', 'FIVE') });

  const story = await integrated(repo);

  expect(story.state().efforts_included.flatMap((effort) => flatEffort(effort).losses)).toEqual([]);
  expect(story.state().end?.outcome).toBe('LANDED');
  expect(await repo.git('show', 'main:a.txt')).toBe(lines('wholly different', 'FIVE').trimEnd());
  expect(await transcript(repo)).toMatchInlineSnapshot(`
    ref                      | command                            | outcome
    <session>/restore/start  | update-ref                         | new: start
    <session>/efforts/base   |                                    | new: base
    <session>/efforts/above  |                                    | new: above
    <session>/efforts/beside |                                    | new: beside
    <session>/tip            |                                    | new: start
    phase1/wave1-integration |                                    | new: start
    <session>/restore/base   | update-ref                         | new: start
    <session>/tip            |                                    | start → A
    phase1/wave1-integration |                                    | start → A
    <session>/restore/above  | update-ref                         | new: A
    <session>/tip            |                                    | A → B
    phase1/wave1-integration |                                    | A → B
    <session>/restore/beside | update-ref                         | new: B
    <session>/tip            |                                    | B → C
    phase1/wave1-integration |                                    | B → C
    main                     | update-ref                         | start → C
    <slot>                   | init                               | ok
    <slot>                   | checkout --force --detach <commit> | ok
    <slot>                   | clean -ffdq                        | ok
  `);
});

it('blames nobody for lines that two efforts had from each other by merging criss-cross', async () => {
  const lines = (first: string, last: string) => `${first}\n2\n3\n4\n5\n6\n7\n8\n${last}\n`;
  const repo = await makeWorld(
    { 'a.txt': lines('one', 'nine') },
    {
      'effort/left': effort({ 'a.txt': lines('of the left', 'nine') }),
      'effort/right': effort({ 'a.txt': lines('one', 'of the right') }),
    },
  );
  const [left, right] = await Promise.all([repo.tip('effort/left'), repo.tip('effort/right')]);
  const both = (await repo.git('merge-tree', '--write-tree', left, right)).trim();
  for (const [name, mine, theirs] of [
    ['left', left, right],
    ['right', right, left],
  ] as const) {
    const merged = await repo.git('commit-tree', '-m', 'merge', '-p', mine, '-p', theirs, both);
    await repo.git('update-ref', `refs/heads/effort/${name}`, merged.trim());
  }
  await repo.commit('effort/left', { 'a.txt': lines('of the left', 'written again, by somebody else') });
  await repo.commit('effort/right', {
    'b.txt': 'b\n',
    'a.txt': lines('of the left', 'of the right').replace('4', 'four'),
  });

  const story = await integrated(repo);

  expect(story.state().efforts_included.flatMap((effort) => flatEffort(effort).losses)).toEqual([]);
  expect(story.state().end?.outcome).toBe('LANDED');
  expect(await transcript(repo)).toMatchInlineSnapshot(`
    ref                      | command                            | outcome
    <session>/restore/start  | update-ref                         | new: start
    <session>/efforts/left   |                                    | new: left
    <session>/efforts/right  |                                    | new: right
    <session>/tip            |                                    | new: start
    phase1/wave1-integration |                                    | new: start
    <session>/restore/left   | update-ref                         | new: start
    <session>/tip            |                                    | start → A
    phase1/wave1-integration |                                    | start → A
    <session>/restore/right  | update-ref                         | new: A
    <session>/tip            |                                    | A → B
    phase1/wave1-integration |                                    | A → B
    main                     | update-ref                         | start → B
    <slot>                   | init                               | ok
    <slot>                   | checkout --force --detach <commit> | ok
    <slot>                   | clean -ffdq                        | ok
  `);
});

/** Two efforts of which the second merged the first by hand, and wrote down another tree than git would have. */
async function mergedByHand(files: Readonly<Record<string, string | null>>): Promise<TestRepository> {
  const repo = await makeWorld(
    { 'a.txt': '1\n2\n3\n', 'b.txt': '1\n' },
    {
      'effort/one': effort({ 'a.txt': '1\n2\n3\nwork of one\n', 'own.txt': 'a file of one\n' }),
      'effort/two': effort({ 'a.txt': 'work of two\n1\n2\n3\n', 'b.txt': '1\nmore of two\n' }),
    },
  );
  const [one, two] = await Promise.all([repo.tip('effort/one'), repo.tip('effort/two')]);
  const tree = (await repo.git('merge-tree', '--write-tree', two, one)).trim();
  const merged = await repo.git('commit-tree', '-m', 'merge one', '-p', two, '-p', one, tree);
  await repo.git('update-ref', 'refs/heads/effort/two', merged.trim());
  if (Object.keys(files).length > 0) {
    const changed = await repo.commit('effort/two', files);
    const dropping = await repo.git('commit-tree', '-m', 'merge', '-p', two, '-p', one, `${changed}^{tree}`);
    await repo.git('update-ref', 'refs/heads/effort/two', dropping.trim());
  }
  return repo;
}

it('finds a part that a merge by hand dropped of an effort that is in already', async () => {
  const repo = await mergedByHand({ 'own.txt': null });

  const story = await integrated(repo);

  expect(effortOf(story, 'two')).toMatchObject({
    status: 'HELD',
    held_because: 'lines vanished in its merge: own.txt: "a file of one"',
  });
  expect(await repo.git('show', 'main:own.txt')).toBe('a file of one');
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
    <session>/restore/two    | update-ref                         | new: A
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

it('finds a part that a merge by hand dropped of a branch that comes in with it only', async () => {
  const repo = await mergedByHand({ 'a.txt': 'work of two\n1\n2\n3\n' });
  await repo.git('branch', '-D', 'effort/one');

  const story = await integrated(repo);

  expect(flatEffort(effortOf(story, 'two')).held_because).toBe(
    'lines vanished in its merge: a.txt: "work of one"',
  );
  expect(await transcript(repo)).toMatchInlineSnapshot(`
    ref                      | command    | outcome
    <session>/restore/start  | update-ref | new: start
    <session>/efforts/two    |            | new: two
    <session>/tip            |            | new: start
    phase1/wave1-integration |            | new: start
    <session>/restore/two    | update-ref | new: start
    <session>/tip            |            | start → A
    phase1/wave1-integration |            | start → A
    <session>/saved/A        | update-ref | new: A
    <session>/tip            |            | A → start
    phase1/wave1-integration |            | A → start
  `);
});

it('blames no merge by hand that brought everything in, and none for what a later commit took out', async () => {
  const repo = await mergedByHand({});
  await repo.commit('effort/two', { 'own.txt': null });

  const story = await integrated(repo);

  expect(effortOf(story, 'two').status).toBe('MERGED');
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
    <session>/restore/two    | update-ref                         | new: A
    <session>/tip            |                                    | A → B
    phase1/wave1-integration |                                    | A → B
    main                     | update-ref                         | start → B
    <slot>                   | init                               | ok
    <slot>                   | checkout --force --detach <commit> | ok
    <slot>                   | clean -ffdq                        | ok
  `);
});

it('finds what a branch swallowed by a merge that kept nothing, and lands without it', async () => {
  const numbers = (third: string) => `1\n2\n${third}\n4\n5\n6\n7\n`;
  const repo = await makeWorld(
    { 'a.txt': numbers('3') },
    {
      'effort/one': effort({ 'a.txt': numbers('work of one'), 'own.txt': 'a file of one\n' }),
      'effort/two': effort({ 'b.txt': 'b\n' }),
    },
  );
  const [one, two] = await Promise.all([repo.tip('effort/one'), repo.tip('effort/two')]);
  const kept_two = `${two}^{tree}`;
  const merged = await repo.git('commit-tree', '-m', 'swallow', '-p', two, '-p', one, kept_two);
  await repo.git('update-ref', 'refs/heads/effort/two', merged.trim());

  const story = await integrated(repo);

  expect(effortOf(story, 'two')).toMatchObject({
    status: 'HELD',
    held_because: 'lines vanished in its merge: a.txt: "work of one"; own.txt: "a file of one"',
  });
  expect(await repo.git('ls-tree', '--name-only', 'main')).toContain('own.txt');
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
    <session>/restore/two    | update-ref                         | new: A
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

const LISTED = 'one\ntwo\nthree\nfour\nfive\nsix\n';

it.each([
  ['the effort', 'renamer', 'editor'],
  ['what is integrated', 'editor', 'renamer'],
])(
  'finds in the renamed file what %s changed under its old name: nothing vanished',
  async (_, first, second) => {
    const repo = await makeWorld(
      { 'old.txt': LISTED },
      {
        'effort/renamer': effort({ 'old.txt': null, 'new.txt': LISTED }),
        'effort/editor': effort({ 'old.txt': LISTED.replace('six', 'SIX') }),
      },
      {
        config: `target: main\nefforts: { list: [{ branch: effort/${first} }, { branch: effort/${second}, depends_on: [${first}] }] }\n${ONE_GATE}`,
      },
    );

    const story = await integrated(repo);

    expect(statusesOf(story)).toEqual({ renamer: 'MERGED', editor: 'MERGED' });
    expect(flatEffort(effortOf(story, 'renamer')).losses).toEqual([]);
    expect(flatEffort(effortOf(story, 'editor')).losses).toEqual([]);
    expect(await repo.git('show', 'main:new.txt')).toBe(LISTED.replace('six', 'SIX').trimEnd());
    const told = await transcript(repo);
    if (first === 'renamer')
      expect(told).toMatchInlineSnapshot(`
      ref                       | command                            | outcome
      <session>/restore/start   | update-ref                         | new: start
      <session>/efforts/renamer |                                    | new: renamer
      <session>/efforts/editor  |                                    | new: editor
      <session>/tip             |                                    | new: start
      phase1/wave1-integration  |                                    | new: start
      <session>/restore/renamer | update-ref                         | new: start
      <session>/tip             |                                    | start → A
      phase1/wave1-integration  |                                    | start → A
      <session>/restore/editor  | update-ref                         | new: A
      <session>/tip             |                                    | A → B
      phase1/wave1-integration  |                                    | A → B
      main                      | update-ref                         | start → B
      <slot>                    | init                               | ok
      <slot>                    | checkout --force --detach <commit> | ok
      <slot>                    | clean -ffdq                        | ok
    `);
    else
      expect(told).toMatchInlineSnapshot(`
      ref                       | command                            | outcome
      <session>/restore/start   | update-ref                         | new: start
      <session>/efforts/editor  |                                    | new: editor
      <session>/efforts/renamer |                                    | new: renamer
      <session>/tip             |                                    | new: start
      phase1/wave1-integration  |                                    | new: start
      <session>/restore/editor  | update-ref                         | new: start
      <session>/tip             |                                    | start → A
      phase1/wave1-integration  |                                    | start → A
      <session>/restore/renamer | update-ref                         | new: A
      <session>/tip             |                                    | A → B
      phase1/wave1-integration  |                                    | A → B
      main                      | update-ref                         | start → B
      <slot>                    | init                               | ok
      <slot>                    | checkout --force --detach <commit> | ok
      <slot>                    | clean -ffdq                        | ok
    `);
  },
);

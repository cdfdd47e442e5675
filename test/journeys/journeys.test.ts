/** Whole ways through the built program, at a terminal that is one: from the first screen to the last line. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { KEYS } from '../support/terminal.ts';
import { CONFLICT, enter, enterTwice, press, toConflict, toLanded, travel } from './support/traveller.ts';

const { down, enter: ENTER_KEY, escape: ESCAPE } = KEYS;

it('lead from the plan over a conflict and a red gate to what has landed', async () => {
  const { repo, tui, transcript } = await travel();
  const terminal = await tui();
  await terminal.until('About 1 question.');
  await toConflict(terminal);
  terminal.type(down);
  await terminal.until('> Take beta only');
  terminal.type(down);
  await terminal.until('> Keep both: alpha, then beta');
  await terminal.until(/ 1 {3}one\n 2 C two of alpha\n 3 I two of beta\n 4 {3}three\n/);
  await enter(terminal, 'Write 2 lines to poem.txt? (Keep both: alpha, then beta)');
  await enter(terminal, 'test fails once rusty is merged');
  await toLanded(terminal);
  expect(terminal.rows().join('\n')).toContain('rusty        - held');

  terminal.type('q');
  expect(await terminal.ended).toEqual({ code: 0, signal: 0 });
  await terminal.until(/next: node \S+intorch/);
  expect(terminal.buffer()).toBe('normal');
  expect(await repo.git('show', 'main:poem.txt')).toBe('one\ntwo of alpha\ntwo of beta\nthree');
  expect(await repo.git('log', '--format=%s', '--first-parent', 'main')).toMatchInlineSnapshot(`
    "Merge effort beta
    Merge effort alpha
    main: change intorch.yaml, check.sh, poem.txt"
  `);
  expect(await transcript()).toMatchInlineSnapshot(`
    ref                      | command                            | outcome
    <session>/restore/start  | update-ref                         | new: start
    <session>/efforts/alpha  |                                    | new: alpha
    <session>/efforts/beta   |                                    | new: beta
    <session>/efforts/rusty  |                                    | new: rusty
    <session>/tip            |                                    | new: start
    phase1/wave1-integration |                                    | new: start
    <session>/restore/alpha  | update-ref                         | new: start
    <session>/tip            |                                    | start → A
    phase1/wave1-integration |                                    | start → A
    <session>/evidence/beta  | update-ref                         | new: B
    <session>/restore/beta   | update-ref                         | new: A
    <session>/tip            |                                    | A → C
    phase1/wave1-integration |                                    | A → C
    <session>/restore/rusty  | update-ref                         | new: C
    <session>/tip            |                                    | C → D
    phase1/wave1-integration |                                    | C → D
    <session>/saved/D        | update-ref                         | new: D
    <session>/tip            |                                    | D → C
    phase1/wave1-integration |                                    | D → C
    main                     | update-ref                         | start → C
    <slot>                   | init                               | ok
    <slot>                   | checkout --force --detach <commit> | ok
    <slot>                   | clean -ffdq                        | ok
  `);
});

it('come to the same when keys arrive together', async () => {
  const { repo, tui, transcript } = await travel();
  const terminal = await tui();
  await toConflict(terminal);
  terminal.type(`${down}${down}${ENTER_KEY}${ENTER_KEY}`);
  // Where the question is younger than the guard, the second Enter is refused and asked for again.
  await terminal.until(/test fails once rusty is merged|just appeared/);
  if (!terminal.rows().join('\n').includes('once rusty is merged'))
    await enter(terminal, 'test fails once rusty is merged');
  await toLanded(terminal);
  expect(await repo.git('show', 'main:poem.txt')).toBe('one\ntwo of alpha\ntwo of beta\nthree');
  expect(await transcript()).toMatchInlineSnapshot(`
    ref                      | command                            | outcome
    <session>/restore/start  | update-ref                         | new: start
    <session>/efforts/alpha  |                                    | new: alpha
    <session>/efforts/beta   |                                    | new: beta
    <session>/efforts/rusty  |                                    | new: rusty
    <session>/tip            |                                    | new: start
    phase1/wave1-integration |                                    | new: start
    <session>/restore/alpha  | update-ref                         | new: start
    <session>/tip            |                                    | start → A
    phase1/wave1-integration |                                    | start → A
    <session>/evidence/beta  | update-ref                         | new: B
    <session>/restore/beta   | update-ref                         | new: A
    <session>/tip            |                                    | A → C
    phase1/wave1-integration |                                    | A → C
    <session>/restore/rusty  | update-ref                         | new: C
    <session>/tip            |                                    | C → D
    phase1/wave1-integration |                                    | C → D
    <session>/saved/D        | update-ref                         | new: D
    <session>/tip            |                                    | D → C
    phase1/wave1-integration |                                    | D → C
    main                     | update-ref                         | start → C
    <slot>                   | init                               | ok
    <slot>                   | checkout --force --detach <commit> | ok
    <slot>                   | clean -ffdq                        | ok
  `);
});

it('go through the editor, which is refused while markers remain', async () => {
  const { repo, place, tui, editor, transcript } = await travel();
  const env = await editor(
    [
      'printf "editor> "; read -r typed; echo "$typed" >> "$HOME/typed"',
      'test "$typed" = leave || { printf "one\\\\nby hand\\\\nthree\\\\n" > "$1"; }',
    ].join('\n'),
  );
  const terminal = await tui({ env });
  await toConflict(terminal);

  await press(terminal, 'e', 'editor> ');
  expect(terminal.buffer()).toBe('normal');
  terminal.type('leave\r');
  // The choice below says `conflict markers remain` before anything was refused.
  await terminal.until(/not taken: conflict markers remain/);
  expect(terminal.buffer()).toBe('alternate');
  expect(terminal.rows()[0]).toMatch(/^ decide │/);

  await press(terminal, 'e', /editor> leave\s+editor>/);
  terminal.type('qDx1 resolved\r');
  await terminal.until('test fails once rusty is merged');
  await toLanded(terminal);
  // Every key typed into the editor came to it, and none ran here.
  expect(await readFile(join(place.env['HOME'] ?? '', 'typed'), 'utf8')).toBe('leave\nqDx1 resolved\n');
  expect(await repo.git('show', 'main:poem.txt')).toBe('one\nby hand\nthree');
  expect(await transcript()).toMatchInlineSnapshot(`
    ref                      | command                            | outcome
    <session>/restore/start  | update-ref                         | new: start
    <session>/efforts/alpha  |                                    | new: alpha
    <session>/efforts/beta   |                                    | new: beta
    <session>/efforts/rusty  |                                    | new: rusty
    <session>/tip            |                                    | new: start
    phase1/wave1-integration |                                    | new: start
    <session>/restore/alpha  | update-ref                         | new: start
    <session>/tip            |                                    | start → A
    phase1/wave1-integration |                                    | start → A
    <session>/evidence/beta  | update-ref                         | new: B
    <session>/evidence/beta  | update-ref                         | B → C
    <session>/restore/beta   | update-ref                         | new: A
    <session>/tip            |                                    | A → D
    phase1/wave1-integration |                                    | A → D
    <session>/restore/rusty  | update-ref                         | new: D
    <session>/tip            |                                    | D → E
    phase1/wave1-integration |                                    | D → E
    <session>/saved/E        | update-ref                         | new: E
    <session>/tip            |                                    | E → D
    phase1/wave1-integration |                                    | E → D
    main                     | update-ref                         | start → D
    <slot>                   | init                               | ok
    <slot>                   | checkout --force --detach <commit> | ok
    <slot>                   | clean -ffdq                        | ok
  `);
});

it('keep their shape in a window that changes its size', async () => {
  const { tui, transcript } = await travel();
  const terminal = await tui();
  const sizes = [
    [140, 40],
    [60, 16],
    [52, 12],
    [100, 24],
    [80, 24],
  ] as const;
  async function everySize(says: string | RegExp): Promise<void> {
    for (const [columns, rows] of sizes) {
      terminal.resize(columns, rows);
      if (columns < 60) {
        await terminal.until('60x15');
        continue;
      }
      // The last row says which keys there are, and the first where one is.
      await terminal.until(new RegExp(`^ [^\\n]*│[^\\n]*\\n(?:[^\\n]*\\n){${rows - 2}}[^\\n]*\\? help`));
      await terminal.until(says);
      const places = ' 1 plan  2 run  3 gates  4 record  5 history ──';
      const under = `${'─'.repeat(columns - places.length)}${places}`;
      await expect.poll(() => terminal.rows()[columns < 80 ? 1 : 2]).toBe(under);
    }
  }
  await terminal.until('enter start');
  await everySize('2 merge clean');
  await toConflict(terminal);
  await everySize('> Keep alpha only');
  terminal.type('v');
  await everySize('CURRENT');
  terminal.type(ESCAPE);
  await terminal.until(CONFLICT);
  await enterTwice(terminal, 'test fails once rusty is merged');
  await everySize('> Hold rusty');
  await toLanded(terminal);
  await everySize('✓ landed');
  expect(await transcript()).toMatchInlineSnapshot(`
    ref                      | command                            | outcome
    <session>/restore/start  | update-ref                         | new: start
    <session>/efforts/alpha  |                                    | new: alpha
    <session>/efforts/beta   |                                    | new: beta
    <session>/efforts/rusty  |                                    | new: rusty
    <session>/tip            |                                    | new: start
    phase1/wave1-integration |                                    | new: start
    <session>/restore/alpha  | update-ref                         | new: start
    <session>/tip            |                                    | start → A
    phase1/wave1-integration |                                    | start → A
    <session>/evidence/beta  | update-ref                         | new: B
    <session>/restore/beta   | update-ref                         | new: A
    <session>/tip            |                                    | A → C
    phase1/wave1-integration |                                    | A → C
    <session>/restore/rusty  | update-ref                         | new: C
    <session>/tip            |                                    | C → D
    phase1/wave1-integration |                                    | C → D
    <session>/saved/D        | update-ref                         | new: D
    <session>/tip            |                                    | D → C
    phase1/wave1-integration |                                    | D → C
    main                     | update-ref                         | start → C
    <slot>                   | init                               | ok
    <slot>                   | checkout --force --detach <commit> | ok
    <slot>                   | clean -ffdq                        | ok
  `);
});

it.each([
  ['singly', ['s', 's']],
  ['in one chunk with keys for the screen', ['sjj', 's']],
])('go to plain lines and back, %s', async (_, [away = '', back = '']) => {
  const { tui, transcript } = await travel();
  const terminal = await tui();
  await toConflict(terminal);
  terminal.type(away);
  await terminal.until('plain lines from here on; s goes back to the screen');
  await terminal.until(/! question .*go together\?/s);
  expect(terminal.buffer()).toBe('normal');
  terminal.type(back);
  await terminal.until('> Keep alpha only');
  expect(terminal.buffer()).toBe('alternate');
  expect(terminal.rows()[0]).toMatch(/^ decide │/);
  expect(await transcript()).toMatchInlineSnapshot(`
    ref                      | command                            | outcome
    <session>/restore/start  | update-ref                         | new: start
    <session>/efforts/alpha  |                                    | new: alpha
    <session>/efforts/beta   |                                    | new: beta
    <session>/efforts/rusty  |                                    | new: rusty
    <session>/tip            |                                    | new: start
    phase1/wave1-integration |                                    | new: start
    <session>/restore/alpha  | update-ref                         | new: start
    <session>/tip            |                                    | start → A
    phase1/wave1-integration |                                    | start → A
    <session>/evidence/beta  | update-ref                         | new: B
    <slot>                   | init                               | ok
    <slot>                   | checkout --force --detach <commit> | ok
    <slot>                   | clean -ffdq                        | ok
  `);
});

it('show the sessions that were, and open a report in the pager', async () => {
  const { tui, editor, transcript } = await travel();
  const { EDITOR: PAGER = '' } = await editor('head -1; printf "pager> "; read -r typed </dev/tty');
  const terminal = await tui({ env: { PAGER } });
  await toConflict(terminal);
  await press(terminal, '5', /> \S+ .* \. not finished/);
  await press(terminal, KEYS.enter, 'pager> ');
  expect(terminal.buffer()).toBe('normal');
  expect(terminal.rows().join('\n')).toMatch(/^# /m);
  terminal.type('\r');
  await terminal.until(/> \S+ .* \. not finished/);
  expect(terminal.buffer()).toBe('alternate');
  expect(await transcript()).toMatchInlineSnapshot(`
    ref                      | command                            | outcome
    <session>/restore/start  | update-ref                         | new: start
    <session>/efforts/alpha  |                                    | new: alpha
    <session>/efforts/beta   |                                    | new: beta
    <session>/efforts/rusty  |                                    | new: rusty
    <session>/tip            |                                    | new: start
    phase1/wave1-integration |                                    | new: start
    <session>/restore/alpha  | update-ref                         | new: start
    <session>/tip            |                                    | start → A
    phase1/wave1-integration |                                    | start → A
    <session>/evidence/beta  | update-ref                         | new: B
    <slot>                   | init                               | ok
    <slot>                   | checkout --force --detach <commit> | ok
    <slot>                   | clean -ffdq                        | ok
  `);
});

/** Ways through the built program that are cut off in the middle, and go on. */
import { expect, it } from 'vitest';
import { KEYS, type Terminal } from '../support/terminal.ts';
import { CONFLICT, enginePid, enter, enterTwice, toConflict, toLanded, travel } from './support/traveller.ts';

const { down, ctrl_z } = KEYS;

/** What is asked and where the cursor is: what must be the same after every interruption. */
function asked(terminal: Terminal): readonly string[] {
  return terminal.rows().filter((row) => row.startsWith('>') || row.includes('how do'));
}

async function atSecondOption(terminal: Terminal): Promise<readonly string[]> {
  await toConflict(terminal);
  terminal.type(down);
  await terminal.until('> Take beta only');
  return asked(terminal);
}

it('a screen that was left is the same when it comes back', async () => {
  const { tui, transcript } = await travel();
  const first = await tui();
  const before = await atSecondOption(first);
  const engine = enginePid(first);
  first.type('D');
  expect(await first.ended).toEqual({ code: 0, signal: 0 });
  await first.until('intorch: detached, the engine goes on');

  const second = await tui();
  await second.until('> Take beta only');
  expect(asked(second)).toEqual(before);
  expect(enginePid(second)).toBe(engine);
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

it('a screen that is killed takes nothing with it', async () => {
  const { tui, transcript } = await travel();
  const first = await tui();
  const before = await atSecondOption(first);
  const engine = enginePid(first);
  first.kill('SIGKILL');
  await first.ended;

  const second = await tui();
  await second.until('> Take beta only');
  expect(asked(second)).toEqual(before);
  expect(enginePid(second)).toBe(engine);
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

it('an engine that is killed while it asks is taken up at the same question, with the cursor where it was', async () => {
  const { repo, tui, transcript } = await travel();
  const first = await tui();
  const before = await atSecondOption(first);
  process.kill(enginePid(first), 'SIGKILL');
  await first.until(/Lost engine \d+/);
  first.type('q');
  await first.ended;

  const second = await tui();
  await second.until('> Continue');
  await enter(second, CONFLICT);
  await second.until('> Take beta only');
  expect(asked(second)).toEqual(before);
  await enterTwice(second, 'test fails once rusty is merged');
  await toLanded(second);
  expect(await repo.git('show', 'main:poem.txt')).toBe('one\ntwo of beta\nthree');
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

it('a window that is closed leaves the engine at work', async () => {
  const { tui, transcript } = await travel();
  const first = await tui();
  await toConflict(first);
  const engine = enginePid(first);
  first.close();
  await first.ended;

  const second = await tui();
  await second.until(CONFLICT);
  expect(enginePid(second)).toBe(engine);
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

it('a terminal that stops reading does not stop the engine', async () => {
  const { tui, status, transcript } = await travel();
  const stuck = await tui();
  await stuck.until('enter start');
  await enter(stuck, 'integrating');
  stuck.pause();

  await expect.poll(status, { timeout: 30_000, interval: 200 }).toContain('poem.txt');

  const second = await tui();
  await second.until(CONFLICT);
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

it('a screen goes to the shell with ctrl+z and comes back with fg', async () => {
  const { shell, transcript } = await travel();
  const { terminal, tui } = await shell();
  await terminal.until('shell> ');
  terminal.type(`${tui}\r`);
  await terminal.until('enter start');
  terminal.type(ctrl_z);
  await terminal.until(/Stopped/);
  expect(terminal.buffer()).toBe('normal');
  terminal.type('fg\r');
  await terminal.until('enter start');
  expect(terminal.buffer()).toBe('alternate');
  expect(terminal.rows()[0]).toMatch(/^ plan │/);
  terminal.type('D');
  await terminal.until(/detached[\s\S]*shell>/);
  expect(await transcript()).toMatchInlineSnapshot(`nothing was written`);
});

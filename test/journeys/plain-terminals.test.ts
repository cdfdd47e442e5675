/** The built program on terminals that have less: no UTF-8, no colours, no placing of text. */
import { expect, it } from 'vitest';
import { CONFLICT, enter, toConflict, travel } from './support/traveller.ts';

/** Any foreground or background colour, by number or by palette. */
const COLOR = /\x1b\[(?:\d+;)*(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])(?:;\d+)*m/;

it('nothing but ASCII is drawn where the locale is not UTF-8', async () => {
  const { tui, transcript } = await travel();
  const terminal = await tui({ env: { LC_ALL: 'C' } });
  await toConflict(terminal);
  expect(terminal.rows()[0]).toMatch(/^ decide \| integrating/);
  expect([...terminal.bytes()].filter((char) => char > '\x7e')).toEqual([]);
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

it('no colour is sent where NO_COLOR is set, whatever FORCE_COLOR says, and some are where it is not', async () => {
  const { tui, transcript } = await travel();
  const plain = await tui({ env: { NO_COLOR: '1', FORCE_COLOR: '3' } });
  await toConflict(plain);
  expect(plain.bytes()).not.toMatch(COLOR);
  plain.type('D');
  await plain.ended;

  const colored = await tui();
  await colored.until('> Keep alpha only');
  expect(colored.bytes()).toMatch(COLOR);
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

it('a dumb terminal is refused with a sentence', async () => {
  const { tui, transcript } = await travel();
  const terminal = await tui({ env: { TERM: 'dumb' } });
  expect((await terminal.ended).code).not.toBe(0);
  await terminal.until('TERM is dumb: this terminal cannot place text');
  expect(terminal.bytes()).not.toContain('\x1b');
  expect(await transcript()).toMatchInlineSnapshot(`nothing was written`);
});

it('somebody who listens hears linear lines on the normal screen, with numbered choices', async () => {
  const { tui, transcript } = await travel();
  const terminal = await tui({ env: { INK_SCREEN_READER: 'true' }, rows: 50 });
  await terminal.until('enter start');
  await enter(terminal, CONFLICT);
  await terminal.until(/> 1 of 10: Keep alpha only .*\n *2 of 10: Take beta only/);
  expect(terminal.buffer()).toBe('normal');
  expect(terminal.rows().join('\n')).not.toMatch(/[─│█░]/);
  terminal.type('3');
  await terminal.until('3: Keep both: alpha, then beta; enter chooses it');
  await terminal.until('> 3 of 10: Keep both: alpha, then beta');
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

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bundle, bundleProgram } from './support/pty.ts';

let bundle: Bundle;
beforeAll(async () => {
  bundle = await bundleProgram();
});
afterAll(() => bundle.remove());

const NORMAL_AGAIN = /\x1b\[\?1049l[\s\S]*\x1b\[\?25h/;

describe('a screen on a real terminal', () => {
  it('fills the alternate screen from its first row, wherever the cursor was', async () => {
    const terminal = bundle.start('deciding', { before: "printf 'a prompt in mid-row> '; " });
    await terminal.until('Keep both');
    expect(terminal.buffer()).toBe('alternate');
    expect(terminal.rows()[0]).toMatch(/^ decide │/);
    expect(terminal.rows().at(-1)).toContain('? help');
    terminal.type('D');
    await terminal.ended;
  });

  it('takes a burst of keys as it takes them one by one', async () => {
    const terminal = bundle.start('deciding');
    await terminal.until('Keep both');
    terminal.type('\x1b[B\x1b[B\r\r');
    await terminal.until('merging');
    terminal.type('D');
    await terminal.ended;
    expect(terminal.report()).toContain('"choice":"take_incoming"},{"type":"choose"');
  });

  it('takes keys that came before its first frame, too', async () => {
    const terminal = bundle.start('deciding');
    terminal.type('\x1b[B\x1b[B\r\r');
    await terminal.until(/merging|> Take auth only/);
    terminal.type('D');
    await terminal.ended;
  });

  it('leaves the normal screen, with the result, the branch and the next command on it', async () => {
    const terminal = bundle.start('testing');
    await terminal.until('testing');
    terminal.type('D');
    expect(await terminal.ended).toEqual({ code: 0, signal: 0 });
    await terminal.until('go on with: intorch tui');
    expect(terminal.buffer()).toBe('normal');
    expect(terminal.rows().slice(0, 3)).toEqual([
      'intorch: detached, the engine goes on; 2 of 3 in',
      expect.stringContaining('branch: phase1/wave2-integration @ '),
      'go on with: intorch tui',
    ]);
  });

  it('lets the wheel move without taking the mouse, and gives it back', async () => {
    const terminal = bundle.start('testing');
    await terminal.until('testing');
    expect(terminal.bytes()).toContain('\x1b[?1007s\x1b[?1007h');
    terminal.type('D');
    await terminal.ended;
    await expect.poll(() => terminal.bytes().lastIndexOf('\x1b[?1007r')).toBeGreaterThan(0);
    expect(terminal.bytes()).not.toContain('\x1b[?1000h');
  });

  it('lends the terminal: every key goes to the other program, none runs here, and the first row is whole afterwards', async () => {
    const terminal = bundle.start('deciding');
    await terminal.until('Keep both');
    terminal.kill('SIGUSR1');
    await terminal.until('Open the editor');
    terminal.type('\r');
    await terminal.until('lent to editor>');
    expect(terminal.buffer()).toBe('normal');
    terminal.type('qDx');
    terminal.type('yes\r');
    await terminal.until(/ decide │/);
    expect(terminal.rows()[0]).toMatch(/^ decide │/);
    expect(terminal.buffer()).toBe('alternate');
    terminal.type('D');
    await terminal.ended;
    expect(terminal.report()).toContain('qDxyes\n');
    expect(terminal.report()).toContain('"type":"edit_done"');
  });

  it.each([
    ['SIGTERM', 143],
    ['SIGINT', 130],
    ['SIGHUP', 129],
  ])('gives the terminal back when %s comes', async (signal, status) => {
    const terminal = bundle.start('testing');
    await terminal.until('testing');
    terminal.kill(signal);
    expect(await terminal.ended).toEqual({ code: status, signal: 0 });
    await terminal.until(`intorch: ${signal}`);
    expect(terminal.buffer()).toBe('normal');
    expect(terminal.bytes()).toMatch(NORMAL_AGAIN);
    expect(terminal.rows()[0]).toBe(`intorch: ${signal}`);
  });

  it('prints on the normal screen what broke a frame, and ends with 70', async () => {
    const terminal = bundle.start('broken');
    expect((await terminal.ended).code).toBe(70);
    await terminal.until('error: ');
    expect(terminal.buffer()).toBe('normal');
  });

  it('refuses a terminal that cannot place text', async () => {
    const terminal = bundle.start('testing', { env: { TERM: 'dumb' } });
    expect((await terminal.ended).code).toBe(2);
    await terminal.until('TERM is dumb');
    expect(terminal.bytes()).not.toContain('\x1b');
  });

  it('fills a terminal that grows or shrinks', async () => {
    const terminal = bundle.start('testing');
    await terminal.until('testing');
    terminal.resize(120, 32);
    await terminal.until('│ 2 controller');
    await expect.poll(() => terminal.rows().at(-1)).toContain('? help');
    terminal.resize(60, 15);
    await terminal.until(/^ run │/);
    await expect.poll(() => terminal.rows().at(-1)).toContain('? help');
    terminal.type('D');
    await terminal.ended;
  });
});

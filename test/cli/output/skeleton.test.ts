import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../../support/repository.ts';
import { openTerminal, type Terminal } from '../../support/terminal.ts';

const PROGRAM = fileURLToPath(new URL('./skeleton-program.ts', import.meta.url));
const HERE = fileURLToPath(new URL('../../..', import.meta.url));

function skeleton(then: string, cwd = HERE): Terminal {
  const env = { PATH: process.env['PATH'] ?? '', TERM: 'xterm-256color' };
  return openTerminal({ file: process.execPath, args: [PROGRAM, then], env, cwd });
}

it('something stands on the screen before the screens are loaded', async () => {
  const terminal = skeleton('wait');
  await terminal.until('Looking for the engine');
  expect(terminal.buffer()).toBe('alternate');
  expect(terminal.rows()[0]).toBe(' intorch');
  terminal.kill('SIGKILL');
});

it('ctrl+c there gives the normal screen and the cursor back', async () => {
  const terminal = skeleton('wait');
  await terminal.until('Looking for the engine');
  terminal.type('\x03');
  expect((await terminal.ended).code).toBe(130);
  await expect.poll(terminal.buffer).toBe('normal');
  expect(terminal.bytes().endsWith('\x1b[?1049l\x1b[?25h')).toBe(true);
});

it('what goes wrong before the first frame is said on the normal screen', async () => {
  const terminal = skeleton('end');
  await terminal.until('what went wrong');
  expect(terminal.buffer()).toBe('normal');
});

it('the first frame is drawn over nothing', async () => {
  const terminal = skeleton('hand over');
  await terminal.until(/^the first frame\s*$/);
  expect(terminal.buffer()).toBe('alternate');
  terminal.kill('SIGKILL');
});

it('something stands there in a bare repository too', async () => {
  const bare = await temporaryFolder();
  execFileSync('git', ['init', '--quiet', '--bare', bare]);
  const terminal = skeleton('wait', bare);
  await terminal.until('Looking for the engine');
  expect(terminal.buffer()).toBe('alternate');
  terminal.kill('SIGKILL');
});

it('nothing is shown where no repository is, because only an error follows', async () => {
  const terminal = skeleton('end', await temporaryFolder());
  await terminal.until('what went wrong');
  expect(terminal.bytes()).not.toContain('1049h');
});

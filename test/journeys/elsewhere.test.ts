import { spawn } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { builtProgram, type Place } from '../support/built-program.ts';
import { KEYS } from '../support/terminal.ts';
import { press, travel } from './support/traveller.ts';

/** Starts a run without a screen and makes it stand still in the middle of its work. */
async function standingRun(place: Place) {
  const { node, intorch } = await builtProgram();
  const run = spawn(node, [intorch, 'run', '--decide', 'recommended'], {
    cwd: place.dir,
    env: place.env,
    stdio: 'ignore',
  });
  const status = new Promise<number | null>((resolve) => run.once('exit', resolve));
  onTestFinished(() => void run.kill('SIGKILL'));
  const owner = join(place.dir, '.git/intorch/owner.json');
  await vi.waitUntil(async () => (await readFile(owner, 'utf8').catch(() => '')).includes(`${run.pid}`), {
    timeout: 30_000,
    interval: 2,
  });
  const sessions = join(place.dir, '.git/intorch/sessions');
  const saved = async () => (await readdir(sessions, { recursive: true }).catch(() => [])).join('\n');
  await vi.waitUntil(async () => /active\/.*\.yaml$/m.test(await saved()), { timeout: 30_000, interval: 2 });
  run.kill('SIGSTOP');
  return { run, status };
}

it('a screen beside a run says who works, looks on, and leaves without a trace', async () => {
  const { place, tui, transcript } = await travel();
  const { run } = await standingRun(place);
  const terminal = await tui();
  await terminal.until('intorch run, without a screen works on this repository');
  await terminal.until(`process    ${run.pid} on this host`);
  await press(terminal, KEYS.enter, `Watching: run ${run.pid} decides`);
  terminal.type('q');
  expect((await terminal.ended).code).toBe(0);
  await terminal.until('intorch: left');
  expect(run.exitCode).toBeNull();
  expect(await transcript()).toMatchInlineSnapshot(`nothing was written`);
});

it('a run is ended from a screen after a second yes, all keys in one chunk, and the screen goes on from there', async () => {
  const { place, tui, transcript } = await travel();
  const { run, status } = await standingRun(place);
  const terminal = await tui();
  await terminal.until('> Watch');
  terminal.type(`${KEYS.down}${KEYS.down}${KEYS.enter}${KEYS.down}${KEYS.enter}`);
  await terminal.until('to save and end; it goes on here when it has');
  run.kill('SIGCONT');
  expect(await status).toBe(130);
  await terminal.until(/> Continue|enter start/);
  expect(terminal.buffer()).toBe('alternate');
  expect(await transcript()).toMatchInlineSnapshot(`nothing was written`);
});

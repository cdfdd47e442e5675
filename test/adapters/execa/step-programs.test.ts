import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { beforeEach, describe, expect, test } from 'vitest';
import { createStepPrograms } from '../../../src/adapters/execa/step-programs.ts';
import type { StepRequest } from '../../../src/ports/step-programs.ts';
import { temporaryFolder } from '../../support/repository.ts';

const environment = { PATH: process.env['PATH'], TOKEN: 'of the operator' };
const programs = createStepPrograms({ grace_ms: 200, environment });
const onLinux = test.skipIf(process.platform !== 'linux');

let directory = '';
let runs = 0;
beforeEach(async () => {
  directory = await temporaryFolder();
  runs += 1;
});

const run = (script: string, overrides: Partial<StepRequest> = {}) =>
  programs.run({
    file: '/bin/sh',
    args: ['-c', script],
    directory,
    cwd: '.',
    env: {},
    timeout_ms: 60_000,
    log: join(directory, 'log'),
    max_log_bytes: 1_000_000,
    cookie: `step-programs:${process.pid}:${runs}`,
    signal: new AbortController().signal,
    artifacts: [],
    ...overrides,
  });
const log = () => readFileSync(join(directory, 'log'), 'utf8');
const isAlive = async (pid: string) =>
  /^State:\s+[^ZX]/m.test(await readFile(`/proc/${pid.trim()}/status`, 'utf8').catch(() => ''));

describe('the program of a step', () => {
  test('leaves its output as it is, in order, escapes and all', async () => {
    const outcome = await run(`printf '\\033[31mred\\033[0m\\n'; echo two >&2; exit 3`);

    expect(outcome).toMatchObject({ exit_code: 3, timed_out: false, unable: null });
    expect(log()).toBe('\x1b[31mred\x1b[0m\ntwo\n');
  });

  test('has the environment of whoever runs it, and what is added', async () => {
    await run('echo "$TOKEN $MORE"', { env: { MORE: 'more' } });

    expect(log()).toBe('of the operator more\n');
  });

  test('that hangs is ended at its deadline', async () => {
    expect(await run('sleep 60', { timeout_ms: 100 })).toMatchObject({ timed_out: true, exit_code: null });
  });

  test('that ignores SIGTERM is killed after the grace period', async () => {
    const outcome = await run(`trap '' TERM; echo ready; while :; do sleep 0.05; done`, { timeout_ms: 200 });

    expect(outcome).toMatchObject({ timed_out: true, signal: 'SIGKILL' });
  });

  onLinux('leaves nothing behind: neither children nor what went to a session of its own', async () => {
    const outcome = await run('sleep 61 & echo $! >child; setsid sleep 62 & echo $! >own; exit 0');
    const [child, own] = ['child', 'own'].map((name) => readFileSync(join(directory, name), 'utf8'));

    expect(outcome.exit_code).toBe(0);
    expect([await isAlive(child ?? ''), await isAlive(own ?? '')]).toEqual([false, false]);
  });

  test('that prints without end is ended, and its log holds no more than it may', async () => {
    const outcome = await run('yes', { max_log_bytes: 50_000 });

    expect(outcome.unable).toBe('it printed more than 49 KB and was ended');
    expect(statSync(join(directory, 'log')).size).toBe(50_000);
  });

  test('that is not there, or has no folder to start in, says so', async () => {
    expect((await run('', { file: 'no-such-program' })).unable).toBe('it cannot be started: ENOENT');
    expect((await run('true', { cwd: 'nowhere' })).unable).toMatch(/there is no folder .*nowhere/);
  });

  test('is stopped by its signal', async () => {
    const stop = new AbortController();
    const running = run('echo $$ >pid; sleep 60', { signal: stop.signal });
    while ((await readFile(join(directory, 'pid'), 'utf8').catch(() => '')) === '') await wait(5);
    stop.abort();

    expect(await running).toMatchObject({ unable: 'it was stopped' });
  });

  test('is asked for what it should have left', async () => {
    writeFileSync(join(directory, 'there'), '');

    expect((await run('true', { artifacts: ['there', 'gone'] })).missing).toEqual(['gone']);
  });

  onLinux('that outlives whoever started it is found by its mark', async () => {
    const cookie = `outlives:${process.pid}`;
    const running = run('setsid sh -c "echo \\$\\$ >pid; exec sleep 60"', { cookie });
    while ((await readFile(join(directory, 'pid'), 'utf8').catch(() => '')) === '') await wait(5);
    const pid = readFileSync(join(directory, 'pid'), 'utf8');

    expect(await createStepPrograms({ grace_ms: 200, environment }).sweep(cookie)).toBeGreaterThan(0);
    await running;
    expect(await isAlive(pid)).toBe(false);
  });
});

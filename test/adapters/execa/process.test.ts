import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { createProcesses } from '../../../src/adapters/execa/process.ts';
import type { ProcessOutcome, ProcessRequest } from '../../../src/ports/processes.ts';
import { temporaryFolder } from '../../support/repository.ts';

const isLinux = process.platform === 'linux';
const environment = { PATH: process.env['PATH'], HOME: '/nonexistent' };
const processes = createProcesses({ grace_ms: 200, environment });
const LONG_MS = 60_000;

let cwd = '';
let log = '';
let cookie = '';
let runs = 0;
beforeEach(async () => {
  cwd = await temporaryFolder();
  log = join(cwd, 'gate.log');
  runs += 1;
  cookie = `${process.pid}:${runs}`;
});

function run(command: string, overrides: Partial<ProcessRequest> = {}): Promise<ProcessOutcome> {
  const request: ProcessRequest = {
    command,
    cwd,
    env: {},
    timeout_ms: LONG_MS,
    log,
    max_log_bytes: 1_000_000,
    cookie,
    signal: null,
    confinement: 'off',
    read: [],
  };
  return processes.run({ ...request, ...overrides });
}

const readLog = () => readFile(log, 'utf8');

/** Checks whether a process is alive; one that is dead and not yet collected is not. */
async function isAlive(pid: number): Promise<boolean> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return status !== '' && !/^State:\s+[ZX]/m.test(status);
}

const pidIn = async (file: string) => Number(await readFile(join(cwd, file), 'utf8'));

test('variables that no program gets are known by name', () => {
  const ours = { ...environment, API_TOKEN: 'x', HTTP_PROXY: 'http://me:secret@proxy', TERM: 'xterm' };

  expect([...createProcesses({ environment: ours }).withheld].sort()).toEqual(['API_TOKEN', 'HTTP_PROXY']);
});

describe('a program', () => {
  test('that ends well leaves its output, in order, and its status', async () => {
    const outcome = await run('echo one; echo two >&2; echo three');

    expect(outcome).toMatchObject({ exit_code: 0, signal: null, timed_out: false, unable: null });
    expect(await readLog()).toBe('one\ntwo\nthree\n');
  });

  test.each([
    ['exit 3', 3],
    ['./not-executable', 126],
    ['no-such-command-anywhere', 127],
    ['kill -9 $$', null],
  ])('that runs %j ends with %s', async (command, exit_code) => {
    await run('echo > not-executable');

    expect(await run(command)).toMatchObject({ exit_code, timed_out: false, unable: null });
  });

  test('whose child is killed ends as the shell says it', async () => {
    expect(await run('sh -c "kill -9 \\$\\$"; exit $?')).toMatchObject({ exit_code: 137 });
  });

  test('that opens /dev/stdout again does not empty the log', async () => {
    await run('echo one; echo two > /dev/stdout; echo three');

    expect(await readLog()).toBe('one\ntwo\nthree\n');
  });

  test('that reads standard input finds its end', async () => {
    expect(await run('cat; echo done')).toMatchObject({ exit_code: 0 });
    expect(await readLog()).toBe('done\n');
  });

  test('may hold quotes, line feeds and dollar signs', async () => {
    await run(`x='a "b"'\nprintf '%s\\n' "$x" "\${x#a }" '-e $x'`);

    expect(await readLog()).toBe('a "b"\n"b"\n-e $x\n');
  });

  test('that prints without a line feed is logged whole', async () => {
    await run('printf unfinished');

    expect(await readLog()).toBe('unfinished');
  });

  test('in a folder that is not there cannot start', async () => {
    const outcome = await run('true', { cwd: join(cwd, 'missing') });

    expect(outcome).toMatchObject({ exit_code: null, unable: expect.stringContaining('cannot be started') });
  });

  test('without a log does not start', async () => {
    const outcome = await run('touch started', { log: join(cwd, 'no/such/folder/log') });

    expect(outcome).toMatchObject({
      exit_code: null,
      unable: expect.stringContaining('log cannot be opened'),
    });
    expect(existsSync(join(cwd, 'started'))).toBe(false);
  });

  test.runIf(existsSync('/dev/full'))('whose log cannot be written is not counted', async () => {
    const outcome = await run('echo passed', { log: '/dev/full' });

    expect(outcome).toMatchObject({ exit_code: 0, unable: expect.stringContaining('log cannot be written') });
  });
});

describe('a log', () => {
  test('is appended to', async () => {
    await run('echo set-up');
    await run('echo gate');

    expect(await readLog()).toBe('set-up\ngate\n');
  });

  test('of 50 MB is whole', async () => {
    const outcome = await run('echo first; yes 0123456789012345678 | head -c 50000000; echo last', {
      max_log_bytes: 100_000_000,
    });

    const text = await readLog();
    expect(outcome).toMatchObject({ exit_code: 0, unable: null });
    expect(text.length).toBe(50_000_000 + 'first\nlast\n'.length);
    expect(text.startsWith('first\n0123')).toBe(true);
    expect(text.endsWith('5678\nlast\n')).toBe(true);
  });

  test('that is just full is whole', async () => {
    expect(await run('printf 0123456789', { max_log_bytes: 10 })).toMatchObject({ unable: null });
    expect(await readLog()).toBe('0123456789');
  });

  test('of a program that prints for ever ends it, with the reason', async () => {
    const outcome = await run('yes 0123456789012345678', { max_log_bytes: 5_000_000 });

    expect(outcome).toMatchObject({
      exit_code: null,
      timed_out: false,
      unable: 'it printed more than 5 MB and was ended',
    });
    expect((await readLog()).slice(-80)).toMatch(
      /\n\[intorch: more than 5 MB of output, which ends here\]\n$/,
    );
  });

  test('that was too long is not passed over because its program ended', async () => {
    expect(await run('printf 0123456789', { max_log_bytes: 9 })).toMatchObject({
      exit_code: null,
      unable: 'it printed more than 9 bytes and was ended',
    });
  });
});

describe('a deadline', () => {
  test('ends a program', async () => {
    expect(await run('sleep 600', { timeout_ms: 50 })).toMatchObject({ exit_code: null, timed_out: true });
  });

  test('ends a program that ignores SIGTERM, and its children that do', async () => {
    const stubborn = `trap '' TERM; (trap '' TERM; sh -c 'echo $$ > child; exec sleep 600') & while :; do sleep 600; done`;

    const outcome = await run(stubborn, { timeout_ms: 300 });

    expect(outcome).toMatchObject({ exit_code: null, timed_out: true, signal: 'SIGKILL' });
    if (isLinux) expect(await isAlive(await pidIn('child'))).toBe(false);
  });

  test('is not answered by ending well', async () => {
    const outcome = await run("trap 'exit 0' TERM; sleep 600 & wait", { timeout_ms: 100 });

    expect(outcome).toMatchObject({ exit_code: null, timed_out: true });
  });
});

describe('the caller', () => {
  test('may stop a program', async () => {
    const controller = new AbortController();
    const running = run('echo started > started; sleep 600', { signal: controller.signal });
    await expect.poll(() => existsSync(join(cwd, 'started'))).toBe(true);

    controller.abort();

    expect(await running).toMatchObject({ exit_code: null, timed_out: false, unable: 'it was stopped' });
  });

  test('that stopped before it began starts nothing', async () => {
    const outcome = await run('touch started', { signal: AbortSignal.abort() });

    expect(outcome.unable).toBe('it was stopped before it started');
    expect(existsSync(join(cwd, 'started'))).toBe(false);
  });
});

describe.runIf(isLinux)('what a program leaves behind', () => {
  const LEFT: readonly [string, string][] = [
    ['a background job', 'sh -c "echo \\$\\$ > left; exec sleep 600" &'],
    [
      'a daemon in a session of its own that keeps the output open',
      'setsid sh -c "echo \\$\\$ > left; exec sleep 600" &',
    ],
    [
      'a daemon that ignores SIGTERM',
      `setsid sh -c 'trap "" TERM; echo $$ > left; while :; do sleep 600; done' &`,
    ],
    ['a job without an environment', 'env -i /bin/sh -c "echo \\$\\$ > left; exec /bin/sleep 600" &'],
    [
      'a job without an environment in a group of its own',
      `bash -c 'set -m; env -i /bin/sh -c "echo \\$\\$ > left; exec /bin/sleep 600" & wait' &`,
    ],
    [
      'a grandchild of a double fork',
      `(setsid sh -c 'sh -c "echo \\$\\$ > left; exec sleep 600" & exit 0' &)`,
    ],
    [
      'a daemon in a session of its own without an environment',
      'env -i setsid /bin/sh -c "echo \\$\\$ > left; exec /bin/sleep 600" &',
    ],
    [
      'one that ignores SIGTERM, in a folder below, that is removed',
      `mkdir below; (cd below && env -i setsid /bin/sh -c 'trap "" TERM; echo $$ > ../left; while :; do /bin/sleep 1; done' &)
      while [ ! -s left ]; do :; done; rm -r below`,
    ],
  ];

  test.each(LEFT)('is ended with it: %s', async (_what, command) => {
    const outcome = await run(`${command}\nwhile [ ! -s left ]; do :; done; echo done`);

    expect(outcome).toMatchObject({ exit_code: 0, timed_out: false });
    expect(await readLog()).toContain('done\n');
    expect(await isAlive(await pidIn('left'))).toBe(false);
  });

  test('is ended when its time is up: a daemon in a session of its own without an environment', async () => {
    const leaving = 'env -i setsid /bin/sh -c "echo \\$\\$ > left; exec /bin/sleep 600" &';

    const outcome = await run(`${leaving}\nsleep 600`, { timeout_ms: 1_000 });

    expect(outcome.timed_out).toBe(true);
    expect(await isAlive(await pidIn('left'))).toBe(false);
  });

  test('is not what worked in the folder before, works elsewhere, or sits at a terminal', async () => {
    const others: number[] = [];
    onTestFinished(() => {
      for (const pid of others) process.kill(pid, 'SIGKILL');
    });
    /** Starts something of which we are not the parent, and which goes on to work in a folder. */
    const startAlone = async (file: string, folder: string, start: string) => {
      const line = `cd ${folder}; echo $$ > ${join(cwd, file)}; exec sleep 600`;
      const command = start.replace('LINE', () => `'${line}'`);
      spawn('/bin/sh', ['-c', `${command} &`], { cwd: '/', env: environment, stdio: 'ignore' });
      const written = () => (existsSync(join(cwd, file)) ? readFileSync(join(cwd, file), 'utf8') : '');
      await expect.poll(written).toMatch(/\n$/);
      others.push(await pidIn(file));
    };
    await startAlone('before', cwd, 'setsid sh -c LINE');
    const running = run('while [ ! -e go ]; do sleep 0.05; done');
    await startAlone('elsewhere', '/', 'setsid sh -c LINE');
    await startAlone('terminal', cwd, 'setsid script -qfc LINE /dev/null');
    await writeFile(join(cwd, 'go'), '');

    await running;

    expect(await Promise.all(others.map(isAlive))).toEqual([true, true, true]);
  });

  test('is found by its cookie after a restart, and nobody else is', async () => {
    const other = run('echo $$ > other; exec sleep 600', {
      cookie: `${cookie}1`,
      timeout_ms: 20_000,
      log: join(cwd, 'other.log'),
    });
    const running = run('echo $$ > mine; exec sleep 600');
    await expect.poll(() => existsSync(join(cwd, 'mine')) && existsSync(join(cwd, 'other'))).toBe(true);

    const ended = await createProcesses({ grace_ms: 200 }).sweep(cookie);

    expect(ended).toBe(1);
    expect(await running).toMatchObject({ exit_code: null, signal: 'SIGTERM' });
    expect(await isAlive(await pidIn('other'))).toBe(true);
    expect(await processes.sweep(`${cookie}1`)).toBe(1);
    await other;
  });

  test('is nothing when nothing was started', async () => {
    expect(await processes.sweep('nobody')).toBe(0);
  });
});

describe('the environment of a program', () => {
  test('holds what builds need, and no key to anything', async () => {
    const ours = {
      PATH: process.env['PATH'],
      HOME: '/home/somebody',
      CARGO_HOME: '/opt/cargo',
      HTTPS_PROXY: 'http://proxy:3128',
      HTTP_PROXY: 'http://me:secret@proxy:3128',
      GITHUB_TOKEN: 'secret',
      NPM_TOKEN: 'secret',
      AWS_SECRET_ACCESS_KEY: 'secret',
      SSH_AUTH_SOCK: '/tmp/secret',
      GIT_DIR: '/secret',
      NODE_OPTIONS: '--require=/secret.js',
      NODE_TEST_CONTEXT: 'secret',
    };

    await createProcesses({ environment: ours }).run({
      ...{ command: 'env', cwd, timeout_ms: LONG_MS, log, max_log_bytes: 100_000, cookie, signal: null },
      env: { PORT: '4000', TERM: 'vt100' },
      confinement: 'off',
      read: [],
    });

    const text = await readLog();
    expect(text).not.toContain('secret');
    for (const line of [
      'CARGO_HOME=/opt/cargo',
      'HTTPS_PROXY=http://proxy:3128',
      'CI=true',
      'PORT=4000',
      'TERM=vt100',
    ])
      expect(text.split('\n')).toContain(line);
  });
});

import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { runProgram, startProgram } from '../../../src/adapters/execa/program.ts';

const here = { cwd: tmpdir(), env: { PATH: process.env['PATH'] ?? '' }, timeout_ms: 60_000 };

test('the exit status, both outputs and the input are what the program made of them', async () => {
  const outcome = await runProgram('sh', ['-c', 'cat; echo oops >&2; exit 3'], {
    ...here,
    input: Buffer.from('given'),
  });

  expect(outcome).toMatchObject({ exit_code: 3, stdout: 'given', stderr: 'oops\n', failed_to_start: null });
});

test('nothing of our own environment reaches the program', async () => {
  process.env['INTORCH_SECRET_FOR_TEST'] = 'x';
  onTestFinished(() => {
    delete process.env['INTORCH_SECRET_FOR_TEST'];
  });

  const outcome = await runProgram('sh', ['-c', 'echo "[$INTORCH_SECRET_FOR_TEST][$ASKED]"'], {
    ...here,
    env: { ...here.env, ASKED: 'yes' },
  });

  expect(outcome.stdout).toBe('[][yes]\n');
});

test('latin1 gives one character for each byte', async () => {
  const outcome = await runProgram('cat', [], {
    ...here,
    input: Uint8Array.from({ length: 256 }, (_, byte) => byte),
    encoding: 'latin1',
  });

  expect(Buffer.from(outcome.stdout, 'latin1')).toEqual(
    Buffer.from(Array.from({ length: 256 }, (_, i) => i)),
  );
});

test('an argument is never looked at by a shell', async () => {
  const outcome = await runProgram('printf', ['%s|', '$(id)', '; rm x', '"', ''], here);

  expect(outcome.stdout).toBe('$(id)|; rm x|"||');
});

test('a program that is not there is said by its reason', async () => {
  const outcome = await runProgram('no-such-program-anywhere', [], here);

  expect(outcome).toMatchObject({ exit_code: null, signal: null, failed_to_start: 'ENOENT' });
});

test('a folder that is gone is told from a program that is missing', async () => {
  const cwd = join(tmpdir(), 'intorch-no-such-folder');

  const outcome = await runProgram('sh', ['-c', 'true'], { ...here, cwd });

  expect(outcome).toMatchObject({ exit_code: null, failed_to_start: `there is no folder ${cwd}` });
});

test('a program that ends before it has read its input does no harm', async () => {
  const outcome = await runProgram('true', [], { ...here, input: Buffer.alloc(2_000_000) });

  expect(outcome.exit_code).toBe(0);
});

test('the deadline ends the program and its children that hold the output open', async () => {
  const outcome = await runProgram('sh', ['-c', 'sleep 300 & wait'], { ...here, timeout_ms: 300 });

  expect(outcome).toMatchObject({ exit_code: null, signal: 'SIGTERM', timed_out: true, aborted: false });
});

const BY_PROGRESS = { ...here, timeout_ms: 800, deadline_after: 'progress' } as const;

test('a deadline on progress lets a program work that writes now and then, or only computes, for longer', async () => {
  const talking = runProgram(
    'sh',
    ['-c', 'for i in 1 2 3 4 5 6 7 8 9; do sleep 0.2; echo $i; done'],
    BY_PROGRESS,
  );
  const counting = 'const until = Date.now() + 2000; while (Date.now() < until);';
  const silent = runProgram(process.execPath, ['-e', counting], BY_PROGRESS);
  const by_another = runProgram('sh', ['-c', '"$0" -e "$1"; true', process.execPath, counting], BY_PROGRESS);

  const ended = { exit_code: 0, timed_out: false };
  expect(await Promise.all([talking, silent, by_another])).toMatchObject([ended, ended, ended]);
});

test('a deadline on progress ends a program that stands still, after it worked', async () => {
  const outcome = await runProgram('sh', ['-c', 'echo begun; exec sleep 300'], BY_PROGRESS);

  expect(outcome).toMatchObject({ stdout: 'begun\n', signal: 'SIGTERM', timed_out: true });
});

test('an abort ends the program, also when it came before the start', async () => {
  const outcome = await runProgram('sleep', ['300'], { ...here, signal: AbortSignal.abort() });

  expect(outcome).toMatchObject({ signal: 'SIGTERM', timed_out: false, aborted: true });
});

test('a program that writes without end is ended', async () => {
  const outcome = await runProgram('yes', [], { ...here, max_output_bytes: 10_000 });

  expect(outcome.too_much_output).toBe(true);
});

test('a started program leads its own process group and writes both outputs into one file in order', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'intorch-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const output_fd = openSync(join(folder, 'log'), 'w');

  const started = startProgram(
    'sh',
    ['-c', 'echo one; echo two >&2; echo three; ps -o pgid= -p $$; exit 4'],
    {
      ...here,
      output_fd,
    },
  );
  const end = await started.ended;
  closeSync(output_fd);

  const lines = readFileSync(join(folder, 'log'), 'utf8').trim().split('\n');
  expect(lines.slice(0, 3)).toEqual(['one', 'two', 'three']);
  expect(Number(lines[3])).toBe(started.pid);
  expect(end).toMatchObject({ exit_code: 4, failed_to_start: null });
});

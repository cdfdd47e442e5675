import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import {
  type ConversationOptions,
  ConversationOver,
  openConversation,
  type Read,
} from '../../../src/adapters/execa/conversation.ts';

/** Says each line it gets, with its own process id; `die` ends it, `lie` makes it say something else. */
const ECHO =
  'while IFS= read -r line; do case "$line" in die) exit 1 ;; lie) echo "no such answer" ;; *) echo "$$ $line" ;; esac; done';

interface Said {
  readonly pid: number;
  readonly line: string;
}

function echo(options: Partial<ConversationOptions> = {}) {
  const started: number[] = [];
  const conversation = openConversation('sh', ['-c', ECHO], {
    cwd: tmpdir(),
    env: { PATH: process.env['PATH'] ?? '' },
    onStart: () => started.push(1),
    ...options,
  });
  onTestFinished(() => conversation.close());
  return { ask: (line: string) => conversation.ask(`${line}\n`, readLine), conversation, started };
}

function readLine(output: string, from: number): Read<Said> {
  const end = output.indexOf('\n', from);
  if (end === -1) return { need: output.length - from + 1 };
  const [, pid, line] = /^(\d+) (.*)$/.exec(output.slice(from, end)) ?? [];
  if (pid === undefined || line === undefined) throw new ConversationOver('not an answer');
  return { value: { pid: Number(pid), line }, end: end + 1 };
}

test('answers come in the order of the questions, all from one program', async () => {
  const { ask, started } = echo();
  const lines = Array.from({ length: 2_000 }, (_, index) => `question ${index} ${'x'.repeat(index % 100)}`);

  const answers = await Promise.all(lines.map(ask));

  expect(answers.map(({ line }) => line)).toEqual(lines);
  expect(new Set(answers.map(({ pid }) => pid)).size).toBe(1);
  expect(started).toHaveLength(1);
});

test('what a program that dies has not answered is said to be over, and the next question starts another', async () => {
  const { ask } = echo();
  const first = await ask('one');

  const [dying, behind] = await Promise.allSettled([ask('die'), ask('two')]);

  for (const settled of [dying, behind])
    expect(settled).toMatchObject({ status: 'rejected', reason: expect.any(ConversationOver) });
  const next = await ask('three');
  expect(next.line).toBe('three');
  expect(next.pid).not.toBe(first.pid);
});

test('an answer that cannot be read ends the program, because nobody knows whose the next one is', async () => {
  const { ask } = echo();
  const first = await ask('one');

  const settled = await Promise.allSettled([ask('lie'), ask('two')]);

  expect(settled.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect((await ask('three')).pid).not.toBe(first.pid);
});

test('a program that is not there, or never answers, is not tried for ever', async () => {
  const absent = openConversation('no-such-program-anywhere', [], { cwd: tmpdir(), env: {} });
  const mute = echo();

  for (let time = 0; time < 5; time += 1) {
    await expect(absent.ask('x\n', readLine)).rejects.toThrow(ConversationOver);
    await expect(mute.ask('die')).rejects.toThrow(ConversationOver);
  }

  expect(mute.started).toHaveLength(3);
});

test('a program that says nothing for too long is ended', async () => {
  const silent = openConversation('sleep', ['300'], {
    cwd: tmpdir(),
    env: { PATH: process.env['PATH'] ?? '' },
    silence_ms: 50,
  });

  await expect(silent.ask('x\n', readLine)).rejects.toThrow(ConversationOver);
});

test('a program that computes for longer than it may be silent answers', async () => {
  const counting = `process.stdin.once('data', () => { const until = Date.now() + 1600; while (Date.now() < until); console.log('1 done'); });`;
  const busy = openConversation(process.execPath, ['-e', counting], {
    cwd: tmpdir(),
    env: { PATH: process.env['PATH'] ?? '' },
    silence_ms: 600,
  });

  expect(await busy.ask('x\n', readLine)).toMatchObject({ line: 'done' });
  await busy.close();
});

test('closing waits for what was asked, and ends the program', async () => {
  const { ask, conversation } = echo();
  const asked = ask('one');

  await conversation.close();

  expect((await asked).line).toBe('one');
  const { pid } = await asked;
  expect(() => process.kill(pid, 0)).toThrow('ESRCH');
});

test('a program that is too old is replaced, and ended', async () => {
  const { ask } = echo({ max_age_ms: -1 });

  const [one, two] = [await ask('one'), await ask('two')];

  expect(one.pid).not.toBe(two.pid);
  await expect.poll(() => isThere(one.pid)).toBe(false);
});

test('what belongs to a question before is asked of the same program, however old, or of none', async () => {
  const { ask, conversation, started } = echo({ max_age_ms: -1 });
  const askOn = (line: string) => conversation.askOn(`${line}\n`, readLine);
  await expect(askOn('nothing before')).rejects.toThrow(ConversationOver);

  const [one, two] = [await ask('one'), await askOn('two')];
  await expect(ask('die')).rejects.toThrow(ConversationOver);

  expect(two.pid).toBe(one.pid);
  await expect(askOn('three')).rejects.toThrow(ConversationOver);
  expect(started).toHaveLength(2);
});

test('a program that nobody asks ends by itself', async () => {
  const { ask } = echo({ idle_ms: 20 });

  const { pid } = await ask('one');

  await expect.poll(() => isThere(pid)).toBe(false);
  expect((await ask('two')).line).toBe('two');
});

test('an open conversation keeps no process alive, and does not outlive it', async () => {
  const module = new URL('../../../src/adapters/execa/conversation.ts', import.meta.url).href;
  const program = `
    import { openConversation } from ${JSON.stringify(module)};
    const conversation = openConversation('sh', ['-c', 'while read line; do echo $$; done'], {
      cwd: '/', env: { PATH: process.env.PATH }, idle_ms: 600_000,
    });
    const read = (output, from) =>
      output.endsWith('\\n') ? { value: output.slice(from), end: output.length } : { need: output.length + 1 };
    process.stdout.write(await conversation.ask('x\\n', read));
  `;

  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program], {
    timeout: 60_000,
  });

  await expect.poll(() => isThere(Number(stdout))).toBe(false);
});

function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

import { appendFileSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { followLog } from '../../src/wire/follow.ts';
import type { LogText } from '../../src/wire/protocol.ts';

let directory: string;
let log: string;
let stop = () => {};
let seen = '';
let parts: LogText[] = [];
let look = () => {};

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'intorch-follow-'));
  log = join(directory, 'gate.log');
  seen = '';
  parts = [];
});
afterEach(() => {
  stop();
  rmSync(directory, { recursive: true, force: true });
});

function follow(name = 'gate.log') {
  stop = followLog(directory, name, (more) => {
    parts.push(more);
    seen += more.text;
    look();
  });
}

function seeing(isRight: (text: string) => boolean): Promise<void> {
  return new Promise((resolve) => {
    look = () => {
      if (isRight(seen)) resolve();
    };
    look();
  });
}

describe('following a log', () => {
  it('waits for a file that does not exist yet, and gives what is added', async () => {
    follow();
    writeFileSync(log, 'one\n');
    await seeing((text) => text === 'one\n');

    appendFileSync(log, 'two\nthr');
    appendFileSync(log, 'ee\n');
    await seeing((text) => text === 'one\ntwo\nthree\n');
  });

  it('begins a large file near its end, at the start of a line, and says that there is more before', async () => {
    const whole = Array.from({ length: 20_000 }, (_, line) => `line ${line}\n`).join('');
    writeFileSync(log, whole);

    follow();
    await seeing((text) => text.endsWith('line 19999\n'));

    expect(seen).toMatch(/^line \d+\n/);
    expect(seen.length).toBeLessThanOrEqual(32 * 1024);
    expect(parts).toMatchObject([{ cut: true, size: whole.length }]);
  });

  it('goes on with a file that was cut short', async () => {
    writeFileSync(log, 'old old old\n');
    follow();
    await seeing((text) => text === 'old old old\n');

    writeFileSync(log, 'new\n');

    await seeing((text) => text === 'old old old\nnew\n');
  });

  it('goes on with a file that took the place of another', async () => {
    writeFileSync(log, 'old\n');
    follow();
    await seeing((text) => text === 'old\n');

    writeFileSync(`${log}.next`, 'new and longer\n');
    renameSync(`${log}.next`, log);

    await seeing((text) => text === 'old\nnew and longer\n');
  });

  it('goes on with a log that is continued in another file, in the middle of a line, and counts all of it', async () => {
    writeFileSync(log, 'one\nt');
    follow();
    await seeing((text) => text === 'one\nt');

    renameSync(log, `${log}.0000000005`);
    writeFileSync(log, 'wo\n');

    await seeing((text) => text === 'one\ntwo\n');
    expect(parts.map(({ cut, size }) => [cut, size])).toEqual([
      [false, 5],
      [false, 8],
    ]);
  });

  it('says that lines are missing where the log went on while nobody looked', async () => {
    writeFileSync(log, 'one\n');
    follow();
    await seeing((text) => text === 'one\n');

    appendFileSync(log, 'two\n');
    renameSync(log, `${log}.0000000008`);
    writeFileSync(log, 'rest of three\nfour\n');

    await seeing((text) => text.endsWith('four\n'));
    expect(parts.at(-1)).toEqual({ text: 'four\n', cut: true, size: 27 });
  });

  it('shows no escape sequence, even one that arrives in two parts', async () => {
    writeFileSync(log, 'red: \x1b[3');
    follow();
    await seeing((text) => text === 'red: ');

    appendFileSync(log, '1mfailed\x1b[0m\r');
    await seeing((text) => text === 'red: failed');
    appendFileSync(log, '\nnext\x07\n');

    await seeing((text) => text === 'red: failed\nnext\n');
  });

  it('keeps characters whole that arrive in two parts', async () => {
    const whole = Buffer.from('größe 漢字\n');
    writeFileSync(log, whole.subarray(0, 3));
    follow();
    await seeing((text) => text === 'gr');

    appendFileSync(log, whole.subarray(3));

    await seeing((text) => text === 'größe 漢字\n');
  });

  it('does not leave the folder', () => {
    follow('../../etc/passwd');

    expect(seen).toBe("../../etc/passwd lies outside the session's folder and is not shown\n");
  });
});

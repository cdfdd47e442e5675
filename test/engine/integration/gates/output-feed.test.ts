import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { beforeEach, describe, expect, test } from 'vitest';
import { createOutputReaders } from '../../../../src/adapters/output-readers.ts';
import type { TestTally } from '../../../../src/domain/gate/gate.ts';
import { instantOf } from '../../../../src/domain/shared/time.ts';
import { type FeedRequest, followTally } from '../../../../src/engine/integration/gates/output-feed.ts';
import type { OutputReader, OutputRequest } from '../../../../src/ports/output-readers.ts';
import type { Clock } from '../../../../src/ports/world.ts';
import { temporaryFolder } from '../../../support/repository.ts';

let log = '';
beforeEach(async () => {
  log = join(await temporaryFolder(), 'gate.log');
});

const append = (text: string) => appendFile(log, text);

/** A clock whose sleeps end when the test says so. */
function handClock() {
  let wake = () => {};
  let naps = 0;
  const clock: Clock = {
    now: () => instantOf(0),
    sleep: (_duration, signal) =>
      new Promise((resolve) => {
        naps += 1;
        wake = resolve;
        if (signal?.aborted) resolve();
        signal?.addEventListener('abort', () => resolve(), { once: true });
      }),
  };
  return {
    clock,
    /** Lets one poll pass, and waits until it is over. */
    poll: async () => {
      const before = naps;
      wake();
      await expect.poll(() => naps, { interval: 1 }).toBe(before + 1);
    },
    asleep: () => expect.poll(() => naps, { interval: 1 }).toBe(1),
  };
}

type Following = Partial<FeedRequest> & Partial<Pick<OutputRequest, 'parser' | 'root'>>;

function follow({ parser = 'auto', root = '/slots/slot-1', ...overrides }: Following = {}) {
  const request: OutputRequest = { parser, log, of: 'all', root, withheld: [] };
  const opened = createOutputReaders().open(request, new AbortController().signal);
  const reader: OutputReader = {
    read: async () => (await opened).read(),
    finish: async () => (await opened).finish(),
  };
  const told: TestTally[] = [];
  const { clock, poll, asleep } = handClock();
  const onTally = (tests: TestTally) => told.push(tests);
  const feed = followTally({
    reader,
    clock,
    onTally,
    signal: null,
    ...overrides,
  });
  return { feed, told, poll, asleep };
}

describe('the output of a running gate', () => {
  test('is told as live counts, once per poll and only when they changed', async () => {
    const { feed, told, poll, asleep } = follow();
    await asleep();
    expect(told).toEqual([]);

    await append('✔ one (1ms)\n✔ two (1ms)\n');
    await poll();
    await poll();
    await append('✖ three (1ms)\n✔ fo');
    await poll();
    await append('ur (1ms)\n');
    await poll();

    expect(told.map(({ total, failed }) => [total, failed])).toEqual([
      [2, 0],
      [3, 1],
      [4, 1],
    ]);
    await feed.finish();
  });

  test('ends with what the closing summary says, read to the last byte', async () => {
    const { feed, asleep } = follow();
    await asleep();

    await append('ℹ tests 3\nℹ pass 2\nℹ fail 1\nℹ cancelled 0\nℹ skipped 0\nℹ todo 0\nℹ duration_ms 12.5');

    expect((await feed.finish())?.tests?.tests).toMatchObject({ total: 3, passed: 2, failed: 1 });
  });

  test('without a closing summary has no counts in the end', async () => {
    const { feed } = follow();
    await append('✔ one (1ms)\n');

    expect((await feed.finish())?.tests).toBeNull();
  });

  test('that never comes has none either', async () => {
    expect((await follow().feed.finish())?.tests).toBeNull();
  });

  test('is read without escapes, and lines that overwrite themselves count each', async () => {
    const { feed } = follow({ parser: 'pytest' });
    await append(
      'collecting ...\r\u001b[2Kcollected 1 item\r\n\u001b[32m=== \u001b[1m1 passed\u001b[0m\u001b[32m in 0.01s ===\u001b[0m\r\n',
    );

    expect((await feed.finish())?.tests?.tests).toMatchObject({ passed: 1 });
  });

  test('names tests alike in every workspace', async () => {
    const { feed } = follow({ parser: 'tap' });
    await append('1..1\nnot ok 1 - /slots/slot-1/src/a.test.mjs\n');

    expect((await feed.finish())?.tests?.tests.failing).toEqual(['src/a.test.mjs']);
  });

  test('is read behind the prefixes of packages that interleave, in whatever chunks it arrives', async () => {
    const { feed, poll, asleep } = follow();
    await asleep();

    await append(
      '\u001b[36mweb:test: \u001b[0m\u001b[32m Test Files  1 passed (1)\u001b[0m\n\u001b[35mapi:te',
    );
    await poll();
    await append('st: \u001b[0m      Tests  5 pas');
    await poll();
    await append('sed (5)\n\u001b[36mweb:test: \u001b[0m      Tests  10 passed (10)');

    expect((await feed.finish())?.tests?.tests).toMatchObject({ total: 15, passed: 15 });
  });

  test('may be a report in JSON on one line of megabytes', async () => {
    const tests = Array.from({ length: 1000 }, (_, index) => ({
      ancestorTitles: ['suite'],
      title: `works ${index}`,
      status: 'passed',
      failureMessages: ['x'.repeat(300)],
    }));
    const report = {
      numPassedTests: 1000,
      numFailedTests: 0,
      numPendingTests: 0,
      numTodoTests: 0,
      testResults: [{ name: '/slots/slot-1/a.test.ts', status: 'passed', assertionResults: tests }],
    };
    const { feed, poll, asleep } = follow();
    await asleep();
    await append('web:test: {"nu');
    await poll();
    await append(`${JSON.stringify(report).slice('{"nu'.length)}\nweb:test: done\n`);

    const reading = (await feed.finish())?.tests;

    expect(reading?.tests).toMatchObject({ total: 1000, passed: 1000 });
    expect(reading?.names?.[7]).toBe('web:test > a.test.ts > suite > works 7');
  });

  test('is not followed any more when the caller stops', async () => {
    const controller = new AbortController();
    const { feed, told } = follow({ signal: controller.signal });
    controller.abort();
    await append('✔ one (1ms)\n');

    await feed.finish();

    expect(told).toEqual([]);
  });

  test('is followed on a real clock too', async () => {
    const clock: Clock = {
      now: () => instantOf(Date.now()),
      sleep: (duration_ms, signal) => wait(duration_ms, undefined, { signal }).catch(() => {}),
    };
    const { feed, told } = follow({ clock });
    await append('✔ one (1ms)\n');

    await expect.poll(() => told.length).toBe(1);
    await feed.finish();
  });
});

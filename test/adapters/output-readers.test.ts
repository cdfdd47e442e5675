import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createOutputReaders } from '../../src/adapters/output-readers.ts';
import type { OutputRequest } from '../../src/ports/output-readers.ts';

const REQUEST: OutputRequest = { parser: 'tap', root: '/slots/slot-1', withheld: ['TOKEN'] };
const HANGING = new URL('data:text/javascript,setTimeout(() => { for (;;); })');
const never = new AbortController().signal;

function output(tests: number): string {
  const points = Array.from(
    { length: tests },
    (_, test) => `ok ${test + 1} - /slots/slot-1/a.js works ${test}\n`,
  );
  return `TAP version 13\n${points.join('')}not ok ${tests + 1} - b\nError: TOKEN is not set\n1..${tests + 1}\n`;
}

describe('what an output says', () => {
  it.each([
    ['short, on this thread', 10],
    ['long, on a thread of its own', 5_000],
  ])('is the same where it is %s', async (_, tests) => {
    const reader = await createOutputReaders().open(REQUEST, never);
    const text = output(tests);

    const [first, last] = [await reader.push(text.slice(0, 300)), await reader.push(text.slice(300))];
    const reading = await reader.finish();

    expect([first?.total, last?.total]).toEqual([expect.any(Number), tests + 1]);
    expect(reading).toMatchObject({
      tests: { tests: { total: tests + 1, passed: tests, failing: ['b'] } },
      error: { text: 'Error: TOKEN is not set' },
      missed: ['TOKEN'],
    });
    expect(reading?.tests?.names?.[0]).toBe('a.js works 0');
  });
});

describe('reading that does not end', () => {
  it('is given up at its deadline, and nothing else waits for it', async () => {
    const readers = createOutputReaders({ deadline_ms: 200, script: HANGING });
    const reader = await readers.open(REQUEST, never);
    let turns = 0;
    let over = false;
    const pushed = reader.push(output(5_000)).finally(() => {
      over = true;
    });
    while (!over) {
      await turn();
      turns += 1;
    }

    expect([await pushed, await reader.push('more'), await reader.finish()]).toEqual([null, null, null]);
    expect(turns).toBeGreaterThan(10);
  });

  it('is given up when its program is stopped', async () => {
    const stop = new AbortController();
    const readers = createOutputReaders({ deadline_ms: 3_600_000, script: HANGING });
    const reader = await readers.open(REQUEST, stop.signal);
    const pushed = reader.push(output(5_000));

    stop.abort();

    expect([await pushed, await reader.finish()]).toEqual([null, null]);
  });
});

import { appendFileSync, mkdirSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import { partsOf } from '../../src/adapters/disk/log-files.ts';
import { openOutputLog } from '../../src/adapters/execa/output-log.ts';
import { createOutputReaders } from '../../src/adapters/output-readers.ts';
import { makePieceReader } from '../../src/domain/gate/output-reader.ts';
import { makeParser } from '../../src/domain/gate/parsers/table.ts';
import type { OutputRequest } from '../../src/ports/output-readers.ts';
import { temporaryFolder } from '../support/repository.ts';

let request: OutputRequest;
beforeEach(async () => {
  const log = join(await temporaryFolder(), 'gate.log');
  request = { parser: 'tap', log, of: 'all', root: '/slots/slot-1', withheld: ['TOKEN'] };
});
const append = (text: string) => appendFileSync(request.log, text);
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
    const reader = await createOutputReaders().open(request, never);
    const text = output(tests);

    append(text.slice(0, 300));
    const first = await reader.read();
    append(text.slice(300));
    const last = await reader.read();
    const reading = await reader.finish();

    expect([first?.total, last?.total]).toEqual([expect.any(Number), tests + 1]);
    expect(reading).toMatchObject({
      tests: { tests: { total: tests + 1, passed: tests, failing: ['b'] } },
      error: { text: 'Error: TOKEN is not set' },
      missed: ['TOKEN'],
    });
    expect(reading?.tests?.names?.[0]).toBe('a.js works 0');
  });

  it.each([
    ['short', 10],
    ['long', 5_000],
  ])(
    'is the same in one piece, and from the parts of a %s log that is written while it is read',
    async (_, tests) => {
      const text = output(tests);
      const whole = makePieceReader(makeParser('tap'), { root: request.root, withheld: new Set(['TOKEN']) });
      whole.push(text);
      const part_bytes = text.length / 3;
      const log = openOutputLog(request.log, { most_bytes: 1e9, onFull: () => {}, part_bytes });
      const reader = await createOutputReaders().open(request, never);

      for (let at = 0; at < text.length; at += 777) {
        log.write(Buffer.from(text.slice(at, at + 777)));
        if (at % 5 === 0) await reader.read();
      }
      await log.close();

      expect((await partsOf(request.log)).length).toBe(tests > 10 ? 3 : 0);
      expect(await reader.finish()).toEqual(whole.finish());
    },
  );

  it('begins with what is written from now on, if that is asked for', async () => {
    append('1..1\nok 1 - of set-up\n');
    const reader = await createOutputReaders().open({ ...request, of: 'rest' }, never);
    append('1..1\nok 1 - of the gate\n');

    expect((await reader.finish())?.tests?.names).toEqual(['of the gate']);
  });

  it('is nothing where no log is', async () => {
    const reader = await createOutputReaders().open(request, never);

    expect([await reader.read(), (await reader.finish())?.tests]).toEqual([null, null]);
  });

  it('is read again where it could not be read before', async () => {
    mkdirSync(request.log);
    const reader = await createOutputReaders().open(request, never);
    await expect(reader.read()).rejects.toMatchObject({ code: 'STATE_UNWRITABLE' });
    rmdirSync(request.log);
    append('1..1\nok 1 - late\n');

    expect((await reader.finish())?.tests?.names).toEqual(['late']);
  });
});

describe('reading that does not end', () => {
  it('is given up at its deadline, and nothing else waits for it', async () => {
    const readers = createOutputReaders({ deadline_ms: 200, script: HANGING });
    const reader = await readers.open(request, never);
    let turns = 0;
    let over = false;
    append(output(5_000));
    const read = reader.read().finally(() => {
      over = true;
    });
    while (!over) {
      await turn();
      turns += 1;
    }

    expect([await read, await reader.read(), await reader.finish()]).toEqual([null, null, null]);
    expect(turns).toBeGreaterThan(10);
  });

  it('is given up when its program is stopped', async () => {
    const stop = new AbortController();
    const readers = createOutputReaders({ deadline_ms: 3_600_000, script: HANGING });
    const reader = await readers.open(request, stop.signal);
    append(output(5_000));
    const read = reader.read();

    stop.abort();

    expect([await read, await reader.finish()]).toEqual([null, null]);
  });
});

import { appendFileSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { logLength, logPieces } from '../../../src/adapters/disk/log-files.ts';
import { type OutputLogOptions, openOutputLog } from '../../../src/adapters/execa/output-log.ts';
import { temporaryFolder } from '../../support/repository.ts';

let folder = '';
let log = '';
beforeEach(async () => {
  folder = await temporaryFolder();
  log = join(folder, 'gate.log');
});

const opened = (options: Partial<OutputLogOptions> = {}) =>
  openOutputLog(log, { most_bytes: 1_000_000, onFull: () => {}, part_bytes: 10, ...options });
const bytesOf = (text: string) => Buffer.from(text);

/** Reads what there is now from a byte on. */
async function textOf(from = 0): Promise<string> {
  const pieces = logPieces(log, from);
  return readOn(pieces).finally(() => pieces.return(undefined as never));
}

async function readOn(pieces: AsyncGenerator<Uint8Array | null, never>): Promise<string> {
  let text = '';
  for (;;) {
    const { value: piece } = await pieces.next();
    if (piece === null) return text;
    text += Buffer.from(piece).toString();
  }
}

describe('a log that gets long', () => {
  it('is divided, and what came first is compressed beside it', async () => {
    const writer = opened();
    for (const text of ['one\n', 'two\n', 'three\n', 'four\n']) writer.write(bytesOf(text));

    expect(await writer.close()).toBeNull();

    expect(readdirSync(folder).sort()).toEqual([
      'gate.log',
      'gate.log.0000000008.gz',
      'gate.log.0000000014.gz',
    ]);
    expect(gunzipSync(readFileSync(`${log}.0000000014.gz`)).toString()).toBe('three\n');
    expect(readFileSync(log, 'utf8')).toBe('four\n');
    expect(readdirSync(folder).map((name) => statSync(join(folder, name)).mode & 0o777)).toEqual([
      0o600, 0o600, 0o600,
    ]);
    expect([await textOf(), await textOf(6), await textOf(15), await textOf(99)]).toEqual([
      'one\ntwo\nthree\nfour\n',
      'o\nthree\nfour\n',
      'our\n',
      '',
    ]);
    expect(await logLength(log)).toBe(19);
  });

  it('goes on where an earlier program of it ended', async () => {
    for (const text of ['set-up 1\n', 'set-up 2\n', 'gate\n']) {
      const writer = opened();
      writer.write(bytesOf(text));
      await writer.close();
    }

    expect(await textOf(await logLength(log).then((length) => length - 5))).toBe('gate\n');
    expect(await textOf()).toBe('set-up 1\nset-up 2\ngate\n');
  });

  it('is read whole by one who follows it, wherever both are', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.string({ minLength: 1, maxLength: 30 }), fc.boolean()), { maxLength: 20 }),
        async (steps) => {
          folder = await temporaryFolder();
          log = join(folder, 'gate.log');
          const writer = opened();
          const pieces = logPieces(log, 0);
          let read = '';
          for (const [text, follows] of steps) {
            writer.write(bytesOf(text));
            if (follows) read += await readOn(pieces);
          }
          await writer.close();
          read += await readOn(pieces);
          await pieces.return(undefined as never);

          expect(read).toBe(steps.map(([text]) => text).join(''));
          expect(await textOf()).toBe(read);
        },
      ),
      { numRuns: 30 },
    );
  });

  it('is read whole where a part could not be compressed', async () => {
    writeFileSync(`${log}.0000000004.unfinished`, 'of a program that was killed');
    const writer = opened();
    for (const text of ['one\n', 'two two two\n', 'three\n']) writer.write(bytesOf(text));
    await writer.close();

    expect(readdirSync(folder)).toContain('gate.log.0000000004');
    expect(await textOf()).toBe('one\ntwo two two\nthree\n');
  });

  it('is no other log of which the name begins alike', async () => {
    for (const name of ['gate.log2', 'gate.log.0000000009.gz.x', 'gate.log.9', 'x.gate.log.0000000009'])
      appendFileSync(join(folder, name), 'x');
    appendFileSync(log, 'one\n');

    expect([await textOf(), await logLength(log)]).toEqual(['one\n', 4]);
  });
});

describe('a log that is full', () => {
  it('says so in its last line, once, and to its owner', async () => {
    let calls = 0;
    const writer = opened({ most_bytes: 6, part_bytes: 1_000, onFull: () => (calls += 1) });
    for (const text of ['one\n', 'two\n', 'three\n']) writer.write(bytesOf(text));
    await writer.close();

    expect(calls).toBe(1);
    expect(await textOf()).toBe('one\ntw\n[intorch: more than 6 bytes of output, which ends here]\n');
  });

  it('is not when exactly as much was written', async () => {
    let calls = 0;
    const writer = opened({ most_bytes: 4, onFull: () => (calls += 1) });
    writer.write(bytesOf('one\n'));
    await writer.close();

    expect([calls, await textOf()]).toEqual([0, 'one\n']);
  });
});

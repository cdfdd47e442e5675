import { readdirSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainLineFilter } from '../../../../src/domain/gate/attention/plain-lines.ts';
import { makePieceReader } from '../../../../src/domain/gate/output-reader.ts';
import { makeParser } from '../../../../src/domain/gate/parsers/table.ts';
import { captured } from '../parsers/reading.ts';

const RUNNERS = readdirSync(new URL('../../../fixtures/runners/', import.meta.url))
  .filter((name) => name.endsWith('.txt'))
  .map((name) => captured(name.slice(0, -'.txt'.length)).split('\n'));
const SILENT = [
  '',
  'a line that says nothing',
  '12',
  '0',
  'Working',
  'don\'t "quote" [me] #1',
  'It took 5.2 s in all',
  'INFO: served in 5 ms',
  '2026-01-01T10:00:00Z [pool] GET /items/5 200',
  'src/a.ts compiles into dist/a.js (5 kB)',
  '{"level":30,"msg":"a"}',
  'grün und blau',
];
/** Lines that look plain and are not, at least after some other one. */
const NOT_PLAIN = [
  ...[
    'not ok 3',
    'ok 1',
    '1..2',
    '2 passed in 0.10s',
    'FAIL  a',
    'PASS  b',
    'TOTAL  10  5  50%',
    'no tests ran in 0.01s',
  ],
  ...[
    'Error cannot',
    'npm ERR! failed',
    "thread 'main' panicked at src",
    'a ERR_MODULE_NOT_FOUND Cannot find',
    'a SyntaxError: b',
  ],
  ...[
    'API_TOKEN missing',
    'a.txt',
    'No test files found, exiting with code 1',
    'test a ... ok',
    'Ran 3 tests across 1 files.',
    '}',
  ],
  ...[
    '  1) suite',
    '       a',
    '<testsuite name="a"',
    '<testcase name="b"/>',
    '</testsuite>',
    'at /slots/1/a.js:3',
    'web: Tests: 1 passed, 1 total',
  ],
];

const RUNS = 2;
const before = 'npm test\n';

function read(pieces: readonly Uint8Array[], filtered: boolean) {
  const filter = plainLineFilter();
  const reader = makePieceReader(filtered ? makeParser('auto') : makeParser('auto', (parser) => parser), {
    root: '/slots/1',
    withheld: new Set(['API_TOKEN']),
  });
  const decoder = new TextDecoder();
  let bytes = 0;
  const push = (piece: Uint8Array) => {
    bytes += piece.byteLength;
    reader.push(decoder.decode(piece, { stream: true }));
  };
  for (const piece of pieces) (filtered ? filter(piece) : [piece]).forEach(push);
  return { reading: reader.finish(), bytes };
}

function cutInto(text: string, size: number): readonly Uint8Array[] {
  const bytes = new TextEncoder().encode(text);
  const count = Math.ceil(bytes.byteLength / size);
  return Array.from({ length: count }, (_, index) => bytes.subarray(index * size, (index + 1) * size));
}

const size = fc.oneof(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 50, max: 5_000 }), fc.constant(1e6));

describe('an output without the plain lines that follow others', () => {
  it.each(RUNNERS.map((lines, index) => ({ lines, index })))(
    'says the same as the whole, of runner $index',
    ({ lines }) => {
      const silence = fc.array(fc.constantFrom(...SILENT), { minLength: 0, maxLength: 40 });
      fc.assert(
        fc.property(
          fc.array(silence, { minLength: lines.length, maxLength: lines.length }),
          size,
          fc.constantFrom('', '', 'web: ', '[api] 10:00:00 '),
          (between, most, prefix) => {
            const text =
              before +
              lines
                .map((line, index) => [`${prefix}${line}`, ...(between[index] ?? [])].join('\n'))
                .join('\n');
            const pieces = cutInto(text, most);
            expect(read(pieces, true).reading).toEqual(read(pieces, false).reading);
          },
        ),
        { numRuns: RUNS },
      );
    },
  );

  it.each(NOT_PLAIN)('says the same where it holds %j', (line) => {
    const silence = 'a line that says nothing\n'.repeat(40);
    const pieces = cutInto(`${silence}${line}\n${silence}${line}\n`, 1e6);

    expect(read(pieces, true).reading).toEqual(read(pieces, false).reading);
  });

  it('says the same where a tag spans many lines', () => {
    const title = 'a line of a title\n'.repeat(60);
    const pieces = cutInto(`<testsuite>\n<testcase name="${title}"/>\n</testsuite>\n`, 1e6);

    expect(read(pieces, true).reading.tests?.names?.[0]).toHaveLength(1000);
    expect(read(pieces, true).reading).toEqual(read(pieces, false).reading);
  });

  it('says the same whatever line is repeated', () => {
    const line = fc.oneof(
      fc.constantFrom(...SILENT, ...NOT_PLAIN),
      fc.constantFrom(...RUNNERS).chain((lines) => fc.constantFrom(...lines)),
      fc.string({ unit: fc.constantFrom(...'ok1.: AE_/\t<>"\'-✔é\r'), maxLength: 12 }),
    );
    const blocks = fc.array(fc.tuple(line, fc.constantFrom(1, 1, 2, 17, 40, 900)), { maxLength: 12 });
    fc.assert(
      fc.property(blocks, size, (many, most) => {
        const text = many.map(([each, times]) => `${each}\n`.repeat(times)).join('');
        const pieces = cutInto(text, most);
        expect(read(pieces, true).reading).toEqual(read(pieces, false).reading);
      }),
      { numRuns: 20 * RUNS },
    );
  });

  it('is short where a gate prints words by the million', () => {
    const flood = 'a line of the output of a gate that has a great deal to say\n'.repeat(100_000);

    const { bytes } = read(cutInto(`${flood}1..1\nok 1 - a\n${flood}`, 65_536), true);

    expect(bytes).toBeLessThan(flood.length / 10);
  });
});

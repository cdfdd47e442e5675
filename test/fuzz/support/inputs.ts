/** Inputs of chance for readers of foreign text: whole texts, and true ones with something wrong somewhere. */
import fc from 'fast-check';

/** How many inputs each target gets: a few with the other tests, 100,000 in `npm run fuzz`. */
const RUNS = Number(process.env['FUZZ_RUNS'] ?? 150);

/** Whatever readers have stumbled over, whole or in part. */
const ODD = [
  [
    '',
    '\0',
    '\n',
    '\r',
    '\t',
    '\x1b[',
    '\x1b]8;;',
    '\x1b\\',
    '\x90',
    '\x9b',
    '\x9c',
    '\u202e',
    '\ud800',
    '\ufeff',
  ],
  ['0', '-1', '1e999', '9'.repeat(30), '+0000', '-', 'NaN', 'null', 'true', '~', '{}', '[]', '"', "'", '\\'],
  [
    ': ',
    '- ',
    '? ',
    '&a ',
    '*a',
    '!!js ',
    '<<: ',
    '__proto__',
    'constructor',
    '%',
    '#',
    '|',
    '>',
    '@@ -',
    'diff --git ',
  ],
  [
    '<<<<<<<',
    '=======',
    '>>>>>>>',
    '|||||||',
    ' '.repeat(50),
    'ok 1 - ',
    'not ok ',
    '1..',
    '<testcase ',
    '/>',
    'f'.repeat(40),
  ],
].flat();

const piece = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...ODD) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 12 }) },
);

/** Any text that is made of odd pieces. */
export const anyText: fc.Arbitrary<string> = fc
  .array(piece, { maxLength: 30 })
  .map((pieces) => pieces.join(''));

/** One of the texts with up to six places changed: cut, doubled, moved or written over. */
export function mutant(...texts: readonly string[]): fc.Arbitrary<string> {
  const edit = fc.record({
    at: fc.nat(),
    length: fc.nat({ max: 40 }),
    what: fc.constantFrom('cut', 'double', 'put'),
    piece,
  });
  return fc
    .tuple(fc.constantFrom(...texts), fc.array(edit, { minLength: 1, maxLength: 6 }))
    .map(([text, edits]) =>
      edits.reduce((now, { at, length, what, piece: put }) => {
        const from = at % (now.length + 1);
        const taken = now.slice(from, from + length);
        const instead = what === 'cut' ? '' : what === 'double' ? taken + taken : put;
        return now.slice(0, from) + instead + now.slice(from + length);
      }, text),
    );
}

/** Runs a law over as many inputs as this run asks for. */
export function fuzz<Input>(input: fc.Arbitrary<Input>, law: (input: Input) => void): void {
  const holds = (one: Input) => {
    law(one);
  };
  fc.assert(fc.property(input, holds), { numRuns: RUNS });
}

/** The same for a law that has to be awaited. */
export async function fuzzAsync<Input>(
  input: fc.Arbitrary<Input>,
  law: (input: Input) => Promise<void>,
): Promise<void> {
  await fc.assert(fc.asyncProperty(input, law), { numRuns: RUNS });
}

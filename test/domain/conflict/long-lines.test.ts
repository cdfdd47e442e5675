import { expect, it } from 'vitest';
import { draftOf, lines } from './tools.ts';

const SPACES = ' '.repeat(1_000_000);

// What looks at a run of white space as often as it is long, or at each word of megabytes, would not be done within the limit of a test.
it.each([
  ['white space', (by: string) => `a${SPACES}${by}`],
  ['words', (by: string) => `${by} `.repeat(500_000)],
  ['brackets', (by: string) => `${by}(`.repeat(500_000)],
])('a line of megabytes of %s is decided as a whole, and shown by its beginning', (_, line) => {
  const sides = { base: lines(line('b')), current: lines(line('c')), incoming: lines(line('i')) };

  const { hunks, message } = draftOf('f.ts', sides);

  expect(message).toMatch(/\(\d+ MB collide at 1 place in one file: decided as a whole\)$/);
  expect(hunks[0]?.options[0]?.loses.incoming).toEqual({
    lines: 1,
    examples: [expect.stringMatching(/^.{1,99}…$/)],
  });
});

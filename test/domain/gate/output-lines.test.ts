import { expect, it } from 'vitest';
import { lineSplitter } from '../../../src/domain/gate/output-lines.ts';

it('megabytes on one line are read in bounded memory', () => {
  const lengths: number[] = [];
  const lines = lineSplitter((line) => lengths.push(line.length), null);

  for (let piece = 0; piece < 30; piece++) lines.push('x'.repeat(100_000));
  lines.push('\nshort\n');

  expect(lengths).toEqual([64 * 1024, 5]);
});

import { expect, test } from 'vitest';
import { editDistance, nearest } from '../../../src/domain/shared/nearest.ts';

test.each([
  ['targt', ['target', 'gates'], 'target'],
  ['concurrency', ['max_concurrency', 'conflicts'], 'max_concurrency'],
  ['effortLines', ['effort_lines', 'integration_lines'], 'effort_lines'],
  ['stauts', ['status', 'start'], 'status'],
  ['pineapple', ['status', 'start'], null],
  ['x', [], null],
])('%s is taken for what it is nearest to', (word, candidates, expected) => {
  expect(nearest(word, candidates)).toBe(expected);
});

test('a swap of neighbours costs as much as one wrong letter', () => {
  expect([editDistance('gaet', 'gate'), editDistance('gale', 'gate'), editDistance('', 'gate')]).toEqual([
    1, 1, 4,
  ]);
});

import { expect, it } from 'vitest';
import { progressOf } from '../../../../src/domain/integration/selectors/progress.ts';
import { freshState, sampleEffort } from '../../../support/states.ts';

it.each([
  ['nobody takes part, as earlier releases counted', [], 100],
  ['one of two is merged', ['MERGED', 'PENDING'], 50],
  ['one is being merged', ['MERGING'], 50],
  ['everybody is held: nothing is waited for', ['HELD'], 100],
  ['all but the held one are merged', ['MERGED', 'HELD'], 100],
] as const)('is complete to the right share where %s', (_case, statuses, percentage) => {
  const efforts_included = statuses.map((status, index) => sampleEffort(`e${index}`, { status }));
  expect(progressOf(freshState({ efforts_included })).percentage).toBe(percentage);
});

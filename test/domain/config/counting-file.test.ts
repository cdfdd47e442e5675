import { expect, it } from 'vitest';
import { countingPlace, firstTarget } from '../../../src/domain/config/counting-file.ts';

it.each([
  ['the target has none, nor the checkout', false, false, null, null],
  ['the target has one', false, true, null, 'target'],
  ['the checkout has one of its own beside it', false, true, 'untracked', 'target'],
  ['the branch that is checked out has another', false, true, 'tracked', 'target'],
  ['only the operator has one, which no branch has', false, false, 'untracked', 'checkout'],
  ['only the branch that is checked out has one', false, false, 'tracked', null],
  ['the operator names one', true, true, 'tracked', 'named'],
  ['the operator names one where there is no other', true, false, null, 'named'],
] as const)('%s', (_case, named, on_target, in_checkout, place) => {
  expect(countingPlace({ named, on_target, in_checkout })).toBe(place);
});

it.each([
  ['what was told', { told: 'release', at_hand: 'main' }, 'release'],
  ['what the file at hand names', { at_hand: 'main', checked_out: 'effort/a' }, 'main'],
  [
    'the branch that is checked out, where that file names none',
    { at_hand: null, usual: 'main' },
    'effort/a',
  ],
  ['the usual one, where no file is at hand', { at_hand: undefined, usual: 'main' }, 'main'],
  ['the branch that is checked out, where nothing is usual', { at_hand: undefined }, 'effort/a'],
  ['none, where HEAD is on no branch', { at_hand: null, checked_out: null }, null],
])('asks first on %s', (_case, hints, target) => {
  const none = { told: null, at_hand: undefined, checked_out: 'effort/a', usual: null };
  expect(firstTarget({ ...none, ...hints })).toBe(target);
});

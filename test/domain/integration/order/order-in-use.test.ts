import { expect, it } from 'vitest';
import { orderInUse, orderWords } from '../../../../src/domain/integration/order/order-in-use.ts';
import type { EffortName } from '../../../../src/domain/shared/ids.ts';
import { plannedState, sampleEffort } from '../../../support/states.ts';

const name = (text: string) => text as EffortName;
const pair = (a: string, b: string) => ({
  a: name(a),
  b: name(b),
  files: ['src/a.ts'],
  hunks: 1,
  conflict: true,
});

/** The first effort conflicts with both others, which do not conflict with each other. */
const state = (order: readonly string[], excluded: readonly string[] = []) =>
  plannedState({
    efforts_included: order.map((each) => sampleEffort(each, { excluded: excluded.includes(each) })),
    forecast: {
      with_target: [],
      touched: [],
      pairs: [pair('hub', 'one'), pair('hub', 'two')],
      cost: { given: 2, chosen: 1, because: 'hub after one and two' },
    },
  });

const words = (order: readonly string[], excluded: readonly string[] = []) => {
  const found = orderInUse(state(order, excluded));
  return found && orderWords(found);
};

it('the cost is that of the order as it stands, not of the plan', () => {
  expect(words(['one', 'two', 'hub'])).toBe(
    '1 decision in this order, 2 in the order given; no cheaper one is known',
  );
  expect(words(['hub', 'one', 'two'])).toBe('2 decisions in this order, 1 in the cheapest');
});

it('an excluded effort costs nothing, and the order given is no comparison any more', () => {
  expect(words(['hub', 'one', 'two'], ['two'])).toBe('1 decision in this order; no cheaper one is known');
  expect(words(['hub', 'one', 'two'], ['hub'])).toBe('no decision foreseen in this order');
});

/**
 * This folder: branches of the sample repository.
 *
 * Two efforts that touch no code of the others.
 */
import type { SampleCommit } from '../history.ts';
import { BIRCH, CEDAR } from '../people.ts';

export const CURRENCY: readonly SampleCommit[] = [
  {
    branch: 'effort/currency',
    from: 'main',
    author: BIRCH,
    days_ago: 3.9,
    message: 'Convert amounts into other currencies',
    files: {
      'src/currency.js': `/** How much of each currency one euro buys, in thousandths. */
const RATES = { EUR: 1000, CHF: 947, NOK: 11640, USD: 1082 };

/** Converts euro cents to the smallest unit of another currency. */
export function convert(cents, currency) {
  const rate = RATES[currency];
  if (rate === undefined) throw new RangeError('There is no rate for ' + currency);
  return Math.round((cents * rate) / 1000);
}
`,
      'test/currency.test.js': `import assert from 'node:assert/strict';
import { test } from 'node:test';
import { convert } from '../src/currency.js';

test('euros stay euros', () => {
  assert.equal(convert(1234, 'EUR'), 1234);
});

test('amounts are converted to whole units', () => {
  assert.equal(convert(1000, 'CHF'), 947);
  assert.equal(convert(250, 'USD'), 271);
});

test('a currency without a rate is named', () => {
  assert.throws(() => convert(1, 'XYZ'), /There is no rate for XYZ/);
});
`,
    },
  },
];

export const STOCK_LEVELS: readonly SampleCommit[] = [
  {
    branch: 'effort/stock-levels',
    from: 'main',
    author: CEDAR,
    days_ago: 3.7,
    message: 'Count what is on the shelf',
    files: {
      'src/stock.js': `/** Returns an empty shelf. */
export function emptyShelf() {
  return new Map();
}

/** Returns the shelf after a delivery (or, with a negative count, a sale). */
export function moved(shelf, sku, count) {
  const left = (shelf.get(sku) ?? 0) + count;
  if (left < 0) throw new RangeError('There are not that many pieces of ' + sku);
  return new Map(shelf).set(sku, left);
}
`,
      'test/stock.test.js': `import assert from 'node:assert/strict';
import { test } from 'node:test';
import { emptyShelf, moved } from '../src/stock.js';

test('deliveries add up', () => {
  assert.equal(moved(moved(emptyShelf(), 'oats', 5), 'oats', 3).get('oats'), 8);
});

test('nobody can take more than there is', () => {
  assert.throws(() => moved(emptyShelf(), 'oil', -1), /not that many pieces of oil/);
});
`,
    },
  },
  {
    branch: 'effort/stock-levels',
    author: CEDAR,
    days_ago: 3.6,
    message: 'Say what runs low',
    files: {
      'src/stock.js': [
        [
          '/** Returns the shelf after',
          `/** Lists the products with fewer pieces left than the given minimum, fewest first. */
export function runningLow(shelf, least) {
  return [...shelf].filter(([, count]) => count < least).sort((a, b) => a[1] - b[1]).map(([sku]) => sku);
}

/** Returns the shelf after`,
        ],
      ],
      'test/stock.test.js': [
        ['import { emptyShelf, moved }', 'import { emptyShelf, moved, runningLow }'],
        [
          "test('nobody can take",
          `test('what runs low is listed, fewest first', () => {
  const shelf = new Map([['oats', 3], ['oil', 1], ['flour', 40]]);
  assert.deepEqual(runningLow(shelf, 5), ['oil', 'oats']);
});

test('nobody can take`,
        ],
      ],
    },
  },
];

/** Two efforts that merge without a conflict but break the tests together: one renames a function that the other starts to call. */
import type { SampleCommit } from '../history.ts';
import { BIRCH, CEDAR } from '../people.ts';

export const CATALOG_LOOKUP: readonly SampleCommit[] = [
  {
    branch: 'effort/catalog-lookup',
    from: 'main',
    author: CEDAR,
    days_ago: 1.9,
    message: `Call the lookup what it is: productBySku

findProduct sounded as if it searched by name.`,
    files: {
      'src/catalog.js': [
        ['export function findProduct(sku)', 'export function productBySku(sku)'],
        ['  return findProduct(sku).cents;', '  return productBySku(sku).cents;'],
      ],
      'src/cli.js': [
        ['import { allProducts, findProduct }', 'import { allProducts, productBySku }'],
        [
          "show: (sku) => findProduct(sku).name + ' ' + formatAmount(findProduct(sku).cents)",
          "show: (sku) => productBySku(sku).name + ' ' + formatAmount(productBySku(sku).cents)",
        ],
      ],
      'src/shipping.js': [
        ['import { findProduct }', 'import { productBySku }'],
        ['findProduct(line.sku).grams', 'productBySku(line.sku).grams'],
      ],
      'test/catalog.test.js': [
        ['import { allProducts, findProduct, priceOf }', 'import { allProducts, priceOf, productBySku }'],
        ["assert.equal(findProduct('oats')", "assert.equal(productBySku('oats')"],
        ["assert.throws(() => findProduct('gold')", "assert.throws(() => productBySku('gold')"],
      ],
    },
  },
];

export const RECEIPTS: readonly SampleCommit[] = [
  {
    branch: 'effort/receipts',
    from: 'main',
    author: BIRCH,
    days_ago: 1.6,
    message: 'Print a receipt',
    files: {
      'src/receipt.js': `import { totalOf } from './cart.js';
import { findProduct } from './catalog.js';
import { formatAmount } from './money.js';

/** Formats a receipt: one line per product, and the amount paid. */
export function receiptOf(cart) {
  const lines = cart.lines.map(({ sku, count }) => {
    const product = findProduct(sku);
    return count + ' x ' + product.name + '  ' + formatAmount(product.cents * count);
  });
  return [...lines, 'paid  ' + formatAmount(totalOf(cart))].join('\\n');
}
`,
      'test/receipt.test.js': `import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addLine, emptyCart } from '../src/cart.js';
import { receiptOf } from '../src/receipt.js';

test('a receipt lists products and what was paid', () => {
  const cart = addLine(addLine(emptyCart(), 'oats', 2), 'cumin');
  assert.equal(receiptOf(cart), '2 x Oats  4.98 EUR\\n1 x Cumin  3.40 EUR\\npaid  8.38 EUR');
});

test('nothing bought, nothing paid', () => {
  assert.equal(receiptOf(emptyCart()), 'paid  0.00 EUR');
});
`,
    },
  },
];

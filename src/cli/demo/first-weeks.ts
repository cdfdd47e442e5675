/** How the sample project began: amounts, products, a cart and a command line. */
import type { SampleCommit } from './history.ts';
import { MARA, PRIYA, TOMAS } from './people.ts';

const branch = 'main';

export const FIRST_WEEKS: readonly SampleCommit[] = [
  {
    branch,
    author: MARA,
    days_ago: 51,
    message: 'Start a price tool for the shop',
    files: {
      'package.json': `{
  "name": "larder",
  "private": true,
  "type": "module",
  "scripts": {
    "test": "node --test"
  }
}
`,
      'README.md': '# larder\n\nPrices, carts and shipping for a small shop.\n',
    },
  },
  {
    branch,
    author: MARA,
    days_ago: 50.8,
    message: 'Keep amounts in cents',
    files: {
      'src/money.js': `/** Formats an amount in cents for people. */
export function formatAmount(cents) {
  return (cents / 100).toFixed(2) + ' EUR';
}
`,
      'test/money.test.js': `import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatAmount } from '../src/money.js';

test('an amount has two decimals and its currency', () => {
  assert.equal(formatAmount(1250), '12.50 EUR');
});

test('nothing costs nothing', () => {
  assert.equal(formatAmount(0), '0.00 EUR');
});
`,
    },
  },
  {
    branch,
    author: TOMAS,
    days_ago: 46,
    message: 'Add the first products',
    files: {
      'src/catalog.js': `const PRODUCTS = [
  { sku: 'flour', name: 'Flour', cents: 189, grams: 1000 },
  { sku: 'oats', name: 'Oats', cents: 249, grams: 500 },
  { sku: 'oil', name: 'Olive oil', cents: 1150, grams: 750 },
];

/** Lists every product, in the order of the shelf. */
export function allProducts() {
  return PRODUCTS;
}

/** Finds the product with the given number. */
export function findProduct(sku) {
  return PRODUCTS.find((product) => product.sku === sku);
}

/** Returns the price of one piece, in cents. */
export function priceOf(sku) {
  return findProduct(sku).cents;
}
`,
      'test/catalog.test.js': `import assert from 'node:assert/strict';
import { test } from 'node:test';
import { allProducts, findProduct, priceOf } from '../src/catalog.js';

test('a product is found by its number', () => {
  assert.equal(findProduct('oats').name, 'Oats');
});

test('every product has a price and a weight', () => {
  for (const product of allProducts()) assert.ok(product.cents > 0 && product.grams > 0, product.sku);
});

test('the price is that of one piece', () => {
  assert.equal(priceOf('flour'), 189);
});
`,
    },
  },
  {
    branch,
    author: PRIYA,
    days_ago: 41,
    message: 'Put products into a cart',
    files: {
      'src/cart.js': `import { priceOf } from './catalog.js';

/** Returns an empty cart. */
export function emptyCart() {
  return { lines: [] };
}

/** Adds some pieces of a product to a cart. */
export function addLine(cart, sku, count = 1) {
  return { ...cart, lines: [...cart.lines, { sku, count }] };
}

/** Returns the price of all pieces before discounts. */
export function subtotalOf(cart) {
  return cart.lines.reduce((sum, line) => sum + priceOf(line.sku) * line.count, 0);
}

/** Returns the total price. */
export function totalOf(cart) {
  let total = subtotalOf(cart);
  return total;
}
`,
      'test/cart.test.js': `import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addLine, emptyCart, subtotalOf, totalOf } from '../src/cart.js';

test('an empty cart costs nothing', () => {
  assert.equal(totalOf(emptyCart()), 0);
});

test('pieces add up', () => {
  const cart = addLine(addLine(emptyCart(), 'flour', 2), 'oats');
  assert.equal(subtotalOf(cart), 627);
});

test('adding leaves the cart before as it was', () => {
  const cart = emptyCart();
  addLine(cart, 'oil');
  assert.deepEqual(cart.lines, []);
});
`,
    },
  },
  {
    branch,
    author: TOMAS,
    days_ago: 37,
    message: 'List and show products on the command line',
    files: {
      'src/cli.js': `import { addLine, emptyCart, totalOf } from './cart.js';
import { allProducts, findProduct } from './catalog.js';
import { formatAmount } from './money.js';

/** The commands; each returns the text to print. */
const COMMANDS = {
  list: () => allProducts().map((product) => product.sku).join('\\n'),
  show: (sku) => findProduct(sku).name + ' ' + formatAmount(findProduct(sku).cents),
  total: (...skus) => formatAmount(totalOf(skus.reduce((cart, sku) => addLine(cart, sku), emptyCart()))),
};

/** Lists the names of all commands. */
export function commandNames() {
  return Object.keys(COMMANDS);
}

/** Runs one command line. */
export function run([name, ...args]) {
  const command = COMMANDS[name];
  return command === undefined ? 'Commands: ' + commandNames().join(', ') : command(...args);
}
`,
      'test/cli.test.js': `import assert from 'node:assert/strict';
import { test } from 'node:test';
import { commandNames, run } from '../src/cli.js';

test('a product is shown with its price', () => {
  assert.equal(run(['show', 'oil']), 'Olive oil 11.50 EUR');
});

test('products are listed one per line', () => {
  assert.ok(run(['list']).split('\\n').includes('oats'));
});

test('what is unknown lists the commands', () => {
  assert.equal(run(['dance']), 'Commands: ' + commandNames().join(', '));
});
`,
    },
  },
];

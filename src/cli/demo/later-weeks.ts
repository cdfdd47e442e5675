/** What followed the first weeks: discounts, shipping, a syntax check. */
import type { SampleCommit } from './history.ts';
import { MARA, PRIYA, TOMAS } from './people.ts';

const branch = 'main';

export const LATER_WEEKS: readonly SampleCommit[] = [
  {
    branch,
    author: PRIYA,
    days_ago: 33,
    message: 'Round half cents away from zero',
    files: {
      'src/money.js': [
        [
          '/** Formats an amount in cents for people. */',
          `/** Returns a percentage of an amount in whole cents; halves round away from zero. */
export function percentOf(cents, percent) {
  const exact = (cents * percent) / 100;
  return Math.sign(exact) * Math.round(Math.abs(exact));
}

/** Formats an amount in cents for people. */`,
        ],
      ],
      'test/money.test.js': [
        [
          "import { formatAmount } from '../src/money.js';",
          "import { formatAmount, percentOf } from '../src/money.js';",
        ],
        [
          "test('nothing costs nothing'",
          `test('half a cent is rounded away from zero', () => {
  assert.equal(percentOf(250, 5), 13);
  assert.equal(percentOf(-250, 5), -13);
});

test('nothing costs nothing'`,
        ],
      ],
    },
  },
  {
    branch,
    author: TOMAS,
    days_ago: 30,
    message: 'Add spices to the catalog',
    files: {
      'src/catalog.js': [
        [
          "  { sku: 'oil',",
          `  { sku: 'cumin', name: 'Cumin', cents: 340, grams: 50 },
  { sku: 'pepper', name: 'Black pepper', cents: 420, grams: 60 },
  { sku: 'oil',`,
        ],
      ],
    },
  },
  {
    branch,
    author: MARA,
    days_ago: 26,
    message: `Give newcomers a discount on their first order

Ten percent until the end of the season.`,
    files: {
      'src/welcome.js': `import { percentOf } from './money.js';

/** Returns the discount for newcomers. */
export function welcomeDiscount(cart, total) {
  return cart.newcomer ? percentOf(total, 10) : 0;
}
`,
      'src/cart.js': [
        [
          "import { priceOf } from './catalog.js';\n",
          "import { priceOf } from './catalog.js';\nimport { shippingFor } from './shipping.js';\nimport { welcomeDiscount } from './welcome.js';\n",
        ],
        ['  return total;\n', '  total -= welcomeDiscount(cart, total);\n  return total;\n'],
        [
          '/** Returns the total price. */',
          `/** Returns the shipping cost of a cart. */
export function shippingOf(cart) {
  return shippingFor(cart.lines);
}

/** Returns the total price of the cart. */`,
        ],
      ],
      'src/shipping.js': `import { findProduct } from './catalog.js';

/** Returns the shipping cost of some lines of a cart, in cents: a base price per parcel plus a charge for each started kilogram. */
export function shippingFor(lines) {
  if (lines.length === 0) return 0;
  const grams = lines.reduce((sum, line) => sum + findProduct(line.sku).grams * line.count, 0);
  return 390 + Math.ceil(grams / 1000) * 60;
}
`,
      'test/welcome.test.js': `import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addLine, emptyCart, totalOf } from '../src/cart.js';

test('newcomers pay a tenth less', () => {
  const cart = { ...addLine(emptyCart(), 'oil', 2), newcomer: true };
  assert.equal(totalOf(cart), 2070);
});
`,
    },
  },
  {
    branch,
    author: PRIYA,
    days_ago: 22,
    message: 'Test what shipping costs',
    files: {
      'test/shipping.test.js': `import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addLine, emptyCart, shippingOf } from '../src/cart.js';

test('an empty cart is not sent', () => {
  assert.equal(shippingOf(emptyCart()), 0);
});

test('each kilogram begun costs', () => {
  assert.equal(shippingOf(addLine(emptyCart(), 'flour', 2)), 510);
  assert.equal(shippingOf(addLine(emptyCart(), 'cumin')), 450);
});
`,
    },
  },
  {
    branch,
    author: TOMAS,
    days_ago: 17,
    message: 'Say which product is unknown',
    files: {
      'src/catalog.js': [
        [
          '  return PRODUCTS.find((product) => product.sku === sku);',
          `  const found = PRODUCTS.find((product) => product.sku === sku);
  if (found === undefined) throw new RangeError('There is no product ' + sku);
  return found;`,
        ],
      ],
      'test/catalog.test.js': [
        [
          "test('every product has",
          `test('a product that is not there is named', () => {
  assert.throws(() => findProduct('gold'), /There is no product gold/);
});

test('every product has`,
        ],
      ],
    },
  },
  {
    branch,
    author: MARA,
    days_ago: 13,
    message: 'Check the syntax of every file before the tests',
    files: {
      'package.json': [
        [
          '    "test": "node --test"',
          '    "lint": "node scripts/check-syntax.js",\n    "test": "node --test"',
        ],
      ],
      'scripts/check-syntax.js': `// Parses every file of src and test; says which cannot be parsed.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';

const files = ['src', 'test'].flatMap((folder) =>
  readdirSync(folder, { recursive: true }).filter((name) => name.endsWith('.js')).map((name) => folder + '/' + name),
);
const wrong = files.filter((file) => spawnSync(process.execPath, ['--check', file], { stdio: 'inherit' }).status !== 0);
console.log(files.length + ' files checked, ' + wrong.length + ' wrong');
process.exitCode = wrong.length === 0 ? 0 : 1;
`,
    },
  },
  {
    branch,
    author: PRIYA,
    days_ago: 11,
    message: 'Try every cart with none, few and many pieces of each product',
    files: {
      'test/every-cart.test.js': `import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addLine, emptyCart, shippingOf, subtotalOf, totalOf } from '../src/cart.js';
import { allProducts } from '../src/catalog.js';

function* everyCart(products, cart = emptyCart()) {
  const [product, ...rest] = products;
  if (product === undefined) return yield cart;
  for (const count of [0, 1, 2, 5, 9, 10, 11]) yield* everyCart(rest, count === 0 ? cart : addLine(cart, product.sku, count));
}

test('no cart costs more than its pieces, and only an empty one is not sent', () => {
  for (const cart of everyCart(allProducts())) {
    const empty = cart.lines.length === 0;
    assert.ok(empty ? totalOf(cart) === 0 : totalOf(cart) > 0 && totalOf(cart) <= subtotalOf(cart));
    assert.equal(shippingOf(cart) === 0, empty);
  }
});
`,
    },
  },
  {
    branch,
    author: PRIYA,
    days_ago: 10,
    message: 'Say in the README how to try it',
    files: {
      'README.md': [
        [
          'small shop.\n',
          'small shop.\n\n    node --test                # what it does\n    npm run lint               # whether it can be parsed\n',
        ],
      ],
    },
  },
];

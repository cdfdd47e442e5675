/**
 * Two efforts that both replace the welcome discount, so somebody has to decide. Both are wanted: applying one after the other works, and
 * with only one of them the tests of the other fail.
 */
import type { SampleCommit } from '../history.ts';
import { BIRCH, ROWAN } from '../people.ts';

const WELCOME_IMPORT = "import { welcomeDiscount } from './welcome.js';\n";
const WELCOME = '  total -= welcomeDiscount(cart, total);\n';

export const BULK_DISCOUNT: readonly SampleCommit[] = [
  {
    branch: 'effort/bulk-discount',
    from: 'main',
    author: BIRCH,
    days_ago: 2.5,
    message: `Take a tenth off from ten pieces of one product on

The season is over, and the welcome discount with it.`,
    files: {
      'src/bulk.js': `import { priceOf } from './catalog.js';
import { percentOf } from './money.js';

/** Returns the discount on lines of ten pieces or more. */
export function bulkDiscount(cart) {
  const large = cart.lines.filter((line) => line.count >= 10);
  return large.reduce((sum, line) => sum + percentOf(priceOf(line.sku) * line.count, 10), 0);
}
`,
      'src/cart.js': [
        [
          "import { priceOf } from './catalog.js';\n",
          "import { bulkDiscount } from './bulk.js';\nimport { priceOf } from './catalog.js';\n",
        ],
        [WELCOME_IMPORT, ''],
        [
          WELCOME,
          '  // Large lines first: what else is taken off is taken off what is left.\n  total -= bulkDiscount(cart);\n',
        ],
      ],
      'src/welcome.js': null,
      'test/welcome.test.js': null,
      'test/bulk.test.js': `import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addLine, emptyCart, totalOf } from '../src/cart.js';

test('ten pieces cost a tenth less', () => {
  assert.equal(totalOf(addLine(emptyCart(), 'oats', 10)), 2241);
});

test('nine pieces cost what they cost', () => {
  assert.equal(totalOf(addLine(emptyCart(), 'oats', 9)), 2241);
});
`,
    },
  },
];

export const MEMBER_PRICES: readonly SampleCommit[] = [
  {
    branch: 'effort/member-prices',
    from: 'main',
    author: ROWAN,
    days_ago: 2.2,
    message: `Give members five percent on everything

It takes the place of the discount for newcomers.`,
    files: {
      'src/members.js': `import { percentOf } from './money.js';

/** Returns the discount that members get on an amount. */
export function memberDiscount(cart, cents) {
  return cart.member ? percentOf(cents, 5) : 0;
}
`,
      'src/cart.js': [
        [
          "import { shippingFor } from './shipping.js';\n",
          "import { memberDiscount } from './members.js';\nimport { shippingFor } from './shipping.js';\n",
        ],
        [WELCOME_IMPORT, ''],
        [
          WELCOME,
          '  // Members pay less on whatever is left to pay.\n  total -= memberDiscount(cart, total);\n',
        ],
      ],
      'src/welcome.js': null,
      'test/welcome.test.js': null,
      'test/members.test.js': `import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addLine, emptyCart, totalOf } from '../src/cart.js';

const cart = addLine(emptyCart(), 'oil', 2);

test('members pay five percent less', () => {
  assert.equal(totalOf({ ...cart, member: true }), 2185);
});

test('guests pay what it costs', () => {
  assert.equal(totalOf(cart), 2300);
});
`,
    },
  },
];

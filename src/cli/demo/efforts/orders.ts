/** An effort, a second that builds on it, and a third that adds an import on the same line. That conflict resolves by itself. */
import type { SampleCommit } from '../history.ts';
import { CEDAR, ROWAN } from '../people.ts';

const LAST_IMPORT = "import { formatAmount } from './money.js';\n";

export const ORDER_HISTORY: readonly SampleCommit[] = [
  {
    branch: 'effort/order-history',
    from: 'main',
    author: ROWAN,
    days_ago: 3.5,
    message: 'Remember orders',
    files: {
      'src/orders.js': `import { totalOf } from './cart.js';

/** Adds an order to the list, with the next number. */
export function withOrder(orders, cart) {
  return [...orders, { number: orders.length + 1, lines: cart.lines, cents: totalOf(cart) }];
}

/** Returns the total of all orders, in cents. */
export function turnoverOf(orders) {
  return orders.reduce((sum, order) => sum + order.cents, 0);
}
`,
      'test/orders.test.js': `import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addLine, emptyCart } from '../src/cart.js';
import { turnoverOf, withOrder } from '../src/orders.js';

test('orders are numbered and keep their total', () => {
  const orders = withOrder(withOrder([], addLine(emptyCart(), 'oil')), addLine(emptyCart(), 'oats', 2));
  assert.deepEqual(orders.map((order) => [order.number, order.cents]), [[1, 1150], [2, 498]]);
  assert.equal(turnoverOf(orders), 1648);
});
`,
    },
  },
  {
    branch: 'effort/order-history',
    author: ROWAN,
    days_ago: 3.4,
    message: 'Show what an order would bring in',
    files: {
      'src/cli.js': [
        [LAST_IMPORT, `${LAST_IMPORT}import { turnoverOf, withOrder } from './orders.js';\n`],
        [
          'const COMMANDS = {\n',
          `const COMMANDS = {
  invoice: (sku) => formatAmount(turnoverOf(withOrder([], addLine(emptyCart(), sku)))),
`,
        ],
      ],
      'test/orders.test.js': [
        [
          "import { turnoverOf, withOrder } from '../src/orders.js';\n",
          "import { run } from '../src/cli.js';\nimport { turnoverOf, withOrder } from '../src/orders.js';\n",
        ],
        [
          "test('orders are numbered",
          `test('the invoice of one piece is its price', () => {
  assert.equal(run(['invoice', 'oil']), '11.50 EUR');
});

test('orders are numbered`,
        ],
      ],
    },
  },
];

export const ORDER_EXPORT: readonly SampleCommit[] = [
  {
    branch: 'effort/order-export',
    from: 'effort/order-history',
    author: ROWAN,
    days_ago: 2.9,
    message: 'Write orders as CSV',
    files: {
      'src/order-export.js': `import { turnoverOf } from './orders.js';

/** Formats the orders as CSV, with a last line for the totals. */
export function ordersAsCsv(orders) {
  const rows = orders.map((order) => [order.number, order.lines.length, order.cents]);
  return [['number', 'lines', 'cents'], ...rows, ['all', orders.length, turnoverOf(orders)]]
    .map((row) => row.join(','))
    .join('\\n');
}
`,
      'test/order-export.test.js': `import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addLine, emptyCart } from '../src/cart.js';
import { ordersAsCsv } from '../src/order-export.js';
import { withOrder } from '../src/orders.js';

test('orders are written one per line, with their sum', () => {
  const orders = withOrder([], addLine(emptyCart(), 'flour', 2));
  assert.equal(ordersAsCsv(orders), 'number,lines,cents\\n1,1,378\\nall,1,378');
});
`,
    },
  },
];

export const WISHLIST: readonly SampleCommit[] = [
  {
    branch: 'effort/wishlist',
    from: 'main',
    author: CEDAR,
    days_ago: 2.7,
    message: 'Keep a wishlist',
    files: {
      'src/wishlist.js': `import { priceOf } from './catalog.js';

/** Lists the wishes that fit into a budget, in their order. */
export function affordable(skus, cents) {
  const taken = [];
  for (const sku of skus) {
    if (priceOf(sku) > cents) continue;
    taken.push(sku);
    cents -= priceOf(sku);
  }
  return taken;
}
`,
      'src/cli.js': [
        [LAST_IMPORT, `${LAST_IMPORT}import { affordable } from './wishlist.js';\n`],
        [
          'emptyCart()))),\n};',
          "emptyCart()))),\n  wish: (euros, ...skus) => affordable(skus, euros * 100).join(', '),\n};",
        ],
      ],
      'test/wishlist.test.js': `import assert from 'node:assert/strict';
import { test } from 'node:test';
import { run } from '../src/cli.js';
import { affordable } from '../src/wishlist.js';

test('wishes are fulfilled in order while the budget lasts', () => {
  assert.deepEqual(affordable(['oil', 'oats', 'flour'], 1400), ['oil', 'oats']);
});

test('the command takes euros', () => {
  assert.equal(run(['wish', '5', 'oil', 'cumin']), 'cumin');
});
`,
    },
  },
];

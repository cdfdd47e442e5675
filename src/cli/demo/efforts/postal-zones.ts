/** One effort over the size limit: a table of postal codes, the module that reads it, and its tests. */
import type { SampleCommit } from '../history.ts';
import { CEDAR } from '../people.ts';

const REGIONS = ['north', 'east', 'south', 'west'] as const;
const ROWS_PER_REGION = 190;

export const POSTAL_ZONES: readonly SampleCommit[] = [
  {
    branch: 'effort/postal-zones',
    from: 'main',
    author: CEDAR,
    days_ago: 1.2,
    message: 'Add the table of postal zones',
    files: Object.fromEntries(
      REGIONS.map((region, index) => [`data/zones-${region}.js`, table(region, index)]),
    ),
  },
  {
    branch: 'effort/postal-zones',
    author: CEDAR,
    days_ago: 1.1,
    message: 'Find the zone of a postal code',
    files: {
      'src/zones.js': `${REGIONS.map((region) => `import { ${region.toUpperCase()} } from '../data/zones-${region}.js';`).join('\n')}

/** Every range of postal codes in ascending order: first code, last code, zone, days in transit. */
const RANGES = [${REGIONS.map((region) => `...${region.toUpperCase()}`).join(', ')}];

/** Returns the zone of a postal code and the days a parcel takes; undefined where nobody delivers. */
export function zoneOf(code) {
  let low = 0;
  let high = RANGES.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const [first, last, zone, days] = RANGES[middle];
    if (code < first) high = middle - 1;
    else if (code > last) low = middle + 1;
    else return { zone, days };
  }
  return undefined;
}

/** Lists every range, for checks. */
export function allRanges() {
  return RANGES;
}
`,
      'test/zones.test.js': `import assert from 'node:assert/strict';
import { test } from 'node:test';
import { allRanges, zoneOf } from '../src/zones.js';

test('the ranges rise and do not overlap', () => {
  const ranges = allRanges();
  assert.equal(ranges.length, ${REGIONS.length * ROWS_PER_REGION});
  for (let index = 1; index < ranges.length; index += 1) assert.ok(ranges[index][0] > ranges[index - 1][1]);
});

test('the first and the last code of a range are in it', () => {
  for (const [first, last, zone, days] of allRanges()) {
    assert.deepEqual(zoneOf(first), { zone, days });
    assert.deepEqual(zoneOf(last), { zone, days });
  }
});

test('nobody delivers to a code between two ranges', () => {
  assert.equal(zoneOf(allRanges()[0][1] + 1), undefined);
});
`,
    },
  },
];

/** Generates one region's table. A rule makes its numbers, so that the sample is the same every time. */
function table(region: string, index: number): string {
  const rows = Array.from({ length: ROWS_PER_REGION }, (_, row) => {
    const first = 10_000 + index * 20_000 + row * 90;
    return `  [${first}, ${first + 60 + ((row * 7) % 25)}, '${region}-${1 + ((row * 5 + index) % 4)}', ${1 + ((row * 3) % 5)}],`;
  });
  return `/** Postal codes of the ${region}: first code, last code, zone, days in transit. */\nexport const ${region.toUpperCase()} = [\n${rows.join('\n')}\n];\n`;
}

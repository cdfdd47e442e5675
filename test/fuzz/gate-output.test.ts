import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PARSERS } from '../../src/domain/config/settings.ts';
import { makeParser } from '../../src/domain/gate/parsers/table.ts';
import { sanitize } from '../../src/domain/shared/text.ts';
import { anyText, fuzz, mutant } from './support/inputs.ts';

const RUNNERS = new URL('../fixtures/runners/', import.meta.url);
const OUTPUTS = readdirSync(RUNNERS, { withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith('.txt'))
  .map(({ name }) => readFileSync(new URL(name, RUNNERS), 'utf8').slice(-4000));

describe('whatever a gate prints', () => {
  test.each(PARSERS)('%s counts no fewer than nothing, and each test once', (parser) => {
    fuzz(fc.oneof(anyText, mutant(...OUTPUTS)), (output) => {
      const reader = makeParser(parser);
      for (const line of sanitize(output).split('\n')) reader.push(line);
      const result = reader.finish();
      for (const tally of [reader.tally(), result?.tests ?? null]) {
        if (tally === null) continue;
        for (const count of [tally.total, tally.passed, tally.failed, tally.skipped]) {
          expect(count).toBeGreaterThanOrEqual(0);
          expect(Number.isSafeInteger(count)).toBe(true);
        }
      }
    });
  });
});

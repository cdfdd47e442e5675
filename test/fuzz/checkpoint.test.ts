import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sealed, unsealed } from '../../src/adapters/yaml/seal.ts';
import { integrationCodec } from '../../src/domain/integration/checkpoint/codec.ts';
import { decodeText, encodeText } from '../support/checkpoint-files.ts';
import { simulate } from '../support/simulation.ts';
import { freshState, midConflictState, sampleInstant } from '../support/states.ts';
import { anyText, fuzz, fuzzAsync, mutant } from './support/inputs.ts';

const ENVELOPE = {
  schema_version: 2,
  sequence: 7,
  host: 'mill',
  saved_at: sampleInstant(345),
  state: midConflictState(),
};
const WHOLE = encodeText(ENVELOPE);
const TEXT = WHOLE.toString().replace(/# sha256.*\n$/, '');
/** One event of each type that a run had. */
const EVENTS = [
  ...new Map(
    [0, 1, 2, 5, 11].flatMap((luck) => {
      let turn = luck;
      const steps = simulate(freshState(), (below) => {
        turn = (turn * 31 + 7) % 10_007;
        return turn % below;
      });
      return steps.map(({ event }) => [event.type, JSON.stringify(event)] as const);
    }),
  ).values(),
];

describe('whatever a checkpoint holds', () => {
  test('and somebody sealed is a state that can be written again, or refused in words', async () => {
    await fuzzAsync(fc.oneof(mutant(TEXT), anyText), async (text) => {
      const decoded = await decodeText(sealed(text));
      if (!decoded.ok) expect(decoded.refused).toMatch(/\w/);
      else expect(await decodeText(encodeText(decoded.value))).toStrictEqual(decoded);
    });
  });

  test('and nobody sealed is refused', () => {
    fuzz(mutant(WHOLE.toString('latin1')), (text) => {
      const bytes = Buffer.from(text, 'latin1');
      if (!bytes.equals(WHOLE)) expect(unsealed(bytes)).toHaveProperty('refused');
    });
  });

  test('as an event of the journal is one, or refused', () => {
    const row = fc.oneof(fc.json(), mutant(...EVENTS));
    fuzz(row, (text) => {
      let value: unknown = text;
      try {
        value = JSON.parse(text);
      } catch {}
      const decoded = integrationCodec.decodeEvent(value);
      if (!decoded.ok) expect(decoded.refused).toMatch(/\w/);
    });
  });
});

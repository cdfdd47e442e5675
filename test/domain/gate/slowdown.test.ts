import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { oneMoreDecides, slowdown } from '../../../src/domain/gate/slowdown.ts';

describe('whether a gate became slower', () => {
  it.each([
    [[], 'there is nothing to compare its duration with'],
    [[4_000], 'there is nothing to compare its duration with'],
    [[30, 90, 95], 'runs of less than 1 s say nothing about speed'],
    [[1_100, 2_600], '2 measurements are too few to compare, 3 are needed'],
  ])('is not known from %j: %s', (durations, because) => {
    expect(slowdown(durations)).toEqual({ kind: 'not_known', because });
  });

  it.each([
    ['the last of them', [1_100, 1_100, 2_600], 136],
    ['two after one', [1_000, 1_300, 1_400], 30],
    ['what was short before', [400, 1_500, 1_600], 275],
  ])('is seen where all from some place on are longer: %s', (_what, durations, percent) => {
    expect(slowdown(durations)).toMatchObject({ kind: 'slower', percent });
  });

  it.each([
    ['as long as before', [1_000, 1_000, 1_000]],
    ['exactly 20 % longer', [1_000, 1_000, 1_200]],
    ['one slow run among faster ones', [1_000, 5_000, 1_050]],
    ['as slow before', [2_000, 1_000, 2_100]],
    ['faster', [3_000, 3_000, 1_000]],
  ])('is not claimed for what is %s', (_what, durations) => {
    expect(slowdown(durations).kind).toBe('as_before');
  });

  it.each([
    [[], false],
    [[2_000], false],
    [[2_000, 2_400], false],
    [[2_000, 2_500], true],
    [[30, 90], false],
    [[400, 1_500], true],
    [[2_000, 2_500, 2_600], false],
  ])('from %j, one more measurement decides: %s', (durations, decides) => {
    expect(oneMoreDecides(durations)).toBe(decides);
  });

  it('never rests on fewer than three measurements, or on less than a second', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(10_000), { maxLength: 6 }), (durations) => {
        if (slowdown(durations).kind !== 'slower') return;
        expect(durations.length).toBeGreaterThanOrEqual(3);
        expect(durations.at(-1)).toBeGreaterThanOrEqual(1_000);
      }),
    );
  });
});

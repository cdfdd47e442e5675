/** What is written can be read: a state that its own reader would refuse is not made into fields at all. */
import { describe, expect, it } from 'vitest';
import { integrationCodec } from '../../../../src/domain/integration/checkpoint/codec.ts';
import type { Effort, IntegrationState } from '../../../../src/domain/integration/state.ts';
import type { Instant } from '../../../../src/domain/shared/ids.ts';
import {
  bigState,
  finishedState,
  midConflictState,
  SAMPLE_STATES,
  sampleInstant,
} from '../../../support/states.ts';

const sample = midConflictState();
const withEffort = (change: object): IntegrationState => {
  const [first, ...others] = sample.efforts_included;
  return { ...sample, efforts_included: [{ ...(first as Effort), ...change } as Effort, ...others] };
};
const unread = (because: string) =>
  expect.objectContaining({ code: 'BUG', message: expect.stringContaining(because) });

describe('a state is refused before it is written, with the field that nobody could read', () => {
  it.each<[string, IntegrationState, string]>([
    [
      'a date of an effort in the year 55840',
      withEffort({ last_commit_at: '+055840-11-08T22:13:20.000Z' }),
      'efforts_included[0].last_commit_at: "+055840-11-08T22:13:20.000Z" is not a time',
    ],
    ['a count that is no number', withEffort({ commits: Number.NaN }), 'efforts_included[0].commits'],
    ['a count beyond what is exact', withEffort({ commits: 2 ** 60 }), 'efforts_included[0].commits'],
    ['a field that no reader knows', { ...sample, mood: 'good' } as IntegrationState, 'unknown field mood'],
    ['a time of its own', { ...sample, updated_at: 'now' as Instant }, 'updated_at: "now" is not a time'],
    [
      'fields that contradict each other',
      { ...finishedState(), stage: 'LANDING' },
      'the stage is LANDING with the outcome LANDED',
    ],
  ])('%s', (_what, state, because) => {
    expect(() => integrationCodec.encode(state)).toThrowError(unread(because));
  });

  it('and so is a document', () => {
    const envelope = {
      schema_version: 2,
      sequence: -1,
      host: 'mill',
      saved_at: sampleInstant(),
      state: sample,
    };

    expect(() => integrationCodec.document(envelope)).toThrowError(unread('sequence: -1'));
  });

  it.each(Object.entries(SAMPLE_STATES))('but never the sample of the moment %s', (_moment, state) => {
    const encoded = integrationCodec.encode(state);

    expect(integrationCodec.decode(encoded, integrationCodec.schema_version)).toEqual({
      ok: true,
      value: state,
    });
  });
});

it('what a state shares with one that was checked is not looked at again', () => {
  const [first, ...others] = bigState(3, 0).efforts_included;
  let looks = 0;
  const watched = Object.defineProperty({ ...(first as Effort) }, 'subject', {
    enumerable: true,
    get: () => {
      looks += 1;
      return 'watched';
    },
  });
  const held = { ...sample, efforts_included: [watched, ...others] } as IntegrationState;
  integrationCodec.encode(held);
  const once = looks;

  integrationCodec.encode({ ...held, paused: true });

  expect(once).toBeGreaterThan(0);
  // The fold of the flat form reads each effort; the schema does not.
  expect(looks).toBe(once);
});

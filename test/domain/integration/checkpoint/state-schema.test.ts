import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stateSchema } from '../../../../src/domain/integration/checkpoint/state-schema.ts';
import type { IntegrationState } from '../../../../src/domain/integration/state.ts';
import { anyState, midConflictState, SAMPLE_STATES } from '../../../support/states.ts';

/** What the failsafe schema of YAML leaves: text, null, lists and maps. */
function asFailsafe(value: unknown): unknown {
  if (value === null) return null;
  if (Array.isArray(value)) return value.map(asFailsafe);
  if (typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, asFailsafe(item)]));
  }
  return Object.is(value, -0) ? '-0' : String(value);
}

function pathOfFirstIssue(state: unknown): string {
  const read = stateSchema.safeParse(state);
  return read.success ? 'accepted' : (read.error.issues[0]?.path.join('.') ?? '');
}

describe('the stored form of the state', () => {
  it('gives every state back as it was, from values and from texts', () => {
    fc.assert(
      fc.property(anyState(), (state) => {
        expect(stateSchema.parse(state)).toStrictEqual(state);
        expect(stateSchema.parse(asFailsafe(state))).toStrictEqual(state);
      }),
      { numRuns: 150 },
    );
  });

  it('leaves a text that looks like a number a text', () => {
    const state = midConflictState({ landing_command: '12e456789', outcome_because: 'true' });

    const read = stateSchema.parse(asFailsafe(state));

    expect(read.landing_command).toBe('12e456789');
    expect(read.outcome_because).toBe('true');
  });

  it.each([['0x1f'], ['1_000'], ['Infinity'], ['.inf'], ['1e999'], [' 1'], [''], ['one'], ['007']])(
    'takes %j for no number',
    (text) => {
      expect(pathOfFirstIssue({ ...midConflictState(), phase: text })).toBe('phase');
    },
  );

  it('takes only true and false for a flag', () => {
    expect(pathOfFirstIssue({ ...midConflictState(), paused: 'yes' })).toBe('paused');
  });

  it('refuses a field that it does not know', () => {
    expect(stateSchema.safeParse({ ...midConflictState(), mood: 'good' }).success).toBe(false);
  });

  it.each(Object.keys(midConflictState()))('refuses a state without %s', (field) => {
    const { [field as keyof IntegrationState]: _left_out, ...rest } = midConflictState();

    expect(pathOfFirstIssue(rest)).toBe(field);
  });

  it.each([
    ['session_id', '../../etc'],
    ['session_id', '-x'],
    ['target', '--upload-pack=x'],
    ['integration_branch', 'a..b'],
    ['target_base', 'HEAD'],
    ['target_base', 'a'.repeat(41)],
    ['created_at', '2026-11-21'],
  ])('refuses %s %j, which git, a path or the shell could misread', (field, value) => {
    expect(pathOfFirstIssue({ ...midConflictState(), [field]: value })).toBe(field);
  });

  it.each(Object.entries(SAMPLE_STATES))('accepts the sample of the moment %s', (_moment, state) => {
    expect(stateSchema.parse(state)).toStrictEqual(state);
  });
});

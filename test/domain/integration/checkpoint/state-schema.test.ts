import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type FlatState,
  flattenState,
  stateOfFlat,
} from '../../../../src/domain/integration/checkpoint/flat-state.ts';
import { integrationRows } from '../../../../src/domain/integration/checkpoint/rows.ts';
import { stateSchema } from '../../../../src/domain/integration/checkpoint/state-schema.ts';
import { anyState, finishedState, midConflictState, SAMPLE_STATES } from '../../../support/states.ts';

/** What the failsafe schema of YAML leaves: text, null, lists and maps. */
function asFailsafe(value: unknown): unknown {
  if (value === null) return null;
  if (Array.isArray(value)) return value.map(asFailsafe);
  if (typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, asFailsafe(item)]));
  }
  return Object.is(value, -0) ? '-0' : String(value);
}

/** Fields that came after version 2 was first written, as they read where they are missing. */
const NEWER: Readonly<Record<string, unknown>> = {
  letter: null,
  foreign: null,
  gates_cut_off: [],
  proofs: [],
  gate_policy: 'each',
  judged_before: { efforts: 0, red: 0 },
};

function pathOfFirstIssue(state: unknown): string {
  const read = stateSchema.safeParse(state);
  return read.success ? 'accepted' : (read.error.issues[0]?.path.join('.') ?? '');
}

describe('the stored form of the state', () => {
  it('gives every state back as it was, from values and from texts', () => {
    fc.assert(
      fc.property(anyState(), (state) => {
        const flat = flattenState(state);
        expect(stateSchema.parse(flat)).toStrictEqual(flat);
        expect(stateSchema.parse(asFailsafe(flat))).toStrictEqual(flat);
        expect(stateOfFlat(flat)).toStrictEqual({ ok: true, value: state });
        const stored = JSON.parse(JSON.stringify(flat));
        expect(integrationRows.restore(stored)).toStrictEqual({ ok: true, value: state });
      }),
      { numRuns: 150 },
    );
  });

  it('leaves a text that looks like a number a text', () => {
    const state = flattenState(
      finishedState({ outcome: 'HELD_FOR_REVIEW', landing_command: '12e456789', outcome_because: 'true' }),
    );

    const read = stateSchema.parse(asFailsafe(state));

    expect(read.landing_command).toBe('12e456789');
    expect(read.outcome_because).toBe('true');
  });

  it.each([['0x1f'], ['1_000'], ['Infinity'], ['.inf'], ['1e999'], [' 1'], [''], ['one'], ['007']])(
    'takes %j for no number',
    (text) => {
      expect(pathOfFirstIssue({ ...flattenState(midConflictState()), phase: text })).toBe('phase');
    },
  );

  it('takes only true and false for a flag', () => {
    expect(pathOfFirstIssue({ ...flattenState(midConflictState()), paused: 'yes' })).toBe('paused');
  });

  it('refuses a field that it does not know', () => {
    expect(stateSchema.safeParse({ ...flattenState(midConflictState()), mood: 'good' }).success).toBe(false);
  });

  it.each(Object.keys(NEWER))('reads what was stored before there was %s', (field) => {
    const { [field]: _, ...before } = { ...flattenState(midConflictState()) } as Record<string, unknown>;

    expect(stateSchema.parse(before)).toHaveProperty(field, NEWER[field]);
  });

  it.each(Object.keys(flattenState(midConflictState())).filter((field) => !(field in NEWER)))(
    'refuses a state without %s',
    (field) => {
      const { [field as keyof FlatState]: _left_out, ...rest } = flattenState(midConflictState());

      expect(pathOfFirstIssue(rest)).toBe(field);
    },
  );

  it.each([
    ['session_id', '../../etc'],
    ['session_id', '-x'],
    ['target', '--upload-pack=x'],
    ['integration_branch', 'a..b'],
    ['target_base', 'HEAD'],
    ['target_base', 'a'.repeat(41)],
    ['created_at', '2026-11-21'],
  ])('refuses %s %j, which git, a path or the shell could misread', (field, value) => {
    expect(pathOfFirstIssue({ ...flattenState(midConflictState()), [field]: value })).toBe(field);
  });

  it.each(Object.entries(SAMPLE_STATES))('accepts the sample of the moment %s', (_moment, state) => {
    expect(stateSchema.parse(flattenState(state))).toStrictEqual(flattenState(state));
  });
});

describe('fields that contradict each other', () => {
  const flat = flattenState(finishedState());
  const [first, ...others] = flat.efforts_included;
  const withFirst = (change: Partial<FlatState['efforts_included'][number]>): FlatState => ({
    ...flat,
    efforts_included: first === undefined ? [] : [{ ...first, ...change }, ...others],
  });

  it.each<[string, FlatState, string]>([
    ['an end before the end', { ...flat, stage: 'LANDING' }, 'the stage is LANDING with the outcome LANDED'],
    ['no end at the end', { ...flat, outcome: null }, 'the stage is FINISHED without an outcome'],
    ['a landing of nothing', { ...flat, landed_commit: null }, 'the outcome is LANDED without landed_commit'],
    [
      'a merge without its commit',
      withFirst({ merge_commit: null }),
      'efforts_included[0]: it is MERGED without merge_commit, restore_point or merged_at',
    ],
    [
      'a merge that is still to come',
      withFirst({ status: 'PENDING' }),
      'efforts_included[0]: it is PENDING and has a merge_commit',
    ],
    [
      'an effort held as nothing',
      withFirst({ status: 'HELD' }),
      'efforts_included[0]: it is HELD without held_as',
    ],
  ])('are refused in words: %s', (_what, contradiction, refused) => {
    expect(stateOfFlat(contradiction)).toEqual({ ok: false, refused });
  });
});

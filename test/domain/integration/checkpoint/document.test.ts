import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeCheckpoint, REQUIRED_FIELDS } from '../../../../src/domain/integration/checkpoint/decode.ts';
import { checkpointDocument } from '../../../../src/domain/integration/checkpoint/document.ts';
import { checkpointSchema } from '../../../../src/domain/integration/checkpoint/document-schema.ts';
import { flattenEffort } from '../../../../src/domain/integration/checkpoint/flat-state.ts';
import type { Migration } from '../../../../src/domain/integration/checkpoint/migrations.ts';
import { SCHEMA_VERSION } from '../../../../src/domain/integration/checkpoint/migrations.ts';
import type { IntegrationState } from '../../../../src/domain/integration/state.ts';
import type { Envelope } from '../../../../src/domain/shared/codec.ts';
import type { EffortName } from '../../../../src/domain/shared/ids.ts';
import {
  anyState,
  freshState,
  gatesRunningState,
  midConflictState,
  sampleEffort,
  sampleInstant,
  sampleSettings,
} from '../../../support/states.ts';

function envelopeOf(state: IntegrationState): Envelope<IntegrationState> {
  return { schema_version: SCHEMA_VERSION, sequence: 41, host: 'mill', saved_at: sampleInstant(345), state };
}

function fieldsOf(state: IntegrationState) {
  return checkpointDocument(envelopeOf(state)).integration_checkpoint;
}

/** The document of the mid-conflict sample with some fields replaced; `undefined` removes one. */
function documentWith(changes: Readonly<Record<string, unknown>>): unknown {
  const fields = { ...fieldsOf(midConflictState()), ...changes };
  return { integration_checkpoint: JSON.parse(JSON.stringify(fields)) };
}

const FIRST_RELEASE = [
  [null, []],
  [{ question: 'q', choice: 'c' }, [{ question: 'q', choice: 'c' }]],
] as const;

it.each(FIRST_RELEASE)('one cursor of the first release, %j, is read as a list', (highlighted, expected) => {
  const offer = { last_sign_of_life: sampleInstant() };
  const decoded = decodeCheckpoint(documentWith({ schema_version: 1, highlighted, resume_offer: offer }));

  expect(decoded).toMatchObject({
    ok: true,
    value: { state: { highlighted: expected, resume_offer: { ...offer, gates_now: null } } },
  });
});

describe('the checkpoint document', () => {
  it('tells what the specification asks for, in its words', () => {
    const fields = fieldsOf(midConflictState());

    expect(Object.keys(fields).slice(0, 4)).toEqual(['state', 'phase', 'wave', 'checkpoint_timestamp']);
    expect(fields).toMatchObject({
      state: 'INTEGRATION',
      phase: 1,
      wave: 2,
      checkpoint_timestamp: sampleInstant(345),
      integration_branch: 'phase1/wave2-integration',
    });
    expect(fields.efforts_included[1]).toMatchObject({
      name: 'controller',
      status: 'MERGING',
      conflicts: 2,
      resolution_status: 'IN_PROGRESS',
    });
    expect(fields.conflicts_detected[0]).toMatchObject({
      effort: 'controller',
      files: ['src/controller.ts'],
      type: 'OVERLAPPING_CHANGES',
      started_at: sampleInstant(300),
    });
    expect(fields.size_validations).toEqual([
      { effort: 'api-types', lines: 150, compliant: true },
      { effort: 'controller', lines: 150, compliant: true },
      { effort: 'webhooks', lines: 150, compliant: true },
      { current_integration_total: 150, limit: null, remaining_capacity: null },
    ]);
    expect(fields.performance_metrics).toEqual({
      integration_started: sampleInstant(10),
      conflicts_detected: 2,
      resolution_time_so_far: '45 s',
      success_rate_current: 50,
    });
    expect(fields.pending_actions).toEqual([
      {
        type: 'RESOLVE_CONFLICT',
        target: 'controller',
        assigned_to: 'operator',
        priority: 'HIGH',
        depends_on: [],
        trigger: null,
      },
      {
        type: 'MERGE_EFFORT',
        target: 'webhooks',
        assigned_to: 'intorch',
        priority: 'MEDIUM',
        depends_on: ['controller'],
        trigger: null,
      },
      {
        type: 'FINAL_VALIDATION',
        target: 'phase1/wave2-integration',
        assigned_to: 'intorch',
        priority: 'HIGH',
        depends_on: [],
        trigger: 'ALL_EFFORTS_MERGED',
      },
      {
        type: 'LAND',
        target: 'main',
        assigned_to: 'intorch',
        priority: 'MEDIUM',
        depends_on: [],
        trigger: 'FINAL_VALIDATION_PASSED',
      },
    ]);
  });

  it('has one test result for each gate', () => {
    expect(fieldsOf(midConflictState()).test_results).toEqual({
      unit_tests: { status: 'PASSING', coverage: 87.5, progress: null, tree: expect.any(String) },
      build: { status: 'PENDING', coverage: null, progress: null, tree: null },
    });
  });

  it('says how far a running gate is, measured by the tests of the target', () => {
    expect(fieldsOf(gatesRunningState()).test_results).toEqual({
      unit_tests: { status: 'RUNNING', coverage: null, progress: '60%', tree: expect.any(String) },
      build: { status: 'RUNNING', coverage: null, progress: null, tree: expect.any(String) },
    });
  });

  it('says what is left of an integration limit', () => {
    const state = midConflictState({
      settings: sampleSettings({ limits: { effort_lines: 100, integration_lines: 800 } }),
    });

    expect(fieldsOf(state).size_validations).toContainEqual({
      effort: 'api-types',
      lines: 150,
      compliant: false,
    });
    expect(fieldsOf(state).size_validations.at(-1)).toEqual({
      current_integration_total: 150,
      limit: 800,
      remaining_capacity: 650,
    });
  });

  it('has no success rate before the first effort', () => {
    expect(fieldsOf(freshState()).performance_metrics.success_rate_current).toBeNull();
  });

  it('gives an unchanged conflict the same entry again', () => {
    const state = midConflictState();

    expect(fieldsOf({ ...state, paused: true }).conflicts_detected[0]).toBe(
      fieldsOf(state).conflicts_detected[0],
    );
  });

  it('keeps every state, and fits its own schema', () => {
    fc.assert(
      fc.property(anyState(), (state) => {
        const document = checkpointDocument(envelopeOf(state));

        expect(checkpointSchema.safeParse(document).error?.issues).toBeUndefined();
        expect(decodeCheckpoint(document)).toStrictEqual({ ok: true, value: envelopeOf(state) });
      }),
      { numRuns: 100 },
    );
  });
});

describe('reading a checkpoint document', () => {
  it('computes what is derived again and believes only what is stored', () => {
    const forged = documentWith({
      performance_metrics: { ...fieldsOf(midConflictState()).performance_metrics, success_rate_current: 100 },
    });

    expect(decodeCheckpoint(forged)).toStrictEqual({ ok: true, value: envelopeOf(midConflictState()) });
  });

  it('refuses a newer version in words, whatever else is in it', () => {
    expect(decodeCheckpoint(documentWith({ schema_version: '9', phase: undefined, magic: 1 }))).toEqual({
      ok: false,
      refused: `schema_version 9 is newer than ${SCHEMA_VERSION}: update intorch`,
    });
  });

  it('brings an older version up to date, one step at a time', () => {
    const oldFields = {
      ...fieldsOf(midConflictState()),
      schema_version: -1,
      branch: 'phase1/wave2-integration',
    };
    const { integration_branch: _renamed, ...old } = oldFields;
    const migrations = new Map<number, Migration>([
      [-1, ({ branch, ...fields }) => ({ ...fields, integration: branch })],
      [
        0,
        ({ integration, ...fields }) => ({
          ...fields,
          integration_branch: integration,
        }),
      ],
      [1, (fields) => fields],
    ]);

    expect(decodeCheckpoint({ integration_checkpoint: old }, migrations)).toStrictEqual({
      ok: true,
      value: envelopeOf(midConflictState()),
    });
  });

  it('refuses an older version that nothing brings up to date', () => {
    expect(decodeCheckpoint(documentWith({ schema_version: 0 }))).toEqual({
      ok: false,
      refused: 'schema_version 0 is older than 2 and cannot be brought up to it',
    });
  });

  it.each(REQUIRED_FIELDS)('refuses a document without %s', (field) => {
    expect(decodeCheckpoint(documentWith({ [field]: undefined }))).toEqual({
      ok: false,
      refused: `required fields are missing: ${field}`,
    });
  });

  it('refuses a status that is no word of the specification', () => {
    const efforts_included = [sampleEffort('a'), sampleEffort('b')]
      .map(flattenEffort)
      .map((effort) => (effort.name === 'b' ? { ...effort, status: 'DONE' } : effort));

    expect(decodeCheckpoint(documentWith({ efforts_included }))).toEqual({
      ok: false,
      refused: 'efforts_included[1].status: "DONE" is not one of PENDING, MERGING, MERGED, FAILED, HELD',
    });
  });

  it.each([
    [{ mood: 'good' }, 'unknown field mood'],
    [{ in_flight: [{ key: 'k' }] }, 'in_flight[0].action: is missing'],
    [{ phase: 'one' }, 'phase: "one" is not a number'],
    [{ identity: ['a'] }, 'identity: ["a"] is not a map'],
    [{ target: '-x' }, 'target: "-x" is not a branch name'],
    [{ schema_version: 'new' }, 'schema_version: "new" is not a number'],
  ])('refuses %j with its place', (changes, refused) => {
    expect(decodeCheckpoint(documentWith(changes))).toEqual({ ok: false, refused });
  });

  it.each([null, 'text', [], {}, { integration_checkpoint: null }, { integration_checkpoint: [] }])(
    'refuses %j, which is no checkpoint at all',
    (parsed) => {
      expect(decodeCheckpoint(parsed)).toEqual({ ok: false, refused: 'integration_checkpoint is missing' });
    },
  );

  it('never throws, whatever it is given', () => {
    fc.assert(
      fc.property(fc.anything(), (parsed) => {
        expect(decodeCheckpoint(parsed).ok).toBe(false);
        expect(decodeCheckpoint({ integration_checkpoint: parsed }).ok).toBe(false);
      }),
    );
  });
});

describe('what is left to do', () => {
  it('is nothing once the session is over', () => {
    expect(fieldsOf(midConflictState({ stage: 'FINISHED', outcome: 'STOPPED' })).pending_actions).toEqual([]);
  });

  it('names running gates, and landing alone once everything is verified', () => {
    const types = (state: IntegrationState) => fieldsOf(state).pending_actions.map(({ type }) => type);

    expect(types(gatesRunningState())).toEqual([
      'MERGE_EFFORT',
      'RUN_GATE',
      'RUN_GATE',
      'FINAL_VALIDATION',
      'LAND',
    ]);
    expect(types(freshState({ stage: 'LANDING' }))).toEqual(['LAND']);
  });

  it('leaves out an excluded effort, and dependencies that are in', () => {
    const state = midConflictState({
      conflicts_detected: [],
      efforts_included: [
        sampleEffort('a', { status: 'MERGED' }),
        sampleEffort('b', { excluded: true }),
        sampleEffort('c', { dependencies: ['a' as EffortName] }),
      ],
    });

    expect(fieldsOf(state).pending_actions.slice(0, -2)).toEqual([
      {
        type: 'MERGE_EFFORT',
        target: 'c',
        assigned_to: 'intorch',
        priority: 'MEDIUM',
        depends_on: [],
        trigger: null,
      },
    ]);
  });
});

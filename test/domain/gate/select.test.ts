import { describe, expect, test } from 'vitest';
import type { GateRun, GateSubject } from '../../../src/domain/gate/gate.ts';
import { gatesFor, reusableRun } from '../../../src/domain/gate/select.ts';
import type { ConflictId, EffortName, GateName, RunId } from '../../../src/domain/shared/ids.ts';
import { sampleGate, sampleRun, sampleSha } from '../../support/states.ts';

const effort = 'auth' as EffortName;
const SUBJECTS: readonly [GateSubject, string][] = [
  [{ kind: 'baseline' }, 'unit e2e lint'],
  [{ kind: 'effort', effort }, 'unit lint'],
  [{ kind: 'probe', effort, with: [] }, 'unit lint'],
  [{ kind: 'option', conflict: 'auth#1' as ConflictId, hunk: 0, option: 'combine' }, 'unit lint'],
  [{ kind: 'final' }, 'unit e2e lint'],
];

describe('the gates of a subject', () => {
  const gates = [
    sampleGate('unit', { when: 'both' }),
    sampleGate('e2e', { when: 'final' }),
    sampleGate('lint', { when: 'effort' }),
  ];

  test.each(SUBJECTS)('of kind $kind are %s', (subject, names) => {
    const chosen = gatesFor({ gates }, subject).map((gate) => gate.name);

    expect(chosen.join(' ')).toBe(names);
  });
});

describe('a verdict that may be taken over', () => {
  const key = { gate: 'unit' as GateName, tree: sampleSha('tree'), command_digest: 'digest' };
  const run = (overrides: Partial<GateRun>) =>
    sampleRun(
      1,
      'unit',
      { kind: 'effort', effort },
      { ...key, status: 'FINISHED', verdict: 'passed', ...overrides },
    );

  test('is green and on the same tree, command and environment', () => {
    const passed = run({ id: 'passed' as RunId });

    expect(reusableRun([passed], key)).toBe(passed);
    expect(reusableRun([run({ verdict: 'pre_existing' })], key)).not.toBeNull();
  });

  test.each([
    ['another tree', { tree: sampleSha('other') }],
    ['no tree', { tree: null }],
    ['another command', { command_digest: 'other' }],
    ['another gate', { gate: 'lint' as GateName }],
    ['a run that still goes on', { status: 'RUNNING', verdict: null }],
    ['a failure', { verdict: 'failed' }],
    [
      'a failure that was accepted',
      { verdict: 'failed', accepted: { at: run({}).started_at, reason: 'known' } },
    ],
    ['a run that did not run', { verdict: 'did_not_run' }],
    ['a gate that meddled', { verdict: 'inconclusive' }],
  ] as readonly [string, Partial<GateRun>][])('is not that of %s', (_title, overrides) => {
    expect(reusableRun([run(overrides)], key)).toBeNull();
  });

  test('is not one that another run of the same contradicts', () => {
    expect(reusableRun([run({}), run({ verdict: 'failed' })], key)).toBeNull();
    expect(reusableRun([run({ verdict: 'did_not_run' }), run({})], key)).not.toBeNull();
  });

  test('is that of the run that really ran', () => {
    const original = run({ id: 'original' as RunId });
    const copy = run({ id: 'copy' as RunId, reused_from: original.id });

    expect(reusableRun([copy, original], key)?.id).toBe('original');
  });
});

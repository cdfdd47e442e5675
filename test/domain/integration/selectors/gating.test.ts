import { describe, expect, test } from 'vitest';
import type { GateRun } from '../../../../src/domain/gate/gate.ts';
import type { Missing } from '../../../../src/domain/gate/missing.ts';
import { gateProgress, namedOnReuse } from '../../../../src/domain/integration/selectors/gating.ts';
import type { GateName } from '../../../../src/domain/shared/ids.ts';
import { freshState, sampleGate, sampleRun, sampleSettings, sampleSha } from '../../../support/states.ts';

const baseline = sampleRun(1, 'test', { kind: 'baseline' });
const former = sampleRun(2, 'test', { kind: 'baseline' }, { commit: null });
const final = sampleRun(9, 'test', { kind: 'final' });
const missing: Missing = {
  baseline: baseline.id,
  count: 0,
  names: [],
  digest: '811c9dc5',
  removed: { count: 0, names: [] },
};
const later = (overrides: Partial<GateRun>) => sampleRun(3, 'test', { kind: 'final' }, overrides);

const known = freshState({
  target_base: baseline.commit,
  gate_runs: [baseline],
  baseline_tests: { gates: [{ gate: baseline.gate, run: baseline.id, names: ['adds'] }] },
});
const unknown = { ...known, baseline_tests: null };

describe('a verdict that is taken over', () => {
  test.each([
    ['of the target brings its names along', known, baseline, { names: null, missing }],
    ['compared with the same target stays compared', known, later({ missing }), { names: null, missing }],
    [
      'compared with another target is not taken over',
      known,
      later({ missing: { ...missing, baseline: former.id } }),
      null,
    ],
    ['that was not compared is not taken over', known, later({}), null],
    [
      'is taken over by number where the target names nothing',
      unknown,
      later({}),
      { names: null, missing: null },
    ],
  ])('%s', (_title, state, same, named) => {
    expect(namedOnReuse(state, final, same)).toEqual(named);
  });

  test.each([
    ['of the target itself keeps its names', known, baseline, { names: ['adds'], missing: null }],
    ['whose names were not kept is not taken over', known, later({ missing }), null],
    ['that never had names is taken over', unknown, later({}), { names: null, missing: null }],
  ])('for the target %s', (_title, state, same, named) => {
    expect(namedOnReuse(state, former, same)).toEqual(named);
  });
});

describe('a benchmark on the final tree', () => {
  const tip = sampleSha('tip');
  const ran = (ordinal: number, kind: 'baseline' | 'final', duration_ms: number) =>
    sampleRun(
      ordinal,
      'bench',
      { kind },
      { commit: kind === 'final' ? tip : sampleSha('base'), duration_ms },
    );
  const toRun = (gate: string, runs: readonly GateRun[]) =>
    gateProgress(
      freshState({
        settings: sampleSettings({ gates: [sampleGate(gate)] }),
        integration_tip: tip,
        gate_runs: runs.map((run) => ({ ...run, gate: gate as GateName })),
      }),
      { kind: 'final' },
      tip,
    ).to_run.map(({ attempt }) => attempt);

  test.each([
    [
      'runs once more where it looks slower',
      'bench',
      [ran(1, 'baseline', 2_000), ran(2, 'final', 3_000)],
      [2],
    ],
    ['is done where it is as fast', 'bench', [ran(1, 'baseline', 2_000), ran(2, 'final', 2_100)], []],
    [
      'is done after a second measurement',
      'bench',
      [ran(1, 'baseline', 2_000), ran(2, 'final', 3_000), ran(3, 'final', 3_100)],
      [],
    ],
    ['is not any other gate', 'unit', [ran(1, 'baseline', 2_000), ran(2, 'final', 3_000)], []],
  ])('%s', (_, gate, runs, attempts) => {
    expect(toRun(gate, runs)).toEqual(attempts);
  });
});

test.each([
  ['runs again', { verdict: 'failed' }, 1, 0],
  ['that did not run, runs again', { verdict: 'did_not_run' }, 1, 0],
  ['that meddled, does not run again', { verdict: 'inconclusive', meddled: true }, 0, 1],
  [
    'that meddled, does not run again when asked to',
    { meddled: true, verdict: 'inconclusive', retried: true },
    0,
    1,
  ],
] as const)('a red gate with retries left %s', (_title, overrides, to_run, red) => {
  const run = sampleRun(1, 'test', { kind: 'final' }, overrides);
  const state = freshState({
    settings: sampleSettings({ gates: [{ ...sampleGate('test'), retries: 2 }] }),
    gate_runs: [run],
  });

  const progress = gateProgress(state, run.subject, run.commit ?? sampleSha('x'));

  expect([progress.to_run.length, progress.red.length]).toEqual([to_run, red]);
});

describe('a gate that depends on another', () => {
  const tip = sampleSha('tip');
  const gates = [
    sampleGate('build', { retries: 0 }),
    sampleGate('unit', { depends_on: ['build'] }),
    sampleGate('e2e', { depends_on: ['unit'] }),
    sampleGate('lint', { required: false, retries: 0 }),
    sampleGate('docs', { depends_on: ['lint'] }),
  ];
  const progress = (kind: 'baseline' | 'final', runs: readonly (readonly [string, Partial<GateRun>])[]) => {
    const gate_runs = runs.map(([gate, more], index) =>
      sampleRun(index + 1, gate, { kind }, { commit: tip, ...more }),
    );
    const state = freshState({ target_base: tip, settings: sampleSettings({ gates }), gate_runs });
    const { to_run, settled } = gateProgress(state, { kind }, tip);
    return { to_run: to_run.map(({ gate }) => gate.name), settled };
  };
  const RED = { verdict: 'failed' } as const;

  test.each([
    ['waits at first', 'final', [], ['build', 'lint']],
    ['waits while it runs', 'final', [['build', { status: 'RUNNING' }]], ['lint']],
    ['runs when it is green', 'final', [['build', {}]], ['unit', 'lint']],
    [
      'waits for whoever decides about a red one',
      'final',
      [
        ['build', RED],
        ['lint', {}],
      ],
      ['docs'],
    ],
    [
      'does not wait for a red one that blocks nothing',
      'final',
      [
        ['build', {}],
        ['lint', RED],
      ],
      ['unit', 'docs'],
    ],
    [
      'is measured on a target where it is red',
      'baseline',
      [
        ['build', RED],
        ['lint', {}],
      ],
      ['unit', 'docs'],
    ],
  ] as const)('%s', (_title, kind, runs, to_run) => {
    expect(progress(kind, runs)).toEqual({ to_run, settled: false });
  });
});

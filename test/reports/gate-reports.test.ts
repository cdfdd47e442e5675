import { describe, expect, it } from 'vitest';
import type { GateRun } from '../../src/domain/gate/gate.ts';
import type { EffortName } from '../../src/domain/shared/ids.ts';
import { integrationIncident } from '../../src/reports/incident.ts';
import { integrationPlan } from '../../src/reports/integration-plan.ts';
import { regressionAnalysis } from '../../src/reports/regression-analysis.ts';
import { statusReport } from '../../src/reports/status-report.ts';
import { validationReport } from '../../src/reports/validation-report.ts';
import {
  finishedState,
  freshState,
  mergedEffort,
  midConflictState,
  redGateState,
  sampleRun,
  sampleTally,
} from '../support/states.ts';

const FINAL = { kind: 'final' } as const;
const baseline = sampleRun(1, 'unit_tests', { kind: 'baseline' }, { duration_ms: 10_000 });

function ended(...finals: readonly GateRun[]) {
  return finishedState({ gate_runs: [baseline, ...finals] });
}

describe('REGRESSION_ANALYSIS.md', () => {
  it('compares the final run with the target', () => {
    const final = sampleRun(5, 'unit_tests', FINAL, {
      verdict: 'failed',
      because: '1 of 50 tests fails',
      tests: sampleTally(50, { passed: 49, failed: 1, failing: ['adds | numbers'], coverage: 80 }),
      duration_ms: 15_000,
    });

    expect(regressionAnalysis(ended(final))).toMatchInlineSnapshot(`
      "# Regression Analysis

      ## Test Comparison

      - Baseline tests: 42
      - Integration tests: 50 (+8)
      - Previously passing now failing: none for certain; the new failures may be new tests ⚠️
      - New failures: 1

      - \`adds | numbers\` (unit_tests)

      ## Coverage Comparison

      - Baseline coverage: 87.5%
      - Integration coverage: 80.0% (-7.5%)

      ## Performance Comparison

      | Gate | Baseline | Integration | Change |
      |---|---|---|---|
      | unit_tests | 10 s | 15 s | +50% |

      ## Risk Assessment

      - High risk: unit_tests: 1 of 50 tests fails
      - Medium risk: unit_tests: 1 test failed that did not fail on main
      - High risk: line coverage of unit_tests fell from 87.5 % to 80 %
      - Not known: no gate is a security scan
      - Not known: unit_tests: there is nothing to compare its duration with

      ## Approval Recommendation

      - Functional: ❌ Not approved (a gate is not green)
      - Performance: Not known, because unit_tests: there is nothing to compare its duration with
      - Coverage: ⚠️ Conditional (line coverage of unit_tests fell from 87.5 % to 80 %)
      - Security: Not known, because no gate is a security scan

      **Overall**: Not approved
      "
    `);
  });

  it('approves what is as good as the target', () => {
    const text = regressionAnalysis(ended(sampleRun(5, 'unit_tests', FINAL, { duration_ms: 9000 })));

    expect(text).toContain('- Low risk: No regressions in existing functionality');
    expect(text).toContain('**Overall**: Approved for merge, and landed\n');
  });

  it('does not approve what ran only after an effort', () => {
    const text = regressionAnalysis(midConflictState());

    expect(text).toContain('**Overall**: No objection so far; the gates on the final tree decide');
  });

  it('says so when the target was not measured', () => {
    const state = finishedState({ gate_runs: [sampleRun(5, 'unit_tests', FINAL)] });

    const text = regressionAnalysis(state);

    expect(text).toContain('- Baseline tests: not known, because the gates did not run on the target');
    expect(text).toContain('- Functional: Not known, because the gates did not run on main');
    expect(text).toContain(
      '- Performance: Not known, because unit_tests: there is nothing to compare its duration with',
    );
    expect(text).toContain(
      '**Overall**: No objection: the gates are green; whether anything got worse is not known',
    );
  });

  it('never says that the target was not measured where its gate ran', () => {
    const uncounted = { tests: null, exit_code: 0 };
    const before = sampleRun(1, 'unit_tests', { kind: 'baseline' }, { ...uncounted, duration_ms: null });
    const state = finishedState({ gate_runs: [before, sampleRun(5, 'unit_tests', FINAL, uncounted)] });

    const text = regressionAnalysis(state);

    expect(text).not.toMatch(/not measured/i);
    expect(text).toContain('- Baseline tests: not known, because no gate counted its tests on the target');
    expect(text).toContain('- Baseline coverage: not reported');
    expect(text).toContain('| unit_tests | not known |');
  });

  it('names the tests that ran on the target and did not run', () => {
    const names = ['adds', 'removes'];
    const missing = {
      baseline: baseline.id,
      count: 60,
      names,
      digest: '0',
      removed: { count: 0, names: [] },
    };
    const text = regressionAnalysis(ended(sampleRun(5, 'unit_tests', FINAL, { missing })));

    expect(text).toContain('- Ran on the target and did not run: 60');
    expect(text).toContain('Did not run:\n\n- `adds` (unit_tests)\n- `removes` (unit_tests)\n\n… 58 more');
    expect(text).toContain('Medium risk: unit_tests: 60 tests that ran on main did not run');
  });

  it('never approves a gate that did not run', () => {
    const final = sampleRun(5, 'unit_tests', FINAL, {
      verdict: 'did_not_run',
      because: 'it was ended',
      tests: null,
    });

    expect(regressionAnalysis(ended(final))).toContain('**Overall**: Not approved');
  });
});

describe('INTEGRATION_VALIDATION_REPORT.md', () => {
  it('asks for help with red tests in the form of the specification', () => {
    expect(validationReport(redGateState())).toMatchInlineSnapshot(`
      "# Integration Validation Report

      ## Test Results

      - Total tests: 42
      - Passed: 40
      - Failed: 2
      - Skipped: 0
      - Coverage: 87.5%

      | Gate | Where | Verdict | Why | Took | Log |
      |---|---|---|---|---|---|
      | unit_tests | after controller | ❌ failed | 2 of 42 tests fail and do not on the target | 5.3 s | \`logs/3-unit_tests-effort-controller.log\` |

      ## Failed Tests

      1. \`retries three times\` (unit_tests)
      2. \`gives up at last\` (unit_tests)

      ## Performance Benchmarks

      | Scenario | Before | After | Change |
      |---|---|---|---|
      | unit_tests | 5.3 s | 5.3 s | +0% |

      ## Regression Analysis

      - 2 tests fail that do not on the target; see REGRESSION_ANALYSIS.md

      ## Blocker Issues

      - unit_tests fails once controller is merged: 2 of 42 tests fail and do not on the target
      - unit_tests has not run on the final tree
      - build has not run on the final tree
      - webhooks is still to be merged

      \`\`\`
      Validation Request:
      ---
      TO: Validator Agent
      REQUEST: Fix integration test failures

      CONTEXT:
      - Integration branch: phase1/wave2-integration
      - unit_tests: 2 of 42 tests fail and do not on the target
      - Failed tests: 2
        1. retries three times
        2. gives up at last

      SCOPE:
      - Fix failures on a branch of your own that starts at phase1/wave2-integration; workspaces of gates are wiped
      - Maintain existing functionality
      - Target: 100% test passing rate
      ---
      \`\`\`

      ## Approval Status

      - Integration: ⚠️ Pending (unit_tests fails once controller is merged: 2 of 42 tests fail and do not on the target)
      - Coverage: 87.5%
      - Security: Not known (no gate is a security scan)
      - Gates that have not run yet: 1
      "
    `);
  });

  it('says how many failed tests have no name', () => {
    const final = sampleRun(5, 'unit_tests', FINAL, {
      verdict: 'failed',
      tests: sampleTally(42, { failed: 5, failing: ['one'] }),
    });

    expect(validationReport(ended(final))).toContain('4 failed tests have no name in the output');
  });

  it('counts failing tests, not the files that are listed beside them, and lists what did not run', () => {
    const final = sampleRun(5, 'unit_tests', FINAL, {
      verdict: 'failed',
      tests: sampleTally(42, { failed: 1, failing: ['a.test.ts > one', 'b.test.ts'] }),
      missing: {
        baseline: baseline.id,
        count: 1,
        names: ['two'],
        digest: '0',
        removed: { count: 0, names: [] },
      },
    });

    const text = validationReport(ended(final));

    expect(text).toContain('- Failed tests: 1\n  1. a.test.ts > one\n  2. b.test.ts\n  - did not run: two\n');
  });

  it('says of which gates only the exit status is known', () => {
    const text = validationReport(
      ended(sampleRun(5, 'unit_tests', FINAL), sampleRun(6, 'build', FINAL, { tests: null, exit_code: 0 })),
    );

    expect(text).toContain(
      '- build: tests not counted: exit status only, so fewer tests would not be noticed\n- Coverage',
    );
    expect(validationReport(ended(sampleRun(5, 'unit_tests', FINAL)))).not.toContain('not counted');
  });

  it('counts a gate as a security scan by its name', () => {
    const { integration_tip } = finishedState();
    const state = ended(sampleRun(5, 'npm-audit', FINAL, { tests: null, commit: integration_tip }));
    const settings = {
      ...state.settings,
      gates: state.settings.gates
        .slice(0, 1)
        .map((gate) => ({ ...gate, name: 'npm-audit' as typeof gate.name })),
    };

    expect(validationReport({ ...state, settings })).toContain(
      '- Security: ✅ (npm-audit passed: 42 tests passed)',
    );
  });
});

describe('INTEGRATION_PLAN.md', () => {
  const BLIND = 'tests not counted: exit status only, so fewer tests would not be noticed';
  const uncounted = sampleRun(1, 'unit_tests', { kind: 'baseline' }, { tests: null, exit_code: 0 });
  const known = { gates: [{ gate: baseline.gate, run: baseline.id, names: ['adds'] }] };
  const target_base = baseline.commit;

  it.each([
    ['before any run', {}, 'compared with the target, where its output counts them'],
    ['by the exit status', { gate_runs: [uncounted] }, BLIND],
    ['by number', { gate_runs: [baseline] }, 'compared with the target by their number'],
    [
      'by name',
      { gate_runs: [baseline], baseline_tests: known, target_base },
      'compared with the target by name',
    ],
  ])('says how tests are compared: %s', (_how, overrides, words) => {
    const plan = integrationPlan(freshState({ gate_runs: [], ...overrides }));

    expect(plan).toMatch(new RegExp(`\\| unit_tests \\| .* \\| ${words} \\|`));
  });

  it('says before any run of a gate that only its exit status is looked at', () => {
    const state = freshState();
    const gates = state.settings.gates.map((gate) => ({ ...gate, parser: 'exit' as const }));

    expect(integrationPlan({ ...state, settings: { ...state.settings, gates } })).toContain(BLIND);
  });

  it('says where the target is not run', () => {
    const state = freshState();

    expect(integrationPlan({ ...state, settings: { ...state.settings, baseline: false } })).toContain(
      'counted where its output says so; not compared, as the target is not run',
    );
  });
});

describe('INTEGRATION_INCIDENT.md', () => {
  it('says what broke, by whom, and what is preserved', () => {
    const red = sampleRun(9, 'unit_tests', FINAL, { verdict: 'failed', because: '2 of 42 tests fail' });
    const state = finishedState({
      stage: 'VALIDATING',
      outcome: null,
      landed_commit: null,
      gate_runs: [baseline, red],
      efforts_included: [
        mergedEffort('api-types', 60),
        mergedEffort('controller', 90, { clashes_with: ['api-types' as EffortName] }),
      ],
    });

    expect(integrationIncident(state)).toMatchInlineSnapshot(`
      "# Integration Incident: \`phase1/wave2-integration\`

      ## What Happened

      - 2026-11-21 10:16:49 UTC: unit_tests ❌ failed on the final tree: 2 of 42 tests fail

      ## Is The Target Healthy

      - \`main\` has not moved
      - unit_tests on it: ✅ passed

      ## Breaking Effort

      - controller: red together with api-types

      ## What Is Preserved

      - \`phase1/wave2-integration\` at \`b8c4ec9e\`
      - Every effort branch, as it was
      - Every decision and resolution, for the next time
      - The logs:

      | Gate | Where | Commit | Log |
      |---|---|---|---|
      | unit_tests | on the final tree | \`4d0ee203fcea1c8c8618f9f8d0c5a795d6187ecf\` | \`logs/9-unit_tests-final.log\` |

      ## Next Steps

      1. Tell whoever waits for this integration

      ## Rollback Plan

      | Before | Commit | Restore point | Written |
      |---|---|---|---|
      | start | \`074a83b2\` | \`refs/intorch/wave2-20261121-101500/before/start\` | 2026-11-21 10:15:10 UTC |
      | api-types | \`074a83b2\` | \`refs/intorch/wave2-20261121-101500/before/api-types\` | 2026-11-21 10:15:59 UTC |
      | controller | \`60cd555c\` | \`refs/intorch/wave2-20261121-101500/before/controller\` | 2026-11-21 10:19:59 UTC |

      - \`main\` has not moved, and no effort branch was touched: nothing in them has changed
      - Back to before an effort: \`intorch rollback --to EFFORT\`
      - All the way back: \`intorch rollback\`
      "
    `);
  });
});

describe('the status report', () => {
  it('has the form of the specification', () => {
    expect(statusReport(finishedState())).toMatchInlineSnapshot(`
      "Integration Status Report:
      ---
      TO: Orchestrator Lead
      WORKFLOW: phase1/wave2-integration
      INTEGRATION_STATUS: Complete

      RESULTS:
      - Workflows merged: 3
      - Conflicts resolved: 0
      - Conflicts escalated: 2
      - Test status: Passing

      BLOCKERS:
      - unit_tests has not run on the final tree
      - build has not run on the final tree

      MERGE_READINESS: Not Ready
      REPORT_ATTACHED: @INTEGRATION_REPORT.md
      ---
      "
    `);
  });

  it.each([
    ['Complete', finishedState()],
    ['Blocked', midConflictState()],
    ['Blocked', finishedState({ outcome: 'FAILED' })],
    ['In Progress', midConflictState({ conflicts_detected: [] })],
  ])('says %s', (status, state) => {
    expect(statusReport(state)).toContain(`INTEGRATION_STATUS: ${status}\n`);
  });
});

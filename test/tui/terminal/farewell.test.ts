import { describe, expect, it } from 'vitest';
import { farewell } from '../../../src/tui/terminal/farewell.ts';
import { changedEffort, finishedState } from '../../support/states.ts';
import { snapshotOf } from '../support/fake-engine.ts';
import { red, testing } from '../support/moments.ts';

describe('what stays on the normal screen', () => {
  it('is the result, the branch and the next command', () => {
    expect(farewell('detached', snapshotOf(testing()))).toMatchInlineSnapshot(`
      {
        "lines": [
          "intorch: detached, the engine goes on; 2 of 3 in",
          "branch: phase1/wave2-integration @ d8a50fd0; main is untouched",
          "go on with: intorch tui",
        ],
        "reason": "detached",
        "status": 0,
      }
    `);
  });
  it('names the failing tests and the log when something is red', () => {
    expect(farewell('stopped', snapshotOf(red()))).toMatchInlineSnapshot(`
      {
        "lines": [
          "intorch: stopped, everything is saved; 2 of 3 in",
          "branch: phase1/wave2-integration @ d8a50fd0; main is untouched",
          "go on with: intorch tui",
          "red: unit_tests once controller is merged: 2 of 42 tests fail and do not on the target",
          "  retries three times",
          "  gives up at last",
          "  log: /repo/.git/intorch/sessions/wave2-20261121-101500/logs/3-unit_tests-effort-controller.log",
        ],
        "reason": "stopped",
        "status": 130,
      }
    `);
  });
  it('names the first error line of what is red', () => {
    const state = red();
    const clues = [{ of: 'output', says: 'a.c:1:2: error: x' }] as const;
    const gate_runs = state.gate_runs.map((run) => (run.verdict === 'failed' ? { ...run, clues } : run));

    expect(farewell('left', snapshotOf({ ...state, gate_runs })).lines.join('\n')).toContain(
      'do not on the target; a.c:1:2: error: x',
    );
  });
  it('calls nothing red that is not in any more, and says what is left out', () => {
    const state = red();
    const efforts = state.efforts_included.map((effort) =>
      effort.name === 'controller'
        ? changedEffort(effort, { status: 'HELD', held_because: 'unit_tests fails', held_as: 'PUT_ASIDE' })
        : effort,
    );
    const { lines } = farewell('left', snapshotOf({ ...state, efforts_included: efforts }));

    expect(lines[0]).toContain('1 left out');
    expect(lines).toContain('left out: controller: unit_tests fails');
    expect(lines.join(' ')).not.toContain('red:');
  });
  it('is the command that finishes what is held for review', () => {
    const held = finishedState({
      outcome: 'HELD_FOR_REVIEW',
      landed_commit: null,
      landing_command: 'git merge --ff-only x',
    });
    expect(farewell('left', snapshotOf(held)).lines.at(-1)).toBe('next: git merge --ff-only x');
  });
  it('carries the exit status', () => {
    expect(farewell('left', snapshotOf(finishedState())).status).toBe(0);
    expect(farewell('left', snapshotOf(finishedState({ outcome: 'FAILED' }))).status).toBe(1);
    expect(farewell('lost', null)).toEqual({
      reason: 'lost',
      status: 69,
      lines: ['next: intorch status, then intorch tui'],
    });
  });
});

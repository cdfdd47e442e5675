import { describe, expect, it } from 'vitest';
import type { Conflict } from '../../src/domain/conflict/conflict.ts';
import type { IntegrationState } from '../../src/domain/integration/state.ts';
import type { EffortName } from '../../src/domain/shared/ids.ts';
import { integrationReport } from '../../src/reports/integration-report.ts';
import {
  changedEffort,
  finishedState,
  mergedEffort,
  midConflictState,
  sampleConflict,
  sampleEffort,
  sampleHunk,
  sampleInstant,
  sampleSettings,
  sampleSha,
} from '../support/states.ts';

/** Returns the text below one heading of the report, up to the next heading of the same level. */
function section(state: IntegrationState, title: string): string {
  const report = integrationReport(state);
  const from = report.indexOf(`## ${title}\n`);
  const end = report.indexOf('\n## ', from + 3);
  return report.slice(from, end < 0 ? undefined : end).trim();
}

describe('INTEGRATION_REPORT.md', () => {
  it('has the headings of the specification, in its order', () => {
    expect(integrationReport(finishedState()).match(/^(?:# Integration|## ).*$/gm)).toEqual([
      '# Integration Report: `phase1/wave2-integration`',
      '## Summary',
      '## Integration Strategy',
      '## Conflict Resolutions',
      '## Decisions',
      '## Validation Results',
      '## Merge Readiness',
      '## Pre-Merge Validation Checklist',
      '## Red Flags to Escalate',
      '## Size',
      '## Findings',
      '## Held Efforts',
      '## Deployment Notes',
      '## Rollback Plan',
    ]);
  });

  it('sums up', () => {
    expect(section(finishedState(), 'Summary')).toMatchInlineSnapshot(`
      "## Summary

      - Outcome: landed: main moved to the verified commit
      - Workflows integrated: 3 of 3
      - Total commits: 9
      - Files modified: 11
      - Conflicts detected: 2
      - Conflicts resolved: 0
      - Conflicts escalated: 2
      - Time taken: 14 min 50 s"
    `);
  });

  it('counts the conflicts that were taken back with a merge, and says where they went', () => {
    const state = finishedState();
    const taken = {
      ...state,
      conflicts_detected: [],
      efforts_included: state.efforts_included.map((effort, index) =>
        index === 1 ? changedEffort(effort, { status: 'HELD', conflicts: 2 }) : effort,
      ),
    };
    expect(section(taken, 'Summary')).toContain('Conflicts detected: 2');
    expect(integrationReport(taken)).toContain(
      'None is left: what was met with controller was taken back with the merge.',
    );
    expect(integrationReport({ ...state, conflicts_detected: [] })).toContain('No conflict was met.');
  });

  it('names for each resolution who made it, which way, and what was lost', () => {
    const by = (author: 'operator' | 'policy' | 'rule' | 'memory', path: string): Conflict =>
      sampleConflict('controller', path, {
        hunks: [
          sampleHunk(0, {
            auto:
              author === 'rule'
                ? { rule: 'imports', because: 'both only add imports', option: 'keep_current' }
                : null,
            choice: { option: 'keep_current', by: author, at: sampleInstant(320) },
          }),
        ],
        resolution_status: 'RESOLVED',
        resolution_strategy: author === 'operator' ? 'OPERATOR' : 'AUTO',
      });
    const edited: Conflict = {
      ...by('operator', 'edited.ts'),
      edited: {
        blob: sampleSha('edited'),
        mode: '100644',
        tree: sampleSha('tree'),
        loses: { current: { lines: 2, examples: ['  a | b'] }, incoming: { lines: 0, examples: [] } },
      },
      resolved_at: sampleInstant(330),
    };
    const conflicts_detected = [
      by('operator', 'a.ts'),
      by('policy', 'b.ts'),
      by('rule', 'c.ts'),
      by('memory', 'd.ts'),
      edited,
    ].map((conflict, index) => ({ ...conflict, id: `controller#${index + 1}` as Conflict['id'] }));

    expect(section(midConflictState({ conflicts_detected }), 'Conflict Resolutions')).toMatchInlineSnapshot(`
      "## Conflict Resolutions

      | Conflict | Where | Effort | Resolution | By | Lost |
      |---|---|---|---|---|---|
      | INT-001 | \`a.ts\` | controller | keep current | operator, 2026-11-21 10:20:20 UTC | 1 line of controller (\`return retry(3);\`) |
      | INT-002 | \`b.ts\` | controller | keep current | policy, 2026-11-21 10:20:20 UTC | 1 line of controller (\`return retry(3);\`) |
      | INT-003 | \`c.ts\` | controller | keep current, because both only add imports | rule, 2026-11-21 10:20:20 UTC | 1 line of controller (\`return retry(3);\`) |
      | INT-004 | \`d.ts\` | controller | keep current | memory (the same was decided before), 2026-11-21 10:20:20 UTC | 1 line of controller (\`return retry(3);\`) |
      | INT-005 | \`edited.ts\` | controller | Edited by hand, whole file | operator, 2026-11-21 10:20:30 UTC | 2 lines of what is already in (\`a \\| b\`) |"
    `);
  });

  it('writes the request to the author of a returned effort', () => {
    const state = midConflictState();
    const held = finishedState({
      efforts_included: [
        mergedEffort('api-types', 60),
        sampleEffort('controller', {
          status: 'HELD',
          held_as: 'HANDED_BACK',
          held_because: 'conflict in src/controller.ts',
        }),
        sampleEffort('large', {
          status: 'HELD',
          held_as: 'PUT_ASIDE',
          held_because: 'it is over the size limit',
          size: {
            added: 900,
            removed: 100,
            files: 20,
            uncounted: 0,
            by_directory: [
              { directory: 'src', lines: 700 },
              { directory: 'docs', lines: 300 },
            ],
            by_commit: [],
          },
        }),
        sampleEffort('red', {
          status: 'HELD',
          held_as: 'PUT_ASIDE',
          held_because: 'unit_tests is red together with api-types: 2 tests failed',
          clashes_with: ['api-types' as EffortName],
        }),
      ],
      conflicts_detected: state.conflicts_detected.map((conflict) => ({
        ...conflict,
        resolution_strategy: 'HANDED_BACK' as const,
      })),
    });

    expect(section(held, 'Held Efforts')).toMatchInlineSnapshot(`
      "## Held Efforts

      ### Effort: controller

      Returned to its author: conflict in src/controller.ts

      \`\`\`
      Conflict Resolution Request:
      ---
      TO: Builder Agent (Ada Lovelace)
      REQUEST: Resolve conflict in feature integration

      CONFLICT: src/controller.ts (INT-001)
      YOUR_CHANGES: Add controller (Lines 10-12; Lines 10-12)
      CONFLICTING_CHANGES: api-types (Lines 10-13; Lines 10-13)
      PROPOSED_RESOLUTION: combine current incoming

      ACTION_REQUIRED:
      1. Review proposed resolution
      2. Rebase effort/controller onto main
      3. Resolve conflict with proposed approach
      4. Re-run tests
      5. Push effort/controller, and it takes part in the next integration
      ---
      \`\`\`

      ### Effort: large

      Held: it is over the size limit

      \`\`\`
      Request to the author of effort/large:
      ---
      TO: Builder Agent (Ada Lovelace)
      REQUEST: Split the effort

      YOUR_CHANGES: Add large (1000 lines; 800 are allowed)
      PROPOSED_PART_1: src (700 lines)
      PROPOSED_PART_2: docs (300 lines)

      ACTION_REQUIRED:
      1. Review the proposed split
      2. Make one branch of each part, each passing on its own
      3. Re-run tests
      4. Push effort/large, and it takes part in the next integration
      ---
      \`\`\`

      ### Effort: red

      Held: unit_tests is red together with api-types: 2 tests failed

      \`\`\`
      Request to the author of effort/red:
      ---
      TO: Builder Agent (Ada Lovelace)
      REQUEST: Make the effort work with what is integrated

      YOUR_CHANGES: Add red
      PROBLEM: unit_tests is red together with api-types: 2 tests failed
      CONFLICTING_CHANGES: api-types

      ACTION_REQUIRED:
      1. Rebase effort/red onto main
      2. Fix the problem above
      3. Re-run tests
      4. Push effort/red, and it takes part in the next integration
      ---
      \`\`\`"
    `);
    expect(section(held, 'Size')).toContain(
      'large: 1000 lines, over the limit of 800; proposed split: src (700 lines), then docs (300 lines)',
    );
  });

  it('gives the command that finishes a held landing', () => {
    const state = finishedState({
      outcome: 'HELD_FOR_REVIEW',
      landed_commit: null,
      landing_command: 'git merge --ff-only phase1/wave2-integration',
    });

    expect(section(state, 'Deployment Notes')).toContain(
      '```sh\ngit merge --ff-only phase1/wave2-integration\n```',
    );
    expect(section(state, 'Rollback Plan')).toContain('`intorch rollback`');
  });

  it('reverts what has landed by new commits, newest first, and never by rewriting', () => {
    const [one, two, three] = finishedState().efforts_included;
    if (one === undefined || two === undefined || three === undefined)
      throw new Error('the sample has three efforts');
    const state = finishedState({
      efforts_included: [one, { ...two, strategy: 'cherry-pick' }, { ...three, strategy: 'hybrid' }],
    });

    expect(section(state, 'Rollback Plan')).toMatchInlineSnapshot(`
      "## Rollback Plan

      | Before | Commit | Restore point | Written |
      |---|---|---|---|
      | start | \`074a83b2\` | \`refs/intorch/wave2-20261121-101500/before/start\` | 2026-11-21 10:15:10 UTC |
      | api-types | \`074a83b2\` | \`refs/intorch/wave2-20261121-101500/before/api-types\` | 2026-11-21 10:15:59 UTC |
      | controller | \`60cd555c\` | \`refs/intorch/wave2-20261121-101500/before/controller\` | 2026-11-21 10:19:59 UTC |

      \`main\` has landed, so efforts are reverted by new commits, newest first, as far as needed:

      \`\`\`sh
      git switch main
      # webhooks
      git diff --binary b8c4ec9ecb4fe8ecc41319554b3e894d1572945a b85603b1c1447702af19a012650e4e2dba341f85 | git apply --index --3way && git commit -m 'Revert'
      # controller
      git revert --no-edit f1523113df550e96d767e7d8172113d101cb5003..d8a50fd0741b802c510ee90f358a5d7904be3e28
      # api-types
      git revert --no-edit -m 1 60cd555ce31c9f4433a82f053f6b2cc512860360
      \`\`\`"
    `);
  });

  it('names the commits that a cherry-pick left out', () => {
    const effort = mergedEffort('picky', 60, {
      strategy: 'cherry-pick',
      commits_left_out: [{ commit: sampleSha('c'), subject: 'Rename *all* of it' }],
    });

    expect(section(finishedState({ efforts_included: [effort] }), 'Integration Strategy')).toContain(
      `- picky: \`${sampleSha('c').slice(0, 8)}\` Rename \\*all\\* of it`,
    );
  });

  it('speaks of limits when there are some', () => {
    const settings = sampleSettings({ limits: { effort_lines: 100, integration_lines: 200 } });

    expect(section(finishedState({ settings }), 'Size').split('\n').slice(2, 4)).toEqual([
      '- Total: 450 lines of 200, 0 left',
      '- controller took the total over its limit; proposed: api-types (150 lines), then controller (150 lines), then webhooks (150 lines)',
    ]);
  });
});

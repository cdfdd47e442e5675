import { describe, expect, it } from 'vitest';
import type { IntegrationState } from '../../src/domain/integration/state.ts';
import type { ConflictId } from '../../src/domain/shared/ids.ts';
import { conflictResolutionNeeded } from '../../src/reports/conflict-resolution-needed.ts';
import {
  midConflictState,
  sampleConflict,
  sampleHunk,
  sampleOption,
  sampleRun,
  sampleSha,
} from '../support/states.ts';

const TEXTS = {
  [sampleSha('current-0')]: 'function login(name) {\n  limit(name);\n}\n',
  [sampleSha('incoming-0')]: 'function login(name, token) {\n}\n',
  [sampleSha('base-0')]: 'function login(name) {\n}\n',
  [sampleSha('option-combine_current_incoming')]: 'function login(name, token) {\n  limit(name);\n}\n',
};

function waiting(overrides: Partial<IntegrationState> = {}): IntegrationState {
  const hunk = sampleHunk(0, {
    level: 'semantic',
    severity: 'HIGH',
    options: [
      sampleOption('combine_current_incoming', {
        label: 'Keep both: current, then controller',
        pros: ['Keeps all of both'],
        cons: ['Not tried together'],
        loses: { current: { lines: 0, examples: [] }, incoming: { lines: 0, examples: [] } },
      }),
      sampleOption('take_incoming', { label: 'Take controller', risk: 'HIGH' }),
      sampleOption('delete_file', { label: 'Delete the file', blob: null, mode: null }),
    ],
  });
  return midConflictState({
    conflicts_detected: [sampleConflict('controller', 'src/controller.ts', { hunks: [hunk] })],
    ...overrides,
  });
}

describe('CONFLICT_RESOLUTION_NEEDED.md', () => {
  it('has the form of the specification', () => {
    const state = waiting({
      gate_runs: [
        sampleRun(
          8,
          'unit_tests',
          {
            kind: 'option',
            conflict: 'controller#1' as ConflictId,
            hunk: 0,
            option: 'combine_current_incoming',
          },
          { because: '42 tests passed' },
        ),
      ],
    });

    expect(conflictResolutionNeeded(state, TEXTS)).toMatchInlineSnapshot(`
      "# Integration Conflict Resolution Required

      ## Conflict ID: INT-001

      **File**: \`src/controller.ts\`  
      **Severity**: High (semantic conflict)  
      **Workflows Involved**: controller, api-types  
      **Git says**: CONFLICT (content): Merge conflict in src/controller.ts

      ## Conflict Details

      ### Already In: Current Changes (Lines 10-13)

      \`\`\`ts
      function login(name) {
        limit(name);
      }
      \`\`\`

      ### controller: Incoming Changes (Lines 10-12)

      \`\`\`ts
      function login(name, token) {
      }
      \`\`\`

      ### Before Both (Lines 10-11)

      \`\`\`ts
      function login(name) {
      }
      \`\`\`

      ## Resolution Options

      ### Option 1: Keep both: current, then controller

      \`\`\`ts
      function login(name, token) {
        limit(name);
      }
      \`\`\`

      **Pros**: Keeps all of both  
      **Cons**: Not tried together  
      **Risk**: Medium  
      **Loses**: nothing of either side  
      **Tried**: unit_tests passed (42 tests passed)

      ### Option 2: Take controller

      To be read with \`git cat-file -p b84954eb713a3cd8b906ee888d6e619d903369f7\`

      **Pros**: Keeps what it names  
      **Cons**: Somebody has to look at it  
      **Risk**: High  
      **Loses**: 1 line of controller (\`return retry(3);\`)  
      **Tried**: not yet

      ### Option 3: Delete the file

      No file.

      **Pros**: Keeps what it names  
      **Cons**: Somebody has to look at it  
      **Risk**: Medium  
      **Loses**: 1 line of controller (\`return retry(3);\`)  
      **Tried**: not yet

      ### Other Ways

      - Edit the file by hand
      - Hold controller and go on without it
      - Return controller to its author

      ## Recommendation

      **Option 1: Keep both: current, then controller**

      - both sides only add lines

      ## Awaiting Decision

      **Priority**: High  
      **Blocker For**: webhooks, final integration, landing  
      **Decision Needed By**: no deadline; it waits since 2026-11-21 10:20:00 UTC
      "
    `);
  });

  it('asks for each open hunk of each open conflict, and for no other', () => {
    const state = waiting({
      conflicts_detected: [
        sampleConflict('controller', 'a.ts', {
          hunks: [
            sampleHunk(0, { choice: { option: 'keep_current', by: 'rule', at: waiting().created_at } }),
            sampleHunk(1),
            sampleHunk(2),
          ],
        }),
        sampleConflict('controller', 'b.ts', { resolution_status: 'RESOLVED', resolution_strategy: 'AUTO' }),
        sampleConflict('controller', 'c.ts', { resolution_strategy: 'HELD' }),
      ],
    });

    const text = conflictResolutionNeeded(state, {}) ?? '';

    expect(text.match(/^## Conflict.*$/gm)).toEqual([
      '## Conflict ID: INT-001',
      '## Conflict Details (hunk 2 of 3)',
      '## Conflict Details (hunk 3 of 3)',
    ]);
  });

  it('says so when nothing speaks for one of the options', () => {
    const state = waiting({
      conflicts_detected: [
        sampleConflict('controller', 'a.ts', { hunks: [sampleHunk(0, { recommended: null })] }),
      ],
    });

    expect(conflictResolutionNeeded(state, {})).toContain(
      'None: nothing in the code or history favours one of the options over the others.',
    );
  });

  it('is not there while nobody is asked', () => {
    expect(conflictResolutionNeeded(waiting({ conflicts_detected: [] }), {})).toBeNull();
  });
});

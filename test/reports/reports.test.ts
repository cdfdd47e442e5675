import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { IntegrationState } from '../../src/domain/integration/state.ts';
import { reportJson } from '../../src/reports/report-json.ts';
import { REPORT_FILES, reportsFor } from '../../src/reports/reports.ts';
import { statusReport } from '../../src/reports/status-report.ts';
import {
  anyState,
  bigState,
  finishedState,
  freshState,
  gatesRunningState,
  midConflictState,
  plannedState,
  redGateState,
  sampleRun,
} from '../support/states.ts';

const names = (state: IntegrationState) => [...reportsFor({ state, texts: {} }).keys()];

describe('which reports there are', () => {
  it.each([
    ['nothing before the plan', freshState(), []],
    [
      'the plan and the state of things once planned',
      plannedState(),
      [
        'INTEGRATION_PLAN.md',
        'CONFLICT_ANALYSIS.md',
        'INTEGRATION_REPORT.md',
        'INTEGRATION_STATUS_REPORT.md',
      ],
    ],
    [
      'the request for a decision while one is open',
      midConflictState({ gate_runs: [] }),
      [
        'INTEGRATION_PLAN.md',
        'CONFLICT_ANALYSIS.md',
        'CONFLICT_RESOLUTION_NEEDED.md',
        'INTEGRATION_REPORT.md',
        'INTEGRATION_STATUS_REPORT.md',
      ],
    ],
    [
      'what the last gates said while the next ones run',
      gatesRunningState(),
      [
        'INTEGRATION_PLAN.md',
        'CONFLICT_ANALYSIS.md',
        'INTEGRATION_VALIDATION_REPORT.md',
        'REGRESSION_ANALYSIS.md',
        'INTEGRATION_REPORT.md',
        'INTEGRATION_STATUS_REPORT.md',
      ],
    ],
    [
      'what a red gate says',
      redGateState(),
      [
        'INTEGRATION_PLAN.md',
        'CONFLICT_ANALYSIS.md',
        'INTEGRATION_VALIDATION_REPORT.md',
        'REGRESSION_ANALYSIS.md',
        'INTEGRATION_REPORT.md',
        'INTEGRATION_STATUS_REPORT.md',
      ],
    ],
    [
      'everything but a request and an incident at a good end',
      finishedState(),
      REPORT_FILES.filter(
        (name) => name !== 'CONFLICT_RESOLUTION_NEEDED.md' && name !== 'INTEGRATION_INCIDENT.md',
      ),
    ],
    [
      'an incident after a roll back',
      finishedState({ outcome: 'ROLLED_BACK', landed_commit: null }),
      REPORT_FILES.filter((name) => name !== 'CONFLICT_RESOLUTION_NEEDED.md'),
    ],
  ])('are %s', (_, state, expected) => {
    expect(names(state)).toEqual(expected);
  });

  it('include an incident when a required final gate was not green, as long as nothing landed', () => {
    const red = sampleRun(9, 'unit_tests', { kind: 'final' }, { verdict: 'failed', because: 'it fails' });

    const at_work = { stage: 'VALIDATING', outcome: null, landed_commit: null } as const;
    expect(names(finishedState({ ...at_work, gate_runs: [red] }))).toContain('INTEGRATION_INCIDENT.md');
    expect(names(finishedState({ gate_runs: [red] }))).not.toContain('INTEGRATION_INCIDENT.md');
  });
});

/** Headings of all reports; what stands for foreign text is the tail of a line. */
const HEADING =
  /^#{1,3} (?:Integration (?:Plan|Report|Incident|Conflict Resolution Required|Validation Report|Strategy)|Session Metadata|Initial Analysis|Efforts|Which Go Together|Size|Not Integrated|Gates|Next Actions|Conflict Analysis Report|Met While Merging|Forecast|Double Work|File: `|Conflict ID: INT-\d{3,}|Conflict Details|Already In: Current Changes|\S.*: Incoming Changes|Before Both|Resolution Options|Option \d+: |Other Ways|Recommendation|Awaiting Decision|Test Results|Failed Tests|Performance Benchmarks|Regression Analysis|Changed Expectations|Blocker Issues|Approval Status|Test Comparison|Coverage Comparison|Performance Comparison|Risk Assessment|Approval Recommendation|Summary|Conflict Resolutions|Decisions|Validation Results|Merge Readiness|Pre-Merge Validation Checklist|Red Flags to Escalate|Findings|Held Efforts|Deployment Notes|Rollback Plan|What Happened|Is The Target Healthy|Breaking Effort|What Is Preserved|Next Steps|Effort: )/;

/** Lines of a document that Markdown reads as text, and whether every fence is closed. */
function unfenced(document: string): { readonly lines: readonly string[]; readonly closed: boolean } {
  const lines: string[] = [];
  let fence: string | null = null;
  for (const line of document.split('\n')) {
    const ticks = /^`{3,}/.exec(line)?.[0];
    if (fence !== null) fence = line.trim() === fence ? null : fence;
    else if (ticks !== undefined) fence = ticks;
    else lines.push(line);
  }
  return { lines, closed: fence === null };
}

const EVIL = 'code\n```\n# Evil\n````\n<script>\x1b[31m\n| a | b |\n';

/** A state in which every foreign name tries to be markup. */
function evil(state: IntegrationState): IntegrationState {
  const keep = new Set([
    'stage',
    'outcome',
    'status',
    'kind',
    'strategy',
    'level',
    'severity',
    'risk',
    'by',
    'verdict',
    'at',
  ]);
  const spoil = (value: unknown, key: string): unknown => {
    if (Array.isArray(value)) return value.map((item) => spoil(item, key));
    if (typeof value === 'object' && value !== null)
      return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, spoil(part, name)]));
    const foreign = [
      'subject',
      'message',
      'path',
      'files',
      'failing',
      'authors',
      'because',
      'label',
      'pros',
      'cons',
      'examples',
      'held_because',
      'directory',
      'choice',
      'about',
      'git_says',
      'checkpoint_says',
      'outcome_because',
      'class',
      'command',
      'log',
    ];
    return typeof value === 'string' && foreign.includes(key) && !keep.has(key)
      ? `${value}\n# Evil\n\`\`\`\n- [x](y)`
      : value;
  };
  return spoil(state, '') as IntegrationState;
}

function expectSound(state: IntegrationState) {
  const blobs = state.conflicts_detected.flatMap(({ hunks }) =>
    hunks.flatMap(({ texts, options }) => [...Object.values(texts), ...options.map(({ blob }) => blob)]),
  );
  const texts = Object.fromEntries(blobs.map((blob) => [String(blob), EVIL]));
  for (const [name, text] of reportsFor({ state, texts })) {
    const { lines, closed } = unfenced(text);

    expect(closed, name).toBe(true);
    expect(
      lines.filter((line) => line.startsWith('#') && !HEADING.test(line)),
      name,
    ).toEqual([]);
    expect(text, name).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f]/);
  }
  expect(statusReport(state).split('\n')[0]).toBe('Integration Status Report:');
  expect(JSON.parse(JSON.stringify(reportJson(state)))).toMatchObject({ session_id: state.session_id });
}

describe('laws of the reports', () => {
  it('every state can be reported, and no foreign text changes the shape of a report', () => {
    fc.assert(fc.property(anyState(), expectSound), { numRuns: 150 });
  });

  it.each(
    [plannedState(), midConflictState(), redGateState(), finishedState(), bigState(40, 60)].map((state) => [
      evil(state),
    ]),
  )('names that try to be markup stay names: %#', expectSound);
});

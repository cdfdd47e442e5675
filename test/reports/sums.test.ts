/** Figures add up, nothing decided is missing, and a decision is not taken for its effect: in any state and any run. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { newSession } from '../../src/domain/integration/new-session.ts';
import { isMergedHere } from '../../src/domain/integration/selectors/effort-status.ts';
import type { IntegrationState } from '../../src/domain/integration/state.ts';
import { deciderWords } from '../../src/domain/shared/client.ts';
import type { BranchName, SessionId } from '../../src/domain/shared/ids.ts';
import { conflictAnalysis } from '../../src/reports/conflict-analysis.ts';
import { integrationReport } from '../../src/reports/integration-report.ts';
import { reportJson } from '../../src/reports/report-json.ts';
import { conflictCounts } from '../../src/reports/sections/resolutions.ts';
import { prose, table, when } from '../../src/reports/words/markdown.ts';
import { anyLuck, type Step, simulate } from '../support/simulation.ts';
import { anyState, sampleInstant, sampleSettings } from '../support/states.ts';

function run(pick: (below: number) => number): readonly Step[] {
  return simulate(
    newSession({
      settings: sampleSettings(),
      target: 'main' as BranchName,
      identity: { name: 'Ada', email: 'ada@example.org' },
      at: sampleInstant(),
      session_id: 'wave2-20261121-101500' as SessionId,
    }),
    pick,
    { meddling: pick(2) === 0 },
  );
}

/** Returns the cells of each row of the table in one section of the report. */
function rowsOf(state: IntegrationState, title: string): readonly (readonly string[])[] {
  const section =
    integrationReport(state)
      .split(/^## /m)
      .find((part) => part.startsWith(`${title}\n`)) ?? '';
  const rows = section.split('\n').filter((line) => line.startsWith('| '));
  return rows.slice(1).map((row) => row.slice(2, -2).split(' | '));
}

it('the conflicts that were resolved, escalated and withdrawn are those that were detected', () => {
  fc.assert(
    fc.property(anyState(), (state) => {
      const { detected, resolved, escalated, withdrawn, open } = conflictCounts(state);
      expect(resolved + escalated + withdrawn).toBe(detected);
      expect(open).toBeLessThanOrEqual(detected);
    }),
  );
});

it('every decision is a row of the report, with its choice, what it is about, and who made it', () => {
  fc.assert(
    fc.property(anyState(), (state) => {
      const text = integrationReport(state);
      for (const decision of state.decisions) {
        const { at, about, choice } = decision;
        const who = prose(deciderWords(decision));
        const row = [when(at), prose(about), prose(choice.replaceAll('_', ' ')), who];
        expect(text).toContain(table(['When', 'About', 'Choice', 'By'], [row])?.split('\n').at(-1));
      }
      expect(rowsOf(state, 'Decisions')).toHaveLength(state.decisions.length);
    }),
  );
});

it('the conflicts of an effort that is held stay counted, also where its merge was taken back', () => {
  let held = 0;
  fc.assert(
    fc.property(anyLuck, (pick) => {
      for (const { before, after } of run(pick)) {
        for (const effort of after.efforts_included) {
          const was = before.efforts_included.find(({ name }) => name === effort.name);
          if (effort.status !== 'HELD' || was === undefined || was.status === 'HELD') continue;
          if (was.conflicts === 0) continue;
          held += 1;
          expect(effort.conflicts).toBe(was.conflicts);
          expect(conflictCounts(after).withdrawn).toBeGreaterThanOrEqual(was.conflicts);
          expect(conflictAnalysis(after)).not.toContain('No conflict was met.');
        }
      }
    }),
    { numRuns: 60 },
  );
  expect(held).toBeGreaterThan(0);
});

it('a resolution is reported as done only where a merge that is in holds it', () => {
  let done = 0;
  fc.assert(
    fc.property(anyLuck, (pick) => {
      for (const { after } of run(pick)) {
        const merged = new Set<string>(after.efforts_included.filter(isMergedHere).map(({ name }) => name));
        for (const [, , effort = '', resolution = ''] of rowsOf(after, 'Conflict Resolutions')) {
          if (/^(?:Decided|Not resolved|Waits)/.test(resolution)) continue;
          done += 1;
          expect([effort, merged.has(effort)]).toEqual([effort, true]);
        }
        const { resolutions } = reportJson(after)['conflicts'] as {
          resolutions: readonly { effort: string; in_result: boolean }[];
        };
        for (const { effort, in_result } of resolutions) if (in_result) expect(merged.has(effort)).toBe(true);
      }
    }),
    { numRuns: 40 },
  );
  expect(done).toBeGreaterThan(0);
});

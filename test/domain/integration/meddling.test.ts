/** An operator who holds efforts and rolls back while merges are under way: what counts as merged is on the branch, always. */

import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Sha } from '../../../src/domain/shared/ids.ts';
import { anyLuck, type Step, simulate } from '../../support/simulation.ts';
import { flatEffort, freshState } from '../../support/states.ts';

/** Follows the integration branch as git would: where it is, and what it stands on. */
function branchAfter(steps: readonly Step[]): {
  readonly tip: Sha | null;
  readonly has: (commit: Sha) => boolean;
} {
  const onto = new Map<Sha, Sha>();
  let tip: Sha | null = null;
  for (const { event } of steps) {
    if (event.type === 'integration_branch_created') tip = event.commit;
    if (event.type === 'integration_taken_back') tip = event.to;
    if (event.type === 'effort_merged') {
      onto.set(event.merge_commit, event.restore_commit);
      tip = event.merge_commit;
    }
  }
  const line = new Set<Sha>();
  for (let at: Sha | undefined = tip ?? undefined; at !== undefined; at = onto.get(at)) line.add(at);
  return { tip, has: (commit) => line.has(commit) };
}

it('never counts an effort as merged that is not on the integration branch', () => {
  fc.assert(
    fc.property(anyLuck, (pick) => {
      const steps = simulate(freshState(), pick, { most: 150, meddling: true });
      steps.forEach(({ after }, index) => {
        if (after.take_back_to !== null) return;
        const branch = branchAfter(steps.slice(0, index + 1));
        expect(after.integration_tip).toBe(branch.tip);
        for (const effort of after.efforts_included) {
          if (effort.status === 'MERGED')
            expect(branch.has(flatEffort(effort).merge_commit as Sha), effort.name).toBe(true);
        }
      });
    }),
    { numRuns: 300 },
  );
});

it('keeps out what was held', () => {
  fc.assert(
    fc.property(anyLuck, (pick) => {
      const steps = simulate(freshState(), pick, { most: 150, meddling: true });
      const out = new Set<string>();
      for (const { event, after } of steps) {
        if (event.type === 'plan_made') out.clear();
        if (event.type === 'effort_held') out.add(event.effort);
        if (event.type === 'effort_included_again') out.delete(event.effort);
        for (const effort of after.efforts_included)
          if (out.has(effort.name)) expect(effort.status).toBe('HELD');
      }
    }),
    { numRuns: 100 },
  );
});

it('stands still only at its end, however it was meddled with', () => {
  fc.assert(
    fc.property(anyLuck, (pick) => {
      const steps = simulate(freshState(), pick, { most: 300, meddling: true });
      if (steps.length < 300) expect(steps.at(-1)?.after.stage).toBe('FINISHED');
    }),
    { numRuns: 100 },
  );
});

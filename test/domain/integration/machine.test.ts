import fc from 'fast-check';
import { expect, it } from 'vitest';
import { integrationMachine } from '../../../src/domain/integration/machine.ts';
import { newSession } from '../../../src/domain/integration/new-session.ts';
import type { IntegrationState } from '../../../src/domain/integration/state.ts';
import type { BranchName, SessionId } from '../../../src/domain/shared/ids.ts';
import { anyLuck, type Step, simulate } from '../../support/simulation.ts';
import { sampleInstant, sampleSettings } from '../../support/states.ts';

const { nextActions, transition, actionKey, waitingFor, reconcile } = integrationMachine;

function fresh(): IntegrationState {
  return newSession({
    settings: sampleSettings(),
    target: 'main' as BranchName,
    identity: { name: 'Ada', email: 'ada@example.org' },
    at: sampleInstant(),
    session_id: 'wave2-20261121-101500' as SessionId,
  });
}

function forAllRuns(law: (steps: readonly Step[]) => void): void {
  fc.assert(
    fc.property(anyLuck, (pick) => law(simulate(fresh(), pick))),
    { numRuns: 150 },
  );
}

it('never offers an action that is in flight', () => {
  forAllRuns((steps) => {
    for (const { after } of steps) {
      const inFlight = after.in_flight.map(({ key }) => key);
      expect(nextActions(after).filter((action) => inFlight.includes(actionKey(action)))).toEqual([]);
    }
  });
});

it('never stands still without saying what it waits for', () => {
  forAllRuns((steps) => {
    for (const { after } of steps) {
      if (nextActions(after).length === 0 && after.in_flight.length === 0)
        expect(waitingFor(after)).not.toBeNull();
    }
  });
});

it('gives the same state for the same event, and leaves the old one as it was', () => {
  forAllRuns((steps) => {
    for (const { before, event, after } of steps.slice(0, 40)) {
      const copy = structuredClone(before);
      expect(transition(copy, event)).toEqual(after);
      expect(copy).toEqual(before);
    }
  });
});

it('lands only a commit whose required final gates are green on exactly that commit', () => {
  forAllRuns((steps) => {
    for (const { before, event } of steps) {
      if (event.type !== 'landed') continue;
      for (const gate of before.settings.gates) {
        const run = before.gate_runs.findLast(
          (r) => r.gate === gate.name && r.subject.kind === 'final' && r.commit === event.commit,
        );
        expect(
          run && (run.verdict === 'passed' || run.verdict === 'pre_existing' || run.accepted !== null),
        ).toBe(true);
      }
    }
  });
});

it('never merges an effort before the efforts it depends on', () => {
  forAllRuns((steps) => {
    for (const { before, event } of steps) {
      if (event.type !== 'effort_merged') continue;
      const effort = before.efforts_included.find(({ name }) => name === event.effort);
      for (const need of effort?.dependencies ?? []) {
        expect(before.efforts_included.find(({ name }) => name === need)?.status).toBe('MERGED');
      }
    }
  });
});

it('holds with an effort everything that depends on it', () => {
  forAllRuns((steps) => {
    const end = steps.at(-1)?.after;
    for (const effort of end?.efforts_included ?? []) {
      if (effort.status !== 'MERGED' || effort.already_in !== null) continue;
      for (const need of effort.dependencies) {
        expect(end?.efforts_included.find(({ name }) => name === need)?.status).toBe('MERGED');
      }
    }
  });
});

it('comes to an end whatever is answered', () => {
  let ended = 0;
  fc.assert(
    fc.property(anyLuck, (pick) => {
      if (simulate(fresh(), pick, { most: 3000 }).at(-1)?.after.stage === 'FINISHED') ended += 1;
    }),
    { numRuns: 100 },
  );
  expect(ended).toBeGreaterThan(60);
});

it('reconciles to nothing when git says what the state says', () => {
  forAllRuns((steps) => {
    for (const { after } of steps.slice(0, 60)) {
      const once = reconcile(after, agreeingFacts(after));
      expect(once.filter((event) => event.type !== 'actions_interrupted')).toEqual([]);
      const calm = once.reduce(transition, after);
      expect(reconcile(calm, agreeingFacts(calm))).toEqual([]);
    }
  });
});

it('says a difference once', () => {
  forAllRuns((steps) => {
    for (const { after } of steps.slice(0, 60)) {
      const facts = {
        ...agreeingFacts(after),
        integration_tip: null,
        new_branches: ['effort/late' as BranchName],
        target_tip: after.target_base && sampleTip,
      };
      const calm = reconcile(after, facts).reduce(transition, after);
      expect(reconcile(calm, facts)).toEqual([]);
    }
  });
});

const sampleTip = 'f'.repeat(40) as NonNullable<IntegrationState['target_base']>;

function agreeingFacts(state: IntegrationState): Parameters<typeof reconcile>[1] {
  return {
    at: sampleInstant(9000),
    target_tip: state.target_base,
    integration_tip: state.integration_tip,
    published_tip: state.integration_tip,
    integration_line: [],
    integration_keeps_ours: true,
    effort_tips: Object.fromEntries(state.efforts_included.map((effort) => [effort.name, effort.tip])),
    in_target: [],
    new_branches: [],
    worktrees_gone: [],
  };
}

import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Action } from '../../../src/domain/integration/action.ts';
import { integrationCodec } from '../../../src/domain/integration/checkpoint/codec.ts';
import type { Command } from '../../../src/domain/integration/command.ts';
import type { Happened } from '../../../src/domain/integration/event.ts';
import type { Facts } from '../../../src/domain/integration/facts.ts';
import { integrationMachine } from '../../../src/domain/integration/machine.ts';
import { type NewSession, newSession } from '../../../src/domain/integration/new-session.ts';
import type { IntegrationState } from '../../../src/domain/integration/state.ts';
import type { BranchName, SessionId } from '../../../src/domain/shared/ids.ts';
import { machineLaws } from '../../support/machine-laws.ts';
import { anyFacts, anyLuck, type Step, settle, simulate } from '../../support/simulation.ts';
import { sampleInstant, sampleSettings } from '../../support/states.ts';

function fresh(): IntegrationState {
  return newSession({
    settings: sampleSettings(),
    target: 'main' as BranchName,
    identity: { name: 'Ada', email: 'ada@example.org' },
    at: sampleInstant(),
    session_id: 'wave2-20261121-101500' as SessionId,
  });
}

const runs = anyLuck.map((pick) => simulate(fresh(), pick, { meddling: pick(2) === 0 }));

machineLaws<IntegrationState, Happened, Action, Command, Facts, NewSession>('the integration', {
  machine: integrationMachine,
  codec: integrationCodec,
  runs,
  facts: anyFacts,
  settle,
  // For each effort a merge, a look into its conflicts, an answer and its resolution; a gate of its own, its retry and the question
  // about it; everything once more where the branch is taken back; each as a start and an end. And the plan, the baseline, the final
  // gates and the landing.
  bound: (state) => 40 * Math.max(4, state.efforts_included.length) + 60,
});

function forAllRuns(law: (steps: readonly Step[]) => void): void {
  fc.assert(
    fc.property(anyLuck, (pick) => law(simulate(fresh(), pick))),
    { numRuns: 150 },
  );
}

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

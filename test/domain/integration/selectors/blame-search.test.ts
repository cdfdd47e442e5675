import { expect, it } from 'vitest';
import type { GateRun } from '../../../../src/domain/gate/gate.ts';
import { openQuestion } from '../../../../src/domain/integration/open-question.ts';
import { factWords } from '../../../../src/domain/integration/question-fact.ts';
import type { EffortName } from '../../../../src/domain/shared/ids.ts';
import { sampleRun } from '../../../support/states.ts';
import { red } from '../../../tui/support/moments.ts';

const CONTROLLER = 'controller' as EffortName;

function firstLine(probes: readonly GateRun[]): string {
  const state = red();
  const asked = openQuestion({ ...state, gate_runs: [...state.gate_runs, ...probes] });
  expect(asked?.kind).toBe('red_gate');
  return factWords(asked?.facts[0] ?? { kind: 'text', text: '' });
}

const probe = (ordinal: number, others: readonly string[], over: Partial<GateRun>): GateRun =>
  sampleRun(
    ordinal,
    'unit_tests',
    { kind: 'probe', effort: CONTROLLER, with: others as readonly EffortName[] },
    over,
  );

it('says that the effort is tested alone while it is', () => {
  expect(firstLine([])).toBe(
    'first red once controller is merged; intorch is testing it alone to find out why',
  );
});

it('says what is known already, and that it is searched on', () => {
  expect(firstLine([probe(20, [], { verdict: 'passed' })])).toBe(
    'green alone, red after the efforts before it; intorch is testing which one',
  );
});

it('does not speak of a search that is over', () => {
  const useless = probe(21, ['api-types'], { verdict: 'did_not_run', tests: null });

  expect(firstLine([probe(20, [], { verdict: 'passed' }), useless])).toBe(
    'green alone, red with the others; which one was not found',
  );
  expect(firstLine([probe(20, [], { verdict: 'did_not_run', tests: null })])).toBe(
    'first red once controller is merged; whether it fails alone was not found',
  );
});

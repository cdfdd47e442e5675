/** A choice that its own rule refuses is not offered. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decide } from '../../../../src/domain/integration/decide.ts';
import { newSession } from '../../../../src/domain/integration/new-session.ts';
import { nextActions } from '../../../../src/domain/integration/next-actions.ts';
import { openQuestion } from '../../../../src/domain/integration/open-question.ts';
import { landingRefusals } from '../../../../src/domain/integration/rules.ts';
import type { IntegrationState } from '../../../../src/domain/integration/state.ts';
import { transition } from '../../../../src/domain/integration/transition.ts';
import type { BranchName, SessionId } from '../../../../src/domain/shared/ids.ts';
import { anyLuck, simulate } from '../../../support/simulation.ts';
import { anyState, SAMPLE_STATES, sampleInstant, sampleSettings } from '../../../support/states.ts';

const at = sampleInstant(9_000);

function fresh(settings = sampleSettings()): IntegrationState {
  return newSession({
    settings,
    target: 'main' as BranchName,
    identity: { name: 'Ada', email: 'ada@example.org' },
    at: sampleInstant(),
    session_id: 'wave2-20261121-101500' as SessionId,
  });
}

/** Takes every open choice of the open question: it is accepted, and does not lead to the end that a refusal is. */
function takesEveryChoice(state: IntegrationState): number {
  const question = openQuestion(state);
  const open = question?.choices.filter(({ disabled }) => disabled === null) ?? [];
  for (const { id } of open) {
    const decided = decide(state, { type: 'choose_named', question: question?.id ?? '', choice: id }, at);
    if ('refused' in decided) expect.fail(`${question?.kind}: ${id}: ${decided.refused}`);
    const after = transition(state, decided);
    // Whoever holds the last effort knows that nothing is left.
    if (after.end?.outcome === 'FAILED' && state.end === null)
      expect([id, after.end.because]).toEqual([id, 'no effort could be integrated']);
    const lands = nextActions(after).some(({ type }) => type === 'land');
    const isHeld = after.landing_choice === 'hold';
    if (lands && !isHeld && (question?.kind === 'land' || question?.kind === 'held'))
      expect([id, landingRefusals(after)]).toEqual([id, []]);
  }
  const recommended = question?.recommended?.choice;
  if (recommended !== undefined && question?.kind !== 'conflict')
    expect(open.map(({ id }) => id)).toContain(recommended);
  return open.length;
}

it('is accepted by the rules wherever it is open, in any state', () => {
  for (const state of Object.values(SAMPLE_STATES)) takesEveryChoice(state);
  fc.assert(
    fc.property(anyState(), (state) => {
      takesEveryChoice(state);
    }),
    { numRuns: 300 },
  );
});

it.each([
  ['gates', {}],
  ['no gates', { gates: [], baseline: false }],
] as const)('is accepted by the rules wherever it is open, in any run with %s', (_what, over) => {
  const asked = new Set<string>();
  fc.assert(
    fc.property(anyLuck, (pick) => {
      for (const { after } of simulate(fresh(sampleSettings(over)), pick)) {
        if (takesEveryChoice(after) > 0) asked.add(openQuestion(after)?.kind ?? '');
      }
    }),
    { numRuns: 60 },
  );
  expect([...asked]).toEqual(expect.arrayContaining(['start', 'conflict', 'land']));
});

it('is not to land what holds conflict markers', () => {
  const state = fresh();
  const runs = fc.sample(anyLuck, { numRuns: 200, seed: 7 }).flatMap((pick) => simulate(state, pick));
  const marked = runs.find(
    ({ after }) => openQuestion(after)?.kind === 'land' && (after.survey?.markers.length ?? 0) > 0,
  );

  const question = marked === undefined ? null : openQuestion(marked.after);
  expect(question?.choices.map(({ id, disabled }) => [id, disabled])).toEqual([
    ['land', 'src/a.ts holds conflict markers (where they are its content: conflicts.markers_in)'],
    ['hold', null],
  ]);
  expect(question?.recommended?.choice).toBe('hold');
});

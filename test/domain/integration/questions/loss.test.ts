import { expect, it } from 'vitest';
import { unattendedChoice } from '../../../../src/domain/integration/decide.ts';
import { nextActions } from '../../../../src/domain/integration/next-actions.ts';
import { openQuestion } from '../../../../src/domain/integration/open-question.ts';
import { choiceId } from '../../../../src/domain/integration/question.ts';
import { factWords } from '../../../../src/domain/integration/question-fact.ts';
import { questionId } from '../../../../src/domain/integration/question-id.ts';
import type { IntegrationState } from '../../../../src/domain/integration/state.ts';
import { readinessOf } from '../../../../src/domain/integration/summary/readiness.ts';
import { transition } from '../../../../src/domain/integration/transition.ts';
import {
  flatEffort,
  freshState,
  mergedEffort,
  sampleEffort,
  sampleInstant,
  sampleSettings,
  sampleSha,
} from '../../../support/states.ts';

const BASE = sampleSha('base');

/** One effort is in, with two lines of the other side missing; another waits. */
function lossy(): IntegrationState {
  const losses = [{ path: 'src/a.ts', side: 'current', lines: 2, examples: ['keep(me);'] }] as const;
  const one = mergedEffort('one', 60, { restore_point: BASE, losses });
  return freshState({
    stage: 'INTEGRATING',
    target_base: BASE,
    integration_tip: flatEffort(one).merge_commit,
    settings: sampleSettings({ gates: [] }),
    efforts_included: [one, sampleEffort('two')],
  });
}

function choose(state: IntegrationState, choice: string): IntegrationState {
  const question = openQuestion(state)?.id ?? questionId('loss', 'nothing is asked');
  return transition(state, {
    type: 'choice_made',
    question,
    choice: choiceId(choice),
    by: 'operator',
    at: sampleInstant(90),
  });
}

it('asks about vanished lines before anything is built on them, and recommends nothing', () => {
  const question = openQuestion(lossy());

  expect(question?.title).toBe('2 lines vanished in the merge of one, and no decision explains it');
  expect(question?.facts.map(factWords)).toEqual(['src/a.ts: 2 lines of what was in', 'missing: keep(me);']);
  expect(question?.recommended).toBeNull();
  expect(nextActions(lossy())).toEqual([]);
});

it('goes on with a loss that was accepted by name, and calls the result conditional', () => {
  const state = choose(lossy(), 'accept');

  expect(openQuestion(state)).toBeNull();
  expect(nextActions(state)).toMatchObject([{ type: 'merge_effort', effort: 'two' }]);
  expect(readinessOf(state).conditions).toContain(
    'lines that vanished were accepted by operator: src/a.ts: "keep(me);" and 1 more line (current)',
  );
});

it.each(['hold_effort', 'return_to_author'])('takes the merge back on %s', (choice) => {
  const state = choose(lossy(), choice);

  expect(state.efforts_included[0]?.status).toBe('HELD');
  expect(state.take_back_to?.commit).toBe(BASE);
});

it('stops and asks again', () => {
  expect(choose(lossy(), 'stop').paused).toBe(true);
});

it('holds the effort where nobody is asked', () => {
  expect(unattendedChoice(lossy())?.choice).toBe('hold_effort');
});

import { describe, expect, it } from 'vitest';
import { choice, offeredChoice, type Question } from '../../../src/domain/integration/question.ts';
import { questionId } from '../../../src/domain/integration/question-id.ts';

describe('a choice', () => {
  const QUESTION = questionId('start', 'one');
  const [go, no] = [choice('go', 'Go', ''), choice('no', 'No', '', null, 'not now')];
  const question: Question = {
    id: QUESTION,
    kind: 'start',
    title: 'Start?',
    facts: [],
    choices: [go, no],
    recommended: null,
    effort: null,
    conflict: null,
    hunk: null,
    gate_run: null,
  };

  it('is one of those offered and open', () => {
    expect(offeredChoice(question, QUESTION, 'go')).toBe(go);
  });

  it('is refused when another question is open, it is not offered, or it is disabled', () => {
    expect(offeredChoice(question, 'q0', 'go')).toEqual({
      refused: 'that question is answered already; this is the next one',
    });
    expect(offeredChoice(question, QUESTION, 'fly')).toEqual({
      refused: 'there is no choice fly; there are go, no',
    });
    expect(offeredChoice(question, QUESTION, 'no')).toEqual({ refused: 'No: not now' });
  });
});

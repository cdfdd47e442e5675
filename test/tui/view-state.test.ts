import { describe, expect, it } from 'vitest';
import { choiceId } from '../../src/domain/integration/question.ts';
import type { EffortName } from '../../src/domain/shared/ids.ts';
import { FIRST_VIEW, type ViewEvent, type ViewState, viewAfter } from '../../src/tui/view-state.ts';

const AUTH = 'auth' as EffortName;
const seen = (question: string | null, stage: 'INTEGRATING' | 'FINISHED' = 'INTEGRATING'): ViewEvent => ({
  type: 'state_seen',
  question,
  stage,
  highlighted: null,
});
const confirm = (question: string | null) =>
  ({ kind: 'confirm', text: 'write', commands: [], question }) as const;

const cases: readonly (readonly [string, Partial<ViewState>, ViewEvent, Partial<ViewState>])[] = [
  [
    'another place begins at its top, with nothing over it',
    { scroll: { text: 5, log: 5 }, overlay: { kind: 'effort' } },
    { type: 'place', place: 'gates' },
    { place: 'gates', scroll: { text: 0, log: 0 }, overlay: null },
  ],
  [
    'a selection is a name, and its text begins at the top',
    { scroll: { text: 3, log: 2 } },
    { type: 'selected', effort: AUTH },
    { selected: AUTH, scroll: { text: 0, log: 0 } },
  ],
  [
    'nothing scrolls above the top',
    {},
    { type: 'scrolled', pane: 'text', to: -4 },
    { scroll: { text: 0, log: 0 } },
  ],
  [
    'panes scroll apart',
    { scroll: { text: 1, log: 2 } },
    { type: 'scrolled', pane: 'log', to: 7 },
    { scroll: { text: 1, log: 7 } },
  ],
  [
    'an answer closes what lay over the question',
    { overlay: confirm('q1') },
    { type: 'answered', question: 'q1' },
    { overlay: null, answered: 'q1' },
  ],
  [
    'a refusal takes the answer and the cursor back and says why',
    { answered: 'q1', echo: { question: 'q1', choice: choiceId('a') } },
    { type: 'refused', because: 'no' },
    { answered: null, echo: null, notice: { text: 'no', tone: 'warn' } },
  ],
  [
    'a new question voids a half-given yes',
    { overlay: confirm('q1'), seen: { question: 'q1', stage: 'INTEGRATING' } },
    seen('q2'),
    { overlay: null },
  ],
  [
    'a new question leaves a yes about something else alone',
    { overlay: confirm(null), seen: { question: 'q1', stage: 'INTEGRATING' } },
    seen('q2'),
    { overlay: confirm(null) },
  ],
  [
    'a new question does not close the help',
    { overlay: { kind: 'help', text: '', selected: 0 }, seen: { question: 'q1', stage: 'INTEGRATING' } },
    seen('q2'),
    { overlay: { kind: 'help', text: '', selected: 0 } },
  ],
  [
    'a new question does not move a screen that somebody went to',
    { place: 'record', seen: { question: null, stage: 'INTEGRATING' } },
    seen('q1'),
    { place: 'record' },
  ],
  [
    'a new question begins without the old cursor, scroll and three-way view',
    {
      echo: { question: 'q1', choice: choiceId('a') },
      three_way: true,
      scroll: { text: 9, log: 0 },
      seen: { question: 'q1', stage: 'INTEGRATING' },
    },
    seen('q2'),
    { echo: null, three_way: false, scroll: { text: 0, log: 0 } },
  ],
  [
    'the end is shown wherever one is',
    { place: 'gates', seen: { question: null, stage: 'INTEGRATING' } },
    seen(null, 'FINISHED'),
    { place: null },
  ],
  [
    'after the end one may look around',
    { place: 'gates', seen: { question: null, stage: 'FINISHED' } },
    seen(null, 'FINISHED'),
    { place: 'gates' },
  ],
  [
    'the same question changes nothing',
    { three_way: true, scroll: { text: 4, log: 0 }, seen: { question: 'q1', stage: 'INTEGRATING' } },
    seen('q1'),
    { three_way: true, scroll: { text: 4, log: 0 } },
  ],
];

describe('what is looked at', () => {
  it.each(cases)('%s', (_title, before, event, after) => {
    expect(viewAfter({ ...FIRST_VIEW, ...before }, event)).toMatchObject(after);
  });

  it('shows its own cursor until the engine says the same', () => {
    const echo = { question: 'q1', choice: choiceId('b') };
    const view = { ...FIRST_VIEW, echo, seen: { question: 'q1', stage: 'INTEGRATING' } as const };
    const at = (choice: string): ViewEvent => ({
      type: 'state_seen',
      question: 'q1',
      stage: 'INTEGRATING',
      highlighted: { question: 'q1', choice: choiceId(choice) },
    });
    expect(viewAfter(view, at('a')).echo).toEqual(echo);
    expect(viewAfter(view, at('b')).echo).toBeNull();
  });
});

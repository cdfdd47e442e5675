/** Picks a choice by its number. A screen reader reads the lists with numbers, and cursors are hard to follow by ear. */
import { type KeyAction, type Step, say, send, view } from '../action.ts';
import { leaveChoices } from '../panes/leave-choices.ts';
import { elsewhereChoices } from '../panes/other-owner-choices.ts';
import { asksHere, type Look } from '../screen-input.ts';

/** Checks whether a typed number picks an entry of the list that is read out. */
export function picksByNumber(look: Look): boolean {
  const { overlay, filter } = look.view;
  if (!look.theme.linear || filter.typing) return false;
  return overlay === null ? asksHere(look) : overlay.kind === 'leave' || overlay.kind === 'elsewhere';
}

/** Puts the cursor on an entry. Enter takes it, as everywhere. */
export const pick: KeyAction = {
  run: ({ look, key }) => {
    const { overlay } = look.view;
    const lists = { leave: leaveChoices, elsewhere: elsewhereChoices };
    const listed =
      overlay?.kind === 'leave' || overlay?.kind === 'elsewhere' ? lists[overlay.kind](look) : null;
    const labels = (listed ?? look.question?.choices ?? []).map((each) => each.label);
    // When the number is too large, its last digit starts a new one.
    const number = [Number(key), Number(key.slice(-1))].find((each) => each >= 1 && each <= labels.length);
    if (number === undefined) return say(`There is no number ${key}; there are ${labels.length}`);
    const said = say(`${number}: ${labels[number - 1]}; enter chooses it`, 'plain');
    return [...moveTo(look, number - 1), ...said];
  },
};

function moveTo(look: Look, index: number): readonly Step[] {
  const { overlay } = look.view;
  if (overlay?.kind === 'leave' || overlay?.kind === 'elsewhere')
    return [view({ type: 'overlay', overlay: { ...overlay, selected: index } })];
  const { question } = look;
  const choice = question?.choices[index];
  if (question === null || choice === undefined) return [];
  const place = { question: question.id, choice: choice.id };
  return [send({ type: 'highlight', ...place }), view({ type: 'highlighted', ...place })];
}

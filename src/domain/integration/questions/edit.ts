/** A file is open in the operator's editor. */
import { choice } from '../question.ts';
import { said } from '../question-fact.ts';
import { questionId } from '../question-id.ts';
import { type Asking, AT_WORK } from './asking.ts';

export const editQuestion: Asking<'edit'> = {
  kind: 'edit',
  also: AT_WORK,
  ask: (state) => {
    const { editing } = state;
    if (editing === null || editing.file === null || editing.done) return null;
    const conflict = state.conflicts_detected.find(({ id }) => id === editing.conflict);
    if (conflict === undefined) return null;
    return {
      id: questionId('edit', editing.conflict),
      kind: 'edit',
      title: `Edit ${conflict.path} by hand`,
      facts: [
        { kind: 'edited_file', file: editing.file },
        ...(editing.refused === null ? [] : [said(`not taken: ${editing.refused}`)]),
      ],
      choices: [
        choice('open', 'Open the editor', 'the file keeps what you wrote so far', null, null, {
          do: 'edit',
          file: editing.file,
        }),
        choice('done', 'Use the edited file', 'not while conflict markers remain in it'),
        choice('give_up', 'Choose again', 'back to the options; the edited file is kept'),
      ],
      recommended: null,
      effort: conflict.effort,
      conflict: conflict.id,
      hunk: null,
      gate_run: null,
    };
  },
  answer: (state, _question, { choice: chosen }) => {
    if (state.editing === null || chosen === 'open') return state;
    if (chosen === 'done') return { ...state, editing: { ...state.editing, done: true, refused: null } };
    return { ...state, editing: null };
  },
  records: () => false,
};

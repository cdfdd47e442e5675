/** A file is open in the operator's editor. */
import { choice } from '../question.ts';
import type { Asking } from './asking.ts';

export const edit: Asking = {
  ask: (state) => {
    const { editing } = state;
    if (editing === null || editing.file === null || editing.done) return null;
    const conflict = state.conflicts_detected.find(({ id }) => id === editing.conflict);
    if (conflict === undefined) return null;
    return {
      id: `edit:${editing.conflict}`,
      kind: 'edit',
      title: `Edit ${conflict.path} by hand`,
      facts: [
        `the file with both sides and their base: ${editing.file}`,
        ...(editing.refused === null ? [] : [`not taken: ${editing.refused}`]),
      ],
      choices: [
        choice('open', 'Open the editor', 'the file keeps what you wrote so far'),
        choice('done', 'Take the file', 'refused while conflict markers remain'),
        choice('give_up', 'Back to the options', 'the edited file is left where it is'),
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
};

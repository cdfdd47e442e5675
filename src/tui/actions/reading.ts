/** Shows what no screen has room for: a branch's changes, the stream of plain lines. */
import type { KeyAction } from '../action.ts';
import { selectedEffort } from '../screen-input.ts';

/** Shows the selected effort's changes since it left the target, in the operator's pager. */
export const diff: KeyAction = {
  off: ({ look }) => (selectedEffort(look) === null ? 'No effort is selected' : null),
  run: ({ look }) => {
    const { state } = look.snapshot;
    const effort = selectedEffort(look);
    if (effort === null) return [];
    return [
      {
        do: 'read',
        what: {
          kind: 'difference',
          from: state.target_base ?? state.target,
          to: effort.tip ?? effort.branch,
        },
      },
    ];
  },
};

export const stream: KeyAction = { run: () => [{ do: 'stream' }] };

/** Shows what no screen has room for: a branch's changes, the stream of plain lines. */
import type { KeyAction } from '../action.ts';
import { wantedRun } from '../panes/wanted-run.ts';
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

/** Shows the whole log in the operator's pager; a screen keeps only the end of it. */
export const whole_log: KeyAction = {
  off: ({ look }) => (look.log.size === 0 ? 'There is nothing in this log' : null),
  run: ({ look }) => {
    const log = wantedRun(look)?.log;
    const file = `${look.snapshot.session_directory}/${log}`;
    return log == null ? [] : [{ do: 'read', what: { kind: 'file', file } }];
  },
};

export const stream: KeyAction = { run: () => [{ do: 'stream' }] };

/** Copying what is shown, by way of the terminal itself. */
import { askedHunk, highlightedChoice, optionOf, placeOf, selectedEffort } from '../look.ts';
import { textLines } from '../preview.ts';
import type { Action, Scene } from '../scene.ts';
import { selectedRun } from '../screens/gates.ts';

export const copy: Action = {
  off: (scene) => (copied(scene) === null ? 'There is nothing to copy here' : null),
  run: (scene) => {
    const found = copied(scene);
    return found === null ? [] : [{ do: 'copy', ...found }];
  },
};

function copied({ look }: Scene): { readonly text: string; readonly what: string } | null {
  const { state, commands } = look.snapshot;
  const { overlay } = look.view;
  if (overlay?.kind === 'log') return { text: look.log.lines.join('\n'), what: 'the log shown here' };
  switch (placeOf(look)) {
    case 'decide': {
      const option = optionOf(askedHunk(look), highlightedChoice(look));
      const lines = option === null ? null : textLines(look.snapshot, option.blob);
      return lines === null ? null : { text: lines.join('\n'), what: 'the text of the option' };
    }
    case 'summary': {
      const text = state.landing_command ?? state.integration_branch;
      return {
        text,
        what: state.landing_command === null ? 'the name of the branch' : 'the command that finishes it',
      };
    }
    case 'gates': {
      const run = selectedRun(look);
      const failing = run?.tests?.failing ?? [];
      if (run === null) return null;
      return failing.length > 0
        ? { text: failing.join('\n'), what: 'the names of the failing tests' }
        : { text: run.because ?? run.gate, what: 'the verdict' };
    }
    case 'record':
      return { text: commands.join('\n'), what: 'the git commands' };
    case 'ask':
    case 'resume':
      return look.question === null
        ? null
        : { text: [look.question.title, ...look.question.facts].join('\n'), what: 'the question' };
    case 'plan':
    case 'run': {
      const effort = selectedEffort(look);
      return effort === null ? null : { text: effort.branch, what: 'the name of the branch' };
    }
  }
}

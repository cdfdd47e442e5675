/** Copies what is shown to the clipboard, through the terminal itself. */
import { verdictReason } from '../../domain/gate/gate.ts';
import { LOG_PART_BYTES } from '../../domain/gate/log-parts.ts';
import { factWords } from '../../domain/integration/question-fact.ts';
import { landingCommand } from '../../domain/integration/selectors/ending.ts';
import { shellWord } from '../../domain/shared/shell-word.ts';
import type { KeyAction, Scene } from '../action.ts';
import { textLines } from '../panes/preview.ts';
import { selectedRun, wantedRun } from '../panes/wanted-run.ts';
import {
  askedHunk,
  choiceUnderCursor,
  type Look,
  optionOf,
  placeOf,
  selectedEffort,
  selectedSession,
} from '../screen-input.ts';

export const copy: KeyAction = {
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
      const option = optionOf(askedHunk(look), choiceUnderCursor(look));
      const lines = option === null ? null : textLines(look.snapshot, option.blob);
      return lines === null ? null : { text: lines.join('\n'), what: 'the text of the option' };
    }
    case 'summary': {
      const text = landingCommand(state) ?? state.integration_branch;
      return {
        text,
        what: landingCommand(state) === null ? 'the name of the branch' : 'the command that finishes it',
      };
    }
    case 'gates': {
      const run = selectedRun(look);
      const failing = run?.tests?.failing ?? [];
      if (run === null) return null;
      return failing.length > 0
        ? { text: failing.join('\n'), what: 'the names of the failing tests' }
        : { text: verdictReason(run) || run.gate, what: 'the verdict' };
    }
    case 'record':
      return { text: commands.join('\n'), what: 'the git commands' };
    case 'history': {
      const report = selectedSession(look)?.report ?? null;
      return report === null ? null : { text: report, what: 'the path of the report' };
    }
    case 'ask':
    case 'resume':
      return look.question === null
        ? null
        : {
            text: [look.question.title, ...look.question.facts.map(factWords)].join('\n'),
            what: 'the question',
          };
    case 'plan':
    case 'run': {
      const effort = selectedEffort(look);
      return effort === null ? null : { text: effort.branch, what: 'the name of the branch' };
    }
  }
}

export const copy_command: KeyAction = {
  run: ({ look }) => {
    const text = commandHere(look);
    return [{ do: 'copy', text, what: `the command: ${text}` }];
  },
};

/** Returns the command line that shows or does what is on the screen. */
function commandHere(look: Look): string {
  const { state, session_directory } = look.snapshot;
  const run = wantedRun(look);
  if (look.view.overlay?.kind === 'log' && run !== null) {
    const file = shellWord(`${session_directory}/${run.log}`);
    const isWhole = look.log.size <= LOG_PART_BYTES;
    return isWhole ? `less -+r -+R ${file}` : `gzip -cdf ${file}.0* ${file} | less -+r -+R`;
  }
  switch (placeOf(look)) {
    case 'plan':
      return 'intorch plan';
    case 'gates': {
      const gate = state.settings.gates.find((each) => each.name === selectedRun(look)?.gate);
      return gate?.command ?? 'intorch status';
    }
    case 'summary':
      return landingCommand(state) ?? 'intorch report';
    case 'decide':
      return 'intorch report CONFLICT_RESOLUTION_NEEDED';
    case 'record':
      return 'intorch checkpoint ls';
    case 'ask':
    case 'resume': {
      const choice = choiceUnderCursor(look);
      return look.question === null || choice === null
        ? 'intorch status'
        : `intorch decide ${shellWord(look.question.id)} ${shellWord(choice.id)}`;
    }
    case 'run':
    case 'history':
      return 'intorch status';
  }
}

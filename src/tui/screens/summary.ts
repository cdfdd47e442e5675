import {
  answersByOperator,
  conflictTally,
  tallyWords,
} from '../../domain/integration/selectors/conflict-tally.ts';
import { lossesOf } from '../../domain/integration/selectors/effort-status.ts';
import { landedCommit, landingCommand } from '../../domain/integration/selectors/ending.ts';
import { findingLine } from '../../domain/integration/selectors/findings.ts';
import { progressOf } from '../../domain/integration/selectors/progress.ts';
import type { SessionOutcome } from '../../domain/integration/state.ts';
import { shortSha } from '../../domain/shared/ids.ts';
import { counted } from '../../domain/shared/text.ts';
import { elapsedMs, humanDuration } from '../../domain/shared/time.ts';
import { effortOutcomes, finalGates } from '../facts/outcomes.ts';
import { rows } from '../frame/frame.ts';
import { cutLine, type Line, line, span, wrapped } from '../frame/line.ts';
import { type Mark, marked } from '../frame/theme.ts';
import { type Screen, scrolled } from '../screen.ts';
import type { Look } from '../screen-input.ts';

const OUTCOMES: Readonly<Record<SessionOutcome, readonly [Mark, string]>> = {
  LANDED: ['good', 'landed'],
  HELD_FOR_REVIEW: ['good', 'verified, held for review'],
  STOPPED: ['warn', 'stopped'],
  ROLLED_BACK: ['out', 'rolled back'],
  SUPERSEDED: ['out', 'replaced by a new session'],
  NOTHING_TO_DO: ['good', 'nothing to do'],
  FAILED: ['red', 'failed'],
};

const MOST_COMMAND_LINES = 6;

/** How the session ended: the outcome, the next command, and what happened to every effort. */
export const summaryScreen: Screen = (look, { width, height }) => {
  const { rows: shown, extent } = scrolled(
    summaryLines(look, width).map((each) => cutLine(each, width)),
    look.view.scroll.text,
    height,
  );
  return { blocks: [rows(...shown)], extents: { text: extent } };
};

/** Returns the outcome as a glyph and a word. */
export function outcomeMark(outcome: SessionOutcome | null): Line {
  const [mark, word] = outcome === null ? (['waiting', 'not finished'] as const) : OUTCOMES[outcome];
  return marked(mark, word);
}

function summaryLines(look: Look, width: number): readonly Line[] {
  const { state } = look.snapshot;
  const progress = progressOf(state);
  const took =
    state.integration_started === null || state.end === null
      ? ''
      : `, ${humanDuration(elapsedMs(state.integration_started, state.end.at))}`;
  const tip = landedCommit(state) ?? state.integration_tip;
  return [
    line(''),
    line(
      ' ',
      outcomeMark(state.end?.outcome ?? null),
      span(`   ${progress.completed} of ${progress.total} in${took}`),
    ),
    ...wrapped(`   ${state.end?.because ?? ''}`, width, 3),
    line(''),
    line(`   branch     ${state.integration_branch}${tip === null ? '' : ` @ ${shortSha(tip)}`}`),
    line(`   ${padded(state.target)} ${targetWords(look)}`),
    ...nextLine(look, width),
    line(''),
    ...effortOutcomes(look, width),
    line(''),
    line(`   conflicts  ${tallyWords(conflictTally(state))}`),
    line(`   answers    ${answersByOperator(state)} by you`),
    ...finalGates(look),
    ...state.efforts_included.flatMap((effort) =>
      lossesOf(effort).map((loss) =>
        line(
          '   ',
          marked(
            'warn',
            `${effort.name}: ${counted(loss.lines, 'line')} of ${loss.side} lost in ${loss.path}`,
          ),
        ),
      ),
    ),
    ...state.findings.map((finding) => line(`   found      ${findingLine(finding)}`)),
  ];
}

function padded(target: string): string {
  return target.length >= 10 ? target : target.padEnd(10);
}

function targetWords(look: Look): string {
  const { state } = look.snapshot;
  const landed = landedCommit(state);
  return landed === null ? 'is untouched' : `moved to ${shortSha(landed)}`;
}

function nextLine(look: Look, width: number): readonly Line[] {
  const command = landingCommand(look.snapshot.state);
  return command === null
    ? []
    : [
        line('   to finish  press y to copy:'),
        ...wrapped(`     ${command}`, width - 1, MOST_COMMAND_LINES, { bold: true, color: 'cyan' }),
      ];
}

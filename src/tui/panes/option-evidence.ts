/** What speaks for and against the choice under the cursor, and the intent of each side. */
import type { Conflict, Loss, Option } from '../../domain/conflict/conflict.ts';
import type { GateRun } from '../../domain/gate/gate.ts';
import { currentAuthors, currentName } from '../../domain/integration/selectors/side-names.ts';
import { counted } from '../../domain/shared/text.ts';
import { runMark, runResult } from '../facts/gate-facts.ts';
import { cutLine, type Line, line, type Style, span, wrapped } from '../frame/line.ts';
import { askedHunk, choiceUnderCursor, type Look, optionOf } from '../screen-input.ts';
import { whyLines } from './choices.ts';
import { askedPlace } from './open-places.ts';

/** Rows that one reason may take. */
const MOST_ROWS = 3;

/** Returns the evidence with what matters most first: the recommendation, results of trials, losses, pros and cons. */
export function evidenceLines(look: Look, width: number, compact: boolean): readonly Line[] {
  const choice = choiceUnderCursor(look);
  const option = optionOf(askedHunk(look), choice);
  const recommended = look.question?.recommended?.choice === choice?.id;
  const said = (text: string, style: Style) =>
    wrapped(text, width - 1, compact ? 1 : MOST_ROWS, style).map((each, row) =>
      line(row > 0 ? '   ' : ' ', each),
    );
  const why = whyLines(look, width - 1, recommended ? MOST_ROWS - 1 : 1).map((each) => line(' ', each));
  // Where an option has its text, what it does is shown beside or below.
  if (option === null) return cutAll(why, width);
  const conflict = askedPlace(look)?.conflict;
  const current = conflict === undefined ? 'current' : currentName(look.snapshot.state, conflict);
  return cutAll(
    [
      ...trialLines(look, option).map((each) => line(' ', each)),
      ...(recommended ? why : []),
      ...lossLines(current, option.loses.current, compact),
      ...lossLines(look.question?.effort ?? 'incoming', option.loses.incoming, compact),
      ...option.pros.flatMap((each) => said(`+ ${each}`, { color: 'green' })),
      ...option.cons.flatMap((each) => said(`- ${each}`, { color: 'yellow' })),
      ...(recommended ? [] : why),
    ],
    width,
  );
}

/** Shows the intent of each side, in the words of its last commit. */
export function intentLines(look: Look, width: number): readonly Line[] {
  const place = askedPlace(look);
  if (place === null) return [];
  const lines = sidesOf(look, place.conflict).flatMap(({ name, subject, authors }) =>
    wrapped(`${name}  "${subject}"  ${authors.join(', ')}`, width - 3, 2).map((each, row) =>
      line(row === 0 ? ' ' : '   ', each),
    ),
  );
  return lines.length === 0 ? [] : [line(span(' INTENT', { bold: true })), ...lines];
}

function sidesOf({ snapshot: { state } }: Look, conflict: Conflict) {
  const names: readonly string[] = [...currentAuthors(state, conflict), conflict.effort];
  return state.efforts_included.filter((effort) => names.includes(effort.name));
}

function lossLines(side: string, loss: Loss, compact: boolean): readonly Line[] {
  if (loss.lines === 0) return [];
  const style = { color: 'red' } as const;
  const what = ` loses ${counted(loss.lines, 'line')} of ${side}:`;
  const examples = loss.examples.map((each) => each.trim());
  if (compact) return [line(span(`${what} ${examples.join(' / ')}`, style))];
  const more = loss.lines - examples.length;
  const rest = more > 0 ? [line(span(`     and ${more} more`, style))] : [];
  return [line(span(what, style)), ...examples.map((each) => line(span(`     ${each}`, style))), ...rest];
}

/** Lists the runs that judged an option on trial. */
export function trialRuns(look: Look, option: Option): readonly GateRun[] {
  const { question, snapshot } = look;
  return snapshot.state.gate_runs.filter(
    ({ subject }) =>
      subject.kind === 'option' &&
      subject.conflict === question?.conflict &&
      subject.hunk === question?.hunk &&
      subject.option === option.id,
  );
}

function trialLines(look: Look, option: Option): readonly Line[] {
  const waiting = look.snapshot.state.trials.some((trial) => trial.option === option.id);
  const newest = new Map(trialRuns(look, option).map((run) => [run.gate, run]));
  if (newest.size === 0) return waiting ? [line('tried: its gates start as soon as there is room')] : [];
  return [...newest.values()].map((run) =>
    line(`tried: ${run.gate} `, runMark(run), ` ${runResult(look.snapshot, run)}`),
  );
}

function cutAll(lines: readonly Line[], width: number): readonly Line[] {
  return lines.map((each) => cutLine(each, width));
}

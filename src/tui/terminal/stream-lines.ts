/** Reports each change as a line, for somebody who left the screen for a while, and for the operator's own pipes. */
import { openQuestion } from '../../domain/integration/open-question.ts';
import { progressOf } from '../../domain/integration/selectors/progress.ts';
import type { Effort } from '../../domain/integration/state.ts';
import { sanitizeLine } from '../../domain/shared/text.ts';
import { changeOf, effortMark, effortTests } from '../facts/effort-facts.ts';
import { runMark, runResult, subjectWords } from '../facts/gate-facts.ts';
import { type Line, lineText } from '../frame/line.ts';
import { padRight } from '../frame/width.ts';
import type { Snapshot } from '../integration-client.ts';
import { outcomeMark } from '../screens/summary.ts';

/** Returns the lines for what is new in a snapshot; for the first snapshot, how things stand. */
export function streamLines(before: Snapshot | null, after: Snapshot): readonly string[] {
  const { state } = after;
  const rows = [
    ...state.efforts_included.flatMap((effort) => effortRow(before, after, effort)),
    ...gateRows(before, after),
    ...questionRow(before, after),
  ];
  if (state.end !== null && before?.state.end?.outcome == null)
    rows.push([outcomeMark(state.end?.outcome), '', state.end?.because ?? '']);
  const { completed, total } = progressOf(state);
  const where = `${completed}/${total}`.padStart(5);
  return rows.map(([mark, subject, facts]) =>
    sanitizeLine(`${where}  ${padRight(lineText(mark), 14)} ${subject}  ${facts}`.trimEnd()),
  );
}

type Row = readonly [mark: Line, subject: string, facts: string];

function effortRow(before: Snapshot | null, after: Snapshot, effort: Effort): readonly Row[] {
  const question = openQuestion(after.state);
  const mark = effortMark({ snapshot: after, question }, effort);
  const old = before?.state.efforts_included.find((each) => each.name === effort.name);
  const was =
    before === null || old === undefined
      ? null
      : lineText(effortMark({ snapshot: before, question: openQuestion(before.state) }, old));
  if (was === lineText(mark)) return [];
  const tests = effortTests(after, effort);
  return [[mark, effort.name, `${changeOf(effort)}${tests === '-' ? '' : `  ${tests}`}`]];
}

function gateRows(before: Snapshot | null, after: Snapshot): readonly Row[] {
  const ended = new Set(
    before?.state.gate_runs.flatMap((run) => (run.status === 'FINISHED' ? [run.id] : [])),
  );
  if (before === null) return [];
  const fresh = after.state.gate_runs.filter((run) => run.status === 'FINISHED' && !ended.has(run.id));
  return fresh.map((run) => [
    runMark(run),
    `${run.gate} on ${subjectWords(after.state, run)}`,
    runResult(after, run),
  ]);
}

function questionRow(before: Snapshot | null, after: Snapshot): readonly Row[] {
  const question = openQuestion(after.state);
  const old = before === null ? null : openQuestion(before.state);
  if (question === null || question.id === old?.id) return [];
  return [[[{ text: '! question', style: {} }], question.title, '(s goes to it)']];
}

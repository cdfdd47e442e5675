/** The selected effort in full: its gates, what fails (first, so that it stays in view), then the end of the live log. */
import { isGreen } from '../../domain/gate/gate.ts';
import { changedWords } from '../../domain/integration/assessment/expectation-facts.ts';
import { heldBecause, isMergedHere, lossesOf } from '../../domain/integration/selectors/effort-status.ts';
import { gatesOf } from '../../domain/integration/selectors/gating.ts';
import { coveredBy } from '../../domain/integration/selectors/groups/covered-by.ts';
import { changedExpectations } from '../../domain/integration/selectors/guard/changed-expectations.ts';
import { isOversize, limitedLines, sizeTotal } from '../../domain/integration/selectors/size.ts';
import type { Effort } from '../../domain/integration/state.ts';
import { HEALTH_CHECKS, healthOf } from '../../domain/integration/summary/health.ts';
import { shortSha } from '../../domain/shared/ids.ts';
import { counted } from '../../domain/shared/text.ts';
import { changeOf, effortRuns, tallyOf } from '../facts/effort-facts.ts';
import { failCount, runCell } from '../facts/gate-facts.ts';
import { logRows } from '../facts/log-rows.ts';
import { rows } from '../frame/frame.ts';
import { cutLine, type Line, line, span, wrapped } from '../frame/line.ts';
import { marked } from '../frame/theme.ts';
import type { Body, Room } from '../screen.ts';
import type { Look } from '../screen-input.ts';

/** Shows everything about one effort that fits into the room, with its facts behind a margin. */
export function effortDetail(look: Look, effort: Effort, room: Room, margin = ''): Body {
  const { width, height } = room;
  const head = [
    headLine(look, effort),
    gateLine(look, effort),
    ...troubles(look, effort, width),
    ...failing(look, effort, Math.max(2, Math.floor(height / 2) - 2)),
    sizeLine(look, effort),
    healthLine(look, effort),
  ].map((each) => cutLine(margin === '' ? each : line(margin, each), width));
  const log = logRows(look, width, Math.max(0, height - head.length));
  return { blocks: [rows(...head), rows(...log.rows)], extents: { log: log.extent } };
}

function headLine(look: Look, effort: Effort): Line {
  const place = look.snapshot.state.efforts_included.indexOf(effort) + 1;
  const merged = isMergedHere(effort) ? `, merged as ${shortSha(effort.merge_commit)}` : '';
  return line(
    span(`${place} ${effort.name}`, { bold: true }),
    `  ${counted(effort.commits, 'commit')} by ${effort.authors.join(', ')}${merged}, ${changeOf(effort)}`,
  );
}

function gateLine(look: Look, effort: Effort): Line {
  const runs = effortRuns(look.snapshot.state, effort);
  const gates = gatesOf(look.snapshot.state, { kind: 'effort', effort: effort.name });
  if (gates.length === 0 && runs.length === 0)
    return line(
      span(coveredBy(look.snapshot.state, effort) ?? 'no gate runs after an effort', { dim: true }),
    );
  const cells = gates.flatMap((gate) => {
    const run = runs.find((each) => each.gate === gate.name);
    return ['  ', run === undefined ? marked('waiting', gate.name) : runCell(look.snapshot, run)];
  });
  return line('gates', ...cells);
}

function troubles(look: Look, effort: Effort, width: number): readonly Line[] {
  const lines: Line[] = [];
  const because = heldBecause(effort);
  if (because !== null) lines.push(...wrapped(`not in: ${because}`, width, 2, { color: 'yellow' }));
  if (effort.clashes_with !== null && effort.clashes_with.length > 0)
    lines.push(line(span(`breaks together with ${effort.clashes_with.join(', ')}`, { color: 'yellow' })));
  const red = effortRuns(look.snapshot.state, effort).filter(
    (run) => run.status === 'FINISHED' && !isGreen(run),
  );
  for (const { says } of because === null ? red.flatMap(({ clues }) => clues) : [])
    lines.push(line(marked('red', says)));
  for (const loss of lossesOf(effort)) {
    const what = `${counted(loss.lines, 'line')} of ${loss.side} lost in ${loss.path}: ${loss.examples[0]?.trim() ?? ''}`;
    lines.push(line(marked('warn', what)));
  }
  for (const changed of changedExpectations(look.snapshot.state))
    if (changed.efforts.includes(effort.name))
      lines.push(line(marked('warn', changedWords(look.snapshot.state, changed))));
  const open = look.snapshot.state.conflicts_detected.filter(
    (conflict) => conflict.effort === effort.name && conflict.resolution_status === 'IN_PROGRESS',
  );
  for (const conflict of open)
    lines.push(line(marked('decide', `${conflict.path}  ${conflict.kind.replaceAll('_', ' ')}`)));
  return lines.slice(0, 5);
}

function failing(look: Look, effort: Effort, most: number): readonly Line[] {
  const names = effortRuns(look.snapshot.state, effort).flatMap(
    (run) => tallyOf(look.snapshot, run)?.failing ?? [],
  );
  if (names.length === 0) return [];
  const shown = names.slice(0, most).map((name) => line('  ', marked('red', name)));
  const more = names.length > most ? [line(span(`  and ${names.length - most} more`, { dim: true }))] : [];
  return [line(span(failCount(names.length), { color: 'red', bold: true })), ...shown, ...more];
}

function sizeLine(look: Look, effort: Effort): Line {
  const { state } = look.snapshot;
  const { current_integration_total, remaining_capacity } = sizeTotal(state);
  const left = remaining_capacity === null ? '' : `, room for ${remaining_capacity} more`;
  const own = `size ${limitedLines(state, effort)}`;
  return line(span(`${own}; ${current_integration_total} merged so far${left}`, { dim: true }));
}

const GRADES = { PASS: 'good', WARN: 'warn', FAIL: 'red' } as const;

/** Shows the worst checks first; those that pass need no words, and the size of one effort is no matter of another. */
function healthLine(look: Look, effort: Effort): Line {
  const { state } = look.snapshot;
  const health = healthOf(state);
  const large = isOversize(state, effort) || sizeTotal(state).overflowed_by === effort.name;
  const checks = HEALTH_CHECKS.filter((name) => name !== 'size_compliance' || large).map(
    (name) => health[name],
  );
  const poor = [
    ...checks.filter((each) => each.grade === 'FAIL'),
    ...checks.filter((each) => each.grade === 'WARN'),
  ];
  if (poor.length === 0) return line('health ', marked('good', `all ${checks.length} checks passed`));
  return line('health ', ...poor.flatMap(({ grade, details }) => [marked(GRADES[grade], details), '  ']));
}

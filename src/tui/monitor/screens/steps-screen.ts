import type { RunState } from '../../../domain/pipeline/state.ts';
import { logRows } from '../../facts/log-rows.ts';
import { rows } from '../../frame/frame.ts';
import { type Line, line, lineText, span } from '../../frame/line.ts';
import { type Column, listTable, tableRow } from '../../frame/table.ts';
import { rule } from '../../frame/theme.ts';
import type { Body, Room } from '../../screen.ts';
import {
  driverHere,
  logLook,
  type MonitorLook,
  openRun,
  type PlacedStep,
  pickedStep,
  shownSteps,
} from '../monitor-look.ts';
import { clockOf, stepStateMark, tryTime } from '../run-words.ts';
import { axis, type Scale, scaleOf, stepBar } from '../timeline.ts';
import { aboutStep } from './about-step.ts';
import { unread } from './unread.ts';

/** Less is no bar that anybody could read. */
const LEAST_BAR = 16;
/** So many are in view at 80x24. */
const FEW = 8;

/** The steps of a run by level, each with its bar, and the end of the selected one's output. */
export function stepsScreen(look: MonitorLook, { width, height }: Room): Body {
  const run = openRun(look);
  const picked = pickedStep(look);
  if (run === null || picked === null) return unread(look, width);
  const steps = shownSteps(look);
  const detail = aboutStep(look, run, picked, width);
  const { columns, scale } = columnsFor(look, run, width);
  const most = Math.max(4, Math.floor((height - detail.length) * 0.6));
  const items = steps.map(
    (each, index) => () => stepRow(look, run, each, each.level !== steps[index - 1]?.level, columns, scale),
  );
  const at = steps.findIndex(({ step }) => step === picked);
  const table = listTable(columns, items, at, width, Math.min(items.length + 1, most));
  const log = logRows(logLook(look), width, height - table.length - 1 - detail.length);
  return { blocks: [rows(...table, rule(width), ...detail, ...log.rows)], extents: { log: log.extent } };
}

function columnsFor(look: MonitorLook, run: RunState, width: number) {
  // Where steps scroll, the title has to hold which are in view: STEP  141-150 of 200.
  const least = run.steps.length > FEW ? 20 : 4;
  const longest = Math.max(least, ...run.steps.map(({ id }) => id.length));
  const fixed: readonly Column[] = [
    { title: 'LEVEL', width: 5, align: 'right' },
    { title: 'STEP', width: Math.min(longest, width < 100 ? Math.max(16, least) : 32) },
    { title: 'STATE', width: 13 },
    { title: 'TRY', width: 5, align: 'right' },
    { title: 'TIME', width: 7, align: 'right' },
  ];
  const rest = width - fixed.reduce((sum, column) => sum + column.width + 1, 2);
  const scale = scaleOf(run, clockOf(run, driverHere(look), look.snapshot.now), rest);
  const isDrawn = rest >= LEAST_BAR && !look.theme.linear;
  return { columns: isDrawn ? [...fixed, { title: lineText(axis(scale)), width: rest }] : fixed, scale };
}

function stepRow(
  look: MonitorLook,
  { pipeline }: RunState,
  { step, level }: PlacedStep,
  is_first: boolean,
  columns: readonly Column[],
  scale: Scale,
): Line {
  const last = step.attempts.at(-1);
  const most = 1 + (pipeline.steps.find(({ id }) => id === step.id)?.retries ?? 0);
  return tableRow(columns, [
    line(span(String(level + 1), { dim: !is_first })),
    step.id,
    stepStateMark(step, driverHere(look), look.snapshot.now),
    last === undefined ? '' : `${last.attempt}/${Math.max(last.attempt, most)}`,
    last === undefined ? '' : tryTime(last, scale.to),
    line(stepBar(step, scale)),
  ]);
}

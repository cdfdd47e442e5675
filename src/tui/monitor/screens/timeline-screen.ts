import { logRows } from '../../facts/log-rows.ts';
import { rows } from '../../frame/frame.ts';
import { line, lineText, wrapped } from '../../frame/line.ts';
import { type Column, listTable, tableRow } from '../../frame/table.ts';
import { rule } from '../../frame/theme.ts';
import type { Body, Room } from '../../screen.ts';
import { driverHere, logLook, type MonitorLook, openRun, pickedStep, shownSteps } from '../monitor-look.ts';
import { clockOf, stepStateMark } from '../run-words.ts';
import { axis, LEGEND, scaleOf, stepBar } from '../timeline.ts';
import { aboutStep } from './about-step.ts';
import { unread } from './unread.ts';

/** Fewer rows show nothing of an output. */
const LEAST_LOG = 4;

/** When each step waited, ran and was tried again, to scale across the whole width. */
export function timelineScreen(look: MonitorLook, { width, height }: Room): Body {
  const run = openRun(look);
  const picked = pickedStep(look);
  if (run === null || picked === null) return unread(look, width);
  const steps = shownSteps(look);
  const driver = driverHere(look);
  const detail = [...wrapped(` ${LEGEND}`, width, 2, { dim: true }), ...aboutStep(look, run, picked, width)];
  const names = Math.min(Math.max(4, ...steps.map(({ step }) => step.id.length)), width < 100 ? 18 : 32);
  const wide = width - names - 3;
  const scale = scaleOf(run, clockOf(run, driver, look.snapshot.now), wide);
  const columns: readonly Column[] = [
    { title: 'STEP', width: names },
    { title: lineText(axis(scale)), width: wide },
  ];
  // A bar says nothing when it is read out.
  const bars = steps.map(
    ({ step }) =>
      () =>
        tableRow(columns, [
          step.id,
          look.theme.linear ? stepStateMark(step, driver, look.snapshot.now) : line(stepBar(step, scale)),
        ]),
  );
  const most = Math.max(4, height - detail.length - 1);
  const table = listTable(
    columns,
    bars,
    steps.findIndex(({ step }) => step === picked),
    width,
    Math.min(bars.length + 1, most),
  );
  const left = height - table.length - 1 - detail.length;
  const log = left < LEAST_LOG ? null : logRows(logLook(look), width, left);
  const blocks = [rows(...table, rule(width), ...detail, ...(log?.rows ?? []))];
  return { blocks, extents: log === null ? {} : { log: log.extent } };
}

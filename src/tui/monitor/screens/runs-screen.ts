/** This folder: the screens of the monitor. */
import { clockDuration, elapsedMs } from '../../../domain/shared/time.ts';
import { ageOf } from '../../facts/ages.ts';
import { rows } from '../../frame/frame.ts';
import { cutLine, type Line, line, span, wrapped } from '../../frame/line.ts';
import { type Column, listTable, tableRow } from '../../frame/table.ts';
import { bar, rule } from '../../frame/theme.ts';
import { cutMiddle } from '../../frame/width.ts';
import type { Body, Room } from '../../screen.ts';
import type { ListedRun } from '../monitor-client.ts';
import { type MonitorLook, openRun, pickedListing, shownListing } from '../monitor-look.ts';
import { clockOf, driverWords, runStateMark, stepReason } from '../run-words.ts';

const BAR = 10;

/** The runs of this repository, newest first, and what is to be said of the selected one. */
export function runsScreen(look: MonitorLook, { width, height }: Room): Body {
  const runs = shownListing(look);
  const selected = pickedListing(look);
  if (selected === null) return { blocks: [rows(line(''), ...nothing(look, width))], extents: {} };
  const detail = aboutRun(look, selected, width);
  const columns = columnsFor(width);
  const items = runs.map((run) => () => runRow(look, run, columns));
  const most = Math.max(3, height - detail.length - 1);
  const table = listTable(columns, items, runs.indexOf(selected), width, Math.min(items.length + 1, most));
  return { blocks: [rows(...table, rule(width), ...detail)], extents: {} };
}

function nothing({ view, snapshot }: MonitorLook, width: number): readonly Line[] {
  return snapshot.runs.length === 0
    ? wrapped(' No pipeline has run here yet. Start one: intorch pipeline run FILE', width, 3)
    : wrapped(` No run matches "${view.filter.text}"; esc shows all`, width, 3);
}

function columnsFor(width: number): readonly Column[] {
  const right = 'right' as const;
  const fixed = [
    { title: 'STATE', width: 13 },
    ...(width < 70 ? [] : [{ title: '', width: BAR }]),
    { title: 'DONE', width: 5, align: right },
    { title: 'BEGAN', width: 11, align: right },
    { title: 'TIME', width: 7, align: right },
    ...(width < 120 ? [] : [{ title: 'DRIVEN BY', width: 24 }]),
  ];
  const used = fixed.reduce((sum, column) => sum + column.width + 1, 2);
  return [{ title: 'RUN', width: Math.max(12, Math.min(48, width - used)) }, ...fixed];
}

function runRow({ snapshot: { now } }: MonitorLook, run: ListedRun, columns: readonly Column[]): Line {
  const { run_id, created_at, progress_pct, driver } = run;
  const [name, ...rest] = columns;
  const cells: Readonly<Record<string, string | Line>> = {
    STATE: runStateMark(run, driver),
    '': bar(progress_pct / 100, BAR),
    DONE: `${progress_pct} %`,
    BEGAN: `${ageOf(created_at, now)} ago`,
    TIME: clockDuration(elapsedMs(created_at, clockOf(run, driver, now))),
    'DRIVEN BY': driver === null ? '' : `${driver.pid} on ${driver.host}`,
  };
  return tableRow(columns, [
    cutMiddle(run_id, name?.width ?? 0),
    ...rest.map(({ title }) => cells[title] ?? ''),
  ]);
}

function aboutRun(look: MonitorLook, listed: ListedRun, width: number): readonly Line[] {
  const run = openRun(look);
  const head = line(span(` ${listed.run_id}`, { bold: true }), '  ', driverWords(listed, listed.driver));
  if (run === null) return [cutLine(head, width)];
  const failed = run.steps.filter(({ state }) => state === 'FAILED' || state === 'CANCELLED').slice(0, 3);
  const running = run.steps.filter(({ state }) => state === 'RUNNING').map(({ id }) => id);
  const facts: readonly (readonly [string, string])[] = [
    ['file', `${run.file}, version ${run.pipeline.version}`],
    ...(running.length === 0 ? [] : [[listed.driver === null ? 'ran' : 'runs', running.join(', ')] as const]),
    ...failed.map((step) => [step.state.toLowerCase(), `${step.id}: ${stepReason(run, step)}`] as const),
    ['folder', look.snapshot.folder],
  ];
  return [head, ...facts.map(([word, text]) => line(span(`   ${word.padEnd(10)}`, { dim: true }), text))].map(
    (each) => cutLine(each, width),
  );
}

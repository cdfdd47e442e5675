/** The rows at the top of the monitor: which run it is about, how far it is, and who drives it. */
import { counted } from '../../domain/shared/text.ts';
import { clockDuration, elapsedMs } from '../../domain/shared/time.ts';
import { type Line, line, lineText, lineWidth, span, spread } from '../frame/line.ts';
import { bar, rule } from '../frame/theme.ts';
import type { ListedRun } from './monitor-client.ts';
import { type MonitorLook, openRun, pickedListing } from './monitor-look.ts';
import { MONITOR_PLACES } from './monitor-view.ts';
import { clockOf, driverWords, runStateMark } from './run-words.ts';

/** Returns the row that remains when there is no room for two. */
export function monitorTitle(look: MonitorLook, width: number): Line {
  const { snapshot, view } = look;
  const place = span(width < 100 ? ` ${view.place}` : ` intorch │ pipelines │ ${view.place}`, { bold: true });
  const listed = pickedListing(look);
  if (view.place === 'runs' || listed === null) {
    const active = snapshot.runs.filter(({ ended_at, driver }) => ended_at === null && driver !== null);
    return spread(
      line(place),
      line(`${active.length} running  ${counted(snapshot.runs.length, 'run')} `),
      width,
    );
  }
  const steps = openRun(look)?.steps ?? [];
  const inState = (wanted: string) => steps.filter(({ state }) => state === wanted).length;
  const red = inState('FAILED');
  const time = clockDuration(elapsedMs(listed.created_at, clockOf(listed, listed.driver, snapshot.now)));
  const right = line(
    steps.length === 0 ? '' : `${inState('SUCCEEDED')} of ${counted(steps.length, 'step')}`,
    red === 0 ? '' : span(width < 80 ? `  ✗${red}` : `  ✗${red} failed`, { color: 'red', bold: true }),
    `  ${time} `,
  );
  return spread(
    line(place, ' │ ', runStateMark(listed, listed.driver), ` │ ${listed.plan_id}`),
    right,
    width,
  );
}

/** Returns the row with the bar: how much is done, and who drives it. */
export function progressLine(look: MonitorLook, width: number): Line {
  const listed = pickedListing(look);
  if (listed === null) return line('');
  const right = line(`${listed.progress_pct} %  `, driverWords(listed, listed.driver), ' ');
  const room = width - lineWidth(right) - 2;
  return spread(line(' ', bar(listed.progress_pct / 100, Math.max(0, Math.min(60, room)))), right, width);
}

/** Returns the rule under the header, with the number keys of the screens. */
export function monitorTabs({ view, theme }: MonitorLook, width: number): Line {
  const tabs = MONITOR_PLACES.map((place, index) =>
    span(` ${index + 1} ${place} `, place === view.place ? { bold: true } : { dim: true }),
  );
  const rest = width - lineWidth(tabs) - 2;
  return theme.linear || rest < 4 ? rule(width) : [...rule(rest), ...tabs, ...rule(2)];
}

/** Says in a few words how a run stands, where there is room for nothing else. */
export function monitorVerdict(listed: ListedRun | null): string {
  return listed === null ? '' : `${lineText(runStateMark(listed, listed.driver))} ${listed.progress_pct} %`;
}

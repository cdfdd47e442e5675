/** Draws what the monitor shows as a frame of plain rows that fills the terminal exactly. Pure: the same input makes the same frame. */
import { type Frame, fitted, mapLines, rows } from '../frame/frame.ts';
import { layoutOf } from '../frame/layout.ts';
import { type Line, line, span } from '../frame/line.ts';
import { linearized } from '../frame/linear.ts';
import { dressed, rule } from '../frame/theme.ts';
import { hintsThatFit } from '../keys/hints.ts';
import type { Body, Extent, Room } from '../screen.ts';
import { helpBlocks } from '../screens/help.ts';
import { tooSmall } from '../screens/without-state.ts';
import { monitorOff } from './monitor-actions.ts';
import { monitorTabs, monitorTitle, monitorVerdict, progressLine } from './monitor-header.ts';
import { monitorHelp } from './monitor-help.ts';
import { MONITOR_KEYS, monitorWhere } from './monitor-keys.ts';
import { type MonitorLook, pickedListing } from './monitor-look.ts';
import type { MonitorPlace } from './monitor-view.ts';
import { isLeft } from './run-words.ts';
import { outputScreen } from './screens/output-screen.ts';
import { runsScreen } from './screens/runs-screen.ts';
import { stepsScreen } from './screens/steps-screen.ts';
import { timelineScreen } from './screens/timeline-screen.ts';

const SCREENS: Readonly<Record<MonitorPlace, (look: MonitorLook, room: Room) => Body>> = {
  runs: runsScreen,
  steps: stepsScreen,
  timeline: timelineScreen,
  output: outputScreen,
};

export interface DrawnMonitor {
  readonly frame: Frame;
  /** How far the output scrolls. */
  readonly extent: Extent | null;
}

/** Draws the frame for an input. */
export function drawMonitor(look: MonitorLook): DrawnMonitor {
  const { columns: width, rows: height } = look.size;
  const layout = layoutOf(look.size);
  const verdict = monitorVerdict(pickedListing(look));
  if (layout === 'too_small') return { frame: tooSmall(look.size, look.theme, verdict), extent: null };
  const small = layout === 'list';
  const head = [
    monitorTitle(look, width),
    ...(small ? [] : [progressLine(look, width)]),
    monitorTabs(look, width),
  ];
  const foot = [...(small ? [] : [rule(width)]), noticeOf(look), hintsOf(look, width)];
  const room = { width, height: height - head.length - foot.length };
  const body = bodyOf(look, room);
  const blocks = [
    ...fitted([rows(...head)], width, head.length),
    ...fitted(body.blocks, width, room.height),
    ...fitted([rows(...foot)], width, foot.length),
  ];
  const full = { columns: width, rows: height, blocks };
  const frame = look.theme.linear ? linearized(full) : full;
  const dress = (each: Line) => dressed(each, look.theme);
  return { frame: { ...frame, blocks: mapLines(frame.blocks, dress) }, extent: body.extents.log ?? null };
}

function bodyOf(look: MonitorLook, room: Room): Body {
  const { overlay, place } = look.view;
  if (overlay?.kind !== 'help') return SCREENS[place](look, room);
  const under = { ...look, view: { ...look.view, overlay: null } };
  const items = monitorHelp(look).map((item) => ({ ...item, off: monitorOff(item.action, under) }));
  return { blocks: helpBlocks(place, overlay.text, items, overlay.selected, room.height), extents: {} };
}

/** Returns the most urgent notice. */
function noticeOf(look: MonitorLook): Line {
  const { view, trouble } = look;
  if (view.filter.typing) return line(span(` / ${view.filter.text}_`, { bold: true }));
  if (view.overlay?.kind === 'confirm') {
    const first = view.notice === null ? '' : `${view.notice.text}. `;
    return line(' ', span(`${first}${view.overlay.text}`, { color: 'yellow', bold: true }));
  }
  if (view.notice !== null)
    return line(' ', span(view.notice.text, view.notice.tone === 'warn' ? { color: 'yellow' } : {}));
  if (trouble !== null)
    return line(span(` The runs cannot be read, so this is from before: ${trouble}`, { color: 'red' }));
  if (view.filter.text !== '')
    return line(span(` filter: ${view.filter.text}   esc clears it`, { color: 'cyan' }));
  const listed = pickedListing(look);
  return listed !== null && isLeft(listed, listed.driver)
    ? line(
        span(' What drove this run has ended; all that it did is kept. r goes on with it', {
          color: 'yellow',
        }),
      )
    : line('');
}

function hintsOf(look: MonitorLook, width: number): Line {
  const where = monitorWhere(look.view);
  const hinted = MONITOR_KEYS.filter(
    ({ action, hint }) => hint.includes(where) && monitorOff(action, look) === null,
  );
  const isHelp = ({ action }: { readonly action: string }) => action === 'help';
  return hintsThatFit(
    hinted.filter((binding) => !isHelp(binding)),
    line(''),
    hinted.filter(isHelp),
    width,
  );
}

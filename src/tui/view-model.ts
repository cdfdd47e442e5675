/**
 * This folder: the screens: store, view model and the terminal that they are drawn on.
 *
 * Draws what is shown as a frame of plain rows that fills the terminal exactly. Pure: the same input makes the same frame.
 */
import { counted } from '../domain/shared/text.ts';
import { redCount, waitingCount } from './facts/attention.ts';
import { hintLine, noticeLine } from './footer.ts';
import { type Frame, fitted, mapLines, rows } from './frame/frame.ts';
import { layoutOf } from './frame/layout.ts';
import { type Line, lineText } from './frame/line.ts';
import { linearized } from './frame/linear.ts';
import { dressed, rule } from './frame/theme.ts';
import { headerLines, placesRule, whereLine } from './header.ts';
import { effortDetail } from './panes/effort-detail.ts';
import type { Body, Extent, Room, Screen } from './screen.ts';
import { type Look, placeOf, type ScreenPlace, selectedEffort } from './screen-input.ts';
import { conflictScreen } from './screens/conflict.ts';
import { gatesScreen } from './screens/gates.ts';
import { helpScreen } from './screens/help.ts';
import { historyScreen } from './screens/history.ts';
import { leaveDialog } from './screens/leave.ts';
import { logScreen } from './screens/log.ts';
import { elsewhereDialog } from './screens/other-owner.ts';
import { planScreen } from './screens/plan.ts';
import { questionScreen } from './screens/question.ts';
import { recordScreen } from './screens/record.ts';
import { resumeScreen } from './screens/resume.ts';
import { runScreen } from './screens/run.ts';
import { outcomeMark, summaryScreen } from './screens/summary.ts';
import { tooSmall } from './screens/without-state.ts';
import type { Pane } from './view-state.ts';

const SCREENS: Readonly<Record<ScreenPlace, Screen>> = {
  resume: resumeScreen,
  plan: planScreen,
  run: runScreen,
  decide: conflictScreen,
  ask: questionScreen,
  gates: gatesScreen,
  record: recordScreen,
  history: historyScreen,
  summary: summaryScreen,
};

export interface Drawn {
  readonly frame: Frame;
  /** How far the panes of this screen scroll. */
  readonly extents: Readonly<Partial<Record<Pane, Extent>>>;
}

/** Draws the frame for an input. */
export function draw(look: Look): Drawn {
  const { columns: width, rows: height } = look.size;
  const layout = layoutOf(look.size);
  if (layout === 'too_small') return { frame: tooSmall(look.size, look.theme, verdict(look)), extents: {} };
  const small = layout === 'list';
  const head = small ? [whereLine(look, width)] : headerLines(look, width);
  const top = rows(...head, placesRule(look, width));
  const foot_height = small ? 2 : 3;
  const room = { width, height: height - top.rows.length - foot_height };
  const body = bodyOf(look, room);
  const foot = [noticeLine(look, width), hintLine(look, width, body.extents)];
  const bottom = small ? rows(...foot) : rows(rule(width), ...foot);
  const blocks = [
    ...fitted([top], width, top.rows.length),
    ...fitted(body.blocks, width, room.height),
    ...fitted([bottom], width, bottom.rows.length),
  ];
  const full = { columns: width, rows: height, blocks };
  const frame = look.theme.linear ? linearized(full) : full;
  const dress = (each: Line) => dressed(each, look.theme);
  return { frame: { ...frame, blocks: mapLines(frame.blocks, dress) }, extents: body.extents };
}

function bodyOf(look: Look, room: Room): Body {
  switch (look.view.overlay?.kind) {
    case 'help':
      return helpScreen(look, room);
    case 'leave':
      return leaveDialog(look, room);
    case 'elsewhere':
      return elsewhereDialog(look);
    case 'log':
      return logScreen(look, room);
    case 'effort': {
      const effort = selectedEffort(look);
      return effort === null ? { blocks: [], extents: {} } : effortDetail(look, effort, room, ' ');
    }
    case 'confirm':
    case undefined:
      return SCREENS[placeOf(look)](look, room);
  }
}

function verdict(look: Look): string {
  const { state } = look.snapshot;
  if (state.stage === 'FINISHED') return lineText(outcomeMark(state.end?.outcome ?? null));
  const waiting = waitingCount(state, look.question);
  const red = redCount(state);
  const parts = [waiting > 0 ? `! ${counted(waiting, 'question')}` : '', red > 0 ? `${red} red` : ''];
  return parts.filter((part) => part !== '').join(' ');
}

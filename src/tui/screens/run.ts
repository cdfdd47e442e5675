/** This folder: one file per screen. */
import type { Effort } from '../../domain/integration/state.ts';
import { changeOf, effortMark, effortTests, effortTime } from '../facts/effort-facts.ts';
import { rows, sideBySide } from '../frame/frame.ts';
import { layoutOf } from '../frame/layout.ts';
import { cutLine, type Line, line } from '../frame/line.ts';
import { type Column, listTable, tableRow, titleRow } from '../frame/table.ts';
import { DIVIDER, rule } from '../frame/theme.ts';
import { cutMiddle } from '../frame/width.ts';
import { effortDetail } from '../panes/effort-detail.ts';
import type { Body, Screen } from '../screen.ts';
import { type Look, selectedEffort, shownEfforts } from '../screen-input.ts';

const LIST_WIDTH = { wide: 50, medium: 44 } as const;
/** The selected effort's detail is worth a shorter list from this many rows on. */
const LEAST_DETAIL = 6;
const NOTHING: Body = { blocks: [], extents: {} };

/** What is going on: every effort with its state, and the selected one in full. */
export const runScreen: Screen = (look, { width, height }) => {
  const layout = layoutOf(look.size);
  const effort = selectedEffort(look);
  if (layout === 'list') return { blocks: [rows(...effortList(look, width, height))], extents: {} };
  if (layout === 'stacked') {
    const most = Math.max(Math.ceil(height * 0.55), height - LEAST_DETAIL - 1);
    const list_height = Math.min(shownEfforts(look).length + 1, most);
    const room = { width, height: height - list_height - 1 };
    const detail = effort === null ? NOTHING : effortDetail(look, effort, room, ' ');
    const list = rows(...effortList(look, width, list_height), rule(width));
    return { blocks: [list, ...detail.blocks], extents: detail.extents };
  }
  const list_width = LIST_WIDTH[layout === 'wide' ? 'wide' : 'medium'];
  const room = { width: width - list_width - 3, height };
  const detail = effort === null ? NOTHING : effortDetail(look, effort, room);
  const columns = [
    { width: list_width, blocks: [rows(...effortList(look, list_width, height))] },
    { width: room.width, blocks: detail.blocks },
  ];
  return { blocks: [sideBySide(columns, height, DIVIDER)], extents: detail.extents };
};

function effortList(look: Look, width: number, height: number): readonly Line[] {
  const columns = columnsFor(width);
  const efforts = shownEfforts(look);
  const selected = selectedEffort(look);
  if (efforts.length === 0)
    return [cutLine(titleRow(columns), width), line('   no effort matches the filter; esc clears it')];
  const items = efforts.map((effort) => effortRow(look, effort, columns));
  const at = efforts.findIndex((effort) => effort.name === selected?.name);
  return listTable(columns, items, at, width, height);
}

function effortRow(look: Look, effort: Effort, columns: readonly Column[]): Line {
  const place = look.snapshot.state.efforts_included.indexOf(effort) + 1;
  const name_width = columns.find((column) => column.title === 'EFFORT')?.width ?? 0;
  const cells: Readonly<Record<string, string | Line>> = {
    '#': `${place}`,
    EFFORT: cutMiddle(effort.name, name_width),
    STATE: effortMark(look, effort),
    TESTS: effortTests(look.snapshot, effort),
    '+/-': changeOf(effort),
    TIME: effortTime(look.snapshot, effort),
  };
  return tableRow(
    columns,
    columns.map((column) => cells[column.title] ?? ''),
  );
}

function columnsFor(width: number): readonly Column[] {
  const change = width >= 78 ? [{ title: '+/-', width: 12, align: 'right' } as const] : [];
  const time = width >= 50 ? [{ title: 'TIME', width: 6, align: 'right' } as const] : [];
  const fixed = [
    { title: 'STATE', width: 13 },
    { title: 'TESTS', width: 8, align: 'right' } as const,
    ...change,
    ...time,
  ];
  const used = fixed.reduce((sum, column) => sum + column.width + 1, 0);
  const number = { title: '#', width: 3, align: 'right' } as const;
  return [number, { title: 'EFFORT', width: Math.max(6, width - 2 - 3 - 1 - used) }, ...fixed];
}

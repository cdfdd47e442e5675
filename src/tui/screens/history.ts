import { clockDuration } from '../../domain/shared/time.ts';
import { ageOf } from '../facts/ages.ts';
import { rows } from '../frame/frame.ts';
import { type Line, line, wrapped } from '../frame/line.ts';
import { type Column, listTable, tableRow } from '../frame/table.ts';
import { rule } from '../frame/theme.ts';
import { aboutSession, medianLine } from '../panes/history-detail.ts';
import type { PastSession } from '../past-session.ts';
import type { Body, Screen } from '../screen.ts';
import { type Look, selectedSession } from '../screen-input.ts';
import { outcomeMark } from './summary.ts';

/** The sessions of this repository, newest first, and the selected one with the path of its report. */
export const historyScreen: Screen = (look, { width, height }) => {
  const { past } = look;
  if (past.kind === 'failed') return said(` The sessions cannot be read: ${past.because}`, width);
  if (past.kind !== 'read') return said(' Reading the sessions of this repository', width);
  const selected = selectedSession(look);
  if (selected === null) return said(' No session has been kept here yet.', width);
  const detail = [...aboutSession(look, selected, width), line(''), ...medianLine(past.sessions)];
  const most = Math.max(4, height - detail.length - 1);
  const columns = columnsFor(width);
  const items = past.sessions.map((each) => sessionRow(look, each, columns));
  const at = past.sessions.indexOf(selected);
  const table = listTable(columns, items, at, width, Math.min(items.length + 1, most));
  return { blocks: [rows(...table, rule(width), ...detail)], extents: {} };
};

function said(text: string, width: number): Body {
  return { blocks: [rows(line(''), ...wrapped(text, width, 3))], extents: {} };
}

function columnsFor(width: number): readonly Column[] {
  const right = 'right' as const;
  const fixed = [
    { title: 'BEGAN', width: 11, align: right },
    { title: 'IN', width: 6, align: right },
    ...(width < 100
      ? []
      : [
          { title: 'BY YOU', width: 6, align: right },
          { title: 'BY RULE', width: 7, align: right },
          { title: 'GREEN AT ONCE', width: 13, align: right },
        ]),
    { title: 'TIME', width: 7, align: right },
    { title: 'RESULT', width: width < 80 ? 14 : 16 },
  ];
  const used = fixed.reduce((sum, column) => sum + column.width + 1, 2);
  return [{ title: 'SESSION', width: Math.max(8, Math.min(34, width - used)) }, ...fixed];
}

function sessionRow(look: Look, each: PastSession, columns: readonly Column[]): Line {
  const cells: Readonly<Record<string, string | Line>> = {
    SESSION: each.id,
    BEGAN: `${ageOf(each.created_at, look.snapshot.now)} ago`,
    IN: `${each.merged}/${each.total}`,
    'BY YOU': `${each.conflicts.by_you}`,
    'BY RULE': `${each.conflicts.by_rule}`,
    'GREEN AT ONCE': `${each.first_try}/${each.total}`,
    TIME: each.took_ms === null ? '-' : clockDuration(each.took_ms),
    RESULT: outcomeMark(each.outcome),
  };
  return tableRow(
    columns,
    columns.map((column) => cells[column.title] ?? ''),
  );
}

import { shortSha } from '../../domain/shared/ids.ts';
import { counted } from '../../domain/shared/text.ts';
import { clockDuration } from '../../domain/shared/time.ts';
import { ageOf } from '../ages.ts';
import { rows } from '../block.ts';
import type { Body, Screen } from '../body.ts';
import { cutLine, type Line, line, span, wrapped } from '../line.ts';
import type { Look } from '../look.ts';
import type { PastSession } from '../past-session.ts';
import { type Column, listTable, tableRow } from '../table.ts';
import { rule } from '../theme.ts';
import { outcomeMark } from './summary.ts';

/** The sessions of this repository, newest first, and the selected one with the way to its report. */
export const history: Screen = (look, { width, height }) => {
  const { past } = look;
  if (past.kind === 'failed') return said(` The sessions cannot be read: ${past.because}`, width);
  if (past.kind !== 'read') return said(' Reading the sessions of this repository', width);
  const selected = selectedSession(look);
  if (selected === null) return said(' No session has been kept here yet.', width);
  const detail = [...aboutOne(look, selected, width), line(''), ...together(past.sessions)];
  const most = Math.max(4, height - detail.length - 1);
  const columns = columnsFor(width);
  const items = past.sessions.map((each) => sessionRow(look, each, columns));
  const at = past.sessions.indexOf(selected);
  const table = listTable(columns, items, at, width, Math.min(items.length + 1, most));
  return { blocks: [rows(...table, rule(width), ...detail)], extents: {} };
};

/** Gives the session under the cursor. */
export function selectedSession({ past, view }: Look): PastSession | null {
  return past.kind === 'read' ? (past.sessions[Math.min(view.row, past.sessions.length - 1)] ?? null) : null;
}

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
          { title: 'DECIDED', width: 7, align: right },
          { title: 'RULES', width: 5, align: right },
          { title: 'FIRST TRY', width: 9, align: right },
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
    DECIDED: `${each.by_you}`,
    RULES: `${each.by_rule}`,
    'FIRST TRY': `${each.first_try}/${each.total}`,
    TIME: each.took_ms === null ? '-' : clockDuration(each.took_ms),
    RESULT: outcomeMark(each.outcome),
  };
  return tableRow(
    columns,
    columns.map((column) => cells[column.title] ?? ''),
  );
}

function aboutOne(look: Look, each: PastSession, width: number): readonly Line[] {
  const now = each.id === look.snapshot.state.session_id ? '  (this one)' : '';
  const commits = [each.base, each.commit].flatMap((sha) => (sha === null ? [] : [shortSha(sha as never)]));
  const hot = each.hot.slice(0, 3).map(({ path, conflicts }) => `${path} ${conflicts}`);
  const conflicts = `   conflicts  ${each.by_rule} by rule, ${each.by_you} decided by you`;
  return [
    line(span(` ${each.id}`, { bold: true }), `${now}  ${each.integration_branch} onto ${each.target}`),
    line(`   commits    ${commits.length === 0 ? 'nothing was merged' : commits.join(' to ')}`),
    line(`${conflicts}${hot.length === 0 ? '' : `; most in ${hot.join(', ')}`}`),
    ...each.gates.map((gate) => line(`   gate       ${gate}`)),
    ...(each.because === null ? [] : wrapped(`   ${each.because}`, width, 2)),
    line(`   report     ${each.report ?? 'none was written'}`),
  ].map((row) => cutLine(row, width));
}

/** One number says little; beside the others it says whether it gets better. */
function together(sessions: readonly PastSession[]): readonly Line[] {
  const ended = sessions.filter((each) => each.outcome !== null && each.total > 0);
  if (ended.length < 2) return [];
  const shares = ended.map((each) => Math.round((100 * each.first_try) / each.total));
  return [
    line(
      span(` LAST ${counted(ended.length, 'SESSION').toUpperCase()}`, { dim: true }),
      `   in at the first try: median ${median(shares)} %`,
    ),
  ];
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

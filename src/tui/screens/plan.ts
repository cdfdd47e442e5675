import type { Effort } from '../../domain/integration/state.ts';
import { ageOf } from '../facts/ages.ts';
import { changeOf } from '../facts/effort-facts.ts';
import { planSentence, predictionsOf } from '../facts/plan-facts.ts';
import { type Block, rows } from '../frame/frame.ts';
import { layoutOf } from '../frame/layout.ts';
import { type Line, line, wrapped } from '../frame/line.ts';
import { type Column, listTable, tableRow, titleRow } from '../frame/table.ts';
import { rule } from '../frame/theme.ts';
import { planDetail } from '../panes/plan-detail.ts';
import type { Screen } from '../screen.ts';
import { type Look, selectedEffort, shownEfforts } from '../screen-input.ts';
import { noEfforts, planning } from './no-plan.ts';

/** What would be merged, in which order, and what will be asked: the forecast before anything is touched. */
export const planScreen: Screen = (look, room) => {
  const { state } = look.snapshot;
  if (state.stage === 'PLANNING') return planning(look, room);
  if (state.efforts_included.length === 0) return noEfforts(look, room);
  const layout = layoutOf(look.size);
  const sentence = wrapped(` ${planSentence(state)}`, room.width, 2, { bold: true });
  const listed = shownEfforts(look).length + 1;
  const least = Math.min(room.height - 2 - sentence.length - listed < 5 ? 5 : 9, Math.floor(room.height / 3));
  const detail_height =
    layout === 'list' ? 0 : Math.max(least, Math.min(20, room.height - 2 - sentence.length - listed));
  const list_height = room.height - 1 - sentence.length - (detail_height === 0 ? 0 : detail_height + 1);
  const blocks: Block[] = [rows(...sentence), rows(...effortTable(look, room.width, list_height))];
  if (detail_height > 0) blocks.push(rows(rule(room.width)), planDetail(look, room.width, detail_height));
  return { blocks, extents: {} };
};

function effortTable(look: Look, width: number, height: number): readonly Line[] {
  const columns = columnsFor(width);
  const shown = new Set(shownEfforts(look).map((effort) => effort.name));
  const selected = selectedEffort(look);
  const predictions = predictionsOf(look.snapshot.state);
  const items = predictions.flatMap((prediction, index) => {
    const { effort, mark, collides_with } = prediction;
    if (!shown.has(effort.name)) return [];
    const cells: Readonly<Record<string, string | Line>> = {
      '#': `${index + 1}`,
      EFFORT: effort.name,
      AGE: ageOf(effort.last_commit_at, look.snapshot.now),
      '+/-': changeOf(effort),
      NEEDS: needs(look, effort),
      'COLLIDES WITH': collides_with,
      PREDICTION: mark,
    };
    const row = tableRow(
      columns,
      columns.map((column) => cells[column.title] ?? ''),
    );
    return [{ effort, row }];
  });
  const at = items.findIndex((item) => item.effort.name === selected?.name);
  if (items.length === 0) return [titleRow(columns), line('   no effort matches the filter; esc clears it')];
  const table_rows = items.map((item) => item.row);
  return listTable(columns, table_rows, at, width, height);
}

/** As wide as `! over the size limit` and `- in already, squashed`. */
const PREDICTION = 22;

function columnsFor(width: number): readonly Column[] {
  const number = { title: '#', width: 3, align: 'right' } as const;
  const prediction = { title: 'PREDICTION', width: PREDICTION };
  if (width < 80) return [number, { title: 'EFFORT', width: width - 8 - PREDICTION }, prediction];
  const age = { title: 'AGE', width: 6, align: 'right' } as const;
  const change = { title: '+/-', width: 12, align: 'right' } as const;
  if (width < 100)
    return [number, { title: 'EFFORT', width: width - 28 - PREDICTION }, age, change, prediction];
  const rest = width - 2 - 3 - 6 - 12 - 8 - PREDICTION - 6;
  const effort = Math.floor(rest * 0.5);
  return [
    number,
    { title: 'EFFORT', width: effort },
    age,
    change,
    { title: 'NEEDS', width: 8 },
    { title: 'COLLIDES WITH', width: rest - effort },
    prediction,
  ];
}

function needs(look: Look, effort: Effort): string {
  const names = look.snapshot.state.efforts_included.map((each) => each.name);
  return effort.dependencies.map((name) => `${names.indexOf(name) + 1}`).join(' ') || '-';
}

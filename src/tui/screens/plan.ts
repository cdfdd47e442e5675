import { linesOf } from '../../domain/integration/size.ts';
import type { Effort } from '../../domain/integration/state.ts';
import { counted } from '../../domain/shared/text.ts';
import { ageOf } from '../ages.ts';
import { type Block, rows, sideBySide } from '../block.ts';
import type { Body, Room, Screen } from '../body.ts';
import { changeOf } from '../effort-facts.ts';
import { layoutOf } from '../layout.ts';
import { cutLine, type Line, line, span, wrapped } from '../line.ts';
import { type Look, selectedEffort, shownEfforts } from '../look.ts';
import { planSentence, predictionsOf } from '../plan-facts.ts';
import { type Column, listRows, tableRow, titleRow } from '../table.ts';
import { DIVIDER, moving, rule } from '../theme.ts';

/** What would be merged, in which order, and what will be asked: known before anything is touched. */
export const plan: Screen = (look, room) => {
  const { state } = look.snapshot;
  if (state.stage === 'PLANNING') return planning(look);
  if (state.efforts_included.length === 0) return empty(look, room);
  const layout = layoutOf(look.size);
  const detail_height = layout === 'list' ? 0 : Math.min(9, Math.floor(room.height / 3));
  const list_height = room.height - 2 - (detail_height === 0 ? 0 : detail_height + 1);
  const blocks: Block[] = [
    rows(line(' ', span(planSentence(state), { bold: true }))),
    rows(...effortTable(look, room.width, list_height)),
  ];
  if (detail_height > 0) blocks.push(rows(rule(room.width)), detail(look, room.width, detail_height));
  return { blocks, extents: {} };
};

function planning(look: Look): Body {
  const { settings } = look.snapshot.state;
  return {
    blocks: [
      rows(
        line(''),
        line(' ', moving('Reading the branches and merging them in memory, to know what will collide')),
        line(''),
        line(
          span(`   patterns: ${settings.efforts.patterns.join(', ') || 'none, only the efforts listed'}`, {
            dim: true,
          }),
        ),
        line(span('   Nothing is touched: no checkout, no branch, no worktree.', { dim: true })),
      ),
    ],
    extents: {},
  };
}

function empty(look: Look, room: Room): Body {
  const { settings, target } = look.snapshot.state;
  const looked = [...settings.efforts.patterns, ...settings.efforts.list.map((each) => each.branch)];
  return {
    blocks: [
      rows(
        line(''),
        line(span(` No effort branches to integrate onto ${target}`, { bold: true })),
        line(''),
        ...wrapped(`   looked for: ${looked.join(', ') || 'nothing is configured'}`, room.width, 3),
        ...wrapped(
          '   Name branches with `intorch tui --efforts`, or write patterns with `intorch init`.',
          room.width,
          2,
        ),
        line(
          look.snapshot.state.stage === 'READY'
            ? '   Then press r to look again, or q to leave.'
            : '   q leaves.',
        ),
      ),
    ],
    extents: {},
  };
}

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
  const list = listRows(
    items.map((item) => item.row),
    at,
    width,
    height - 1,
  );
  return [cutLine(titleRow(columns), width), ...list];
}

function columnsFor(width: number): readonly Column[] {
  const number = { title: '#', width: 3, align: 'right' } as const;
  const prediction = { title: 'PREDICTION', width: 20 };
  if (width < 80) return [number, { title: 'EFFORT', width: width - 28 }, prediction];
  const age = { title: 'AGE', width: 6, align: 'right' } as const;
  const change = { title: '+/-', width: 12, align: 'right' } as const;
  if (width < 100) return [number, { title: 'EFFORT', width: width - 48 }, age, change, prediction];
  const rest = width - 2 - 3 - 6 - 12 - 8 - 20 - 6;
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

function detail(look: Look, width: number, height: number): Block {
  const effort = selectedEffort(look);
  const wide = width >= 100;
  const left_width = wide ? Math.floor((width - 3) * 0.55) : width;
  const left = effort === null ? [] : about(look, effort, left_width, wide ? height : height - 2);
  const right_width = wide ? width - 3 - left_width : width;
  const right = [...bill(look, right_width), ...facts(look, right_width)];
  if (!wide) return rows(...[...left, ...right].slice(0, height));
  return sideBySide(
    [
      { width: left_width, blocks: [rows(...left)] },
      { width: right_width, blocks: [rows(...right)] },
    ],
    height,
    DIVIDER,
  );
}

function about(look: Look, effort: Effort, width: number, most: number): readonly Line[] {
  const { state, now } = look.snapshot;
  const { effort_lines } = state.settings.limits;
  const authors = effort.authors.join(', ');
  const collided = (state.forecast?.pairs ?? []).filter(
    (pair) => pair.a === effort.name || pair.b === effort.name,
  );
  const target_files = (state.forecast?.with_target ?? []).find((each) => each.effort === effort.name)?.files;
  return [
    line(
      span(` ${effort.name}`, { bold: true }),
      `  ${effort.branch}, ${counted(effort.commits, 'commit')} by ${authors}`,
    ),
    line(`   last "${effort.subject}", ${ageOf(effort.last_commit_at, now)} ago, by ${effort.strategy}`),
    line(
      `   size ${linesOf(effort)} of ${effort_lines} lines, ${counted(effort.size.files, 'file')} in ${effort.size.by_directory.map((each) => each.directory).join(', ')}`,
    ),
    ...(target_files === undefined
      ? []
      : [line(`   collides with ${state.target} in ${target_files.join(', ')}`)]),
    ...collided.map((pair) =>
      line(
        `   ${pair.conflict ? 'collides' : 'shares files'} with ${pair.a === effort.name ? pair.b : pair.a} in ${pair.files.join(', ')}`,
      ),
    ),
  ]
    .slice(0, Math.max(1, most))
    .map((each) => cutLine(each, width));
}

function bill(look: Look, width: number): readonly Line[] {
  const { forecast } = look.snapshot.state;
  if (forecast === null) return [];
  const { given, chosen, because } = forecast.bill;
  return wrapped(` decisions: order as given ${given}, this order ${chosen}: ${because}`, width, 2);
}

function facts(look: Look, width: number): readonly Line[] {
  if (look.question?.kind !== 'start') return [];
  // The first fact is the bill, which stands above in full.
  const others = look.question.facts.slice(look.snapshot.state.forecast === null ? 0 : 1);
  return others.flatMap((fact) => wrapped(` ! ${fact}`, width, 2, { color: 'yellow' }));
}

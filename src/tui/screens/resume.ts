import { isMergedHere } from '../../domain/integration/selectors/effort-status.ts';
import { newestFindings } from '../../domain/integration/selectors/findings.ts';
import type { Effort, Finding } from '../../domain/integration/state.ts';
import { shortSha } from '../../domain/shared/ids.ts';
import { ageOf } from '../facts/ages.ts';
import { rows } from '../frame/frame.ts';
import { cutLine, type Line, line, span, styled } from '../frame/line.ts';
import { type Column, tableRow } from '../frame/table.ts';
import { marked } from '../frame/theme.ts';
import { choiceBlock, whyLines } from '../panes/choices.ts';
import type { Screen } from '../screen.ts';
import type { Look } from '../screen-input.ts';

/** A session that did not finish: what the checkpoint says beside what git says, and the choices. */
export const resumeScreen: Screen = (look, { width, height }) => {
  const { state, engine, now } = look.snapshot;
  const life = state.resume_offer?.last_sign_of_life;
  const head = [
    line(''),
    line(' ', span(look.question?.title ?? 'This integration did not finish', { bold: true })),
    line(
      `   ${state.integration_branch} onto ${state.target}, begun ${ageOf(state.created_at, now)} ago on ${engine.host}`,
    ),
    line(life === undefined ? '' : `   last saved ${ageOf(life, now)} ago`),
    line(''),
  ];
  const choices = choiceBlock(look, width);
  const foot = [
    line(''),
    ...whyLines(look, width - 1, 1).map((each) => line(' ', each)),
    line(span(` ${state.target} has not been touched.`, { dim: true })),
  ];
  const room = height - head.length - choices.items.length - foot.length - 1;
  const table = shortened(comparison(look, width), Math.max(0, room));
  return {
    blocks: [rows(...head, ...table, line('')), choices, rows(...foot)],
    extents: {},
  };
};

/** Cuts the table to the room and counts the rows left out. Findings come first, so those rows agree or repeat more of the same. */
function shortened(table: readonly Line[], room: number): readonly Line[] {
  if (table.length <= room) return table;
  const kept = table.slice(0, Math.max(0, room - 1));
  const more = `   and ${table.length - kept.length} more; 2 shows all of them`;
  return room === 0 ? [] : [...kept, line(span(more, { dim: true }))];
}

function comparison(look: Look, width: number): readonly Line[] {
  const { state } = look.snapshot;
  const name_width = Math.min(24, Math.floor((width - 3) * 0.3));
  const side = Math.floor((width - 3 - name_width - 2) / 2);
  const columns: readonly Column[] = [
    { title: '', width: name_width },
    { title: 'CHECKPOINT SAYS', width: side },
    { title: 'GIT SAYS', width: side },
  ];
  const title = styled(
    line(
      '   ',
      tableRow(
        columns,
        columns.map((column) => column.title),
      ),
    ),
    { dim: true },
  );
  const row = (cells: readonly (string | Line)[]) => cutLine(line('   ', tableRow(columns, cells)), width);
  const about = new Map(newestFindings(state.findings).map((finding) => [finding.subject, finding]));
  const named = new Set<string>(state.efforts_included.flatMap((effort) => [effort.name, effort.branch]));
  const different = (finding: Finding): Compared => ({
    agrees: false,
    cells: [
      finding.subject,
      finding.checkpoint_says,
      marked(finding.severity === 'HIGH' ? 'red' : 'warn', finding.git_says),
    ],
  });
  const others = [...about.values()].filter((finding) => !named.has(finding.subject)).map(different);
  const efforts = state.efforts_included.map((effort): Compared => {
    const finding = about.get(effort.name) ?? about.get(effort.branch);
    return finding === undefined
      ? { agrees: true, cells: [effort.name, saysOf(effort), marked('good', 'the same')] }
      : different({ ...finding, subject: effort.name });
  });
  // Findings come first: where there is room for only a few rows, these are the ones to see.
  const agree = ({ agrees }: Compared) => agrees;
  const sorted = [...others, ...efforts.filter((each) => !agree(each)), ...efforts.filter(agree)];
  return [title, ...sorted.map(({ cells }) => row(cells))];
}

/** What the checkpoint says of one thing, beside what git says. */
interface Compared {
  readonly agrees: boolean;
  readonly cells: readonly (string | Line)[];
}

function saysOf(effort: Effort): string {
  if (isMergedHere(effort)) return `merged ${shortSha(effort.merge_commit)}`;
  return effort.status === 'PENDING' ? 'not started' : effort.status.toLowerCase();
}

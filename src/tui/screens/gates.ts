import { type GateRun, verdictReason } from '../../domain/gate/gate.ts';
import { stillThere } from '../../domain/gate/missing.ts';
import { factWords } from '../../domain/integration/question-fact.ts';
import { gatesOf } from '../../domain/integration/selectors/gating.ts';
import { runTime } from '../facts/effort-facts.ts';
import { runMark, runResult, subjectWords } from '../facts/gate-facts.ts';
import { logRows } from '../facts/log-rows.ts';
import { type Block, rows, windowed } from '../frame/frame.ts';
import { cutLine, type Line, line, span, wrapped } from '../frame/line.ts';
import { type Column, listRows, tableRow, titleRow } from '../frame/table.ts';
import { marked, rule } from '../frame/theme.ts';
import { displayWidth } from '../frame/width.ts';
import { choiceBlock, whyLines } from '../panes/choices.ts';
import { selectedRun, shownRuns } from '../panes/wanted-run.ts';
import { type Body, type Room, type Screen, scrolled } from '../screen.ts';
import { asksHere, type Look } from '../screen-input.ts';

/** Every gate with what it judged and its result. When one is red: which effort is to blame, and the choices. */
export const gatesScreen: Screen = (look, room) =>
  look.question?.kind === 'red_gate' && asksHere(look) ? red(look, room) : overview(look, room);

function overview(look: Look, { width, height }: Room): Body {
  const runs = shownRuns(look);
  const selected = selectedRun(look);
  const waiting = waitingFinal(look);
  const most = Math.max(3, Math.floor(height * 0.55));
  const columns = columnsFor(width, [...runs.map((run) => run.gate), ...waiting]);
  if (runs.length === 0 && waiting.length === 0)
    return { blocks: [rows(line(''), line(' No gate has run yet.'))], extents: {} };
  const items = runs.map((run) => runRow(look, run, columns));
  const at = selected === null ? -1 : runs.indexOf(selected);
  const list = listRows(items, at, width, Math.min(items.length, most - 1 - Math.min(waiting.length, 2)));
  const rest = waiting.map((name) =>
    cutLine(line('  ', tableRow(columns, [name, 'the final tree', marked('waiting', 'waiting')])), width),
  );
  const table = [cutLine(titleRow(columns), width), ...rest, ...list].slice(0, most);
  const detail = selected === null ? [] : runLines(look, selected, width, 6);
  const log = logRows(look, width, height - table.length - 1 - detail.length);
  return {
    blocks: [rows(...table, rule(width), ...detail, ...log.rows)],
    extents: { log: log.extent },
  };
}

function red(look: Look, { width, height }: Room): Body {
  const { question } = look;
  if (question === null) return { blocks: [], extents: {} };
  const choices = choiceBlock(look, width);
  const facts = question.facts.flatMap((fact) =>
    fact.kind === 'failing_test'
      ? [line('   ', marked('red', fact.name))]
      : fact.kind === 'missing_test'
        ? [line('   ', marked('red', factWords(fact)))]
        : wrapped(`   ${factWords(fact)}`, width, 2),
  );
  const head = [...wrapped(` ${question.title}`, width, 2, { bold: true })];
  const why = whyLines(look, width - 1, 2).map((each) => line(' ', each));
  const choice_rows = Math.min(choices.items.length, Math.max(3, Math.floor(height / 3)));
  const left = height - head.length - choice_rows - why.length - 2;
  const text = scrolled(
    facts,
    look.view.scroll.text,
    Math.max(1, Math.min(facts.length, Math.floor(left * 0.6))),
  );
  const log = logRows(look, width, left - text.rows.length);
  const blocks: Block[] = [
    rows(...head, ...text.rows, line('')),
    windowed(choices, choice_rows),
    rows(line(''), ...why, ...log.rows),
  ];
  return { blocks, extents: { text: text.extent, log: log.extent } };
}

/** As wide as `✗ did not run`. */
const STATE = 13;

function columnsFor(width: number, names: readonly string[]): readonly Column[] {
  const wide = width >= 80;
  const rest = width - 2 - STATE - 8 - 4;
  const longest = Math.max(4, ...names.map(displayWidth));
  const gate = Math.min(longest, wide ? 18 : Math.floor(rest * 0.4));
  const about = wide ? 20 : 0;
  const fixed = [
    { title: 'GATE', width: gate },
    { title: 'ABOUT', width: about },
    { title: 'STATE', width: STATE },
  ];
  const result = Math.max(4, rest - gate - about);
  return [...fixed, { title: 'RESULT', width: result }, { title: 'TIME', width: 8, align: 'right' }];
}

function runRow(look: Look, run: GateRun, columns: readonly Column[]): Line {
  return tableRow(columns, [
    run.gate,
    subjectWords(look.snapshot.state, run),
    runMark(run),
    runResult(look.snapshot, run),
    runTime(run, look.snapshot.now),
  ]);
}

function waitingFinal(look: Look): readonly string[] {
  const { state } = look.snapshot;
  const begun = state.gate_runs.flatMap((run) => (run.subject.kind === 'final' ? [run.gate] : []));
  return gatesOf(state, { kind: 'final' }).flatMap((gate) => (begun.includes(gate.name) ? [] : [gate.name]));
}

function runLines(look: Look, run: GateRun, width: number, most: number): readonly Line[] {
  const settings = look.snapshot.state.settings.gates.find((gate) => gate.name === run.gate);
  const attempt = run.attempt > 1 ? `, attempt ${run.attempt}` : '';
  const reused = run.reused_from === null ? '' : `, same tree as in ${run.reused_from}`;
  const failing = (run.tests?.failing ?? []).map((name) => line('   ', marked('red', name)));
  const lacking = stillThere(run.missing);
  const missing = (run.missing?.names ?? []).map((name, index) =>
    line(
      '   ',
      index < lacking ? marked('red', `did not run: ${name}`) : marked('warn', `removed or renamed: ${name}`),
    ),
  );
  const lines = [
    line(
      span(` ${run.gate}`, { bold: true }),
      ` on ${subjectWords(look.snapshot.state, run)}${attempt}${reused}  ${settings?.command ?? ''}`,
    ),
    ...(run.because === null ? [] : wrapped(`   ${verdictReason(run)}`, width, 3)),
    ...failing,
    ...missing,
  ];
  return lines.slice(0, most).map((each) => cutLine(each, width));
}

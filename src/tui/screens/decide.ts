import type { Hunk, Loss, Option } from '../../domain/conflict/conflict.ts';
import type { GateRun } from '../../domain/gate/gate.ts';
import { counted } from '../../domain/shared/text.ts';
import { type Block, rows, sideBySide, windowed } from '../block.ts';
import { type Body, type Room, type Screen, scrolled } from '../body.ts';
import { choiceBlock, whyLines } from '../choices.ts';
import { runMark, runResult } from '../gate-facts.ts';
import { layoutOf } from '../layout.ts';
import { cutLine, type Line, line, span, spread, styled, wrapped } from '../line.ts';
import { askedHunk, highlightedChoice, type Look, optionOf } from '../look.ts';
import { previewLines } from '../preview.ts';
import { DIVIDER, rule } from '../theme.ts';
import { threeWay } from './three-way.ts';

/** One conflict: the worked options, what speaks for and against the one under the cursor, and the text it would write. */
export const decide: Screen = (look, room) => {
  if (look.view.three_way && askedHunk(look) !== null) return threeWay(look, room);
  const layout = layoutOf(look.size);
  const beside = layout === 'wide' || layout === 'medium';
  return beside ? besides(look, room) : stacked(look, room);
};

function besides(look: Look, { width, height }: Room): Body {
  const left_width = Math.floor((width - 3) * 0.52);
  const right_width = width - 3 - left_width;
  const text = preview(look, { width: right_width, height });
  const left: Block[] = [
    rows(...title(look, left_width), line('')),
    rows(sectionLine('HOW TO RESOLVE', scopeWords(look), left_width)),
    choiceBlock(look, left_width),
    rows(line(''), ...evidence(look, left_width, 12)),
  ];
  const columns = [
    { width: left_width, blocks: left },
    { width: right_width, blocks: text.blocks },
  ];
  return { blocks: [sideBySide(columns, height, DIVIDER)], extents: text.extents };
}

function stacked(look: Look, { width, height }: Room): Body {
  const head = title(look, width).slice(0, 1);
  const choices = choiceBlock(look, width);
  const count = look.question?.choices.length ?? 0;
  const most_choices = Math.max(3, Math.min(count, Math.floor((height - 2) * 0.45)));
  const facts = height >= 16 ? evidence(look, width, 2) : evidence(look, width, 1);
  const used = head.length + most_choices + facts.length;
  const text = preview(look, { width, height: height - used });
  return {
    blocks: [rows(...head), windowed(choices, most_choices), rows(...facts), ...text.blocks],
    extents: text.extents,
  };
}

function title(look: Look, width: number): readonly Line[] {
  const { question, snapshot } = look;
  if (question === null) return [];
  const conflict = snapshot.state.conflicts_detected.find((each) => each.id === question.conflict);
  const hunk = askedHunk(look);
  const place =
    conflict === undefined || hunk === null ? '' : `hunk ${hunk.index + 1} of ${conflict.hunks.length}`;
  return [
    spread(line(' ', span(question.title, { bold: true })), line(place), width),
    ...question.facts.flatMap((fact) => wrapped(` ${fact}`, width, 2, { dim: true })),
  ];
}

function sectionLine(words: string, right: string, width: number): Line {
  return spread(
    line(span(` ${words}`, { bold: true })),
    line(span(right, right === '' ? {} : { color: 'cyan' })),
    width,
  );
}

function scopeWords(look: Look): string {
  if (look.question?.kind !== 'conflict') return '';
  const { scope } = look.snapshot.state;
  return scope === 'hunk' ? 'for this hunk' : `for the whole ${scope}`;
}

/** What speaks for and against the option under the cursor: the recommendation, trial, losses, pros and cons, in that order. */
function evidence(look: Look, width: number, most: number): readonly Line[] {
  const choice = highlightedChoice(look);
  const option = optionOf(askedHunk(look), choice);
  const lines: Line[] = [...trialLines(look, option)];
  if (look.question?.recommended?.choice === choice?.id) lines.push(...whyLines(look, width - 1, 2));
  if (option !== null) {
    lines.push(
      ...lossLines('current', option.loses.current),
      ...lossLines('incoming', option.loses.incoming),
    );
    lines.push(...option.pros.map((each) => line(span(`+ ${each}`, { color: 'green' }))));
    lines.push(...option.cons.map((each) => line(span(`- ${each}`, { color: 'yellow' }))));
  }
  if (look.question?.recommended?.choice !== choice?.id) lines.push(...whyLines(look, width - 1, 1));
  return lines.slice(0, most).map((each) => cutLine(line(' ', each), width));
}

function lossLines(side: 'current' | 'incoming', loss: Loss): readonly Line[] {
  if (loss.lines === 0) return [];
  const examples = loss.examples.map((each) => each.trim()).join(' / ');
  return [line(span(`loses ${counted(loss.lines, 'line')} of ${side}: ${examples}`, { color: 'red' }))];
}

/** Gives the runs that judged an option on trial. */
export function trialRuns(look: Look, option: Option): readonly GateRun[] {
  const { question, snapshot } = look;
  return snapshot.state.gate_runs.filter(
    ({ subject }) =>
      subject.kind === 'option' &&
      subject.conflict === question?.conflict &&
      subject.hunk === question?.hunk &&
      subject.option === option.id,
  );
}

function trialLines(look: Look, option: Option | null): readonly Line[] {
  if (option === null) return [];
  const waiting = look.snapshot.state.trials.some((trial) => trial.option === option.id);
  const newest = new Map(trialRuns(look, option).map((run) => [run.gate, run]));
  if (newest.size === 0) return waiting ? [line('tried: its gates start as soon as there is room')] : [];
  return [...newest.values()].map((run) =>
    line(`tried: ${run.gate} `, runMark(run), ` ${runResult(look.snapshot, run)}`),
  );
}

function preview(look: Look, { width, height }: Room): Body {
  const choice = highlightedChoice(look);
  const hunk = askedHunk(look);
  const option = optionOf(hunk, choice);
  if (choice === null) return { blocks: [], extents: {} };
  const head = rule(width, `${choice.label}, not written yet`);
  if (hunk === null || option === null) {
    const lines = [line(''), ...wrapped(` ${choice.detail}`, width, 4)];
    return { blocks: [rows(head, ...(choice.detail === '' ? [] : lines))], extents: {} };
  }
  const { rows: shown, extent } = scrolled(
    previewLines(look.snapshot, hunk, option).map((each) => cutLine(each, width)),
    look.view.scroll.text,
    height - 2,
  );
  const legend = legendLine(look, width, extent.max > 0);
  const filler = Array.from({ length: Math.max(0, height - 2 - shown.length) }, () => line(''));
  return { blocks: [rows(head, ...shown, ...filler, legend)], extents: { text: extent } };
}

function legendLine(look: Look, width: number, scrolls: boolean): Line {
  const effort = look.question?.effort ?? 'incoming';
  const legend = line(
    ' ',
    span('C', { color: 'cyan' }),
    ` current (${look.snapshot.state.integration_branch})  `,
    span('I', { color: 'magenta' }),
    ` incoming (${effort})  blank: both`,
  );
  const more = line(span(scrolls ? 'pgdn shows more' : '', { bold: true }));
  return scrolls
    ? spread(styled(legend, { dim: true }), more, width)
    : cutLine(styled(legend, { dim: true }), width);
}

/** Gives how many lines an option writes, for the sentence that says so before it happens. */
export function writtenLines(look: Look, hunk: Hunk, option: Option): number {
  return previewLines(look.snapshot, hunk, option).length;
}

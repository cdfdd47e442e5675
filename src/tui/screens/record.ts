import type { Decision } from '../../domain/integration/question-id.ts';
import { clientWords } from '../../domain/shared/client.ts';
import { ageOf } from '../facts/ages.ts';
import { rows } from '../frame/frame.ts';
import { cutLine, type Line, line, span } from '../frame/line.ts';
import { rule } from '../frame/theme.ts';
import { type Screen, scrolled } from '../screen.ts';
import type { Look } from '../screen-input.ts';

/** What was decided, by whom, and which git commands ran: to look up, and to go back. */
export const recordScreen: Screen = (look, { width, height }) => {
  const { rows: shown, extent } = scrolled(
    recordLines(look, width).map((each) => cutLine(each, width)),
    look.view.scroll.text,
    height,
  );
  return { blocks: [rows(...shown)], extents: { text: extent } };
};

/** Who decided, as the person who reads it would say. */
const BY: Readonly<Record<Decision['by'], string>> = {
  operator: 'you',
  headless: 'automatic',
  policy: 'policy',
  rule: 'rule',
  memory: 'memory',
};

function recordLines(look: Look, width: number): readonly Line[] {
  const { state, commands, now } = look.snapshot;
  const ago = (at: typeof now) => span(` ${`${ageOf(at, now)} ago`.padStart(11)}  `, { dim: true });
  const decisions = state.decisions
    .map((each) =>
      line(
        ago(each.at),
        span(BY[each.by].padEnd(10)),
        span(choiceWords(look, each), { bold: true }),
        `  ${each.about}`,
        span(each.client === null ? '' : `  ${clientWords(each.client)}`, { dim: true }),
      ),
    )
    .toReversed();
  const rules = state.conflicts_detected.flatMap((conflict) =>
    conflict.hunks.flatMap((hunk) =>
      hunk.auto !== null && hunk.choice?.by === 'rule'
        ? [
            line(
              ago(hunk.choice.at),
              'rule      ',
              span(hunk.auto.rule.replaceAll('_', ' '), { bold: true }),
              `  ${conflict.path}: ${hunk.auto.because}`,
            ),
          ]
        : [],
    ),
  );
  const points = state.restore_points
    .map((point) => line(ago(point.at), `before ${point.before}  `, span(point.ref, { dim: true })))
    .toReversed();
  const none = [line(span('   none yet', { dim: true }))];
  return [
    rule(width, 'decisions'),
    ...(decisions.length === 0 ? none : decisions),
    rule(width, 'resolved by rule'),
    ...(rules.length === 0 ? none : rules),
    rule(width, 'restore points'),
    ...(points.length === 0 ? none : points),
    rule(width, 'git commands, newest first'),
    ...(commands.length === 0 ? none : commands.map((command) => line(`   ${command}`)).toReversed()),
  ];
}

/** Names a choice. An option has its label only as long as its conflict is known; other choices show their id. */
function choiceWords({ snapshot: { state } }: Look, { conflict, choice }: Decision): string {
  const met = state.conflicts_detected.find(({ id }) => id === conflict);
  const options = met?.hunks.flatMap((hunk) => hunk.options) ?? [];
  return options.find(({ id }) => id === choice)?.label ?? choice.replaceAll('_', ' ');
}

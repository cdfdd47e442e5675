import type { GateSettings } from '../../domain/config/settings.ts';
import { confinementWords } from '../../domain/gate/confinement.ts';
import { isOfPlan } from '../../domain/integration/finding-kinds.ts';
import { fitInUse, fitSentence } from '../../domain/integration/fit/fit.ts';
import { orderInUse, orderWords } from '../../domain/integration/order/order-in-use.ts';
import { factWords } from '../../domain/integration/question-fact.ts';
import { policyOf } from '../../domain/integration/selectors/groups/gate-policy.ts';
import { policyWords } from '../../domain/integration/selectors/groups/policy-words.ts';
import { gradedPlaces, type SharedPlace } from '../../domain/integration/selectors/shared-places.ts';
import { limitedLines } from '../../domain/integration/selectors/size.ts';
import type { Effort, Forecast, IntegrationState } from '../../domain/integration/state.ts';
import { counted } from '../../domain/shared/text.ts';
import { landingWords } from '../facts/activity.ts';
import { ageOf } from '../facts/ages.ts';
import { collisionsOf } from '../facts/plan-facts.ts';
import { type Block, rows, sideBySide } from '../frame/frame.ts';
import { cutLine, type Line, line, span, wrapped } from '../frame/line.ts';
import { DIVIDER, type Mark, marked } from '../frame/theme.ts';
import { type Look, selectedEffort } from '../screen-input.ts';

/** Shows the forecast for the selected effort, and the cost of the whole plan. */
export function planDetail(look: Look, width: number, height: number): Block {
  const effort = selectedEffort(look);
  const wide = width >= 100;
  const left_width = wide ? Math.floor((width - 3) * 0.55) : width;
  const left = effort === null ? [] : about(look, effort, left_width, wide ? height : height - 2);
  const right_width = wide ? width - 3 - left_width : width;
  const right = [
    ...cost(look, right_width),
    ...facts(look, right_width),
    ...goTogether(look, right_width),
    ...preflight(look, right_width),
  ];
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
  const uncounted =
    effort.size.uncounted === 0 ? '' : ` and ${effort.size.uncounted} in lock and generated files`;
  const authors = effort.authors.join(', ');
  const target_files = (state.forecast?.with_target ?? []).find((each) => each.effort === effort.name)?.files;
  const said = (text: string) => wrapped(`   ${text}`, width, 3);
  const known = state.findings.filter(
    ({ kind, subject, others = [] }) => isOfPlan(kind) && [subject, ...others].includes(effort.name),
  );
  return [
    line(
      span(` ${effort.name}`, { bold: true }),
      `  ${effort.branch}, ${counted(effort.commits, 'commit')} by ${authors}`,
    ),
    ...said(`last "${effort.subject}", ${ageOf(effort.last_commit_at, now)} ago, by ${effort.strategy}`),
    ...said(
      `size ${limitedLines(state, effort)}${uncounted}, ${counted(effort.size.files, 'file')} in ${effort.size.by_directory.map((each) => each.directory).join(', ')}`,
    ),
    ...known.flatMap(({ subject, checkpoint_says }) =>
      said(`! ${subject === effort.name ? '' : `${subject} `}${checkpoint_says}`),
    ),
    ...(target_files === undefined
      ? []
      : said(`collides with ${state.target} in ${target_files.join(', ')}`)),
    ...collisionsOf(state, effort).flatMap((pair) => said(pairWords(state, pair, effort))),
  ]
    .slice(0, Math.max(1, most))
    .map((each) => cutLine(each, width));
}

/** Says with whom an effort collides and where, or which functions both change though they merge, or which files they share. */
function pairWords({ forecast }: IntegrationState, pair: Forecast['pairs'][number], effort: Effort): string {
  const other = pair.a === effort.name ? pair.b : pair.a;
  const places = forecast === null ? [] : gradedPlaces(forecast, pair);
  if (pair.conflict)
    return `collides with ${other} in ${places
      .filter(({ collides }) => collides)
      .map(placeWords)
      .join(', ')}`;
  const both = places.filter(({ overlap }) => overlap.functions.length > 0);
  return both.length > 0
    ? `changes the same functions as ${other}, git merges them: ${both.map(placeWords).join(', ')}`
    : `shares files with ${other} in ${pair.files.join(', ')}`;
}

/** Names a file with what both change in it, and how grave that is where it is known: `src/login.py (login, lines 45-50: high)`. */
function placeWords({ file, overlap, severity }: SharedPlace): string {
  const lines = overlap.lines.map(({ first, last }) => (first === last ? String(first) : `${first}-${last}`));
  const parts = [...overlap.functions, ...(lines.length === 0 ? [] : [`lines ${lines.join(', ')}`])];
  return parts.length === 0 ? file : `${file} (${parts.join(', ')}: ${severity.toLowerCase()})`;
}

function cost(look: Look, width: number): readonly Line[] {
  const order = orderInUse(look.snapshot.state);
  if (order === null) return [];
  const found = order.now > order.cheapest ? ' (r finds it)' : '';
  return wrapped(` ${orderWords(order)}${found}`, width, 2);
}

/** Says how many go together, where not all of them do. */
function goTogether({ snapshot: { state } }: Look, width: number): readonly Line[] {
  const sentence = fitSentence(fitInUse(state), state.target);
  return sentence === null ? [] : wrapped(` ${sentence}`, width, 2);
}

/** Shows what holds before anything begins: what judges the efforts, and what happens to the target. */
function preflight({ snapshot: { state } }: Look, width: number): readonly Line[] {
  const { gates } = state.settings;
  if (gates.length === 0) return [];
  const checkouts = state.findings.filter(({ kind }) => kind === 'target_checked_out');
  const rows: readonly (readonly [Mark, string])[] = [
    ['good', `gates, ${confinementWords(state.settings)}: ${judgedWords(state)}`],
    // Where the target is checked out, the settings alone do not say what will happen.
    ...(checkouts.length === 0
      ? [['good', `landing: ${landingWords(state)}`] as const]
      : checkouts.map(
          ({ severity, git_says }) => [severity === 'LOW' ? 'good' : 'warn', `landing: ${git_says}`] as const,
        )),
  ];
  return rows.flatMap(([mark, text]) =>
    wrapped(text, width - 4, 3).map((each, row) => line(' ', row === 0 ? marked(mark, '') : ' ', ' ', each)),
  );
}

/** Names the gates with when they run, and says why then. */
function judgedWords(state: IntegrationState): string {
  const { policy, because } = policyOf(state);
  const named = (judges: (gate: GateSettings) => boolean, when: string) => {
    const names = state.settings.gates.filter(judges).map(({ name }) => name);
    return names.length === 0 ? [] : [`${names.join(', ')} ${when}`];
  };
  if (policy !== 'each') return named(() => true, policyWords(state) ?? '').join();
  return [
    ...named(({ when }) => when !== 'final', `after each effort (${because})`),
    ...named(({ when }) => when === 'final', 'at the end'),
  ].join('; ');
}

/** More would push out what holds before anything begins. */
const MOST_FACTS = 4;

function facts(look: Look, width: number): readonly Line[] {
  if (look.question?.kind !== 'start') return [];
  // The forecast stands above in full.
  const others = look.question.facts.filter(({ kind }) => kind !== 'forecast');
  const shown = others.length > MOST_FACTS ? others.slice(0, MOST_FACTS - 1) : others;
  const more = others.length - shown.length;
  return [
    ...shown.flatMap((fact) => wrapped(` ! ${factWords(fact)}`, width, 2, { color: 'yellow' })),
    ...(more === 0 ? [] : [line(span(` ! and ${more} more: intorch plan`, { color: 'yellow' }))]),
  ];
}

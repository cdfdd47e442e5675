/** The rows at the top of every screen: which screen it is, what needs attention, and whether everything is safe. */
import { landedCommit } from '../domain/integration/selectors/ending.ts';
import { estimateOf } from '../domain/integration/selectors/estimate.ts';
import { gateDurations } from '../domain/integration/selectors/groups/suite-time.ts';
import { progressOf } from '../domain/integration/selectors/progress.ts';
import type { Stage } from '../domain/integration/state.ts';
import { shortSha } from '../domain/shared/ids.ts';
import { counted } from '../domain/shared/text.ts';
import { clockDuration, elapsedMs } from '../domain/shared/time.ts';
import { ageOf } from './facts/ages.ts';
import { redCount, waitingCount } from './facts/attention.ts';
import { type Line, line, lineWidth, span, spread } from './frame/line.ts';
import { bar, rule } from './frame/theme.ts';
import { type Look, placeOf, type ScreenPlace } from './screen-input.ts';
import { PINNED_PLACES } from './view-state.ts';

const STAGES: Readonly<Record<Stage, string>> = {
  PLANNING: 'planning',
  READY: 'ready',
  INTEGRATING: 'integrating',
  VALIDATING: 'final gates',
  LANDING: 'landing',
  FINISHED: 'finished',
};

const PLACES: Readonly<Record<ScreenPlace, string>> = {
  resume: 'resume',
  plan: 'plan',
  run: 'run',
  decide: 'decide',
  ask: 'question',
  gates: 'gates',
  record: 'record',
  history: 'history',
  summary: 'summary',
};

/** Returns the two rows at the top. */
export function headerLines(look: Look, width: number): readonly Line[] {
  return [whereLine(look, width), safetyLine(look, width)];
}

/** Returns the one row at the top that remains when there is no room for two. */
export function whereLine(look: Look, width: number): Line {
  const { state, now } = look.snapshot;
  const { completed, total } = progressOf(state);
  const waiting = waitingCount(state, look.question);
  const red = redCount(state);
  const begun = state.integration_started;
  const elapsed = begun === null ? '' : clockDuration(elapsedMs(begun, state.end?.at ?? now));
  const right = line(
    `${completed} of ${total} in`,
    waiting === 0
      ? ''
      : span(width < 80 ? `  !${waiting}` : `  ! ${counted(waiting, 'question')}`, {
          color: 'yellow',
          bold: true,
        }),
    red === 0 ? '' : span(width < 80 ? `  ✗${red}` : `  ✗${red} red`, { color: 'red', bold: true }),
    elapsed === '' ? '' : `  ${elapsed}${remaining(look, width)}`,
    ' ',
  );
  const stage = state.paused ? 'paused' : STAGES[state.stage];
  const left = line(
    span(width < 100 ? ` ${PLACES[placeOf(look)]}` : ` intorch │ ${PLACES[placeOf(look)]}`, { bold: true }),
    ` │ ${stage}`,
    width < 100 ? ` │ ${state.integration_branch}` : ` │ ${state.integration_branch} on ${state.target}`,
  );
  return spread(left, right, width);
}

/** Returns the rule under the header, with the screens that have a number key. */
export function placesRule(look: Look, width: number): Line {
  if (look.theme.linear) return rule(width);
  const here = placeOf(look);
  const tabs = PINNED_PLACES.map((place, index) =>
    span(` ${index + 1} ${PLACES[place]} `, place === here ? { bold: true } : { dim: true }),
  );
  const rest = width - lineWidth(tabs) - 2;
  return rest < 4 ? rule(width) : [...rule(rest), ...tabs, ...rule(2)];
}

/** Returns the remaining time of the gates, where known. Empty while a question waits or the session is paused: nobody can estimate a person. */
function remaining({ question, snapshot: { state } }: Look, width: number): string {
  if (state.stage !== 'INTEGRATING' || state.paused || question !== null || width < 80) return '';
  const foreseen = estimateOf({
    ...state,
    gate_durations_ms: gateDurations(state),
    settings: { ...state.settings, baseline: false },
  });
  return foreseen === null ? '' : `, ~${clockDuration(foreseen)} left`;
}

function safetyLine(look: Look, width: number): Line {
  const { state, engine, checkpoint_saved_at, now } = look.snapshot;
  const landed = landedCommit(state);
  const target =
    landed === null ? `${state.target} is untouched` : `${state.target} is at ${shortSha(landed)}`;
  const saved =
    checkpoint_saved_at === null ? 'not saved yet' : `saved ${ageOf(checkpoint_saved_at, now)} ago`;
  const alive = look.connection === 'live';
  const contact = span(
    `${look.elsewhere?.role ?? 'engine'} ${engine.pid} ${alive && look.elsewhere !== null ? 'watched' : look.connection}`,
    alive ? {} : { color: 'red' },
  );
  const right = line(target, '  ', saved, width < 80 ? '' : '  ', width < 80 ? '' : contact, ' ');
  const room = width - lineWidth(right) - 2;
  if (room < 10) return spread(line(''), right, width);
  const { total, percentage } = progressOf(state);
  // A stored 100 for nothing at all is no progress that anybody would see.
  const share = total === 0 ? 0 : percentage / 100;
  return spread(line(' ', bar(share, Math.min(60, room))), right, width);
}

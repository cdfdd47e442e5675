/** The two rows at the bottom: the most important notice, and the keys that work here. */
import type { Scene } from './action.ts';
import { offReason } from './actions/all.ts';
import { isOutOfReach } from './actions/out-of-reach.ts';
import { picksByNumber } from './actions/picking.ts';
import { activityWords, calmWords } from './facts/activity.ts';
import { type Line, line, span, spread } from './frame/line.ts';
import { moving } from './frame/theme.ts';
import type { Binding } from './keys/binding.ts';
import { hintsThatFit } from './keys/hints.ts';
import { bindingsAt, whereOf } from './keys/keymap.ts';
import { asksHere, type Elsewhere, type Look } from './screen-input.ts';

/** Returns the most urgent notice. */
export function noticeLine(look: Look, width: number): Line {
  const { view, snapshot, question } = look;
  const { state } = snapshot;
  if (view.filter.typing) return line(span(` / ${view.filter.text}_`, { bold: true }));
  if (view.overlay?.kind === 'confirm') {
    const first = view.notice === null ? '' : `${view.notice.text}. `;
    return line(' ', span(`${first}${view.overlay.text}`, { color: 'yellow', bold: true }));
  }
  if (look.elsewhere !== null && view.notice === null) return lookingOnLine(look, look.elsewhere);
  if (look.connection === 'lost' || look.connection === 'ended') return lostLine(look);
  const notice =
    view.notice === null
      ? null
      : line(' ', span(view.notice.text, view.notice.tone === 'warn' ? { color: 'yellow' } : {}));
  if (question !== null && !asksHere(look)) {
    const asked = line(' ', span(`! ${question.title}`, { color: 'yellow' }));
    return spread(notice ?? asked, line(span('! press c ', { color: 'yellow', bold: true })), width);
  }
  if (notice !== null) return notice;
  if (state.paused) return line(' ', span(pausedWords(state.in_flight.length), { color: 'yellow' }));
  if (view.filter.text !== '')
    return line(span(` filter: ${view.filter.text}   esc clears it`, { color: 'cyan' }));
  return question === null ? activityLine(look) : calmLine(look);
}

function pausedWords(in_flight: number): string {
  return in_flight > 0
    ? 'Pausing: what runs finishes, nothing new starts. p goes on'
    : 'Paused: nothing new starts. p goes on';
}

function lookingOnLine(look: Look, { role, pid }: Elsewhere): Line {
  const words = look.connection === 'ended' ? `${role} ${pid} has ended` : `Watching: ${role} ${pid} decides`;
  return line(span(` ${words}; c shows what can be done`, { color: 'yellow' }));
}

function lostLine(look: Look): Line {
  const { snapshot, connection } = look;
  if (connection === 'ended') {
    const isOver = snapshot.state.stage === 'FINISHED';
    const words = isOver ? 'q leaves' : 'R starts it again, q leaves';
    return line(span(` The engine has ended; everything is saved. ${words}`, { color: 'yellow' }));
  }
  const words = ` Lost engine ${snapshot.engine.pid}; starting it again. q leaves`;
  return line(span(words, { color: 'red' }));
}

function activityLine(look: Look): Line {
  const { in_flight, stage } = look.snapshot.state;
  if (in_flight.length === 0) return line('');
  const words = activityWords(look.snapshot.state, look.snapshot.setting_up);
  // The list may already animate something, and one moving thing on the screen is enough.
  const listed = stage === 'INTEGRATING' || stage === 'PLANNING';
  return listed ? line(span(` » ${words}`, { dim: true })) : line(' ', moving(words));
}

/** Shows what is safe while a question waits on the screen. */
function calmLine(look: Look): Line {
  const words = look.question === null ? '' : calmWords(look.question.kind, look.snapshot.state);
  return line(span(words === '' ? '' : ` ${words}`, { dim: true }));
}

/** Returns what a key does now, where that is the opposite of what it does otherwise. */
function labelNow({ snapshot: { state } }: Look, { action, label }: Binding): string {
  return action === 'pause' && state.paused ? 'go on' : label;
}

/** Returns the hint bar: as many of the available keys as fit, and always the key for help. */
export function hintLine(look: Look, width: number, extents: Scene['extents'] = {}): Line {
  const where = whereOf(look);
  const scene = { look, extents: {}, key: '' };
  const hinted = bindingsAt(where).filter(
    ({ action, hint }) =>
      hint.includes(where) && !isOutOfReach(look, action) && offReason(action, scene) === null,
  );
  const help = hinted.filter((binding) => binding.action === 'help');
  // A preview itself shows where it ends.
  const below = asksHere(look) ? 0 : (extents.text?.max ?? 0) - look.view.scroll.text;
  const more = below > 0 ? line(' ', span('pgdn', { bold: true }), ` ${below} more `) : line('');
  const others = hinted.filter((binding) => binding.action !== 'help');
  const number = picksByNumber(look) ? line(' ', span('a number', { bold: true }), ' selects it ') : line('');
  const worded = (bindings: typeof hinted) =>
    bindings.map((each) => ({ keys: each.keys, label: labelNow(look, each) }));
  return hintsThatFit(worded(others), line(number, more), worded(help), width);
}

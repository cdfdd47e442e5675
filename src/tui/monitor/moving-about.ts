/** Keys that move the cursor, scroll, and change what is shown. */
import { nextBad, windowWords } from '../facts/log-rows.ts';
import { take as firstColumns } from '../frame/width.ts';
import { type MonitorAction, type MonitorScene, type MonitorStep, notes, shows } from './monitor-action.ts';
import { monitorHelp } from './monitor-help.ts';
import {
  logLook,
  type MonitorLook,
  pickedAttempt,
  pickedListing,
  pickedStep,
  shownListing,
  shownSteps,
} from './monitor-look.ts';
import { MONITOR_PLACES, type MonitorPlace } from './monitor-view.ts';

const FAR = Number.MAX_SAFE_INTEGER;
const TOP = { text: 0, log: 0 };
const PAGE = 10;

const moving = (by: number, pages = 0): MonitorAction => ({
  run: (scene) =>
    moved(scene, by + pages * (scene.look.view.place === 'output' ? (scene.extent?.page ?? 1) : PAGE)),
});
const move_up = moving(-1);
const move_down = moving(1);
const page_up = moving(0, -1);
const page_down = moving(0, 1);
const first = moving(-FAR);
const last = moving(FAR);

function moved({ look, extent }: MonitorScene, by: number): readonly MonitorStep[] {
  const { view } = look;
  const to = <T>(list: readonly T[], at: number): T | undefined =>
    list[Math.max(0, Math.min(at + by, list.length - 1))];
  if (view.overlay?.kind === 'help') {
    const count = monitorHelp(look).length;
    const selected = Math.max(0, Math.min(view.overlay.selected + by, count - 1));
    return shows({ overlay: { ...view.overlay, selected } });
  }
  switch (view.place) {
    case 'runs': {
      const runs = shownListing(look);
      const run = to(
        runs,
        runs.findIndex(({ run_id }) => run_id === pickedListing(look)?.run_id),
      );
      return run === undefined ? [] : shows({ run: run.run_id, step: null, attempt: null, scroll: TOP });
    }
    case 'steps':
    case 'timeline': {
      const steps = shownSteps(look).map(({ step }) => step);
      const step = to(
        steps,
        steps.findIndex(({ id }) => id === pickedStep(look)?.id),
      );
      return step === undefined ? [] : shows({ step: step.id, attempt: null, scroll: TOP });
    }
    case 'output': {
      // The output counts from its end, so scrolling up increases the offset.
      const max = extent?.max ?? 0;
      const log = Math.max(0, Math.min(Math.min(view.scroll.log, max) - by, max));
      return shows({ scroll: { ...view.scroll, log } });
    }
  }
}

/** Goes to another screen. What was selected stays, and a filter was about the screen before. */
function going(look: MonitorLook, place: MonitorPlace): readonly MonitorStep[] {
  const run = pickedListing(look)?.run_id ?? null;
  if (run === null && place !== 'runs') return notes('No run is selected');
  const step = look.view.place === 'runs' ? look.view.step : (pickedStep(look)?.id ?? null);
  return shows({
    place,
    run,
    step: place === 'output' ? step : look.view.step,
    filter: { text: '', typing: false },
    scroll: TOP,
  });
}

const seeing = (place: MonitorPlace): MonitorAction => ({ run: ({ look }) => going(look, place) });
const see_runs = seeing('runs');
const see_steps = seeing('steps');
const see_timeline = seeing('timeline');
const see_output = seeing('output');

const next_place: MonitorAction = {
  run: ({ look }) => {
    const at = MONITOR_PLACES.indexOf(look.view.place);
    return going(look, MONITOR_PLACES[(at + 1) % MONITOR_PLACES.length] ?? 'runs');
  },
};

const open: MonitorAction = {
  off: (look) => (pickedListing(look) === null ? 'No run is selected' : null),
  run: ({ look }) => going(look, look.view.place === 'runs' ? 'steps' : 'output'),
};

/** Esc goes back one step and never stops anything. */
const back: MonitorAction = {
  run: ({ look }) => {
    const { filter, overlay, place } = look.view;
    if (filter.typing || (overlay === null && filter.text !== ''))
      return shows({ filter: { text: '', typing: false } });
    if (overlay !== null) return shows({ overlay: null });
    if (place === 'runs') return notes('This is the first screen; q leaves', 'plain');
    return going(look, place === 'steps' ? 'runs' : 'steps');
  },
};

const trying = (by: number): MonitorAction => ({
  run: ({ look }) => {
    const attempts = pickedStep(look)?.attempts ?? [];
    const at = attempts.findIndex(({ attempt }) => attempt === pickedAttempt(look)?.attempt);
    const next = attempts[at + by];
    return next === undefined
      ? notes('There is no other try', 'plain')
      : shows({ attempt: next.attempt, scroll: TOP });
  },
});
const earlier_try = trying(-1);
const later_try = trying(1);

const follow: MonitorAction = { run: () => shows({ scroll: TOP }) };
const wrap: MonitorAction = { run: ({ look }) => shows({ wrap: !look.view.wrap }) };

const badLine = (direction: 1 | -1, where: string): MonitorAction => ({
  run: ({ look, extent }) => {
    const log = extent === null ? null : nextBad(logLook(look), extent, direction);
    const part = direction < 0 ? windowWords(logLook(look)) : null;
    if (log !== null) return shows({ scroll: { text: 0, log } });
    return notes(`No error line further ${where}${part === null ? '' : ` in ${part}; o opens all`}`, 'plain');
  },
});
const next_bad = badLine(1, 'down');
const bad_before = badLine(-1, 'up');

const filter: MonitorAction = {
  run: ({ look }) => shows({ filter: { text: look.view.filter.text, typing: true } }),
};

const MOST_TYPED = 80;
const typing = (change: (text: string, key: string) => string): MonitorAction => ({
  run: ({ look, key }) => {
    const { overlay, filter: present } = look.view;
    const changed = (text: string) => firstColumns(change(text, key === 'space' ? ' ' : key), MOST_TYPED);
    return overlay?.kind === 'help'
      ? shows({ overlay: { kind: 'help', text: changed(overlay.text), selected: 0 } })
      : shows({ filter: { text: changed(present.text), typing: true } });
  },
});
const type = typing((text, key) => text + key);
const erase = typing((text) => text.slice(0, -1));

/** What the keys do that only change what is shown. */
export const MOVING = {
  ...{ first, last, move_up, move_down, page_up, page_down },
  ...{ see_runs, see_steps, see_timeline, see_output, next_place, open, back },
  ...{ earlier_try, later_try, follow, wrap, next_bad, bad_before },
  ...{ filter, type, erase },
} as const;

/** The input of the monitor's screens and keys; what is selected is derived here, once. */
import { attemptLog, levelsOf } from '../../domain/pipeline/selectors.ts';
import type { Attempt, RunState, StepState } from '../../domain/pipeline/state.ts';
import type { LogLook } from '../facts/log-rows.ts';
import type { LogWindow } from '../followed-log.ts';
import type { TerminalSize } from '../frame/frame.ts';
import type { Theme } from '../frame/theme.ts';
import type { ListedRun, MonitorSnapshot, RunDriver } from './monitor-client.ts';
import type { MonitorView } from './monitor-view.ts';

export interface MonitorLook {
  readonly snapshot: MonitorSnapshot;
  readonly trouble: string | null;
  readonly view: MonitorView;
  readonly size: TerminalSize;
  readonly theme: Theme;
  readonly log: LogWindow;
}

function matching({ view }: MonitorLook, place: MonitorView['place']): (text: string) => boolean {
  const wanted = view.place === place ? view.filter.text.toLowerCase() : '';
  return (text) => text.toLowerCase().includes(wanted);
}

/** Lists the runs that pass the filter. */
export function shownListing(look: MonitorLook): readonly ListedRun[] {
  const passes = matching(look, 'runs');
  return look.snapshot.runs.filter(({ run_id, state }) => passes(`${run_id} ${state}`));
}

/** Returns the run under the cursor, which is the one that the other screens are about. */
export function pickedListing(look: MonitorLook): ListedRun | null {
  const shown = look.view.place === 'runs' ? shownListing(look) : look.snapshot.runs;
  return shown.find(({ run_id }) => run_id === look.view.run) ?? shown[0] ?? null;
}

/** Returns the run that is open; null: it is not read yet, or there is none. */
export function openRun(look: MonitorLook): RunState | null {
  const { watched } = look.snapshot;
  return watched?.run_id === pickedListing(look)?.run_id ? watched : null;
}

/** Returns who drives the open run; null: nobody. */
export function driverHere(look: MonitorLook): RunDriver | null {
  return pickedListing(look)?.driver ?? null;
}

/** A step, and its level from 0. */
export interface PlacedStep {
  readonly step: StepState;
  readonly level: number;
}

/** Levels are asked for many times a frame, and a run that is read is never changed. */
const placed = new WeakMap<RunState, readonly PlacedStep[]>();

function byLevel(run: RunState): readonly PlacedStep[] {
  const known = placed.get(run);
  if (known !== undefined) return known;
  const steps = new Map(run.steps.map((step) => [step.id, step]));
  const made = levelsOf(run.pipeline).flatMap((ids, level) =>
    ids.flatMap((id): readonly PlacedStep[] => {
      const step = steps.get(id);
      return step === undefined ? [] : [{ step, level }];
    }),
  );
  placed.set(run, made);
  return made;
}

/** Lists the steps of the open run that pass the filter, level by level. */
export function shownSteps(look: MonitorLook): readonly PlacedStep[] {
  const run = openRun(look);
  if (run === null) return [];
  const passes = matching(look, look.view.place === 'timeline' ? 'timeline' : 'steps');
  return byLevel(run).filter(({ step: { id, state } }) => passes(`${id} ${state}`));
}

/** Returns the step under the cursor: the pinned one, else one that runs, else one that failed, else the first. */
export function pickedStep(look: MonitorLook): StepState | null {
  const steps = shownSteps(look).map(({ step }) => step);
  const inState = (wanted: StepState['state']) => steps.find(({ state }) => state === wanted);
  const pinned = steps.find(({ id }) => id === look.view.step);
  return pinned ?? inState('RUNNING') ?? inState('FAILED') ?? steps[0] ?? null;
}

/** Returns the try of the selected step whose output is shown. */
export function pickedAttempt(look: MonitorLook): Attempt | null {
  const attempts = pickedStep(look)?.attempts ?? [];
  return attempts.find(({ attempt }) => attempt === look.view.attempt) ?? attempts.at(-1) ?? null;
}

/** Returns the log that belongs to what is selected, below the run's folder; null: there is none. */
export function wantedLog(look: MonitorLook): string | null {
  const attempt = pickedAttempt(look);
  const step = pickedStep(look);
  return attempt === null || step === null ? null : attemptLog(step.id, attempt.attempt);
}

/** Returns what the rows of a log are drawn from. */
export function logLook(look: MonitorLook): LogLook {
  return { ...look, view: { ...look.view, overlay: look.view.place === 'output' ? { kind: 'log' } : null } };
}

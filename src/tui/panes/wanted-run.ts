import { type GateRun, subjectSlug } from '../../domain/gate/gate.ts';
import { effortRuns } from '../facts/effort-facts.ts';
import {
  askedHunk,
  asksHere,
  choiceUnderCursor,
  type Look,
  optionOf,
  placeOf,
  selectedEffort,
} from '../screen-input.ts';
import { trialRuns } from './option-evidence.ts';

/** Returns the gate run whose log belongs to what is shown. */
export function wantedRun(look: Look): GateRun | null {
  const { overlay } = look.view;
  const { gate_runs } = look.snapshot.state;
  if (overlay?.kind === 'log') return gate_runs.find((run) => run.id === overlay.run) ?? null;
  const place = placeOf(look);
  if (place === 'gates') return selectedRun(look);
  if (place === 'decide') {
    const option = optionOf(askedHunk(look), choiceUnderCursor(look));
    return (option === null ? undefined : trialRuns(look, option).at(-1)) ?? null;
  }
  const effort = selectedEffort(look);
  const own = effort === null || place !== 'run' ? [] : effortRuns(look.snapshot.state, effort);
  if (place === 'run') return own.findLast((run) => run.status === 'RUNNING') ?? own.at(-1) ?? null;
  return gate_runs.at(-1) ?? null;
}

/** Returns the newest run of each gate on each subject, the latest first. */
export function shownRuns(look: Look): readonly GateRun[] {
  const newest = new Map<string, GateRun>();
  for (const run of look.snapshot.state.gate_runs) {
    const key = `${run.gate} ${subjectSlug(run.subject)}`;
    newest.delete(key);
    newest.set(key, run);
  }
  return [...newest.values()].toReversed();
}

/** Returns the run that the gates screen shows: the red one that the question is about, else the selected row. */
export function selectedRun(look: Look): GateRun | null {
  const runs = shownRuns(look);
  const asked = asksHere(look) ? runs.find((run) => run.id === look.question?.gate_run) : undefined;
  return asked ?? runs[Math.min(look.view.row, runs.length - 1)] ?? null;
}

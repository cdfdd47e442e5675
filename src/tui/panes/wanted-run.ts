import type { GateRun } from '../../domain/gate/gate.ts';
import { effortRuns } from '../facts/effort-facts.ts';
import {
  askedHunk,
  highlightedChoice,
  type Look,
  optionOf,
  placeOf,
  selectedEffort,
} from '../screen-input.ts';
import { selectedRun } from '../screens/gates.ts';
import { trialRuns } from './option-evidence.ts';

/** Gives the gate run whose log belongs to what is looked at. */
export function wantedRun(look: Look): GateRun | null {
  const { overlay } = look.view;
  const { gate_runs } = look.snapshot.state;
  if (overlay?.kind === 'log') return gate_runs.find((run) => run.id === overlay.run) ?? null;
  const place = placeOf(look);
  if (place === 'gates') return selectedRun(look);
  if (place === 'decide') {
    const option = optionOf(askedHunk(look), highlightedChoice(look));
    return (option === null ? undefined : trialRuns(look, option).at(-1)) ?? null;
  }
  const effort = selectedEffort(look);
  const own = effort === null || place !== 'run' ? [] : effortRuns(look.snapshot.state, effort);
  if (place === 'run') return own.findLast((run) => run.status === 'RUNNING') ?? own.at(-1) ?? null;
  return gate_runs.at(-1) ?? null;
}

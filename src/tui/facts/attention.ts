/** What needs the person's attention. It is counted once, and shown in the header, the terminal's title and by a bell. */
import { type Conflict, openHunks } from '../../domain/conflict/conflict.ts';
import { isGreen } from '../../domain/gate/gate.ts';
import type { Question } from '../../domain/integration/question.ts';
import { gatesOf } from '../../domain/integration/selectors/gating.ts';
import { progressOf } from '../../domain/integration/selectors/progress.ts';
import type { IntegrationState } from '../../domain/integration/state.ts';
import { sanitizeLine } from '../../domain/shared/text.ts';
import { effortRuns } from './effort-facts.ts';

/** Counts the open decisions: for a conflict every open hunk of the effort, else one question. */
export function waitingCount(state: IntegrationState, question: Question | null): number {
  if (question === null) return 0;
  if (question.kind !== 'conflict') return 1;
  const own = (conflict: Conflict) =>
    conflict.effort === question.effort && conflict.resolution_status === 'IN_PROGRESS';
  const open = state.conflicts_detected.filter(own).flatMap(openHunks);
  return Math.max(1, open.length);
}

/** Counts the efforts and final gates that are red. */
export function redCount(state: IntegrationState): number {
  const red_efforts = state.efforts_included.filter((effort) => {
    if (effort.status === 'FAILED') return true;
    const required = gatesOf(state, { kind: 'effort', effort: effort.name }).filter((gate) => gate.required);
    return effortRuns(state, effort).some(
      (run) =>
        effort.status === 'MERGED' &&
        run.status === 'FINISHED' &&
        !isGreen(run) &&
        required.some((gate) => gate.name === run.gate),
    );
  });
  const final = new Map(
    state.gate_runs.filter((run) => run.subject.kind === 'final').map((run) => [run.gate, run]),
  );
  const red_final = [...final.values()].filter((run) => run.status === 'FINISHED' && !isGreen(run));
  return red_efforts.length + red_final.length;
}

/** Returns the terminal's title. It starts with what needs the person, because a tab shows no more. */
export function terminalTitle(state: IntegrationState, question: Question | null): string {
  const { completed, total } = progressOf(state);
  const waiting = waitingCount(state, question);
  const needs = waiting > 0 ? `!${waiting} ` : '';
  return sanitizeLine(`${needs}intorch ${completed}/${total} ${state.integration_branch}`);
}

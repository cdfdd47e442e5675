/** Words of the reports for gates: what judges the integration now, and what its tests say. */
import { type GateRun, isGreen } from '../../domain/gate/gate.ts';
import { gateNames, newestRun } from '../../domain/integration/selectors/gate-runs.ts';
import type { IntegrationState } from '../../domain/integration/state.ts';
import { counted } from '../../domain/shared/text.ts';
import { code, prose } from './markdown.ts';

/** Returns each gate's newest finished run on the current tip of the integration branch. */
export function speakingRuns(state: IntegrationState): readonly GateRun[] {
  const finished = { ...state, gate_runs: state.gate_runs.filter((run) => run.status === 'FINISHED') };
  return gateNames(state).flatMap((gate) => newestRun(finished, gate) ?? []);
}

/** Describes what a run judged: `on the final tree`, `after auth`. */
export function subjectText({ subject }: GateRun): string {
  switch (subject.kind) {
    case 'baseline':
      return 'on the target';
    case 'final':
      return 'on the final tree';
    case 'effort':
      return `after ${prose(subject.effort)}`;
    case 'probe':
      return `with ${[subject.effort, ...subject.with].map(prose).join(' and ')} only, to find out who breaks it`;
    case 'group':
      return `on ${counted(subject.efforts.length, 'effort')} together, to find out who breaks it`;
    case 'guard':
      return "on the final tree with the target's version of changed test files";
    case 'proof':
      return `on the target with the test files of ${prose(subject.effort)}`;
    case 'option':
      return `on option ${code(subject.option)} of ${code(subject.conflict)}`;
  }
}

/** Describes a run's result with a glyph and a word. */
export function verdictText(run: GateRun): string {
  if (run.status === 'RUNNING' || run.verdict === null) return '… running';
  if (run.accepted !== null) return `⚠️ accepted (${run.verdict.replaceAll('_', ' ')})`;
  if (run.verdict === 'pre_existing') return '⚠️ fails as on the target';
  return `${isGreen(run) ? '✅' : '❌'} ${run.verdict.replaceAll('_', ' ')}`;
}

/** Returns the lowest coverage that the runs measured, in percent; null when none did. */
export function coverageOf(runs: readonly GateRun[]): number | null {
  const measured = runs.flatMap(({ tests }) => (tests?.coverage == null ? [] : [tests.coverage]));
  return measured.length === 0 ? null : Math.min(...measured);
}

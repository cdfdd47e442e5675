import { type GateRun, isGreen } from '../../../gate/gate.ts';
import { shortSha } from '../../../shared/ids.ts';
import type { Effort, IntegrationState } from '../../state.ts';
import { isMergedHere } from '../effort-status.ts';
import { participants } from '../progress.ts';

/**
 * Returns which green tree an effort was judged in, where it was judged together with others: `covered by group 2 of tree 1a2b3c4`; null: it
 * was judged alone, or not yet. The groups are counted in the order in which they were judged first.
 */
export function coveredBy(state: IntegrationState, effort: Effort): string | null {
  const isEach = state.gate_policy === null || state.gate_policy === 'each';
  if (isEach || !isMergedHere(effort)) return null;
  const trees = [...new Set(state.gate_runs.filter(isGroup).map(({ tree }) => tree))];
  const green = state.gate_runs.findLast(
    (run) => isGroup(run) && isGreen(run) && effortsOf(state, run).includes(effort.name),
  );
  if (green === undefined || green.tree === null) return null;
  return `covered by group ${trees.indexOf(green.tree) + 1} of tree ${shortSha(green.tree)}`;
}

function isGroup({ subject, tree }: GateRun): boolean {
  return tree !== null && (subject.kind === 'group' || subject.kind === 'final');
}

function effortsOf(state: IntegrationState, { subject, commit }: GateRun): readonly string[] {
  if (subject.kind === 'group') return subject.efforts;
  const all = participants(state).filter(isMergedHere);
  return commit === state.integration_tip ? all.map(({ name }) => name) : [];
}

/** Gates that were running when the program ended: how often, and whether one of them should not simply run again. */

import type { CutOffGate } from '../../gate/gate.ts';
import { type GateRun, type GateSubject, sameSubject } from '../../gate/gate.ts';
import type { IntegrationState } from '../state.ts';
import { isMergedHere } from './effort-status.ts';
import { gateProgress } from './gating.ts';
import { isGroupWanted } from './groups/final-search.ts';
import { guardRuns } from './guard/guarding.ts';
import { proofRuns } from './guard/proofs.ts';

/** Once is chance. */
const TOO_OFTEN = 2;

type Judged = Pick<GateRun, 'gate' | 'subject'>;

/** Returns the gate that is due although the program ended twice during it since somebody had it run again; null: none. */
export function cutOffGate(state: IntegrationState): CutOffGate | null {
  if (state.take_back_to !== null) return null;
  return state.gates_cut_off.find((met) => met.times - met.allowed >= TOO_OFTEN && isDue(state, met)) ?? null;
}

/** Counts the gates that were running when the program ended. */
export function withCutOff(before: readonly CutOffGate[], running: readonly Judged[]): readonly CutOffGate[] {
  return running.reduce((known, { gate, subject }) => {
    const { times = 0, allowed = 0 } = known.find(isOf({ gate, subject })) ?? {};
    return [...withoutCutOff(known, { gate, subject }), { gate, subject, times: times + 1, allowed }];
  }, before);
}

/** Forgets a gate that ran to its end. */
export function withoutCutOff(known: readonly CutOffGate[], ended: Judged): readonly CutOffGate[] {
  const isEnded = isOf(ended);
  return known.filter((each) => !isEnded(each));
}

function isOf({ gate, subject }: Judged): (other: Judged) => boolean {
  return (other) => other.gate === gate && sameSubject(other.subject, subject);
}

function isDue(state: IntegrationState, { gate, subject }: CutOffGate): boolean {
  const commit = commitOf(state, subject);
  if (commit === null) return false;
  if (subject.kind === 'probe') return true;
  if (subject.kind === 'guard') return guardRuns(state).some((due) => due.gate.name === gate);
  if (subject.kind === 'proof') return proofRuns(state).some((due) => due.gate.name === gate);
  if (subject.kind === 'group') return isGroupWanted(state, gate, subject.efforts);
  return gateProgress(state, subject, commit).to_run.some((run) => run.gate.name === gate);
}

/** Returns the commit that a subject is judged on now, or stands on; null: nothing of it is due. */
function commitOf(state: IntegrationState, subject: GateSubject): IntegrationState['target_base'] {
  if (subject.kind === 'proof') return subject.on;
  if (state.stage !== 'INTEGRATING' && state.stage !== 'VALIDATING') return null;
  if (subject.kind === 'baseline') return state.settings.baseline ? state.target_base : null;
  if (subject.kind === 'final' || subject.kind === 'group')
    return state.stage === 'VALIDATING' ? state.integration_tip : null;
  if (subject.kind === 'guard') return subject.on === state.integration_tip ? subject.on : null;
  if (subject.kind === 'option')
    return state.trials.some(({ conflict }) => conflict === subject.conflict) ? state.integration_tip : null;
  const effort = state.efforts_included.find(({ name }) => name === subject.effort);
  return effort !== undefined && isMergedHere(effort) ? effort.merge_commit : null;
}

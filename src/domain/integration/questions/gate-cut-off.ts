/** The program ended again and again while a gate ran: the gate may have ended it, so it is not simply run again. */
import { type GateSubject, subjectSlug } from '../../gate/gate.ts';
import type { EffortName } from '../../shared/ids.ts';
import { counted } from '../../shared/text.ts';
import { hold } from '../events/holding.ts';
import { ABOUT_NOTHING, choice } from '../question.ts';
import { said } from '../question-fact.ts';
import { questionId } from '../question-id.ts';
import { cutOffGate } from '../selectors/cut-off-gates.ts';
import type { IntegrationState } from '../state.ts';
import { type Asking, AT_WORK, PAUSE_HERE } from './asking.ts';

export const gateCutOffQuestion: Asking<'gate_cut_off'> = {
  kind: 'gate_cut_off',
  also: AT_WORK,
  ask: (state) => {
    const met = cutOffGate(state);
    if (met === null) return null;
    const { gate, subject, times } = met;
    const effort = 'effort' in subject ? subject.effort : null;
    const is_extra = subject.kind === 'guard' || subject.kind === 'proof';
    return {
      ...ABOUT_NOTHING,
      id: questionId('gate_cut_off', gate, subjectSlug(subject), `${times}`),
      kind: 'gate_cut_off',
      title: endedWords(gate, effort, times),
      facts: [
        said('a gate can end the program that runs it; so can a want of memory, or whoever ended it by hand'),
      ],
      choices: [
        choice('retry', 'Run it again', 'if it was something else'),
        is_extra
          ? choice(
              'skip',
              'Go on without it',
              'what it would have shown about tests is then not known',
              'LOW',
            )
          : effort === null
            ? choice('hold_effort', 'Hold the effort', '', null, 'it judges no effort alone')
            : choice('hold_effort', `Hold ${effort}`, 'its merge is taken back, the rest goes on', 'LOW'),
        PAUSE_HERE,
      ],
      recommended: null,
      effort,
    };
  },
  answer: (state, _question, { choice: chosen }) => {
    const met = cutOffGate(state);
    if (chosen === 'stop' || met === null) return { ...state, paused: true };
    const { gate, subject, times } = met;
    const others = state.gates_cut_off.filter((other) => other !== met);
    if (chosen === 'skip') return withoutExtra({ ...state, gates_cut_off: others }, subject);
    if (chosen === 'retry' || !('effort' in subject))
      return { ...state, gates_cut_off: [...others, { ...met, allowed: times }] };
    const because = endedWords(gate, subject.effort, times);
    return hold({ ...state, gates_cut_off: others }, subject.effort, 'PUT_ASIDE', because);
  },
  records: (chosen) => chosen === 'hold_effort' || chosen === 'skip',
};

/** What says something about tests, and decides nothing, can be gone without. */
function withoutExtra(state: IntegrationState, subject: GateSubject): IntegrationState {
  if (subject.kind === 'proof')
    return { ...state, proofs: state.proofs.filter((name) => name !== subject.effort) };
  const { settings } = state;
  return { ...state, settings: { ...settings, gating: { ...settings.gating, guard: false } } };
}

function endedWords(gate: string, effort: EffortName | null, times: number): string {
  return `the program ended ${counted(times, 'time')} while ${gate} ran${effort === null ? '' : ` on ${effort}`}`;
}

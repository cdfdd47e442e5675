/** How many efforts make a gate red, in this session and before, so that groups are neither too large nor too small. */
import type { IntegrationState } from '../../state.ts';
import { isMergedHere } from '../effort-status.ts';
import { participants } from '../progress.ts';

type Judged = IntegrationState['judged_before'];

/** Weighs as much as one red effort among twenty that were seen. */
const AT_FIRST: Judged = { efforts: 20, red: 1 };

/** Where more are red, groups are of one effort anyway; where fewer are, of all. */
const [LEAST, MOST] = [0.005, 0.9];

/** Returns the share of efforts that are red by themselves, as far as this repository has shown before: 5 % to begin with. */
export function redShare({ judged_before: { efforts, red } }: IntegrationState): number {
  return Math.min(MOST, Math.max(LEAST, (AT_FIRST.red + red) / (AT_FIRST.efforts + efforts)));
}

/** Returns what the next session knows: what was known before, and who was judged in this one. */
export function judgedSoFar(state: IntegrationState): Judged {
  const red = participants(state).filter(({ name, status }) => status === 'HELD' && wasRed(state, name));
  const { efforts } = state.judged_before;
  const passed = state.end === null ? [] : participants(state).filter(isMergedHere);
  return {
    efforts: efforts + passed.length + red.length,
    red: state.judged_before.red + red.length,
  };
}

function wasRed({ gate_runs }: IntegrationState, name: string): boolean {
  return gate_runs.some(
    ({ subject, verdict }) =>
      verdict === 'failed' &&
      ((subject.kind === 'effort' && subject.effort === name) ||
        (subject.kind === 'group' && subject.efforts.at(-1) === name)),
  );
}

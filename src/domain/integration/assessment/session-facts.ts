import { counted } from '../../shared/text.ts';
import type { IntegrationState } from '../state.ts';
import { type Fact, fact } from './fact.ts';

const WITHOUT_RESULT = ['FAILED', 'ROLLED_BACK', 'STOPPED', 'SUPERSEDED'];

/** Assesses the session itself: how it ended, what it is in the middle of, whether there is a result, and the way back from it. */
export function sessionFacts(state: IntegrationState): readonly Fact[] {
  const { end, take_back_to, trouble, integration_tip, target, target_base, restore_points } = state;
  const facts: Fact[] = [];
  if (end !== null && WITHOUT_RESULT.includes(end.outcome)) {
    const ending = end.outcome.toLowerCase().replace('_', ' ');
    facts.push(fact('session', 'end', 'blocks', `the session ended ${ending}: ${end.because}`));
  }
  if (take_back_to !== null)
    facts.push(
      fact(
        'session',
        'take_back',
        'blocks',
        `the integration branch is being taken back: ${take_back_to.why}`,
      ),
    );
  if (trouble !== null) facts.push(fact('session', 'trouble', 'blocks', trouble.message));
  if (integration_tip === null || integration_tip === target_base)
    facts.push(fact('session', 'result', 'blocks', 'nothing was integrated'));
  const points = counted(restore_points.length, 'restore point');
  facts.push(
    restore_points.length === 0
      ? fact('way_back', target, 'informs', 'no branch was moved yet', { met: null })
      : fact('way_back', target, 'informs', `${points}, the first before anything was merged`, {
          evidence: restore_points[0]?.ref ?? null,
        }),
  );
  return facts;
}

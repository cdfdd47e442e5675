import { counted } from '../../shared/text.ts';
import { participants } from '../selectors/progress.ts';
import { effortLimit, isOversize, linesOf, sizeIsAsked, sizeTotal } from '../selectors/size.ts';
import { integrationSplit, partsWords } from '../selectors/split.ts';
import type { Effort, IntegrationState } from '../state.ts';
import { type Fact, fact } from './fact.ts';

/** Assesses the sizes: each merged effort over its limit, and the whole. A limit for the whole exists only where a person wrote one. */
export function sizeFacts(state: IntegrationState): readonly Fact[] {
  const { overflowed_by, current_integration_total, limit } = sizeTotal(state);
  const parts = integrationSplit(state);
  const over = participants(state).filter(
    (effort) => effort.status === 'MERGED' && isOversize(state, effort),
  );
  const total = `${current_integration_total} of ${limit} lines`;
  return [
    ...over.map((effort) =>
      fact('effort_size', effort.name, 'warns', oversizeWords(state, effort), {
        value: String(linesOf(effort)),
        threshold: String(effortLimit(state)),
      }),
    ),
    overflowed_by === null
      ? fact('total_size', 'all', 'informs', `${counted(current_integration_total, 'line')} in all`, {
          value: String(current_integration_total),
          threshold: limit === null ? null : String(limit),
        })
      : fact('total_size', 'all', 'asks', `${overflowed_by} took the total over its limit: ${total}`, {
          value: String(current_integration_total),
          threshold: String(limit),
          evidence: parts.length > 1 ? `proposed: ${partsWords(parts)}` : null,
        }),
  ];
}

function oversizeWords(state: IntegrationState, effort: Effort): string {
  return sizeIsAsked(state, effort)
    ? `${effort.name} is over the size limit and was accepted`
    : `${effort.name} changes ${linesOf(effort)} lines; more than ${effortLimit(state)} are hard to review`;
}

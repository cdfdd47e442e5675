import { counted } from '../../shared/text.ts';
import { participants } from '../selectors/progress.ts';
import { isOversize, linesOf, sizeTotal } from '../selectors/size.ts';
import type { IntegrationState } from '../state.ts';
import { type Fact, fact } from './fact.ts';

/** Assesses the sizes: each merged effort over its limit, and the whole. A limit for the whole exists only where a person wrote one. */
export function sizeFacts(state: IntegrationState): readonly Fact[] {
  const { overflowed_by, current_integration_total, limit } = sizeTotal(state);
  const { effort_lines } = state.settings.limits;
  const over = participants(state).filter(
    (effort) => effort.status === 'MERGED' && isOversize(state, effort),
  );
  const total = `${current_integration_total} of ${limit} lines`;
  return [
    ...over.map((effort) =>
      fact('effort_size', effort.name, 'warns', `${effort.name} is over the size limit and was accepted`, {
        value: String(linesOf(effort)),
        threshold: String(effort_lines),
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
        }),
  ];
}

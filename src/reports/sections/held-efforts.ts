import { heldBecause, isReturned } from '../../domain/integration/selectors/effort-status.ts';
import { participants } from '../../domain/integration/selectors/progress.ts';
import type { IntegrationState } from '../../domain/integration/state.ts';
import { fenced, type MarkdownBlock, prose } from '../words/markdown.ts';
import { authorRequest } from './author-request.ts';

/** Lists the efforts that are not merged, each with its reason and the text for its author. */
export function heldEfforts(state: IntegrationState): readonly MarkdownBlock[] {
  const held = participants(state).filter(({ status }) => status === 'HELD' || status === 'FAILED');
  if (held.length === 0) return ['None'];
  return held.flatMap((effort) => [
    `### Effort: ${prose(effort.name)}`,
    `${isReturned(effort) ? 'Returned to its author' : effort.status === 'FAILED' ? 'Failed' : 'Held'}: ${prose(heldBecause(effort) ?? 'no reason recorded')}`,
    fenced(authorRequest(state, effort)),
  ]);
}

import { heldBecause, isHandedBack } from '../../domain/integration/selectors/effort-status.ts';
import { participants } from '../../domain/integration/selectors/progress.ts';
import type { IntegrationState } from '../../domain/integration/state.ts';
import { fenced, type MarkdownBlock, prose } from '../words/markdown.ts';
import { handBackText } from './hand-back.ts';

/** Lists the efforts that are not merged, each with its reason and the text for its author. */
export function heldEfforts(state: IntegrationState): readonly MarkdownBlock[] {
  const held = participants(state).filter(({ status }) => status === 'HELD' || status === 'FAILED');
  if (held.length === 0) return ['None'];
  return held.flatMap((effort) => [
    `### Effort: ${prose(effort.name)}`,
    `${isHandedBack(effort) ? 'Handed back' : effort.status === 'FAILED' ? 'Failed' : 'Put aside'}: ${prose(heldBecause(effort) ?? 'no reason recorded')}`,
    fenced(handBackText(state, effort)),
  ]);
}

import { participants } from '../../domain/integration/selectors/progress.ts';
import {
  effortLimit,
  isOversize,
  linesOf,
  sizeIsAsked,
  sizeTotal,
} from '../../domain/integration/selectors/size.ts';
import { integrationSplit, partsWords, proposedSplit } from '../../domain/integration/selectors/split.ts';
import type { Effort, IntegrationState } from '../../domain/integration/state.ts';
import { counted } from '../../domain/shared/text.ts';
import { prose } from './markdown.ts';

/** Formats the merged size against its limits, and the efforts that are too large, one line each. */
export function sizeLines(state: IntegrationState): readonly string[] {
  const { current_integration_total, limit, remaining_capacity, overflowed_by } = sizeTotal(state);
  const oversize = participants(state).filter((effort) => isOversize(state, effort));
  return [
    `Total: ${counted(current_integration_total, 'line')}${limit === null ? '' : ` of ${limit}, ${remaining_capacity} left`}`,
    ...(overflowed_by === null
      ? []
      : [
          `${prose(overflowed_by)} took the total over its limit; proposed: ${prose(partsWords(integrationSplit(state)))}`,
        ]),
    ...oversize.map((effort) => {
      const accepted = effort.oversize_accepted ? ', accepted' : '';
      return `${prose(effort.name)}: ${linesOf(effort)} lines, over ${sizeIsAsked(state, effort) ? 'the limit of' : 'the usual'} ${effortLimit(state)}${accepted}; proposed split: ${splitText(state, effort)}`;
    }),
  ];
}

/** Formats the proposed split of an effort in one line. */
export function splitText(state: IntegrationState, effort: Effort): string {
  const parts = proposedSplit(state, effort);
  return parts.length <= 1 ? 'none, it is one commit in one file' : prose(partsWords(parts));
}

import { participants } from '../../domain/integration/selectors/progress.ts';
import { isOversize, linesOf, sizeTotal } from '../../domain/integration/selectors/size.ts';
import { proposedSplit } from '../../domain/integration/selectors/split.ts';
import type { Effort, IntegrationState } from '../../domain/integration/state.ts';
import { counted } from '../../domain/shared/text.ts';
import { code, prose } from './markdown.ts';

/** Formats the merged size against its limits, and the efforts that are too large, one line each. */
export function sizeLines(state: IntegrationState): readonly string[] {
  const { current_integration_total, limit, remaining_capacity, overflowed_by } = sizeTotal(state);
  const oversize = participants(state).filter((effort) => isOversize(state, effort));
  return [
    `Total: ${counted(current_integration_total, 'line')}${limit === null ? '' : ` of ${limit}, ${remaining_capacity} left`}`,
    ...(overflowed_by === null ? [] : [`${prose(overflowed_by)} took the total over its limit`]),
    ...oversize.map((effort) => {
      const accepted = effort.oversize_accepted ? ', accepted' : '';
      return `${prose(effort.name)}: ${linesOf(effort)} lines, over the limit of ${state.settings.limits.effort_lines}${accepted}; proposed split: ${splitText(state, effort)}`;
    }),
  ];
}

/** Formats the proposed split of an effort in one line. */
export function splitText(state: IntegrationState, effort: Effort): string {
  const parts = proposedSplit(state, effort.name);
  if (parts.length <= 1) return 'none by directory, all of it is in one';
  return parts
    .map(({ directories, lines }) => `${directories.map(code).join(' and ')} (${counted(lines, 'line')})`)
    .join(', then ');
}

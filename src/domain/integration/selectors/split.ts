import { counted } from '../../shared/text.ts';
import type { Effort, IntegrationState } from '../state.ts';
import { participants } from './progress.ts';
import { effortLimit, linesOf } from './size.ts';

/** A proposed part: commits of an effort, oldest first, directories of it, or efforts of the integration. */
export interface Part {
  readonly names: readonly string[];
  /** Added plus removed. For commits it is their sum, also where a later one changes what an earlier one brought. */
  readonly lines: number;
}

/**
 * Proposes how an effort over the limit is split: by commit where each part keeps to the limit, because the branch is cut there already;
 * else by directory; else by commit as far as that goes. Fewer than two parts: neither splits it.
 */
export function proposedSplit(state: IntegrationState, { size }: Effort): readonly Part[] {
  const limit = effortLimit(state);
  const commits = packed(
    size.by_commit.map(({ subject, lines }) => ({ name: `"${subject}"`, lines })),
    limit,
    (_, parts) => parts.length - 1,
  );
  if (commits.length > 1 && commits.every(({ lines }) => lines <= limit)) return commits;
  const directories = packed(
    size.by_directory.map(({ directory, lines }) => ({ name: directory, lines })),
    limit,
    () => 0,
  );
  return directories.length > 1 ? directories : commits;
}

/** Proposes which efforts make which part of an integration over its limit: in their order, and none before what it depends on. */
export function integrationSplit(state: IntegrationState): readonly Part[] {
  const { integration_lines } = state.settings.limits;
  if (integration_lines === null) return [];
  const efforts = participants(state).filter(({ status }) => status !== 'HELD' && status !== 'FAILED');
  return packed(
    efforts.map((effort) => ({ name: effort.name, lines: linesOf(effort), needs: effort.dependencies })),
    integration_lines,
    ({ needs }, parts) => parts.findLastIndex(({ names }) => needs.some((need) => names.includes(need))),
  );
}

/** Formats a split as one sentence: `src, docs (40 lines), then lib (25 lines)`. */
export function partsWords(parts: readonly Part[]): string {
  return parts.map(({ names, lines }) => `${names.join(', ')} (${counted(lines, 'line')})`).join(', then ');
}

/** Packs items in their order, each into the first part with room that is not before the given one, or into a new one. */
function packed<Item extends { readonly name: string; readonly lines: number }>(
  items: readonly Item[],
  limit: number,
  earliest: (item: Item, parts: readonly Part[]) => number,
): readonly Part[] {
  const parts: { names: string[]; lines: number }[] = [];
  for (const item of items) {
    const from = earliest(item, parts);
    const part = parts.find(({ lines }, index) => index >= from && lines + item.lines <= limit);
    if (part === undefined) parts.push({ names: [item.name], lines: item.lines });
    else {
      part.names.push(item.name);
      part.lines += item.lines;
    }
  }
  return parts;
}

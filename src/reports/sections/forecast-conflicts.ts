import type { IntegrationState } from '../../domain/integration/state.ts';
import type { EffortName } from '../../domain/shared/ids.ts';
import { counted } from '../../domain/shared/text.ts';
import { bullets, code, labelled, type MarkdownBlock, prose } from '../words/markdown.ts';

/** What in-memory merges say about one file. */
export interface ForecastFile {
  readonly file: string;
  readonly efforts: readonly EffortName[];
  readonly details: readonly string[];
  readonly conflicts: boolean;
}

/** Lists the files that more than one effort (or an effort and the target) changes, those with a conflict first. */
export function forecastFiles({ forecast }: IntegrationState): readonly ForecastFile[] {
  const files = new Map<string, ForecastFile>();
  const note = (file: string, efforts: readonly EffortName[], detail: string, conflicts: boolean) => {
    const known = files.get(file) ?? { file, efforts: [], details: [], conflicts: false };
    files.set(file, {
      file,
      efforts: [...new Set([...known.efforts, ...efforts])],
      details: [...known.details, detail],
      conflicts: known.conflicts || conflicts,
    });
  };
  for (const { effort, files: touched } of forecast?.with_target ?? []) {
    for (const file of touched) note(file, [effort], `${prose(effort)} conflicts with the target`, true);
  }
  for (const { a, b, files: shared, hunks, conflict } of forecast?.pairs ?? []) {
    const where = shared.length === 1 ? '' : `, ${shared.length} files changed by both`;
    const detail = conflict
      ? `${prose(a)} and ${prose(b)} conflict: ${counted(hunks, 'hunk')} to decide${where}`
      : `${prose(a)} and ${prose(b)} merge cleanly`;
    for (const file of shared) note(file, [a, b], detail, conflict);
  }
  return [...files.values()].toSorted((x, y) => Number(y.conflicts) - Number(x.conflicts));
}

/** Formats the forecast for one file. */
export function forecastBlocks({
  file,
  efforts,
  details,
  conflicts,
}: ForecastFile): readonly MarkdownBlock[] {
  return [
    `### File: ${code(file)}`,
    [
      labelled('Conflict Type', conflicts ? 'Forecast conflict' : 'Non-overlapping modifications'),
      labelled('Workflows', efforts.map(prose).join(', ')),
      labelled('Details', ''),
    ].join('  \n'),
    bullets(details),
    [
      labelled('Severity', conflicts ? 'Graded when it is met' : 'Low (independent changes)'),
      labelled('Auto-Resolvable', conflicts ? 'Decided when it is met' : 'Yes (textual merge)'),
    ].join('  \n'),
  ];
}

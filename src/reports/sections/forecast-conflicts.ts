import { sharedFunctions } from '../../domain/integration/selectors/shared-functions.ts';
import type { Forecast, IntegrationState } from '../../domain/integration/state.ts';
import type { EffortName } from '../../domain/shared/ids.ts';
import { counted } from '../../domain/shared/text.ts';
import { bullets, code, labelled, type MarkdownBlock, prose } from '../words/markdown.ts';

/** What in-memory merges say about one file. */
export interface ForecastFile {
  readonly file: string;
  readonly efforts: readonly EffortName[];
  readonly details: readonly string[];
  readonly conflicts: boolean;
  /** How many places are to be decided in it at most, over all merges that conflict in it. */
  readonly weight: number;
  /** What each effort touches in it, where the file was looked into. */
  readonly touched: Forecast['touched'];
}

/** Lists the files that more than one effort (or an effort and the target) changes: the most to decide first, then shared functions. */
export function forecastFiles({ forecast }: IntegrationState): readonly ForecastFile[] {
  const files = new Map<string, ForecastFile>();
  const note = (file: string, efforts: readonly EffortName[], detail: string, weight: number) => {
    const known = files.get(file) ?? { file, efforts: [], details: [], weight: 0 };
    files.set(file, {
      file,
      efforts: [...new Set([...known.efforts, ...efforts])],
      details: [...known.details, detail],
      conflicts: known.weight + weight > 0,
      weight: known.weight + weight,
      touched: (forecast?.touched ?? []).filter(({ path }) => path === file),
    });
  };
  for (const { effort, files: touched } of forecast?.with_target ?? []) {
    for (const file of touched) note(file, [effort], `${prose(effort)} conflicts with the target`, 1);
  }
  for (const { a, b, files: shared, hunks, conflict } of forecast?.pairs ?? []) {
    const where = shared.length === 1 ? '' : `, ${shared.length} files changed by both`;
    const detail = conflict
      ? `${prose(a)} and ${prose(b)} conflict: ${counted(hunks, 'hunk')} to decide${where}`
      : `${prose(a)} and ${prose(b)} merge cleanly`;
    for (const file of shared) note(file, [a, b], detail, conflict ? Math.max(1, hunks) : 0);
  }
  const shared = (found: ForecastFile) => sharedFunctions(found.touched).length;
  return [...files.values()].toSorted((x, y) => y.weight - x.weight || shared(y) - shared(x));
}

/** Formats the forecast for one file. */
export function forecastBlocks(found: ForecastFile): readonly MarkdownBlock[] {
  const { file, efforts, details, conflicts, touched } = found;
  const together = sharedFunctions(touched);
  const [type, severity, resolvable] = gradeOf(conflicts, together);
  const overlap =
    together.length > 0
      ? `${together.map(code).join(', ')} (both modified the same ${together.length === 1 ? 'function' : 'functions'})`
      : 'None (different sections of the file)';
  return [
    `### File: ${code(file)}`,
    [
      labelled('Conflict Type', type),
      labelled('Workflows', efforts.map(prose).join(', ')),
      labelled('Details', ''),
    ].join('  \n'),
    bullets([
      ...touched.map(touchedLine),
      ...(touched.length > 1 && (!conflicts || together.length > 0) ? [`Overlap: ${overlap}`] : []),
      ...details,
    ]),
    [labelled('Severity', severity), labelled('Auto-Resolvable', resolvable)].join('  \n'),
  ];
}

/** A clean merge says that no line collides, not that the changes are independent. */
function gradeOf(conflicts: boolean, together: readonly string[]): readonly [string, string, string] {
  if (conflicts)
    return together.length > 0
      ? ['Line-level conflict', 'High (overlapping logic changes)', 'No (graded again when it is met)']
      : ['Forecast conflict', 'Graded when it is met', 'Decided when it is met'];
  return together.length > 0
    ? [
        'Same function, different lines',
        'Medium (overlapping logic changes)',
        'Yes (textual merge; the tests decide)',
      ]
    : ['Non-overlapping modifications', 'Low (independent changes)', 'Yes (textual merge)'];
}

function touchedLine({ effort, ranges, functions }: ForecastFile['touched'][number]): string {
  const places = ranges.map(({ first, last }) => (first === last ? String(first) : `${first}-${last}`));
  const within = functions.length === 0 ? '' : ` (${functions.map(code).join(', ')})`;
  return `${prose(effort)}: modified ${places.length === 1 && ranges[0]?.first === ranges[0]?.last ? 'line' : 'lines'} ${places.join(', ')}${within}`;
}

import { sharedFunctions } from '../../domain/integration/selectors/shared-functions.ts';
import { bullets, code, labelled, type MarkdownBlock, prose } from '../words/markdown.ts';
import type { ForecastFile } from './forecast-files.ts';

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

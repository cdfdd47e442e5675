import { hasFunctions, type TouchedRange } from '../../domain/conflict/facts/touched.ts';
import { resolvesItself } from '../../domain/conflict/grades.ts';
import { forecastGrade, type SharedPlace } from '../../domain/integration/selectors/shared-places.ts';
import { severityWord } from '../words/conflict-words.ts';
import { bullets, code, labelled, type MarkdownBlock, prose } from '../words/markdown.ts';
import type { ForecastFile } from './forecast-files.ts';

/** Formats the forecast for one file. */
export function forecastBlocks(found: ForecastFile): readonly MarkdownBlock[] {
  const { file, efforts, details, conflicts, touched, overlap } = found;
  const { severity } = forecastGrade(conflicts, overlap.functions);
  const is_compared = touched.length > 1 || !hasFunctions(file);
  const [type, why, resolvable] = wordsFor(conflicts, overlap.functions.length > 0, is_compared);
  const met = conflicts && overlap.functions.length + overlap.lines.length === 0;
  return [
    `### File: ${code(file)}`,
    [
      labelled('Conflict Type', type),
      labelled('Workflows', efforts.map(prose).join(', ')),
      labelled('Details', ''),
    ].join('  \n'),
    bullets([
      ...touched.map(touchedLine),
      ...(touched.length > 1 && !met ? [`Overlap: ${overlapText(overlap)}`] : []),
      ...details,
    ]),
    [
      labelled('Severity', `${severityWord(severity)} (${why})`),
      labelled('Auto-Resolvable', `${resolvesItself(severity) ? 'Yes' : 'No'} (${resolvable})`),
    ].join('  \n'),
  ];
}

/** A clean merge says that no line collides, not that the changes are independent. */
function wordsFor(
  conflicts: boolean,
  together: boolean,
  is_compared: boolean,
): readonly [type: string, severity: string, resolvable: string] {
  if (!together)
    return conflicts
      ? ['Forecast conflict', 'graded again when it is met', 'unless a rule fits when it is met']
      : [
          'Non-overlapping modifications',
          is_compared ? 'independent changes' : 'no line collides; functions were not compared',
          'textual merge',
        ];
  const why = 'overlapping logic changes';
  return conflicts
    ? ['Line-level conflict', why, 'graded again when it is met']
    : [
        'Line-level conflict in one function, in lines that git merges',
        why,
        'git merges the text; whether both still hold, tests or a person can say',
      ];
}

function overlapText({ lines, functions }: SharedPlace['overlap']): string {
  const both = `both modified the same ${functions.length === 1 ? 'function' : 'functions'}`;
  const names = functions.map(code).join(', ');
  if (lines.length === 0)
    return functions.length === 0 ? 'None (different sections of the file)' : `${names} (${both})`;
  const places = `Lines ${rangesText(lines)}`;
  return functions.length === 0 ? places : `${places}, in ${names} (${both})`;
}

function touchedLine({ effort, ranges, functions }: ForecastFile['touched'][number]): string {
  const one = ranges.length === 1 && ranges[0]?.first === ranges[0]?.last;
  const within = functions.length === 0 ? '' : ` (${functions.map(code).join(', ')})`;
  return `${prose(effort)}: modified ${one ? 'line' : 'lines'} ${rangesText(ranges)}${within}`;
}

function rangesText(ranges: readonly TouchedRange[]): string {
  return ranges.map(({ first, last }) => (first === last ? String(first) : `${first}-${last}`)).join(', ');
}

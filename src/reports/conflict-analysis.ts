import type { Conflict, Hunk } from '../domain/conflict/conflict.ts';
import { resolvesItself } from '../domain/conflict/grades.ts';
import { findingLine } from '../domain/integration/selectors/findings.ts';
import type { IntegrationState } from '../domain/integration/state.ts';
import { counted } from '../domain/shared/text.ts';
import { forecastBlocks } from './sections/forecast-conflicts.ts';
import { forecastFiles } from './sections/forecast-files.ts';
import { noConflict } from './sections/resolutions.ts';
import {
  conflictNumber,
  isOpen,
  levelOf,
  linesText,
  severityOf,
  severityWord,
  workflowsOf,
} from './words/conflict-words.ts';
import { bullets, code, labelled, type MarkdownBlock, markdown, prose } from './words/markdown.ts';

const MAX_FILES = 200;

/** Writes CONFLICT_ANALYSIS.md: what in-memory merges forecast, file by file, and which conflicts occurred while merging. */
export function conflictAnalysis(state: IntegrationState): string {
  const forecast = forecastFiles(state);
  return markdown(
    '# Conflict Analysis Report',
    '## Met While Merging',
    state.conflicts_detected.length === 0 ? noConflict(state) : null,
    ...state.conflicts_detected.flatMap((conflict) => met(state, conflict)),
    '## Forecast',
    forecast.length === 0 ? 'No two efforts change the same file, and none conflicts with the target.' : null,
    ...forecast.slice(0, MAX_FILES).flatMap(forecastBlocks),
    forecast.length > MAX_FILES ? `… ${forecast.length - MAX_FILES} more files` : null,
    '## Double Work',
    bullets(doubleWorkLines(state), 'No two efforts claim the same, and none uses what another removes.'),
  );
}

/** Lists what efforts do twice, or against each other, though git may merge it. */
function doubleWorkLines({ findings }: IntegrationState): readonly string[] {
  return findings
    .filter(({ kind }) => kind === 'double_work' || kind === 'uses_removed')
    .map((finding) => prose(findingLine(finding)));
}

function met(state: IntegrationState, conflict: Conflict): readonly MarkdownBlock[] {
  const auto = conflict.hunks.filter(({ severity }) => resolvesItself(severity)).length;
  return [
    `### File: ${code(conflict.path)}`,
    [
      labelled('Conflict ID', conflictNumber(state, conflict)),
      labelled(
        'Conflict Type',
        `${capital(levelOf(conflict))}-level conflict (${conflict.kind.replaceAll('_', ' ')})`,
      ),
      labelled('Workflows', workflowsOf(state, conflict).map(prose).join(', ')),
      labelled('Details', prose(conflict.message)),
    ].join('  \n'),
    bullets(
      conflict.hunks.map((hunk) => hunkLine(conflict, hunk)),
      null,
    ),
    [
      labelled('Severity', severityWord(severityOf(conflict))),
      labelled('Auto-Resolvable', autoText(auto, conflict.hunks.length)),
      labelled('Status', isOpen(conflict) ? 'waits for a decision' : statusText(conflict)),
    ].join('  \n'),
  ];
}

function hunkLine({ effort, resolution_status }: Conflict, hunk: Hunk): string {
  const isByRule = resolution_status === 'RESOLVED' && hunk.choice?.by === 'rule';
  const why =
    hunk.auto === null
      ? ''
      : `; ${isByRule ? 'resolved by rule' : 'a rule could resolve it'} (${prose(hunk.auto.rule)}): ${prose(hunk.auto.because)}`;
  const what = `${prose(hunk.class.replaceAll('_', ' '))}, severity ${hunk.severity.toLowerCase()}${why}`;
  if (hunk.lines === null) return `Whole file: ${what}`;
  return `Already in: ${linesText(hunk.lines.current)}; ${prose(effort)}: ${linesText(hunk.lines.incoming)}: ${what}`;
}

function autoText(auto: number, all: number): string {
  if (auto === all && all > 0) return 'Yes';
  return auto === 0 ? 'No' : `Partly (${auto} of ${counted(all, 'hunk')})`;
}

function statusText({ resolution_strategy }: Conflict): string {
  switch (resolution_strategy) {
    case 'AUTO':
      return 'resolved by rule';
    case 'HELD':
      return 'open; its effort is held';
    case 'HANDED_BACK':
      return 'open; its effort is returned to its author';
    case 'OPERATOR':
    case null:
      return 'resolved';
  }
}

function capital(word: string): string {
  return `${word[0]?.toUpperCase() ?? ''}${word.slice(1)}`;
}

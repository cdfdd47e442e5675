import type { Conflict, Hunk } from '../domain/conflict/conflict.ts';
import type { IntegrationState } from '../domain/integration/state.ts';
import type { EffortName } from '../domain/shared/ids.ts';
import { counted } from '../domain/shared/text.ts';
import {
  conflictNumber,
  isOpen,
  levelOf,
  linesText,
  severityOf,
  severityWord,
  workflowsOf,
} from './conflict-words.ts';
import { type Block, bullets, code, labelled, markdown, prose } from './markdown.ts';

const MAX_FILES = 200;

/** Gives CONFLICT_ANALYSIS.md: what in-memory merges foretold, file by file, and what was met while merging. */
export function conflictAnalysis(state: IntegrationState): string {
  const foretold = foretoldFiles(state);
  return markdown(
    '# Conflict Analysis Report',
    '## Met While Merging',
    state.conflicts_detected.length === 0 ? 'No conflict was met.' : null,
    ...state.conflicts_detected.flatMap((conflict) => met(state, conflict)),
    '## Foretold',
    foretold.length === 0 ? 'No two efforts change the same file, and none conflicts with the target.' : null,
    ...foretold.slice(0, MAX_FILES).flatMap(foretoldBlocks),
    foretold.length > MAX_FILES ? `… ${foretold.length - MAX_FILES} more files` : null,
  );
}

function met(state: IntegrationState, conflict: Conflict): readonly Block[] {
  const auto = conflict.hunks.filter((hunk) => hunk.auto !== null).length;
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

function hunkLine({ effort }: Conflict, hunk: Hunk): string {
  const why =
    hunk.auto === null ? '' : `; resolves itself (${prose(hunk.auto.rule)}): ${prose(hunk.auto.because)}`;
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
      return 'resolved by itself';
    case 'HELD':
      return 'open; its effort is put aside';
    case 'HANDED_BACK':
      return 'open; its effort is handed back';
    default:
      return 'resolved';
  }
}

interface Foretold {
  readonly file: string;
  readonly efforts: readonly EffortName[];
  readonly details: readonly string[];
  readonly conflicts: boolean;
}

function foretoldFiles({ forecast }: IntegrationState): readonly Foretold[] {
  const files = new Map<string, Foretold>();
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
    const where = shared.length === 1 ? '' : ` over ${shared.length} files`;
    const detail = conflict
      ? `${prose(a)} and ${prose(b)} conflict, in ${counted(hunks, 'hunk')}${where}`
      : `${prose(a)} and ${prose(b)} merge cleanly`;
    for (const file of shared) note(file, [a, b], detail, conflict);
  }
  return [...files.values()].toSorted((x, y) => Number(y.conflicts) - Number(x.conflicts));
}

function foretoldBlocks({ file, efforts, details, conflicts }: Foretold): readonly Block[] {
  return [
    `### File: ${code(file)}`,
    [
      labelled('Conflict Type', conflicts ? 'Foretold conflict' : 'Non-overlapping modifications'),
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

function capital(word: string): string {
  return `${word[0]?.toUpperCase() ?? ''}${word.slice(1)}`;
}

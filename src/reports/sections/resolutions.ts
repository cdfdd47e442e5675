/** This folder: parts of reports. */
import type { Choice, Conflict, Hunk } from '../../domain/conflict/conflict.ts';
import { chosenOption } from '../../domain/integration/events/remembering.ts';
import { participants } from '../../domain/integration/selectors/progress.ts';
import type { Effort, IntegrationState } from '../../domain/integration/state.ts';
import { conflictNumber, isOpen, lossText } from '../words/conflict-words.ts';
import { code, type MarkdownBlock, prose, table, when } from '../words/markdown.ts';

/** Tabulates who resolved what and how, hunk by hunk, and what was lost by it. */
export function resolutionsTable(state: IntegrationState): MarkdownBlock {
  const rows = state.conflicts_detected.flatMap((conflict) =>
    conflict.edited === null
      ? conflict.hunks.map((hunk) => hunkRow(state, conflict, hunk))
      : [editedRow(state, conflict)],
  );
  return table(['Conflict', 'Where', 'Effort', 'Resolution', 'By', 'Lost'], rows, noConflict(state));
}

/** Returns the text for an empty list of conflicts. The conflicts of an effort whose merge was taken back are forgotten with it. */
export function noConflict(state: IntegrationState): string {
  const out = takenBack(state).map(({ name }) => prose(name));
  if (out.length > 0)
    return `None is left: what was met with ${out.join(', ')} was taken back with the merge.`;
  return state.decisions.some(({ conflict }) => conflict !== null)
    ? 'None is left: what was met was taken back with its merge.'
    : 'No conflict was met.';
}

/** Lists the held efforts whose conflicts are forgotten because their merge was taken back. */
function takenBack(state: IntegrationState): readonly Effort[] {
  const listed = new Set(state.conflicts_detected.map(({ effort }) => effort));
  return participants(state).filter(
    ({ name, status, conflicts }) => status === 'HELD' && conflicts > 0 && !listed.has(name),
  );
}

/**
 * Counts the conflicts, each once: withdrawn with an effort that is not in, else escalated when anybody was asked about it, else resolved
 * without a question. The three add up to those detected; open ones are among the escalated.
 */
export function conflictCounts(state: IntegrationState): {
  readonly detected: number;
  readonly resolved: number;
  readonly escalated: number;
  readonly withdrawn: number;
  readonly open: number;
} {
  const { conflicts_detected } = state;
  const forgotten = takenBack(state).reduce((sum, { conflicts }) => sum + conflicts, 0);
  const [out = [], standing = []] = [true, false].map((isOut) =>
    conflicts_detected.filter((conflict) => isWithdrawn(state, conflict) === isOut),
  );
  const escalated = standing.filter(wasAsked).length;
  return {
    detected: conflicts_detected.length + forgotten,
    resolved: standing.length - escalated,
    escalated,
    withdrawn: out.length + forgotten,
    open: conflicts_detected.filter(isOpen).length,
  };
}

/** Checks whether a conflict belongs to an effort that is out: what was decided in it is in no result. */
export function isWithdrawn(state: IntegrationState, { effort }: Conflict): boolean {
  return participants(state).some(
    ({ name, status }) => name === effort && (status === 'HELD' || status === 'FAILED'),
  );
}

function wasAsked(conflict: Conflict): boolean {
  return (
    conflict.edited !== null ||
    conflict.hunks.length === 0 ||
    conflict.hunks.some(
      ({ choice }) => choice === null || choice.by === 'operator' || choice.by === 'headless',
    )
  );
}

function hunkRow(state: IntegrationState, conflict: Conflict, hunk: Hunk): readonly string[] {
  const option = chosenOption(hunk);
  const isOut = isWithdrawn(state, conflict);
  const resolution =
    hunk.choice === null
      ? unresolved(conflict)
      : `${caveat(state, conflict)}${prose(option?.label ?? hunk.choice.option)}${autoReason(hunk)}`;
  return [
    conflictNumber(state, conflict),
    `${code(conflict.path)}${conflict.hunks.length > 1 ? `, hunk ${hunk.index + 1}` : ''}`,
    prose(conflict.effort),
    resolution,
    hunk.choice === null ? '-' : `${authorText(hunk.choice)}, ${when(hunk.choice.at)}`,
    option === null || isOut
      ? hunk.choice === null || isOut
        ? '-'
        : 'not known'
      : lossText(option.loses, conflict.effort),
  ];
}

function editedRow(state: IntegrationState, conflict: Conflict): readonly string[] {
  return [
    conflictNumber(state, conflict),
    code(conflict.path),
    prose(conflict.effort),
    `${caveat(state, conflict)}Edited by hand, whole file`,
    `operator${conflict.resolved_at === null ? '' : `, ${when(conflict.resolved_at)}`}`,
    conflict.edited === null ? 'not known' : lossText(conflict.edited.loses, conflict.effort),
  ];
}

/** Says of a decision that it is not its effect, as long as no merge holds it. */
function caveat(state: IntegrationState, conflict: Conflict): string {
  if (isWithdrawn(state, conflict)) return 'Decided, but not in the result: ';
  return conflict.resolution_status === 'RESOLVED' ? '' : 'Decided, and not merged yet: ';
}

function unresolved({ resolution_strategy }: Conflict): string {
  if (resolution_strategy === 'HELD') return 'Not resolved: the effort is held';
  return resolution_strategy === 'HANDED_BACK'
    ? 'Not resolved: the effort is returned to its author'
    : 'Waits for a decision';
}

function autoReason({ choice, auto }: Hunk): string {
  return choice?.by === 'rule' && auto !== null ? `, because ${prose(auto.because)}` : '';
}

function authorText({ by }: Choice): string {
  return by === 'memory' ? 'memory (the same was decided before)' : by;
}

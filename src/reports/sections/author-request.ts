import type { Conflict } from '../../domain/conflict/conflict.ts';
import { heldBecause } from '../../domain/integration/selectors/effort-status.ts';
import { effortLimit, linesOf, sizeIsAsked } from '../../domain/integration/selectors/size.ts';
import { partsWords, proposedSplit } from '../../domain/integration/selectors/split.ts';
import type { Effort, IntegrationState } from '../../domain/integration/state.ts';
import { sanitizeLine } from '../../domain/shared/text.ts';
import { conflictNumber, linesText, workflowsOf } from '../words/conflict-words.ts';

/** Writes the text for the author of an effort that was held or returned: what they should do, and why. */
export function authorRequest(state: IntegrationState, effort: Effort): string {
  const conflicts = state.conflicts_detected.filter(
    (conflict) => conflict.effort === effort.name && conflict.resolution_status === 'IN_PROGRESS',
  );
  const asked =
    conflicts.length > 0
      ? resolveRequest(state, effort, conflicts)
      : sizeIsAsked(state, effort) && !effort.oversize_accepted
        ? splitRequest(state, effort)
        : mendRequest(state, effort);
  return [
    // Without a conflict, the specification has no name for it.
    conflicts.length > 0 ? 'Conflict Resolution Request:' : `Request to the author of ${effort.branch}:`,
    '---',
    `TO: Builder Agent (${effort.authors.join(', ') || `author of ${effort.branch}`})`,
    ...asked,
    '---',
  ]
    .map((line) => sanitizeLine(line))
    .join('\n');
}

function resolveRequest(
  state: IntegrationState,
  effort: Effort,
  conflicts: readonly Conflict[],
): readonly string[] {
  const level = conflicts.some(({ hunks }) => hunks.some((hunk) => hunk.level === 'semantic'))
    ? 'semantic '
    : '';
  return [
    `REQUEST: Resolve ${level}conflict in feature integration`,
    ...conflicts.flatMap((conflict) => {
      const others = workflowsOf(state, conflict).filter((name) => name !== effort.name);
      const places = (side: 'current' | 'incoming') =>
        conflict.hunks.flatMap(({ lines }) => (lines === null ? [] : [linesText(lines[side])])).join('; ') ||
        conflict.kind.replaceAll('_', ' ');
      const proposed = conflict.hunks.flatMap(({ recommended }) =>
        recommended === null ? [] : [recommended.option],
      )[0];
      return [
        '',
        `CONFLICT: ${conflict.path} (${conflictNumber(state, conflict)})`,
        `YOUR_CHANGES: ${effort.subject} (${places('incoming')})`,
        `CONFLICTING_CHANGES: ${others.length === 0 ? state.target : others.join(', ')} (${places('current')})`,
        `PROPOSED_RESOLUTION: ${proposed === undefined ? 'none; nothing in the code or history favours one' : proposed.replaceAll('_', ' ')}`,
      ];
    }),
    '',
    ...actions(
      effort,
      isProposed(conflicts)
        ? ['Review proposed resolution', rebase(state, effort), 'Resolve conflict with proposed approach']
        : [rebase(state, effort), `Decide how ${pathsOf(conflicts)} should read`],
    ),
  ];
}

function isProposed(conflicts: readonly Conflict[]): boolean {
  return conflicts.some(({ hunks }) => hunks.some(({ recommended }) => recommended !== null));
}

function pathsOf(conflicts: readonly Conflict[]): string {
  return conflicts.map(({ path }) => path).join(', ');
}

function splitRequest(state: IntegrationState, effort: Effort): readonly string[] {
  return [
    'REQUEST: Split the effort',
    '',
    `YOUR_CHANGES: ${effort.subject} (${linesOf(effort)} lines; ${effortLimit(state)} are allowed)`,
    ...proposedSplit(state, effort).map((part, index) => `PROPOSED_PART_${index + 1}: ${partsWords([part])}`),
    '',
    ...actions(effort, [
      'Review the proposed split',
      'Make one branch of each part, each passing on its own',
    ]),
  ];
}

function mendRequest(state: IntegrationState, effort: Effort): readonly string[] {
  const clashes = effort.clashes_with ?? [];
  return [
    'REQUEST: Make the effort work with what is integrated',
    '',
    `YOUR_CHANGES: ${effort.subject}`,
    `PROBLEM: ${heldBecause(effort) ?? 'held by the operator'}`,
    ...(clashes.length === 0 ? [] : [`CONFLICTING_CHANGES: ${clashes.join(', ')}`]),
    '',
    ...actions(effort, [rebase(state, effort), 'Fix the problem above']),
  ];
}

function rebase(state: IntegrationState, { branch }: Effort): string {
  const onto = state.end?.outcome === 'LANDED' ? state.target : state.integration_branch;
  return `Rebase ${branch} onto ${onto}`;
}

function actions({ branch }: Effort, first: readonly string[]): readonly string[] {
  const all = [...first, 'Re-run tests', `Push ${branch}, and it takes part in the next integration`];
  return ['ACTION_REQUIRED:', ...all.map((action, index) => `${index + 1}. ${action}`)];
}

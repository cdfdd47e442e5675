/** Finds what happened to the integration branch: gone, taken back, moved elsewhere, or built upon. */
import { type Sha, shortSha } from '../../shared/ids.ts';
import type { UnstampedEvent } from '../event.ts';
import type { Facts } from '../facts.ts';
import { mergedAfter, standsOn } from '../selectors/dependents.ts';
import { isAwaited, participants } from '../selectors/progress.ts';
import type { Effort, IntegrationState } from '../state.ts';
import { found, nextOf } from './finding.ts';

export function integrationDifferences(state: IntegrationState, facts: Facts): readonly UnstampedEvent[] {
  const { integration_tip: ours, integration_branch: name } = state;
  const theirs = facts.integration_tip;
  if (ours === null || theirs === ours || state.take_back_to !== null) return [];
  const says = `at ${shortSha(ours)}`;
  if (theirs === null) {
    return [
      found('integration_gone', name, 'HIGH', says, 'the branch is gone; it is put back'),
      { type: 'integration_branch_gone' },
    ];
  }
  if (facts.integration_keeps_ours) return onTop(state, facts, ours, theirs);
  const wentBack = standsOn(state, theirs);
  if (wentBack) {
    const efforts = mergedAfter(state, theirs);
    return [
      found(
        'taken_back_outside',
        name,
        'HIGH',
        says,
        `at ${shortSha(theirs)}; ${efforts.join(', ')} merged again`,
      ),
      { type: 'efforts_taken_back_outside', efforts, tip: theirs },
    ];
  }
  return [
    found(
      'integration_moved',
      name,
      'HIGH',
      says,
      `at ${shortSha(theirs)}; that is saved and ours is put back`,
    ),
    { type: 'integration_moved_outside', tip: theirs, keeps_ours: false },
  ];
}

/** Reports commits on top of ours: merges of efforts are adopted one by one, anything else is asked about. */
function onTop(state: IntegrationState, facts: Facts, ours: Sha, theirs: Sha): readonly UnstampedEvent[] {
  const line = facts.integration_line.slice(
    0,
    facts.integration_line.findIndex(({ commit }) => commit === ours),
  );
  const merges = line.toReversed().map(({ commit, parents }) => ({
    commit,
    effort: participants(state).find((effort) => effort.tip === parents[1] && effort.status !== 'MERGED'),
  }));
  const isPublished = facts.published_tip === theirs;
  const isRedone = state.in_flight.some(
    ({ action }) =>
      (action.type === 'merge_effort' || action.type === 'resolve_conflict') &&
      action.onto === ours &&
      isAwaited(state, action.effort),
  );
  // These commits are ours, published just before the process ended: the action is done again and ends with the same commits. The process
  // may have ended a second time before the action was in flight again.
  if (isPublished && (isRedone || isDueAgain(state, merges))) return [];
  if (isPublished && merges.some(({ effort }) => effort === undefined)) {
    return [
      found(
        'integration_moved',
        state.integration_branch,
        'LOW',
        `at ${shortSha(ours)}`,
        `at ${shortSha(theirs)}, made after this checkpoint; it is saved and made again`,
      ),
      { type: 'integration_moved_outside', tip: theirs, keeps_ours: false },
    ];
  }
  if (merges.length === 0 || merges.some(({ effort }) => effort === undefined)) {
    return [
      found(
        'integration_moved',
        state.integration_branch,
        'HIGH',
        `at ${shortSha(ours)}`,
        `at ${shortSha(theirs)}, on top of ours`,
      ),
      { type: 'integration_moved_outside', tip: theirs, keeps_ours: true, foreign: facts.foreign },
    ];
  }
  return merges.flatMap(({ commit, effort }): readonly UnstampedEvent[] =>
    effort === undefined
      ? []
      : [
          found(
            'merged_outside',
            effort.name,
            'MEDIUM',
            effort.status.toLowerCase(),
            `merged as ${shortSha(commit)}`,
          ),
          { type: 'effort_merged_outside', effort: effort.name, commit, into: 'integration' },
        ],
  );
}

/** Checks whether the session would make exactly these commits next, and has every answer for them. Picked commits name no effort. */
function isDueAgain(
  state: IntegrationState,
  made: readonly { readonly effort: Effort | undefined }[],
): boolean {
  return nextOf(state).some((action) => {
    if (action.type !== 'merge_effort' && action.type !== 'resolve_conflict') return false;
    const due = state.efforts_included.find(({ name }) => name === action.effort);
    return due?.strategy !== 'merge' || (made.length === 1 && made[0]?.effort?.name === due.name);
  });
}

/**
 * Git is believed first. Compares a restored state with what git says and gives the events that account for every difference: merges
 * made or taken back by somebody else, branches moved, deleted or new, the integration branch or the target elsewhere.
 */
import type { Severity } from '../conflict/conflict.ts';
import { type Sha, shortSha } from '../shared/ids.ts';
import type { Action } from './action.ts';
import type { Event, Outcome } from './event.ts';
import type { Facts } from './facts.ts';
import { mergedAfter, standsOn } from './holding.ts';
import { nextActions } from './next-actions.ts';
import { participants } from './progress.ts';
import type { Effort, Finding, IntegrationState } from './state.ts';

/** Gives the events that bring a restored state up to what git says; none when they agree. */
export function reconcile(state: IntegrationState, facts: Facts): readonly Event[] {
  if (state.stage === 'FINISHED') return [];
  const interrupted = state.in_flight.length > 0 || state.gate_runs.some((run) => run.status === 'RUNNING');
  const outcomes: readonly Outcome[] = [
    ...(interrupted ? [{ type: 'actions_interrupted' } as const] : []),
    ...effortDifferences(state, facts),
    ...integrationDifferences(state, facts),
    ...targetDifferences(state, facts),
    ...facts.new_branches.map((branch) =>
      found('new_branch', branch, 'LOW', 'not known', 'it matches the patterns'),
    ),
    ...facts.worktrees_gone.map((slot) =>
      found('worktree_gone', slot, 'LOW', 'a slot', 'its folder is gone; it is made anew'),
    ),
  ];
  const said = (finding: Omit<Finding, 'at'>) =>
    state.findings.some(
      (old) =>
        old.kind === finding.kind && old.subject === finding.subject && old.git_says === finding.git_says,
    );
  return outcomes
    .filter((outcome) => outcome.type !== 'difference_found' || !said(outcome.finding))
    .map((outcome) =>
      outcome.type === 'difference_found'
        ? { ...outcome, finding: { ...outcome.finding, at: facts.at }, at: facts.at }
        : { ...outcome, at: facts.at },
    );
}

function effortDifferences(state: IntegrationState, facts: Facts): readonly Outcome[] {
  return participants(state).flatMap((effort): readonly Outcome[] => {
    const tip = facts.effort_tips[effort.name];
    const recorded = `tip ${shortSha(effort.tip)}`;
    if (
      facts.in_target.includes(effort.name) &&
      facts.target_tip !== state.target_base &&
      facts.target_tip !== null &&
      facts.target_tip !== state.integration_tip
    ) {
      return [
        found(
          'merged_outside',
          effort.name,
          'MEDIUM',
          effort.status.toLowerCase(),
          `it is in ${state.target} now`,
        ),
        { type: 'effort_merged_outside', effort: effort.name, commit: facts.target_tip, into: 'target' },
      ];
    }
    if (tip === null || tip === undefined) {
      return [
        found(
          'branch_deleted',
          effort.name,
          'MEDIUM',
          recorded,
          'the branch is gone; the recorded commit is kept and used',
        ),
      ];
    }
    if (tip === effort.tip) return [];
    return [
      found(
        'branch_moved',
        effort.name,
        'MEDIUM',
        recorded,
        `tip ${shortSha(tip)}; the recorded commit is used`,
      ),
    ];
  });
}

function integrationDifferences(state: IntegrationState, facts: Facts): readonly Outcome[] {
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

/** Commits on top of ours: merges of efforts are taken over one by one, anything else is kept as it is. */
function onTop(state: IntegrationState, facts: Facts, ours: Sha, theirs: Sha): readonly Outcome[] {
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
    ({ key }) => /^(merge_effort|resolve_conflict):/.test(key) && key.endsWith(`:${ours}`),
  );
  // Ours, published just before the end came: the action is done again and ends on the same commits. A second end may have come before
  // it was in flight again.
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
        `at ${shortSha(theirs)}, on top of ours; kept`,
      ),
      { type: 'integration_moved_outside', tip: theirs, keeps_ours: true },
    ];
  }
  return merges.flatMap(({ commit, effort }): readonly Outcome[] =>
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

/** Says whether the session would make just these commits next, and has every answer for them. Picked commits name no effort. */
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

/** Gives what the session does next, once it is let go on. */
function nextOf(state: IntegrationState): readonly Action[] {
  return nextActions({ ...state, in_flight: [], trouble: null, paused: false, resume_offer: null });
}

function targetDifferences(state: IntegrationState, facts: Facts): readonly Outcome[] {
  const { target, target_base, integration_tip } = state;
  const tip = facts.target_tip;
  // A plan that is still to be made reads the target anew.
  if (state.stage === 'PLANNING' || target_base === null || tip === target_base || tip === null) return [];
  const says = `at ${shortSha(target_base)}`;
  if (tip === integration_tip) {
    // Landed just before the end came: landing is done again and finds it done.
    if (nextOf(state).some(({ type }) => type === 'land')) return [];
    if (state.stage === 'LANDING') {
      return [
        found('merged_outside', target, 'MEDIUM', says, 'at the verified commit: somebody landed it'),
        { type: 'landed', commit: tip },
      ];
    }
  }
  return [
    found('target_moved', target, 'HIGH', says, `at ${shortSha(tip)}; everything is merged again onto it`),
    { type: 'target_moved', tip },
  ];
}

function found(
  kind: Finding['kind'],
  subject: string,
  severity: Severity,
  checkpoint_says: string,
  git_says: string,
): Outcome {
  // The time is that of the facts; `reconcile` stamps it.
  return {
    type: 'difference_found',
    finding: { kind, subject, severity, checkpoint_says, git_says, at: '' as Finding['at'] },
  };
}

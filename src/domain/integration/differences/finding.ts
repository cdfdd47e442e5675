/** This folder: one file per kind of change found outside, for `reconcile`. */
import type { Severity } from '../../conflict/conflict.ts';
import type { Action } from '../action.ts';
import type { UnstampedEvent } from '../event.ts';
import { nextActions } from '../next-actions.ts';
import type { Finding, IntegrationState } from '../state.ts';

/** Creates the event for a finding, from what the checkpoint says and what git says. */
export function found(
  kind: Finding['kind'],
  subject: string,
  severity: Severity,
  checkpoint_says: string,
  git_says: string,
): UnstampedEvent {
  return told({ kind, subject, severity, checkpoint_says, git_says });
}

/** Creates the event that reports a finding. */
export function told(difference: Omit<Finding, 'at'>): UnstampedEvent {
  // `reconcile` sets the time, which is that of the facts.
  return { type: 'difference_found', finding: { ...difference, at: '' as Finding['at'] } };
}

/** Returns what the session does next, once it may continue. */
export function nextOf(state: IntegrationState): readonly Action[] {
  return nextActions({ ...state, in_flight: [], trouble: null, paused: false, resume_offer: null });
}

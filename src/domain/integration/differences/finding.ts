import type { Severity } from '../../conflict/conflict.ts';
import type { Outcome } from '../event.ts';
import type { Finding } from '../state.ts';

/** Says whether a difference was told before. */
export function isSaid(
  findings: readonly Finding[],
  { kind, subject, git_says }: Omit<Finding, 'at'>,
): boolean {
  return findings.some((old) => old.kind === kind && old.subject === subject && old.git_says === git_says);
}

/** Gives a difference between what the checkpoint says and what git says. */
export function found(
  kind: Finding['kind'],
  subject: string,
  severity: Severity,
  checkpoint_says: string,
  git_says: string,
): Outcome {
  return told({ kind, subject, severity, checkpoint_says, git_says });
}

/** Gives the event that tells a difference. */
export function told(difference: Omit<Finding, 'at'>): Outcome {
  // The time is that of the facts; `reconcile` stamps it.
  return { type: 'difference_found', finding: { ...difference, at: '' as Finding['at'] } };
}

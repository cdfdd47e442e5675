/** What was found to be otherwise than recorded: whether it was told before, and how it reads. */
import { type Sha, shortSha } from '../../shared/ids.ts';
import { type FindingKind, isOfPlan, isStatement } from '../finding-kinds.ts';
import type { Effort, Finding, IntegrationState } from '../state.ts';
import { isMergedHere } from './effort-status.ts';

/** Checks whether a finding was reported before. */
export function isSaid(
  findings: readonly Finding[],
  { kind, subject, git_says }: Omit<Finding, 'at'>,
): boolean {
  return findings.some((old) => old.kind === kind && old.subject === subject && old.git_says === git_says);
}

/** Lists the findings of the newest comparison with git. What a plan said is no part of it. */
export function newestFindings(findings: readonly Finding[]): readonly Finding[] {
  const compared = findings.filter(({ kind }) => !isOfPlan(kind));
  return compared.filter(({ at }) => at === compared.at(-1)?.at);
}

/** Compares a branch with what was recorded; null: they agree. A tip of null means that the branch is gone. */
export function branchDifference(effort: Effort, tip: Sha | null): Omit<Finding, 'at'> | null {
  if (tip === effort.tip) return null;
  const recorded = {
    subject: effort.name,
    severity: 'MEDIUM',
    checkpoint_says: `tip ${shortSha(effort.tip)}`,
  } as const;
  return tip === null
    ? {
        ...recorded,
        kind: 'branch_deleted',
        git_says: 'the branch is gone; the recorded commit is kept and used',
      }
    : { ...recorded, kind: 'branch_moved', git_says: `tip ${shortSha(tip)}; the recorded commit is used` };
}

/** Lists the findings of a kind about efforts that are in. */
export function findingsOfMerged(state: IntegrationState, kind: FindingKind): readonly Finding[] {
  const merged = namesIn(state);
  return state.findings.filter((finding) => finding.kind === kind && merged.has(finding.subject));
}

/** Lists the findings of a kind about efforts together, where more than one of them is in. */
export function findingsOfTogether(state: IntegrationState, kind: FindingKind): readonly Finding[] {
  const merged = namesIn(state);
  return state.findings.filter(
    ({ kind: of, subject, others = [] }) =>
      of === kind && [subject, ...others].filter((name) => merged.has(name)).length > 1,
  );
}

function namesIn({ efforts_included }: IntegrationState): ReadonlySet<string> {
  return new Set(efforts_included.filter(isMergedHere).map(({ name }) => name));
}

/** Formats a finding as one line. */
export function findingLine({ kind, subject, checkpoint_says, git_says }: Finding): string {
  const who = isStatement(kind) ? '' : 'git says ';
  return `${subject}: ${checkpoint_says}; ${who}${git_says}`;
}

/** Splits a finding into its subject, what was recorded and what is there now. */
export function findingParts({
  kind,
  subject,
  checkpoint_says,
  git_says,
}: Omit<Finding, 'at'>): readonly [subject: string, recorded: string, now: string] {
  return isStatement(kind)
    ? [subject, checkpoint_says, git_says]
    : [subject, `checkpoint: ${checkpoint_says}`, `git: ${git_says}`];
}
